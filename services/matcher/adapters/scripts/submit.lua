#!lua
-- Accepts a match, or says why not; then nothing is written, and the CV that was sent for it is deleted. Without allow-oom: a
-- full Redis refuses it at its start.
-- KEYS: idempotency, record, cv, account, holds, active, index, stream
-- ARGV: match id, client id, member, has key, fingerprint, key's ttl, price, deadline, most in the partition,
--       most of the client, time to the first look, then the record's fields and values
-- Answers: {same} {replay, id, mismatch} {queue_full} {client_full} {poor, balance, available} {cv_gone} {accepted}
local idem, record, cv, account, holds, active, index, stream = unpack(KEYS)
local match_id, client_id, member, has_key, fingerprint = ARGV[1], ARGV[2], ARGV[3], ARGV[4] == '1', ARGV[5]
local key_ttl_ms, price, deadline_ms = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
local most_queued, most_of_client, first_look_ms = tonumber(ARGV[9]), tonumber(ARGV[10]), tonumber(ARGV[11])
local first_field = 12

-- The client library sends a command again when its answer was lost: the same id is the same submit.
if redis.call('EXISTS', record) == 1 then return {'same'} end

-- The CV of a match that is not made goes in this same step: deleted later, it could be that of a resend accepted meanwhile.
local function without_cv(answer)
  redis.call('DEL', cv)
  return answer
end

if has_key then
  local seen = redis.call('GET', idem)
  if seen then
    local id, print = string.match(seen, '^(%S+) (%S*)$')
    return without_cv({'replay', id, print == fingerprint and 0 or 1})
  end
end
if redis.call('ZCARD', active) >= most_queued then return without_cv({'queue_full'}) end
if redis.call('HLEN', holds) >= most_of_client then return without_cv({'client_full'}) end
local balance, held = ledger_read(account)
if balance - held < price then return without_cv({'poor', balance, balance - held}) end
if redis.call('EXISTS', cv) == 0 then return {'cv_gone'} end

local now = now_ms()
ledger_hold(account, holds, match_id, price)
redis.call('HSET', record, unpack(ARGV, first_field))
redis.call('HSET', record, 'status', 'queued', 'created_at_ms', whole(now), 'deadline_at_ms', whole(now + deadline_ms),
  'price', price, 'epoch', 0, 'attempts', 0, 'lease_until_ms', 0, 'started_at_ms', 0, 'completed_at_ms', 0,
  'polled_at_ms', 0, 'credits_charged', 0, 'claim', '')
if has_key then redis.call('SET', idem, match_id .. ' ' .. fingerprint, 'PX', key_ttl_ms) end
redis.call('ZADD', active, whole(now + first_look_ms), member)
redis.call('ZADD', index, 0, string.format('%013.0f', now) .. '/' .. match_id)
bell_ring(stream, record, client_id, match_id)
return {'accepted'}
