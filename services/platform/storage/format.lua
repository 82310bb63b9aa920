#!lua flags=allow-oom
-- What is stored says what a process must know; what a process says of itself is kept, so that no release can be skipped.
local knows, needs, reads = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('HSET', KEYS[1], 'needs', needs, 'oldest', needs, 'known', knows)
  return {'ok', needs}
end
local stored = redis.call('HMGET', KEYS[1], 'needs', 'oldest', 'known')
local must, oldest, known = tonumber(stored[1]), tonumber(stored[2]), tonumber(stored[3])
if not (must and oldest and known) then return {'broken', 0} end
if must > knows then return {'newer', must} end
if oldest < reads then return {'older', oldest} end
if needs > must and known < needs then return {'skipped', known} end
if knows > known then redis.call('HSET', KEYS[1], 'known', knows) end
if needs > must then redis.call('HSET', KEYS[1], 'needs', needs) end
return {'ok', needs}
