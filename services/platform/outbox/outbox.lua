-- Puts an event into the outbox, due at once; an event that is there already is left as it is.
-- Returns 1 when it was created, 0 when it was there. Reads first, writes after: nothing here can fail half-way.
local function outbox_put(event_key, events_key, outbox_key, member, event_id, client_id, url, body, at_ms)
  if redis.call('EXISTS', event_key) == 1 then return 0 end
  -- '%.0f' and not tostring: the latter would write 1.7e+12.
  local at = string.format('%.0f', at_ms)
  redis.call('HSET', event_key, 'event_id', event_id, 'client_id', client_id, 'url', url, 'body', body,
    'created_at_ms', at, 'status', 'pending', 'attempt', 0, 'epoch', 0, 'lease_until_ms', 0)
  redis.call('ZADD', events_key, at, event_id)
  redis.call('ZADD', outbox_key, at, member)
  return 1
end

-- Takes target and body out of an event. One that still waits is exhausted with that, and an attempt that is under way can
-- record nothing any more. What is left, ids, times and attempts, goes when that of any ended event does.
local function outbox_erase(event_key, attempts_key, outbox_key, member, kept_ms)
  local status = redis.call('HGET', event_key, 'status')
  if not status then return end
  redis.call('ZREM', outbox_key, member)
  redis.call('HDEL', event_key, 'url', 'body')
  if status == 'pending' then
    redis.call('HSET', event_key, 'status', 'exhausted', 'lease_until_ms', 0)
    redis.call('PEXPIRE', event_key, kept_ms)
    redis.call('PEXPIRE', attempts_key, kept_ms)
  end
end
