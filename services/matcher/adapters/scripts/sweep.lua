#!lua flags=allow-oom
-- Looks at one active match: rings again when nobody runs it and no bell for it will be heard.
-- KEYS: record, active, stream
-- ARGV: client id, match id, member, bell handed back (empty: none), most attempts, time to the next look, time a heard bell may
--       stay unanswered
-- Answers: {verdict, epoch}
local record, active, stream = unpack(KEYS)
local client_id, match_id, member, unanswered = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local most_attempts, look_ms, answer_ms = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])

-- Whether id a of a stream entry comes after b.
local function is_later(a, b)
  local a_ms, a_seq = string.match(a, '^(%d+)-(%d+)$')
  local b_ms, b_seq = string.match(b, '^(%d+)-(%d+)$')
  if a_ms ~= b_ms then return tonumber(a_ms) > tonumber(b_ms) end
  return tonumber(a_seq) > tonumber(b_seq)
end

-- The last entry any worker was given; nil before the first worker has ever listened.
local function last_delivered()
  local groups = redis.pcall('XINFO', 'GROUPS', stream)
  if groups.err then return nil end
  for _, group in ipairs(groups) do
    local name, last
    for i = 1, #group, 2 do
      if group[i] == 'name' then name = group[i + 1] end
      if group[i] == 'last-delivered-id' then last = group[i + 1] end
    end
    if name == 'workers' then return last end
  end
  return nil
end

-- Whether the bell has yet to be heard, or was heard just now. One that was heard and then forgotten together with its
-- worker is neither: it would never be heard again.
local function will_be_answered(entry)
  if not entry or entry == '' or #redis.call('XRANGE', stream, entry, entry) == 0 then return false end
  local last = last_delivered()
  if not last or is_later(entry, last) then return true end
  local heard = redis.call('XPENDING', stream, 'workers', entry, entry, 1)
  return #heard > 0 and heard[1][3] < answer_ms
end

local now = now_ms()
local status, lease_until, deadline, attempts, epoch, bell = unpack(
  redis.call('HMGET', record, 'status', 'lease_until_ms', 'deadline_at_ms', 'attempts', 'epoch', 'bell'))
if unanswered ~= '' then bell_drop(stream, unanswered) end
if not status or is_final(status) then
  redis.call('ZREM', active, member)
  return {'gone', 0}
end
if is_leased(status, lease_until, now) then
  redis.call('ZADD', active, lease_until, member)
  return {'fine', epoch}
end
-- To the back also when it is to be ended: a match whose end is refused must not stand before all others for ever.
redis.call('ZADD', active, whole(now + look_ms), member)
if now >= tonumber(deadline) then return {'expired', epoch} end
if tonumber(attempts) >= most_attempts then return {'exhausted', epoch} end
if will_be_answered(bell) then return {'fine', epoch} end
bell_drop(stream, bell)
bell_ring(stream, record, client_id, match_id)
return {'rung', epoch}
