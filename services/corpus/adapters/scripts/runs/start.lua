#!lua
-- Accepts a search, or says why not before anything is written. Without allow-oom: a full Redis refuses it at its start.
-- KEYS: idempotency, record, queue, index, bells
-- ARGV: run id, member, has key, key's ttl, deadline, most in the partition, time runs are kept, then the record's fields and values
-- Answers: {same} {replay, id} {queue_full} {accepted}
local idem, record, queue, index, bells = unpack(KEYS)
local run_id, member, has_key = ARGV[1], ARGV[2], ARGV[3] == '1'
local key_ttl_ms, deadline_ms, most_queued, keep_ms = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local first_field = 8

-- The client library sends a command again when its answer was lost: the same id is the same search.
if redis.call('EXISTS', record) == 1 then return {'same'} end
if has_key then
  local seen = redis.call('GET', idem)
  if seen then return {'replay', seen} end
end
if redis.call('ZCARD', queue) >= most_queued then return {'queue_full'} end

local now = now_ms()
redis.call('HSET', record, unpack(ARGV, first_field))
redis.call('HSET', record, 'status', 'pending', 'created_at_ms', whole(now), 'deadline_at_ms', whole(now + deadline_ms),
  'completed_at_ms', 0, 'epoch', 0, 'attempts', 0, 'lease_until_ms', 0, 'total', 0, 'claim', '')
if has_key then redis.call('SET', idem, run_id, 'PX', key_ttl_ms) end
redis.call('ZADD', queue, whole(now), member)
-- Places are text in order of time; those of runs that are no longer kept are dropped here, so that the index stays small.
redis.call('ZREMRANGEBYLEX', index, '-', '(' .. string.format('%013.0f', math.max(0, now - keep_ms - deadline_ms)))
redis.call('ZADD', index, 0, string.format('%013.0f', now) .. '/' .. run_id)
bell_ring(bells)
return {'accepted'}
