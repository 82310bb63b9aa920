-- The ledger of one client, shared by every script that moves credits.
-- account: hash balance, held, granted, charged (whole numbers). holds: hash run id -> amount.
-- ledger: list of JSON rows, newest first. Nothing is rolled back by Redis: check first, write after.
local function now_ms()
  local t = redis.call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end

-- Reads a whole number; a missing one is 0, anything else than a whole number stops the script before it writes.
local function ledger_number(key, field)
  local raw = redis.call('HGET', key, field)
  if not raw then return 0 end
  if not string.match(raw, '^%-?%d+$') or #raw > 15 then error({err = 'LEDGER_CORRUPT ' .. field}) end
  return tonumber(raw)
end

-- balance, held
local function ledger_read(account)
  local balance, held = ledger_number(account, 'balance'), ledger_number(account, 'held')
  if balance < 0 or held < 0 then error({err = 'LEDGER_CORRUPT negative'}) end
  return balance, held
end

-- Holds the price of a run. The caller has checked that balance - held covers it.
local function ledger_hold(account, holds, run_id, amount)
  if redis.call('HSETNX', holds, run_id, amount) == 1 then redis.call('HINCRBY', account, 'held', amount) end
end

-- Lets a hold go without a charge; a run without a hold changes nothing.
local function ledger_release(account, holds, run_id)
  local amount = ledger_number(holds, run_id)
  if amount > 0 then
    redis.call('HDEL', holds, run_id)
    redis.call('HINCRBY', account, 'held', -amount)
  end
end

local function ledger_row(ledger, id, kind, amount, balance_after, run_id, at_ms)
  local row = {id = id, type = kind, amount = amount, balance_after = balance_after, created_at_ms = at_ms}
  if run_id then row.run_id = run_id end
  redis.call('LPUSH', ledger, cjson.encode(row))
end

-- Turns the hold of a run into its one charge; returns the amount, 0 when there is no hold.
local function ledger_charge(account, holds, ledger, run_id, at_ms)
  local amount = ledger_number(holds, run_id)
  if amount == 0 then return 0 end
  redis.call('HDEL', holds, run_id)
  redis.call('HINCRBY', account, 'held', -amount)
  redis.call('HINCRBY', account, 'charged', amount)
  local balance = redis.call('HINCRBY', account, 'balance', -amount)
  ledger_row(ledger, 'txn_' .. run_id, 'charge', -amount, balance, run_id, at_ms)
  return amount
end
