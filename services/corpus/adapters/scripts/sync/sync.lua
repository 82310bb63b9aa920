-- Parts that the scripts of a bulk sync share. The record is a hash: status open (being read), erasing (a mirror that erases what
-- its file did not name), finished, failed. `due` scores what has not ended by the time from which the background sees to it: an
-- open sync when its reader must have gone silent, an erasing one when nobody seems to be at it.
--
-- What a file named is kept a corpus, not a sync: every line of any sync marks its candidate with the number of the latest mirror.
-- A mirror erases only what bears no mark of its own number or a later one: mirrors that overlap spare what either names.

-- Ends a sync: nothing of it waits, and the marks go with the corpus's last open mirror.
local function sync_leave(record, errors, due, member, sync_id, corpora_prefix, status, kept_ms)
  local corpus = corpora_prefix .. redis.call('HGET', record, 'corpus')
  redis.call('HSET', record, 'status', status)
  redis.call('HDEL', record, 'begun', 'before', 'cursor')
  redis.call('ZREM', due, member)
  redis.call('PEXPIRE', record, kept_ms)
  redis.call('PEXPIRE', errors, kept_ms)
  if redis.call('HDEL', corpus .. ':mirrors', sync_id) == 1 and redis.call('HLEN', corpus .. ':mirrors') == 1 then
    redis.call('UNLINK', corpus .. ':mirrors', corpus .. ':named')
  end
end

-- Whether the reader of an open sync has not been heard of for so long that it must be gone.
local function sync_is_silent(due, member)
  local at = redis.call('ZSCORE', due, member)
  return not at or tonumber(at) <= now_ms()
end
