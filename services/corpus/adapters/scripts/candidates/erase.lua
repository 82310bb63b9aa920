#!lua flags=allow-oom
-- Unlinks some records of an erased corpus; one that was sent again since belongs to the living.
-- KEYS: erasing, the dead candidates, corpus, waiting, stream
-- ARGV: member of erasing, client id, corpus key, beginning of its records' names, most records,
--       beginning of the names of the client's runs
-- Answers: how many were looked at
local erasing, dead, corpus, waiting, stream = unpack(KEYS)
local client_id, corpus_key, prefix = ARGV[2], ARGV[3], ARGV[4]
local found = redis.call('ZRANGE', dead, 0, tonumber(ARGV[5]) - 1)
for _, candidate_key in ipairs(found) do
  local record = prefix .. candidate_key
  if not record_read(corpus, record) then
    runs_forget_candidate(ARGV[6], record .. ':runs', candidate_key)
    embed_leave(record, waiting, stream, member_of(client_id, corpus_key, candidate_key), redis.call('HGET', record, 'bell'))
    redis.call('UNLINK', record)
  end
  redis.call('ZREM', dead, candidate_key)
end
if redis.call('EXISTS', dead) == 0 then redis.call('ZREM', erasing, ARGV[1]) end
return #found
