#!lua flags=allow-oom
-- Stores an attempt and what follows from it, once per lease.
-- KEYS: event, attempts, outbox, events.
-- ARGV: member, epoch, attempt as JSON, status, wait ms, most attempts kept, retention ms.
-- Returns 1 when it is stored (now or by an earlier send of this call), 0 when the lease is no longer the caller's.
local f = redis.call('HMGET', KEYS[1], 'status', 'epoch', 'recorded_epoch')
if f[3] == ARGV[2] then return 1 end
if f[1] ~= 'pending' or f[2] ~= ARGV[2] then return 0 end
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)

redis.call('RPUSH', KEYS[2], ARGV[3])
redis.call('LTRIM', KEYS[2], -tonumber(ARGV[6]), -1)
redis.call('HINCRBY', KEYS[1], 'attempt', 1)
redis.call('HSET', KEYS[1], 'status', ARGV[4], 'recorded_epoch', ARGV[2], 'lease_until_ms', 0)
if ARGV[4] == 'pending' then
  redis.call('ZADD', KEYS[3], string.format('%.0f', now + tonumber(ARGV[5])), ARGV[1])
else
  redis.call('ZREM', KEYS[3], ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[7])
  redis.call('PEXPIRE', KEYS[2], ARGV[7])
  -- Ids whose events have expired leave the client's list; twice the time leaves room for events retried late.
  redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', string.format('%.0f', now - 2 * tonumber(ARGV[7])))
end
return 1
