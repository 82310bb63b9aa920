#!lua flags=allow-oom
-- Ends the reading of a sync. A mirror erases only when its file was read to its end without a broken line and named anybody.
-- KEYS: record, errors, due
-- ARGV: sync id, member, beginning of the names of corpora, complete, time an ended sync is kept, error of a mirror of nobody as JSON
-- Answers: the status; empty for no such sync. Doing it again changes nothing.
local record, errors, due = unpack(KEYS)
local sync_id, member, corpora_prefix, complete, kept_ms, names_nobody = unpack(ARGV)
local status, mode, received, failed = unpack(redis.call('HMGET', record, 'status', 'mode', 'received', 'failed'))
if not status then return '' end
if status ~= 'open' then return status end

local function leave(with)
  sync_leave(record, errors, due, member, sync_id, corpora_prefix, with, kept_ms)
  return with
end

if complete ~= '1' then return leave('failed') end
if mode ~= 'mirror' or failed ~= '0' then return leave('finished') end
if received == '0' then
  redis.call('RPUSH', errors, names_nobody)
  return leave('failed')
end
redis.call('HSET', record, 'status', 'erasing', 'cursor', 0)
redis.call('HDEL', record, 'begun', 'before')
redis.call('ZADD', due, whole(now_ms()), member)
return 'erasing'
