#!lua flags=no-writes
-- Counts what is due in a partition, over at most so many hosts, so that the count never holds others up.
-- KEYS: outbox. ARGV: what the names of the partition's clients begin with, most hosts looked at.
-- Returns {due, time since which the oldest has been due (0: nothing is), now ms}.
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local due, left = 0, tonumber(ARGV[2])
local oldest = redis.call('ZRANGE', KEYS[1], '-inf', now, 'BYSCORE', 'LIMIT', 0, 1, 'WITHSCORES')[2]
for _, client_id in ipairs(redis.call('ZRANGE', KEYS[1], '-inf', now, 'BYSCORE', 'LIMIT', 0, left)) do
  if left <= 0 then break end
  local hosts = ARGV[1] .. client_id .. ':due'
  for _, host in ipairs(redis.call('ZRANGE', hosts, '-inf', now, 'BYSCORE', 'LIMIT', 0, left)) do
    due = due + redis.call('ZCOUNT', hosts .. ':' .. host, '-inf', now)
    left = left - 1
  end
end
return {due, oldest or '0', now}
