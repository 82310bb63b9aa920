#!lua flags=allow-oom
-- Extends a lease: only for the epoch that holds the match.
-- KEYS: record, active    ARGV: epoch, lease, member    Answers: 1, or 0 when the match is another's or has ended
local record, active = unpack(KEYS)
local status, epoch = unpack(redis.call('HMGET', record, 'status', 'epoch'))
if status ~= 'running' or epoch ~= ARGV[1] then return 0 end
local lease_until = whole(now_ms() + tonumber(ARGV[2]))
redis.call('HSET', record, 'lease_until_ms', lease_until)
redis.call('ZADD', active, lease_until, ARGV[3])
return 1
