#!lua flags=allow-oom
-- Sees to a sync: fails one whose reader has gone silent, or erases some of what a mirror did not name.
-- Spared is what bears a mark of this mirror's round or a later one, and what anybody created or changed since the mirror opened.
-- KEYS: record, errors, due, waiting, stream
-- ARGV: sync id, member, client id, beginning of the names of corpora, beginning of the names of the client's runs,
--       most candidates looked at, time to the next look, time an ended sync is kept
-- Answers: more | not_yet | ended
local record, errors, due, waiting, stream = unpack(KEYS)
-- How far the clocks of two Redis that take each other's place may be apart.
local CLOCKS_APART_MS = 60000
local sync_id, member, client_id, corpora_prefix, runs_prefix, most, look_ms, kept_ms = unpack(ARGV)
local status, corpus_key, seq, round, cursor, opened_at =
  unpack(redis.call('HMGET', record, 'status', 'corpus', 'seq', 'round', 'cursor', 'opened_at_ms'))

local function leave(with)
  sync_leave(record, errors, due, member, sync_id, corpora_prefix, with, kept_ms)
  return 'ended'
end

if status == 'open' then
  return sync_is_silent(due, member) and leave('failed') or 'not_yet'
end
if status ~= 'erasing' then
  redis.call('ZREM', due, member)
  return 'ended'
end
local corpus = corpora_prefix .. corpus_key
-- Without its marks a mirror knows nothing of what its file named.
if redis.call('HGET', corpus .. ':mirrors', sync_id) ~= round then return leave('failed') end

-- The version tells a change whatever the clock says; being embedded anew for another model gives a new version too, and no new
-- time, and is no change.
local function is_changed(version, updated_at)
  local since_ms = updated_at - tonumber(opened_at)
  return since_ms > 0 or (version > tonumber(seq) and since_ms > -CLOCKS_APART_MS)
end

-- What was created since the mirror opened lies behind `seq`.
local found = redis.call('ZRANGEBYSCORE', corpus .. ':candidates', '(' .. cursor, seq, 'WITHSCORES', 'LIMIT', 0, most)
if #found == 0 then return leave('finished') end
local deleted = 0
for i = 1, #found, 2 do
  local candidate_key = found[i]
  local candidate = corpus .. ':cand:' .. candidate_key
  local mark = redis.call('ZSCORE', corpus .. ':named', candidate_key)
  local embedding, version = record_read(corpus, candidate)
  local updated_at = redis.call('HGET', candidate, 'updated_at_ms')
  local is_named = mark and tonumber(mark) >= tonumber(round)
  if embedding and not is_named and not is_changed(tonumber(version), tonumber(updated_at)) then
    candidate_erase(corpus, corpus .. ':log', corpus .. ':candidates', candidate, candidate .. ':runs', waiting, stream,
      member_of(client_id, corpus_key, candidate_key), candidate_key, runs_prefix)
    deleted = deleted + 1
  end
end
redis.call('HINCRBY', record, 'deleted', deleted)
redis.call('HSET', record, 'cursor', found[#found])
redis.call('ZADD', due, whole(now_ms() + tonumber(look_ms)), member)
return 'more'
