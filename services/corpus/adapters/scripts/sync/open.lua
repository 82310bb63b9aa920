#!lua
-- Opens a sync. Without allow-oom: a full Redis refuses it at its start.
-- KEYS: record, due    ARGV: sync id, member, beginning of the names of corpora, corpus key, mode, time of silence
-- Answers: 1, or 0 when it was open already. Doing it again changes nothing.
local record, due = unpack(KEYS)
local sync_id, member, corpora_prefix, corpus_key, mode, silence_ms = unpack(ARGV)
if redis.call('EXISTS', record) == 1 then return 0 end
local corpus = corpora_prefix .. corpus_key
local now = now_ms()
redis.call('HSET', record, 'status', 'open', 'mode', mode, 'corpus', corpus_key, 'opened_at_ms', whole(now),
  'seq', redis.call('HGET', corpus, 'seq') or 0, 'part', 0, 'received', 0, 'accepted', 0, 'updated', 0, 'unchanged', 0, 'failed', 0,
  'deleted', 0)
if mode == 'mirror' then
  local round = redis.call('HINCRBY', corpus .. ':mirrors', 'round', 1)
  redis.call('HSET', corpus .. ':mirrors', sync_id, round)
  redis.call('HSET', record, 'round', round)
end
redis.call('ZADD', due, whole(now + tonumber(silence_ms)), member)
return 1
