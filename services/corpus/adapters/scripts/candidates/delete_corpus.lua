#!lua flags=allow-oom
-- Makes a corpus and all in it invisible at once, and marks its records to be unlinked in bounded steps.
-- KEYS: corpora, corpus, log, candidates, runs over it, erasing
-- ARGV: client id, corpus key, beginning of the name its candidates get, beginning of the names of the client's runs
-- Answers: 1, or 0 when there is no such corpus
local corpora, corpus, log, candidates, runs, erasing = unpack(KEYS)
local client_id, corpus_key, dead_prefix, runs_prefix = unpack(ARGV)
if redis.call('HEXISTS', corpus, 'corpus_id') == 0 then return 0 end
local generation = redis.call('HINCRBY', corpus, 'generation', 1)
redis.call('HDEL', corpus, 'corpus_id', 'created_at_ms', 'pending', 'embedded', 'failed')
redis.call('ZREM', corpora, corpus_key)
redis.call('UNLINK', log)
runs_forget_corpus(runs_prefix, runs)
if redis.call('EXISTS', candidates) == 1 then
  redis.call('RENAME', candidates, dead_prefix .. generation)
  redis.call('ZADD', erasing, whole(now_ms()), client_id .. '/' .. corpus_key .. '/' .. generation)
end
return 1
