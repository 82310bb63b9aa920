#!lua flags=allow-oom
-- Notes that a candidate cannot be embedded.
-- KEYS: corpus, log, record, waiting, stream    ARGV: version, member, candidate key, reason
-- Answers: 1, or 0 when the content has changed or the candidate is gone. Doing it again changes nothing.
local corpus, log, record, waiting, stream = unpack(KEYS)
local status, version, bell = record_read(corpus, record)
if not status or version ~= ARGV[1] then return 0 end
if status == 'failed' then return 1 end
if status ~= 'pending' then return 0 end
embed_failed(corpus, log, record, ARGV[3], ARGV[4])
embed_leave(record, waiting, stream, ARGV[2], bell)
return 1
