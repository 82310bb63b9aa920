#!lua flags=allow-oom
-- Makes an event due now, whatever became of it; one that is being attempted right now is left alone. An event that was
-- erased has no target any more: there is nothing to send.
-- KEYS: event, attempts, outbox. ARGV: member. Returns 1, or 0 when there is no such event.
local f = redis.call('HMGET', KEYS[1], 'status', 'lease_until_ms', 'url')
if not f[1] or not f[3] then return 0 end
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
if f[1] == 'pending' and tonumber(f[2] or 0) > now then return 1 end
redis.call('PERSIST', KEYS[1])
redis.call('PERSIST', KEYS[2])
redis.call('HSET', KEYS[1], 'status', 'pending')
redis.call('ZADD', KEYS[3], string.format('%.0f', now), ARGV[1])
return 1
