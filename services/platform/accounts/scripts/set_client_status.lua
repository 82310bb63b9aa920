#!lua
-- KEYS: client record. ARGV: status. Returns the record's fields and values, none for an unknown client.
if redis.call('EXISTS', KEYS[1]) == 0 then return {} end
redis.call('HSET', KEYS[1], 'status', ARGV[1])
return redis.call('HGETALL', KEYS[1])
