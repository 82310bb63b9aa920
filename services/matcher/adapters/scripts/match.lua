-- Parts that the scripts of a match share. The record is a hash; `active` scores a member by the time of the next look at it.
-- The stream is a doorbell only: the record decides. A match has at most one entry there that counts: its `bell`.
local function bell_ring(stream, record, client_id, match_id)
  local entry = redis.call('XADD', stream, '*', 'c', client_id, 'm', match_id)
  redis.call('HSET', record, 'bell', entry)
end

local function bell_drop(stream, entry)
  if entry and entry ~= '' then
    redis.call('XACK', stream, 'workers', entry)
    redis.call('XDEL', stream, entry)
  end
end

local function is_final(status)
  return status == 'finished' or status == 'failed'
end

-- Whether a worker runs the match and has lately said so.
local function is_leased(status, lease_until_ms, now)
  return status == 'running' and tonumber(lease_until_ms) > now
end

-- Whole milliseconds as text; Lua's own way would write 1.7e+12.
local function whole(number)
  return string.format('%.0f', number)
end

-- What every end of a match leaves behind: no queue entry, no bell, no CV, no job text.
local function match_leave(record, cv, active, stream, member, bell)
  redis.call('ZREM', active, member)
  bell_drop(stream, bell)
  redis.call('DEL', cv)
  redis.call('HDEL', record, 'job_description')
end
