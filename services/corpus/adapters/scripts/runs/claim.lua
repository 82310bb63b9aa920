#!lua flags=allow-oom
-- Gives a worker the right to do a run, or shows it one that is to be given up.
-- KEYS: record, queue, corpus
-- ARGV: claim token, lease, most attempts, member, time a hopeless run is left to whoever saw it first, then the fields to answer with
-- Answers: {none} {claimed | expired | exhausted, epoch, attempts, remaining ms, corpus generation, values of the fields}
local record, queue, corpus = unpack(KEYS)
local token, lease_ms, most_attempts, member, hold_ms = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5])
local first_field = 6
local now = now_ms()
local status, lease_until, deadline, attempts, claim = unpack(
  redis.call('HMGET', record, 'status', 'lease_until_ms', 'deadline_at_ms', 'attempts', 'claim'))

if not status or is_final(status) then
  redis.call('ZREM', queue, member)
  return {'none'}
end
local leased = tonumber(lease_until) > now
-- The answer to this very claim was lost and the library asks again.
local again = leased and claim == token
local verdict = 'claimed'
if not again then
  local due = redis.call('ZSCORE', queue, member)
  if leased or (due and tonumber(due) > now) then return {'none'} end
  if now >= tonumber(deadline) then verdict = 'expired' elseif tonumber(attempts) >= most_attempts then verdict = 'exhausted' end
  if verdict == 'claimed' then
    redis.call('HINCRBY', record, 'epoch', 1)
    redis.call('HINCRBY', record, 'attempts', 1)
    redis.call('HSET', record, 'lease_until_ms', whole(now + lease_ms), 'claimed_at_ms', whole(now), 'claim', token)
    redis.call('ZADD', queue, whole(now + lease_ms), member)
  else
    redis.call('ZADD', queue, whole(now + hold_ms), member)
  end
end
local epoch, tried = unpack(redis.call('HMGET', record, 'epoch', 'attempts'))
local generation = redis.call('HGET', corpus, 'generation') or ''
return {verdict, epoch, tried, tonumber(deadline) - now, generation, redis.call('HMGET', record, unpack(ARGV, first_field))}
