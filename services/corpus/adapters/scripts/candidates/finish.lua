#!lua flags=allow-oom
-- Stores what embedding made and tells the log: from now on the candidate is found.
-- KEYS: corpus, log, record, waiting, stream    ARGV: version, member, candidate key, vector, evidence, model, dims, recipe,
--   terms, readings
-- Answers: 1, or 0 when the content has changed or the candidate is gone. Doing it again changes nothing.
local corpus, log, record, waiting, stream = unpack(KEYS)
local member, candidate_key = ARGV[2], ARGV[3]
local status, version, bell = record_read(corpus, record)
if not status or version ~= ARGV[1] then return 0 end
if status == 'embedded' then return 1 end
if status ~= 'pending' then return 0 end
redis.call('HSET', record, 'embedding_status', 'embedded', 'vector', ARGV[4], 'evidence', ARGV[5], 'model', ARGV[6], 'dims', ARGV[7],
  'recipe', ARGV[8], 'terms', ARGV[9], 'readings', ARGV[10], 'error', '')
embed_leave(record, waiting, stream, member, bell)
count_move(corpus, 'pending', 'embedded')
log_change(corpus, log, candidate_key)
return 1
