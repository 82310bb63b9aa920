#!lua flags=allow-oom
-- Gives a worker the right to run a match. With allow-oom: what was accepted drains even when Redis is full.
-- KEYS: record, active, stream
-- ARGV: bell's entry, claim token, lease, most attempts, member, then the fields to answer with
-- Answers: {none} {claimed, epoch, attempts, remaining ms, values of the fields}
local record, active, stream = unpack(KEYS)
local entry, token, lease_ms, most_attempts, member = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
local now = now_ms()
local status, lease_until, deadline, attempts, bell, claim = unpack(
  redis.call('HMGET', record, 'status', 'lease_until_ms', 'deadline_at_ms', 'attempts', 'bell', 'claim'))

-- The answer to this very claim was lost and the library asks again.
local again = status == 'running' and claim == token
if not again then
  if not status or is_final(status) then
    bell_drop(stream, entry)
    redis.call('ZREM', active, member)
    return {'none'}
  end
  if is_leased(status, lease_until, now) then
    bell_drop(stream, entry)
    return {'none'}
  end
  if tonumber(attempts) >= most_attempts or now >= tonumber(deadline) then
    bell_drop(stream, entry)
    -- The sweeper ends it: it is to be looked at now.
    redis.call('ZADD', active, whole(now), member)
    return {'none'}
  end
  redis.call('HINCRBY', record, 'epoch', 1)
  redis.call('HINCRBY', record, 'attempts', 1)
  if redis.call('HGET', record, 'started_at_ms') == '0' then redis.call('HSET', record, 'started_at_ms', whole(now)) end
  redis.call('HSET', record, 'status', 'running', 'lease_until_ms', whole(now + lease_ms), 'claimed_at_ms', whole(now),
    'claim', token, 'bell', '')
  redis.call('ZADD', active, whole(now + lease_ms), member)
  bell_drop(stream, entry)
  if bell ~= entry then bell_drop(stream, bell) end
end
local epoch, tried = unpack(redis.call('HMGET', record, 'epoch', 'attempts'))
return {'claimed', epoch, tried, tonumber(deadline) - now, redis.call('HMGET', record, unpack(ARGV, 6))}
