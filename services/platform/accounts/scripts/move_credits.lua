#!lua
-- Grants or adjusts credits, once for each movement id.
-- KEYS: account, ledger, movements, client record. ARGV: movement id, `grant` or `adjustment`, signed amount, greatest
-- balance allowed.
-- Returns {word, ledger row, balance, held}: `moved` and the new row; `known` and the row of the earlier, equal call;
-- or, with no row, `differs` (the id stands for something else), `unknown` (no such client), `below_held`, `too_much`.
local account, ledger, movements, client = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local id, kind, amount, most = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local earlier = redis.call('HGET', movements, id)
if earlier then
  local row = cjson.decode(earlier)
  if row.type ~= kind or row.amount ~= amount then return {'differs', '', 0, 0} end
  return {'known', earlier, 0, 0}
end
if redis.call('EXISTS', client) == 0 then return {'unknown', '', 0, 0} end
local balance, held, granted = ledger_read(account)
if balance + amount < held then return {'below_held', '', balance, held} end
if balance + amount > most or granted + amount > most then return {'too_much', '', balance, held} end
local row = ledger_move(account, ledger, id, kind, amount, now_ms())
redis.call('HSET', movements, id, row)
return {'moved', row, balance + amount, held}
