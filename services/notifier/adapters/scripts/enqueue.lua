#!lua flags=allow-oom
-- KEYS: event, events, outbox. ARGV: event id, client id, url, body. Returns 1 when created, 0 when it was there.
local t = redis.call('TIME')
return outbox_put(KEYS[1], KEYS[2], KEYS[3], ARGV[1], ARGV[2], ARGV[3], ARGV[4], t[1] * 1000 + math.floor(t[2] / 1000))
