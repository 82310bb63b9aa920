#!lua
-- Keeps what an engine read of embedded candidates. Without allow-oom: it only saves work, and waits until there is room.
-- KEYS: records    ARGV: each one's readings
-- They say themselves which profile they are of, so it does not matter if that has changed meanwhile; nobody is made anew by them.
for n, record in ipairs(KEYS) do
  if redis.call('HEXISTS', record, 'evidence') == 1 then redis.call('HSET', record, 'readings', ARGV[n]) end
end
return 1
