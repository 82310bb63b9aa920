#!lua flags=allow-oom
-- Ends a run with its rows and its event, all or nothing. A row is written only while its candidate is there, and each candidate
-- gets to know the runs that hold a row of it: so erasing one erases the other, whichever comes first. One that is there, but came
-- after the run was claimed, may be one that was erased meanwhile and sent again: what was judged is then not what is there.
-- KEYS: record, rows, order, queue, corpus, runs of the corpus, event, events, outbox
-- ARGV: epoch, time of the end, corpus generation, candidates in all, time runs are kept, run id, client id, member, event id,
--       event body (empty: none), names, beginning of candidates' keys, then candidate key and row, best first
-- Answers: done | already | stale | moved
local record, rows, order, queue, corpus, of_corpus, event, events, outbox = unpack(KEYS)
local epoch, at, generation, total, keep_ms = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local run_id, client_id, member, event_id, body, names, candidates = unpack(ARGV, 6, 12)
local first_row = 13
local status, now_epoch, url, claimed_at, trace = unpack(redis.call('HMGET', record,
  'status', 'epoch', 'webhook_url', 'claimed_at_ms', 'traceparent'))
if status == 'finished' and now_epoch == epoch then return 'already' end
if status ~= 'pending' or now_epoch ~= epoch then return 'stale' end
if (redis.call('HGET', corpus, 'generation') or '') ~= generation then return 'moved' end

local rank = 0
for i = first_row, #ARGV, 2 do
  rank = rank + 1
  local candidate = candidates .. ARGV[i]
  local of, created_at = unpack(redis.call('HMGET', candidate, 'generation', 'created_at_ms'))
  if of == generation and tonumber(created_at or 0) <= tonumber(claimed_at or at) then
    redis.call('HSET', rows, ARGV[i], ARGV[i + 1])
    redis.call('ZADD', order, rank, ARGV[i])
    redis.call('SADD', candidate .. ':runs', run_id)
    redis.call('PEXPIRE', candidate .. ':runs', keep_ms)
  end
end
if rank > 0 then
  redis.call('PEXPIRE', rows, keep_ms)
  redis.call('PEXPIRE', order, keep_ms)
  redis.call('SADD', of_corpus, run_id)
  redis.call('PEXPIRE', of_corpus, keep_ms)
end
redis.call('HSET', record, 'status', 'finished', 'completed_at_ms', at, 'total', total, 'lease_until_ms', 0, 'names', names)
run_leave(record, queue, member, keep_ms)
if body ~= '' then outbox_put(event, events, outbox, event_id, client_id, url, body, tonumber(at), trace) end
return 'done'
