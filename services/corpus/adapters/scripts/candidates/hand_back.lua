#!lua flags=allow-oom
-- Rings for a candidate that somebody took and will not embed; the try does not count.
-- KEYS: corpus, record, waiting, stream    ARGV: version, member, time to the next look
local corpus, record, waiting, stream = unpack(KEYS)
local status, version, bell, attempts = record_read(corpus, record)
if status ~= 'pending' or version ~= ARGV[1] then return 0 end
redis.call('HSET', record, 'lease_until_ms', 0, 'attempts', math.max(0, attempts - 1))
redis.call('ZADD', waiting, whole(now_ms() + tonumber(ARGV[3])), ARGV[2])
bell_drop(stream, bell)
bell_ring(stream, record, ARGV[2])
return 1
