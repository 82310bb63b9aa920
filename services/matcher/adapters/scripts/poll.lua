#!lua flags=allow-oom
-- Reads a match. While it is not final, reads closer together than the interval are refused; a refused read does not count.
-- KEYS: record    ARGV: interval, then the fields to answer with    Answers: {none} {wait, ms} {read, values}
local record, interval_ms = KEYS[1], tonumber(ARGV[1])
local status, polled_at, erased_at = unpack(redis.call('HMGET', record, 'status', 'polled_at_ms', 'erased_at_ms'))
if not status or erased_at then return {'none'} end
if not is_final(status) then
  local now = now_ms()
  -- A clock that was set back must not shut a client out for longer than the interval.
  local since = math.max(0, now - tonumber(polled_at))
  if tonumber(polled_at) > 0 and since < interval_ms then return {'wait', interval_ms - since} end
  redis.call('HSET', record, 'polled_at_ms', whole(now))
end
return {'read', redis.call('HMGET', record, unpack(ARGV, 2))}
