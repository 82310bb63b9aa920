#!lua
-- Lists a key among its client's, once for each key id.
-- KEYS: the client's keys, client record. ARGV: key id, the key's terms as JSON.
-- Returns the time of listing in milliseconds, -1 for an unknown client.
if redis.call('EXISTS', KEYS[2]) == 0 then return -1 end
local t = redis.call('TIME')
local earlier = redis.call('HGET', KEYS[1], ARGV[1])
if earlier then return cjson.decode(earlier).created_at_ms end
local terms = cjson.decode(ARGV[2])
terms.created_at_ms = t[1] * 1000 + math.floor(t[2] / 1000)
redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(terms))
return terms.created_at_ms
