#!lua
-- Applies upserts to one corpus in their order. Without allow-oom: a full Redis refuses it at its start.
-- KEYS: corpora, corpus, log, candidates, waiting, stream, outcome of this very call, then a record and its runs each
-- ARGV: client id, corpus key, corpus id, time to the next look, inline, time the outcome is kept, beginning of the names of the
--       client's runs, then each: candidate key,
--       external id, content hash, profile (empty: the content is thought to be there), error, has tags, tags, has upload id, upload id
-- Answers: JSON, each: {status or "again", embedding status, error, version to embed here or "0"}
local corpora, corpus, log, candidates, waiting, stream, outcome = unpack(KEYS, 1, 7)
local client_id, corpus_key, corpus_id = ARGV[1], ARGV[2], ARGV[3]
local look_ms, inline, kept_ms, runs_prefix = tonumber(ARGV[4]), ARGV[5] == '1', ARGV[6], ARGV[7]
local first_key, keys_each, first_arg, args_each = 8, 2, 8, 9

-- The client library sends a command again when its answer was lost: the same call has the same outcome.
local before = redis.call('GET', outcome)
if before then return before end
local now = now_ms()

local function corpus_open()
  if redis.call('HEXISTS', corpus, 'corpus_id') == 0 then
    redis.call('HSETNX', corpus, 'generation', 1)
    redis.call('HSET', corpus, 'corpus_id', corpus_id, 'created_at_ms', whole(now), 'pending', 0, 'embedded', 0, 'failed', 0)
    redis.call('ZADD', corpora, whole(now), corpus_key)
  end
end

-- Stores tags and upload id where they were sent and differ; tells whether any did.
local function note_labels(record, has_tags, tags, has_upload, upload)
  local old_tags, old_upload = unpack(redis.call('HMGET', record, 'tags', 'upload_id'))
  local changed = false
  if has_tags and old_tags ~= tags then
    redis.call('HSET', record, 'tags', tags)
    changed = true
  end
  if has_upload and old_upload ~= upload then
    redis.call('HSET', record, 'upload_id', upload)
    changed = true
  end
  return changed
end

-- Tells a mirror that is open that somebody has just said the candidate is there: it must not erase it as one that nobody named.
local function name_for_mirrors(candidate_key)
  local round = redis.call('HGET', corpus .. ':mirrors', 'round')
  if round then redis.call('ZADD', corpus .. ':named', round, candidate_key) end
end

local function upsert(n)
  local record, runs = KEYS[first_key + n * keys_each], KEYS[first_key + n * keys_each + 1]
  local candidate_key, external_id, hash, profile, reason, has_tags, tags, has_upload, upload =
    unpack(ARGV, first_arg + n * args_each, first_arg + (n + 1) * args_each - 1)
  has_tags, has_upload = has_tags == '1', has_upload == '1'
  local member = member_of(client_id, corpus_key, candidate_key)
  local status, version, bell = record_read(corpus, record)
  if status and status ~= 'failed' and redis.call('HGET', record, 'content_hash') == hash then
    if note_labels(record, has_tags, tags, has_upload, upload) then redis.call('HSET', record, 'updated_at_ms', whole(now)) end
    name_for_mirrors(candidate_key)
    return {'unchanged', status, '', '0'}
  end
  if profile == '' then return {'again', 'pending', '', '0'} end

  corpus_open()
  local seq = log_change(corpus, log, candidate_key)
  local becomes = reason == '' and 'pending' or 'failed'
  if status then
    embed_leave(record, waiting, stream, member, bell)
    redis.call('HDEL', record, 'vector', 'evidence', 'model', 'recipe', 'dims', 'readings')
  else
    -- What an erased corpus may have left under this name.
    runs_forget_candidate(runs_prefix, runs, candidate_key)
    redis.call('UNLINK', record)
    redis.call('HSET', record, 'external_id', external_id, 'created_at_ms', whole(now), 'generation',
      redis.call('HGET', corpus, 'generation'))
    redis.call('ZADD', candidates, seq, candidate_key)
  end
  count_move(corpus, status, becomes)
  redis.call('HSET', record, 'content_hash', hash, 'version', seq, 'profile', profile, 'updated_at_ms', whole(now),
    'embedding_status', becomes, 'error', reason, 'attempts', inline and 1 or 0, 'lease_until_ms', inline and whole(now + look_ms) or 0)
  note_labels(record, has_tags, tags, has_upload, upload)
  if becomes == 'pending' then
    redis.call('ZADD', waiting, whole(now + look_ms), member)
    if not inline then bell_ring(stream, record, member) end
  end
  return {status and 'updated' or 'accepted', becomes, reason, whole(inline and becomes == 'pending' and seq or 0)}
end

local results = {}
for n = 0, (#ARGV - first_arg + 1) / args_each - 1 do results[n + 1] = upsert(n) end
local answer = cjson.encode(results)
redis.call('SET', outcome, answer, 'PX', kept_ms)
return answer
