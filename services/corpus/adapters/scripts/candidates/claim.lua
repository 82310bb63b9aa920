#!lua flags=allow-oom
-- Gives a worker the right to embed a candidate. With allow-oom: what was accepted drains even when Redis is full.
-- KEYS: corpus, record, waiting, stream    ARGV: bell's entry, member, lease
-- Answers: {} or {version, profile}
local corpus, record, waiting, stream = unpack(KEYS)
local entry, member, lease_ms = ARGV[1], ARGV[2], tonumber(ARGV[3])
local now = now_ms()
local status, version, bell, attempts, lease = record_read(corpus, record)
bell_drop(stream, entry)
if status ~= 'pending' then
  redis.call('ZREM', waiting, member)
  return {}
end
if lease and lease > now then return {} end
if bell ~= entry then bell_drop(stream, bell) end
local lease_until = whole(now + lease_ms)
redis.call('HSET', record, 'lease_until_ms', lease_until, 'attempts', attempts + 1, 'bell', '')
redis.call('ZADD', waiting, lease_until, member)
return {version, redis.call('HGET', record, 'profile')}
