#!lua flags=allow-oom
-- Gives a running match back for another attempt: rung for at once, or by the sweeper after a delay.
-- KEYS: record, active, stream
-- ARGV: epoch, delay, forgive this attempt, time to the next look, member, client id, match id
-- Answers: 1, or 0 when the match is another's or has ended
local record, active, stream = unpack(KEYS)
local delay_ms, forgive, look_ms, member = tonumber(ARGV[2]), ARGV[3] == '1', tonumber(ARGV[4]), ARGV[5]
local status, epoch, bell = unpack(redis.call('HMGET', record, 'status', 'epoch', 'bell'))
if status ~= 'running' or epoch ~= ARGV[1] then return 0 end
local now = now_ms()
-- A sweeper may have rung already when the lease had run out.
bell_drop(stream, bell)
redis.call('HSET', record, 'status', 'queued', 'lease_until_ms', 0, 'claim', '', 'bell', '')
if forgive then redis.call('HINCRBY', record, 'attempts', -1) end
if delay_ms == 0 then
  bell_ring(stream, record, ARGV[6], ARGV[7])
  redis.call('ZADD', active, whole(now + look_ms), member)
else
  redis.call('ZADD', active, whole(now + delay_ms), member)
end
return 1
