#!lua
-- Creates a client with its first webhook secret, once for each client id.
-- KEYS: client record, the partition's set of clients, webhook secrets. ARGV: client id, name, secret id, secret.
-- Returns the time of creation in milliseconds.
local t = redis.call('TIME')
local at_ms = t[1] * 1000 + math.floor(t[2] / 1000)
local earlier = redis.call('HGET', KEYS[1], 'created_at_ms')
if earlier then return tonumber(earlier) end
redis.call('HSET', KEYS[1], 'id', ARGV[1], 'name', ARGV[2], 'status', 'active', 'created_at_ms', at_ms)
redis.call('SADD', KEYS[2], ARGV[1])
redis.call('RPUSH', KEYS[3], cjson.encode({id = ARGV[3], secret = ARGV[4], created_at_ms = at_ms}))
return at_ms
