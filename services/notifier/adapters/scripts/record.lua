#!lua flags=allow-oom
-- Stores an attempt and what follows from it, once per lease.
-- KEYS: event, attempts, outbox, events.
-- ARGV: client id, event id, epoch, attempt as JSON, status, wait ms, most attempts kept, retention ms, whether the target said
--       that it is gone.
-- Returns 1 when it is stored (now or by an earlier send of this call), 0 when the lease is no longer the caller's.
local event, attempts, outbox, events = unpack(KEYS)
local client_id, event_id, epoch, attempt, follows, wait_ms, most_kept, kept_ms, gone = unpack(ARGV)
local status, now_epoch, recorded, host, url = unpack(redis.call('HMGET', event,
  'status', 'epoch', 'recorded_epoch', 'host', 'url'))
if recorded == epoch then return 1 end
if status ~= 'pending' or now_epoch ~= epoch then return 0 end
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)

redis.call('RPUSH', attempts, attempt)
redis.call('LTRIM', attempts, -tonumber(most_kept), -1)
redis.call('HINCRBY', event, 'attempt', 1)
redis.call('HSET', event, 'status', follows, 'recorded_epoch', epoch, 'lease_until_ms', 0)
if gone == '1' then
  redis.call('SET', outbox_base(event) .. 'gone:' .. redis.sha1hex(url), string.format('%.0f', now), 'PX', kept_ms)
end
if follows == 'pending' then
  outbox_place(outbox, event, client_id, host, event_id, string.format('%.0f', now + tonumber(wait_ms)))
else
  outbox_place(outbox, event, client_id, host, event_id, nil)
  redis.call('PEXPIRE', event, kept_ms)
  redis.call('PEXPIRE', attempts, kept_ms)
  -- Ids whose events have expired leave the client's list; twice the time leaves room for events retried late.
  redis.call('ZREMRANGEBYSCORE', events, '-inf', string.format('%.0f', now - 2 * tonumber(kept_ms)))
end
return 1
