#!lua flags=allow-oom
-- Notes that a process of an edition is alive, and says which edition candidates are embedded for: of those heard of lately the one
-- that came up last. An edition's place in the order is that of its first process ever, so a restart of an old one changes nothing.
-- KEYS: order, heard    ARGV: edition, time after which an edition that is not heard of counts as gone
-- Answers: that edition
local order, heard = unpack(KEYS)
local edition, gone_after_ms = ARGV[1], tonumber(ARGV[2])
local now = now_ms()
redis.call('ZADD', order, 'NX', whole(now), edition)
redis.call('ZADD', heard, whole(now), edition)
for _, each in ipairs(redis.call('ZREVRANGE', order, 0, -1)) do
  if tonumber(redis.call('ZSCORE', heard, each) or 0) > now - gone_after_ms then return each end
end
return edition
