#!lua
-- Makes embedded candidates of one corpus wait to be embedded again, those whose vectors are of another edition. Their content
-- stays and their version changes: what somebody still computes for the one before is refused.
-- KEYS: corpus, log, waiting, stream, then records    ARGV: model, recipe, time to the next look, then each record's member, candidate key
-- Answers: how many of them wait now
local corpus, log, waiting, stream = unpack(KEYS, 1, 4)
local model, recipe, look_ms = ARGV[1], ARGV[2], tonumber(ARGV[3])
local first_key, first_arg, args_each = 5, 4, 2
local look_at = whole(now_ms() + look_ms)
local marked = 0
for n = 0, #KEYS - first_key do
  local record = KEYS[first_key + n]
  local member, candidate_key = ARGV[first_arg + n * args_each], ARGV[first_arg + n * args_each + 1]
  local of_model, of_recipe = unpack(redis.call('HMGET', record, 'model', 'recipe'))
  local same = of_model == model and (of_recipe or '1') == recipe
  if record_read(corpus, record) == 'embedded' and not same then
    redis.call('HDEL', record, 'vector', 'evidence', 'model', 'recipe', 'dims')
    redis.call('HSET', record, 'embedding_status', 'pending', 'version', log_change(corpus, log, candidate_key), 'attempts', 0,
      'lease_until_ms', 0)
    count_move(corpus, 'embedded', 'pending')
    redis.call('ZADD', waiting, look_at, member)
    bell_ring(stream, record, member)
    marked = marked + 1
  end
end
return marked
