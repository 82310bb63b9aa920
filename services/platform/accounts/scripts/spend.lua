#!lua
-- KEYS: window counter. ARGV: limit, window in milliseconds.
-- Returns 0 when the call is within the limit, else the milliseconds until the window ends (at least 1).
-- A window whose last millisecond has come (PTTL 0) is over, although Redis keeps the key one millisecond longer: so
-- whoever waits exactly as long as told is let in. A counter without an end (PTTL -1) starts a window anew.
local left = redis.call('PTTL', KEYS[1])
if left <= 0 then
  if tonumber(ARGV[1]) < 1 then return tonumber(ARGV[2]) end
  redis.call('SET', KEYS[1], 1, 'PX', ARGV[2])
  return 0
end
local spent = tonumber(redis.call('GET', KEYS[1]))
if not spent or spent >= tonumber(ARGV[1]) then return left end
redis.call('INCR', KEYS[1])
return 0
