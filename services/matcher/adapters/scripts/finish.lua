#!lua flags=allow-oom
-- Ends a running match with its result: hold to charge, ledger row, outbox event, all or nothing.
-- KEYS: record, cv, account, holds, ledger, active, stream, pace, event, events, outbox
-- ARGV: epoch, time of the end, parser result, result, score, match id, client id, member, event id, event body (empty: none)
-- Answers: done | already | stale
local record, cv, account, holds, ledger, active, stream, pace, event, events, outbox = unpack(KEYS)
local epoch, at, match_id, client_id, member = ARGV[1], ARGV[2], ARGV[6], ARGV[7], ARGV[8]
local status, now_epoch, bell, url, claimed_at, trace = unpack(
  redis.call('HMGET', record, 'status', 'epoch', 'bell', 'webhook_url', 'claimed_at_ms', 'traceparent'))
if status == 'finished' and now_epoch == epoch then return 'already' end
if status ~= 'running' or now_epoch ~= epoch then return 'stale' end
-- Corrupt books stop the script here, before anything is written.
ledger_read(account)
ledger_number(account, 'charged')
ledger_number(holds, match_id)
local mean = tonumber(redis.call('HGET', pace, 'mean_run_ms') or '0') or 0

local charged = ledger_charge(account, holds, ledger, match_id, tonumber(at))
redis.call('HSET', record, 'status', 'finished', 'completed_at_ms', at, 'cv_parser_result', ARGV[3], 'cv2jd_result', ARGV[4],
  'score', ARGV[5], 'credits_charged', charged, 'lease_until_ms', 0, 'bell', '', 'event_id', ARGV[9])
match_leave(record, cv, active, stream, member, bell)
local run = math.max(1, tonumber(at) - tonumber(claimed_at))
-- A rolling mean in which the last ten runs or so count.
redis.call('HSET', pace, 'mean_run_ms', whole(mean == 0 and run or mean + (run - mean) / 10))
if ARGV[10] ~= '' then outbox_put(event, events, outbox, ARGV[9], client_id, url, ARGV[10], tonumber(at), trace) end
return 'done'
