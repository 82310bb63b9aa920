#!lua flags=allow-oom
-- Erases a candidate with its rows in finished runs; in the log a tombstone stays: an entry without a record.
-- KEYS: corpus, log, candidates, record, runs, waiting, stream    ARGV: member, candidate key, beginning of the names of the client's runs
-- Answers: 1, or 0 when it was not there
local corpus, log, candidates, record, runs, waiting, stream = unpack(KEYS)
local member, candidate_key, runs_prefix = ARGV[1], ARGV[2], ARGV[3]
return candidate_erase(corpus, log, candidates, record, runs, waiting, stream, member, candidate_key, runs_prefix) and 1 or 0
