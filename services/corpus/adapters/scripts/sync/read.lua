#!lua flags=allow-oom
-- Reads a sync as of one moment; one whose reader has gone silent is failed by that.
-- KEYS: record, errors, due    ARGV: sync id, member, beginning of the names of corpora, time an ended sync is kept
-- Answers: {} or {status, received, accepted, updated, unchanged, failed, deleted, errors as JSON}
local record, errors, due = unpack(KEYS)
local sync_id, member, corpora_prefix, kept_ms = unpack(ARGV)
local status = redis.call('HGET', record, 'status')
if not status then return {} end
if status == 'open' and sync_is_silent(due, member) then
  sync_leave(record, errors, due, member, sync_id, corpora_prefix, 'failed', kept_ms)
end
local answer = redis.call('HMGET', record, 'status', 'received', 'accepted', 'updated', 'unchanged', 'failed', 'deleted')
answer[8] = redis.call('LRANGE', errors, 0, -1)
return answer
