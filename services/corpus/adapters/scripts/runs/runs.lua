-- Parts that the scripts of a search run share. The record is a hash. `queue` holds what has not ended, scored by the time from
-- which a worker may take it: it alone decides what is done. The stream is a doorbell: it wakes a worker, nothing more.
local BELLS_KEPT = 1000

local function now_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Whole milliseconds as text; Lua's own way would write 1.7e+12.
local function whole(number)
  return string.format('%.0f', number)
end

local function is_final(status)
  return status == 'finished' or status == 'failed'
end

local function bell_ring(bells)
  redis.call('XADD', bells, 'MAXLEN', '~', BELLS_KEPT, '*', 'r', '1')
end

-- What every end of a run leaves behind: no place in the queue, no text of the position; the rest stays for `keep_ms`.
local function run_leave(record, queue, member, keep_ms)
  redis.call('ZREM', queue, member)
  redis.call('HDEL', record, 'metadata', 'claim')
  redis.call('PEXPIRE', record, keep_ms)
end
