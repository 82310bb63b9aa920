#!lua flags=no-writes
-- KEYS: account, holds, ledger. ARGV: index of the last ledger row to read, -1 for all.
-- Returns the fields and values of account and holds, and the rows, as they stand together.
return {
  redis.call('HGETALL', KEYS[1]),
  redis.call('HGETALL', KEYS[2]),
  redis.call('LRANGE', KEYS[3], 0, ARGV[1]),
}
