#!lua flags=allow-oom
-- Makes an event due now. One that had ended begins its schedule anew; one that is being attempted right now is left alone. An
-- event that was erased has no target any more: there is nothing to send.
-- KEYS: event, attempts, outbox. ARGV: client id, event id. Returns 1, or 0 when there is no such event.
local event, attempts, outbox = unpack(KEYS)
local status, lease_until, host = unpack(redis.call('HMGET', event, 'status', 'lease_until_ms', 'host'))
if not status or not host then return 0 end
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
if status == 'pending' and tonumber(lease_until or 0) > now then return 1 end
local at = string.format('%.0f', now)
redis.call('PERSIST', event)
redis.call('PERSIST', attempts)
if status ~= 'pending' then redis.call('HSET', event, 'status', 'pending', 'attempt', 0) end
redis.call('HSET', event, 'asked_at_ms', at)
outbox_place(outbox, event, ARGV[1], host, ARGV[2], at)
return 1
