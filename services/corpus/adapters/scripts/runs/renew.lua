#!lua flags=allow-oom
-- Extends a lease: only for the epoch that holds the run.
-- KEYS: record, queue    ARGV: epoch, lease, member    Answers: 1, or 0 when the run is another's or has ended
local record, queue = unpack(KEYS)
local status, epoch, lease_until = unpack(redis.call('HMGET', record, 'status', 'epoch', 'lease_until_ms'))
if status ~= 'pending' or epoch ~= ARGV[1] or lease_until == '0' then return 0 end
local until_ms = whole(now_ms() + tonumber(ARGV[2]))
redis.call('HSET', record, 'lease_until_ms', until_ms)
redis.call('ZADD', queue, until_ms, ARGV[3])
return 1
