#!lua flags=allow-oom
-- Looks at one candidate that waits: rings again when nobody embeds it and no bell for it will be heard.
-- KEYS: corpus, log, record, waiting, stream
-- ARGV: member, candidate key, last entry any worker heard (empty: none), most attempts, time to the next look, reason of giving up
-- Answers: gone | fine | rung | failed
local corpus, log, record, waiting, stream = unpack(KEYS)
local member, last_heard, most_attempts, look_ms = ARGV[1], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])

-- Whether id a of a stream entry comes after b.
local function is_later(a, b)
  local a_ms, a_seq = string.match(a, '^(%d+)-(%d+)$')
  local b_ms, b_seq = string.match(b, '^(%d+)-(%d+)$')
  if a_ms ~= b_ms then return tonumber(a_ms) > tonumber(b_ms) end
  return tonumber(a_seq) > tonumber(b_seq)
end

local now = now_ms()
local status, version, bell, attempts, lease = record_read(corpus, record)
if status ~= 'pending' then
  redis.call('ZREM', waiting, member)
  return 'gone'
end
if lease and lease > now then
  redis.call('ZADD', waiting, whole(lease), member)
  return 'fine'
end
if attempts >= most_attempts then
  embed_failed(corpus, log, record, ARGV[2], ARGV[6])
  embed_leave(record, waiting, stream, member, bell)
  return 'failed'
end
redis.call('ZADD', waiting, whole(now + look_ms), member)
local waits = bell and bell ~= '' and (last_heard == '' or is_later(bell, last_heard))
if waits and #redis.call('XRANGE', stream, bell, bell) > 0 then return 'fine' end
bell_drop(stream, bell)
bell_ring(stream, record, member)
return 'rung'
