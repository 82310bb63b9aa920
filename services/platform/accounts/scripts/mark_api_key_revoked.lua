#!lua
-- KEYS: the client's keys. ARGV: key id. Returns the key's terms as JSON with the time of its first revocation.
local listed = redis.call('HGET', KEYS[1], ARGV[1])
if not listed then return '' end
local terms = cjson.decode(listed)
if terms.revoked_at_ms then return listed end
local t = redis.call('TIME')
terms.revoked_at_ms = t[1] * 1000 + math.floor(t[2] / 1000)
listed = cjson.encode(terms)
redis.call('HSET', KEYS[1], ARGV[1], listed)
return listed
