#!lua
-- Begins a part: notes once how its candidates stand, and marks them as named. Without allow-oom: a full Redis refuses it.
-- KEYS: record, due
-- ARGV: member, beginning of the names of corpora, part, time of silence, the candidates' corpus key (empty: none), then their keys
-- Answers: {state, JSON: {content hash, embedding status} of each, empty texts for none}
local record, due = unpack(KEYS)
local member, corpora_prefix, part, silence_ms, corpus_key = unpack(ARGV, 1, 5)
local first = 6
local status, counted, of, begun, before = unpack(redis.call('HMGET', record, 'status', 'part', 'corpus', 'begun', 'before'))
if status ~= 'open' or (corpus_key ~= '' and corpus_key ~= of) then return {'over', '[]'} end
redis.call('ZADD', due, whole(now_ms() + tonumber(silence_ms)), member)
local n = tonumber(part)
if n <= tonumber(counted) then return {'done', '[]'} end
if n ~= tonumber(counted) + 1 then return {'out_of_order', '[]'} end

local corpus = corpora_prefix .. of
local round = redis.call('HGET', corpus .. ':mirrors', 'round')
if round then
  for i = first, #ARGV do redis.call('ZADD', corpus .. ':named', round, ARGV[i]) end
end
if begun == part then return {'again', before} end

local states = {}
for i = first, #ARGV do
  local candidate = corpus .. ':cand:' .. ARGV[i]
  local embedding = record_read(corpus, candidate)
  states[#states + 1] = embedding and {redis.call('HGET', candidate, 'content_hash'), embedding} or {'', ''}
end
before = #states > 0 and cjson.encode(states) or '[]'
redis.call('HSET', record, 'begun', part, 'before', before)
return {'first', before}
