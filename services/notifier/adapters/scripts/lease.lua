#!lua flags=allow-oom
-- Leases a due event for one attempt.
-- KEYS: event, outbox, line of its host. ARGV: client id, event id, host, lease ms, token of the caller (a resent call gets the
-- lease it already has).
-- Returns {epoch, attempts made, now ms, url, body, whether the target has said that it is gone, trace}, or nothing when there
-- is nothing to lease.
local event, outbox, line = unpack(KEYS)
local client_id, event_id, host, lease_ms, token = unpack(ARGV)
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local status, epoch, attempts, url, body, leased_by, created_at, asked_at, trace = unpack(redis.call('HMGET', event,
  'status', 'epoch', 'attempt', 'url', 'body', 'lease_token', 'created_at_ms', 'asked_at_ms', 'traceparent'))
if status ~= 'pending' then
  -- Without its event, or with one that is final, the entry waits for nothing.
  outbox_place(outbox, event, client_id, host, event_id, nil)
  return {}
end
epoch = tonumber(epoch)
if leased_by ~= token then
  -- A leased event's entry is scored with the end of its lease: due means free.
  local due = redis.call('ZSCORE', line, event_id)
  if not due or tonumber(due) > now then return {} end
  epoch = epoch + 1
  local ends = string.format('%.0f', now + tonumber(lease_ms))
  redis.call('HSET', event, 'epoch', epoch, 'lease_token', token, 'lease_until_ms', ends)
  outbox_place(outbox, event, client_id, host, event_id, ends)
end
-- Gone is said of a target to every event that was meant for it until then; one that somebody asked for since is tried.
local gone_at = tonumber(redis.call('GET', outbox_base(event) .. 'gone:' .. redis.sha1hex(url)) or '0')
local is_gone = gone_at > tonumber(asked_at or created_at)
return {epoch, tonumber(attempts), now, url, body, is_gone and 1 or 0, trace or ''}
