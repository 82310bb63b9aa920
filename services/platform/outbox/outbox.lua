-- Waiting events stand in lines, one for each host of a client: a sorted set of event ids by the time of their next attempt. Above
-- them a client's hosts, and above those a partition's clients, are each sorted by the first time below: whoever looks for work
-- passes over a client or a host that has its share in one step, however much waits there.

-- What the names of a client's keys begin with.
local function outbox_base(event_key)
  return string.match(event_key, '^(.*:)event:[^:]+$')
end

-- The host of a target as it was written, plain ASCII in any case: it names a line and nothing else, so that two that share one
-- do no harm. Whoever dials judges the target anew.
local function outbox_host(url)
  local written = string.lower(string.match(url, '^%a[%w+.-]*://([^/?#]*)') or '')
  return string.sub(string.gsub(written, '[^%w.:%[%]_-]', '?'), 1, 300)
end

-- Gives `member` of `upper` the first time that stands in `line`; without any it leaves.
local function outbox_follow(upper, line, member)
  local first = redis.call('ZRANGE', line, 0, 0, 'WITHSCORES')[2]
  if first then redis.call('ZADD', upper, first, member) else redis.call('ZREM', upper, member) end
end

-- Puts an event in its line, due at the time `at` (text); takes it out when there is none.
local function outbox_place(outbox_key, event_key, client_id, host, event_id, at)
  local hosts = outbox_base(event_key) .. 'due'
  local line = hosts .. ':' .. host
  if at then redis.call('ZADD', line, at, event_id) else redis.call('ZREM', line, event_id) end
  outbox_follow(hosts, line, host)
  outbox_follow(outbox_key, hosts, client_id)
end

-- Puts an event into the outbox, due at once; an event that is there already is left as it is. `traceparent` names the trace its
-- delivery belongs to, if there is one.
-- Returns 1 when it was created, 0 when it was there. Reads first, writes after: nothing here can fail half-way.
local function outbox_put(event_key, events_key, outbox_key, event_id, client_id, url, body, at_ms, traceparent)
  if redis.call('EXISTS', event_key) == 1 then return 0 end
  -- '%.0f' and not tostring: the latter would write 1.7e+12.
  local at, host = string.format('%.0f', at_ms), outbox_host(url)
  redis.call('HSET', event_key, 'event_id', event_id, 'client_id', client_id, 'url', url, 'host', host, 'body', body,
    'created_at_ms', at, 'status', 'pending', 'attempt', 0, 'epoch', 0, 'lease_until_ms', 0,
    'traceparent', traceparent or '')
  redis.call('ZADD', events_key, at, event_id)
  outbox_place(outbox_key, event_key, client_id, host, event_id, at)
  return 1
end

-- Takes target and body out of an event. One that still waits is exhausted with that, and an attempt that is under way can
-- record nothing any more. What is left, ids, times and attempts, goes when that of any ended event does.
local function outbox_erase(event_key, attempts_key, outbox_key, kept_ms)
  local status, event_id, client_id, host = unpack(redis.call('HMGET', event_key, 'status', 'event_id', 'client_id', 'host'))
  if not status then return end
  if host then outbox_place(outbox_key, event_key, client_id, host, event_id, nil) end
  redis.call('HDEL', event_key, 'url', 'host', 'body')
  if status == 'pending' then
    redis.call('HSET', event_key, 'status', 'exhausted', 'lease_until_ms', 0)
    redis.call('PEXPIRE', event_key, kept_ms)
    redis.call('PEXPIRE', attempts_key, kept_ms)
  end
end
