#!lua flags=allow-oom
-- Counts a part that was applied. With allow-oom: what was applied is counted even when Redis is full.
-- KEYS: record, errors, due
-- ARGV: member, part, time of silence, most errors, accepted, updated, unchanged, failed, then errors as JSON
-- Answers: 1, or 0 when it was counted, or the sync has ended. Doing it again changes nothing.
local record, errors, due = unpack(KEYS)
local member, part, silence_ms, most, accepted, updated, unchanged, failed = unpack(ARGV, 1, 8)
local first_error = 9
local status, counted = unpack(redis.call('HMGET', record, 'status', 'part'))
if status ~= 'open' or tonumber(part) ~= tonumber(counted) + 1 then return 0 end
redis.call('HINCRBY', record, 'accepted', accepted)
redis.call('HINCRBY', record, 'updated', updated)
redis.call('HINCRBY', record, 'unchanged', unchanged)
redis.call('HINCRBY', record, 'failed', failed)
redis.call('HINCRBY', record, 'received', accepted + updated + unchanged + failed)
local room = tonumber(most) - redis.call('LLEN', errors)
for i = first_error, math.min(#ARGV, first_error + room - 1) do redis.call('RPUSH', errors, ARGV[i]) end
redis.call('HSET', record, 'part', part)
redis.call('HDEL', record, 'begun', 'before')
redis.call('ZADD', due, whole(now_ms() + tonumber(silence_ms)), member)
return 1
