#!lua flags=no-writes
-- KEYS: API key record. Returns Redis's time in milliseconds and the record's fields and values, none when unknown.
local t = redis.call('TIME')
return {t[1] * 1000 + math.floor(t[2] / 1000), redis.call('HGETALL', KEYS[1])}
