#!lua flags=allow-oom
-- Ends a match without a score: the hold is let go, nothing is charged. By the worker that runs it, or by a sweeper when
-- nobody runs it and it is past its attempts or its deadline.
-- KEYS: record, cv, account, holds, active, stream, event, events, outbox
-- ARGV: by, epoch, time of the end, code, message, match id, client id, member, event id, event body (empty: none), most attempts
-- Answers: done | already | stale
local record, cv, account, holds, active, stream, event, events, outbox = unpack(KEYS)
local by, epoch, at, match_id, client_id, member = ARGV[1], ARGV[2], ARGV[3], ARGV[6], ARGV[7], ARGV[8]
local status, now_epoch, bell, url, lease_until, attempts, deadline, trace = unpack(redis.call('HMGET', record,
  'status', 'epoch', 'bell', 'webhook_url', 'lease_until_ms', 'attempts', 'deadline_at_ms', 'traceparent'))
if status == 'failed' and now_epoch == epoch then return 'already' end
if not status or is_final(status) or now_epoch ~= epoch then return 'stale' end
if by == 'worker' then
  if status ~= 'running' then return 'stale' end
else
  local now = now_ms()
  local spent = tonumber(attempts) >= tonumber(ARGV[11]) or now >= tonumber(deadline)
  if is_leased(status, lease_until, now) or not spent then return 'stale' end
end
-- Corrupt books stop the script here, before anything is written.
ledger_read(account)
ledger_number(holds, match_id)

ledger_release(account, holds, match_id)
redis.call('HSET', record, 'status', 'failed', 'completed_at_ms', at, 'error_code', ARGV[4], 'error_message', ARGV[5],
  'lease_until_ms', 0, 'bell', '', 'event_id', ARGV[9])
match_leave(record, cv, active, stream, member, bell)
if ARGV[10] ~= '' then outbox_put(event, events, outbox, ARGV[9], client_id, url, ARGV[10], tonumber(at), trace) end
return 'done'
