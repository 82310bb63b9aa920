#!lua
-- Puts a new webhook secret before the old ones, once for each secret id.
-- KEYS: webhook secrets, client record. ARGV: secret id, secret, overlap in milliseconds, most secrets valid at once.
-- Old secrets stay valid until the overlap ends, or their own earlier end; ended ones are dropped.
-- Returns 'rotated', 'unknown' (no such client) or 'full'.
if redis.call('EXISTS', KEYS[2]) == 0 then return 'unknown' end
local t = redis.call('TIME')
local at_ms = t[1] * 1000 + math.floor(t[2] / 1000)
local ends_ms = at_ms + tonumber(ARGV[3])
local kept = {cjson.encode({id = ARGV[1], secret = ARGV[2], created_at_ms = at_ms})}
for _, raw in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
  local old = cjson.decode(raw)
  if old.id == ARGV[1] then return 'rotated' end
  old.expires_at_ms = math.min(old.expires_at_ms or ends_ms, ends_ms)
  if old.expires_at_ms > at_ms then kept[#kept + 1] = cjson.encode(old) end
end
if #kept > tonumber(ARGV[4]) then return 'full' end
redis.call('DEL', KEYS[1])
redis.call('RPUSH', KEYS[1], unpack(kept))
return 'rotated'
