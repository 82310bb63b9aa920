-- Part that every script which erases candidates shares: takes their rows out of finished runs in the same step.
-- A run's rows are a hash (candidate key -> row) and a sorted set (candidate key -> rank), named by the run's record; they lie in
-- the client's slot, as everything of a client does.

-- Erases the rows of one candidate. `runs_prefix` begins the names of the client's runs and ends with a colon; `reverse` is the
-- set of runs that hold a row of the candidate.
local function runs_forget_candidate(runs_prefix, reverse, candidate)
  for _, run in ipairs(redis.call('SMEMBERS', reverse)) do
    redis.call('HDEL', runs_prefix .. run .. ':rows', candidate)
    redis.call('ZREM', runs_prefix .. run .. ':order', candidate)
  end
  redis.call('DEL', reverse)
end

-- Erases all rows of one corpus. `of_corpus` is the set of runs over it.
local function runs_forget_corpus(runs_prefix, of_corpus)
  for _, run in ipairs(redis.call('SMEMBERS', of_corpus)) do
    redis.call('UNLINK', runs_prefix .. run .. ':rows', runs_prefix .. run .. ':order')
  end
  redis.call('DEL', of_corpus)
end
