#!lua flags=allow-oom
-- Erases what a match holds of a person, in one step. One that is not final ends with it, without a charge: its hold is let
-- go, and the worker that may be running it has the wrong epoch from here on.
-- What stays under the record's name is a tombstone for the books and for late calls: status, price, credits charged, epoch,
-- error code and the time. It has no `id`, which is how every reader knows that there is no match any more.
-- KEYS: record, cv, account, holds, active, stream, index, erased, event, attempts, outbox
-- ARGV: match id, member, event id the keys were made of, time an ended event is kept, only if final, code of an end by erasure
-- Answers: unknown | already | running | look (the match got another event id meanwhile) | erased
local record, cv, account, holds, active, stream, index, erased, event, attempts, outbox = unpack(KEYS)
local match_id, member, event_id = ARGV[1], ARGV[2], ARGV[3]
local kept_ms, only_final, end_code = ARGV[4], ARGV[5] == '1', ARGV[6]
local status, erased_at, now_event, epoch, bell, price, charged, created_at, code = unpack(redis.call('HMGET', record,
  'status', 'erased_at_ms', 'event_id', 'epoch', 'bell', 'price', 'credits_charged', 'created_at_ms', 'error_code'))
if not status then return 'unknown' end
if erased_at then return 'already' end
if only_final and not is_final(status) then return 'running' end
if (now_event or '') ~= event_id then return 'look' end
-- Whatever cannot be read stops the script here, before anything is written; so do corrupt books.
local place = string.format('%013.0f', tonumber(created_at)) .. '/' .. match_id
local next_epoch = string.format('%.0f', tonumber(epoch) + 1)
if not is_final(status) then
  ledger_release(account, holds, match_id)
  status, epoch, code = 'failed', next_epoch, end_code
end

match_leave(record, cv, active, stream, member, bell)
redis.call('ZREM', index, place)
redis.call('ZADD', erased, 0, place)
redis.call('DEL', record)
redis.call('HSET', record, 'status', status, 'price', price or 0, 'credits_charged', charged or 0, 'epoch', epoch,
  'error_code', code or '', 'erased_at_ms', whole(now_ms()))
if event_id ~= '' then outbox_erase(event, attempts, outbox, kept_ms) end
return 'erased'
