#!lua flags=no-writes
-- KEYS: webhook secrets. Returns Redis's time in milliseconds and the JSON secrets, newest first.
local t = redis.call('TIME')
return {t[1] * 1000 + math.floor(t[2] / 1000), redis.call('LRANGE', KEYS[1], 0, -1)}
