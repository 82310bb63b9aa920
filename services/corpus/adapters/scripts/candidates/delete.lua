#!lua flags=allow-oom
-- Erases a candidate with its rows in finished runs; in the log a tombstone stays: an entry without a record.
-- KEYS: corpus, log, candidates, record, runs, waiting, stream    ARGV: member, candidate key, beginning of the names of the client's runs
-- Answers: 1, or 0 when it was not there
local corpus, log, candidates, record, runs, waiting, stream = unpack(KEYS)
local member, candidate_key, runs_prefix = ARGV[1], ARGV[2], ARGV[3]
local status, _, bell = record_read(corpus, record)
runs_forget_candidate(runs_prefix, runs, candidate_key)
if status then
  embed_leave(record, waiting, stream, member, bell)
  count_move(corpus, status, nil)
  redis.call('ZREM', candidates, candidate_key)
  log_change(corpus, log, candidate_key)
end
redis.call('UNLINK', record)
return status and 1 or 0
