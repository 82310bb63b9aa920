-- Parts that the scripts of a candidate share. A record counts only while its generation is its corpus's: erasing a corpus
-- bumps the generation, which makes everything in it invisible at once; the bytes are unlinked in bounded steps after that.
-- `version` is the corpus's sequence number at the last change of content: never given twice, so that results of an older
-- content, or of a candidate erased and sent again, fit nothing.
-- The stream is a doorbell only; `waiting` scores a member by the time of the next look at it. The record decides.
local function now_ms()
  local t = redis.call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end

-- Whole milliseconds as text; Lua's own way would write 1.7e+12.
local function whole(number)
  return string.format('%.0f', number)
end

local function member_of(client_id, corpus_key, candidate_key)
  return client_id .. '/' .. corpus_key .. '/' .. candidate_key
end

local function bell_drop(stream, entry)
  if entry and entry ~= '' then redis.call('XDEL', stream, entry) end
end

local function bell_ring(stream, record, member)
  local entry = redis.call('XADD', stream, '*', 'm', member)
  redis.call('HSET', record, 'bell', entry)
end

-- Writes a change into the corpus's log and returns its number. One entry a candidate: the latest.
local function log_change(corpus, log, candidate_key)
  local seq = redis.call('HINCRBY', corpus, 'seq', 1)
  redis.call('ZADD', log, seq, candidate_key)
  return seq
end

local function count_move(corpus, from, to)
  if from then redis.call('HINCRBY', corpus, from, -1) end
  if to then redis.call('HINCRBY', corpus, to, 1) end
end

-- status, version, bell, attempts, lease's end of a record that counts; nil for none.
local function record_read(corpus, record)
  local generation = redis.call('HGET', corpus, 'generation')
  local of, status, version, bell, attempts, lease = unpack(redis.call('HMGET', record, 'generation', 'embedding_status',
    'version', 'bell', 'attempts', 'lease_until_ms'))
  if not of or of ~= generation then return nil end
  return status, version, bell, tonumber(attempts), tonumber(lease)
end

-- What every end of an embedding leaves behind: nothing waits, nothing rings.
local function embed_leave(record, waiting, stream, member, bell)
  redis.call('ZREM', waiting, member)
  bell_drop(stream, bell)
  redis.call('HDEL', record, 'bell', 'lease_until_ms')
end

local function embed_failed(corpus, log, record, candidate_key, reason)
  redis.call('HSET', record, 'embedding_status', 'failed', 'error', reason)
  count_move(corpus, 'pending', 'failed')
  log_change(corpus, log, candidate_key)
end

-- Erases a candidate with its rows in finished runs, and says whether it was there; in the log a tombstone stays: an entry without a
-- record. Needs the part that erases rows before it.
local function candidate_erase(corpus, log, candidates, record, runs, waiting, stream, member, candidate_key, runs_prefix)
  local status, _, bell = record_read(corpus, record)
  runs_forget_candidate(runs_prefix, runs, candidate_key)
  if status then
    embed_leave(record, waiting, stream, member, bell)
    count_move(corpus, status, nil)
    redis.call('ZREM', candidates, candidate_key)
    log_change(corpus, log, candidate_key)
  end
  redis.call('UNLINK', record)
  return status and true
end
