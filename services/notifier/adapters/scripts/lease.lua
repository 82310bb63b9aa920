#!lua flags=allow-oom
-- Leases a due event for one attempt.
-- KEYS: event, outbox. ARGV: member, lease ms, token of the caller (a resent call gets the lease it already has).
-- Returns {epoch, attempts made, now ms, url, body}, or nothing when there is nothing to lease.
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local f = redis.call('HMGET', KEYS[1], 'status', 'epoch', 'attempt', 'url', 'body', 'lease_token')
if f[1] ~= 'pending' then
  -- Without its event, or with one that is final, the entry waits for nothing.
  redis.call('ZREM', KEYS[2], ARGV[1])
  return {}
end
local epoch = tonumber(f[2])
if f[6] ~= ARGV[3] then
  -- A leased event's entry is scored with the end of its lease: due means free.
  local due = redis.call('ZSCORE', KEYS[2], ARGV[1])
  if not due or tonumber(due) > now then return {} end
  epoch = epoch + 1
  local ends = string.format('%.0f', now + tonumber(ARGV[2]))
  redis.call('HSET', KEYS[1], 'epoch', epoch, 'lease_token', ARGV[3], 'lease_until_ms', ends)
  redis.call('ZADD', KEYS[2], ends, ARGV[1])
end
return {epoch, tonumber(f[3]), now, f[4], f[5]}
