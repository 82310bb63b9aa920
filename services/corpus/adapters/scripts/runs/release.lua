#!lua flags=allow-oom
-- Gives a run back for another attempt: rung for at once, or due after a delay.
-- KEYS: record, queue, bells    ARGV: epoch, delay, forgive this attempt, member    Answers: 1, or 0 when it is another's or has ended
local record, queue, bells = unpack(KEYS)
local delay_ms, forgive, member = tonumber(ARGV[2]), ARGV[3] == '1', ARGV[4]
local status, epoch, lease_until = unpack(redis.call('HMGET', record, 'status', 'epoch', 'lease_until_ms'))
-- Given back already: a second time must not forgive a second attempt.
if status ~= 'pending' or epoch ~= ARGV[1] or lease_until == '0' then return 0 end
redis.call('HSET', record, 'lease_until_ms', 0, 'claim', '')
if forgive then redis.call('HINCRBY', record, 'attempts', -1) end
redis.call('ZADD', queue, whole(now_ms() + delay_ms), member)
if delay_ms == 0 then bell_ring(bells) end
return 1
