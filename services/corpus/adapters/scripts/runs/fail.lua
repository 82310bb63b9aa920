#!lua flags=allow-oom
-- Ends a run without rows: by the worker that does it, or by anyone when nobody does it and it is past its attempts or its deadline.
-- KEYS: record, queue, event, events, outbox
-- ARGV: by, epoch, time of the end, code, message, time runs are kept, client id, member, event id, event body (empty: none), most attempts
-- Answers: done | already | stale
local record, queue, event, events, outbox = unpack(KEYS)
local by, epoch, at, code, message, keep_ms, client_id, member, event_id, body, most_attempts = unpack(ARGV)
local status, now_epoch, url, lease_until, attempts, deadline, trace = unpack(redis.call('HMGET', record,
  'status', 'epoch', 'webhook_url', 'lease_until_ms', 'attempts', 'deadline_at_ms', 'traceparent'))
if status == 'failed' and now_epoch == epoch then return 'already' end
if status ~= 'pending' or now_epoch ~= epoch then return 'stale' end
if by ~= 'worker' then
  local now = now_ms()
  local spent = tonumber(attempts) >= tonumber(most_attempts) or now >= tonumber(deadline)
  if tonumber(lease_until) > now or not spent then return 'stale' end
end

redis.call('HSET', record, 'status', 'failed', 'completed_at_ms', at, 'error_code', code, 'error_message', message, 'lease_until_ms', 0)
run_leave(record, queue, member, keep_ms)
if body ~= '' then outbox_put(event, events, outbox, event_id, client_id, url, body, tonumber(at), trace) end
return 'done'
