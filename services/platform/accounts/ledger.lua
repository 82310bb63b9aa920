-- The ledger of one client, shared by every script that moves credits.
-- account: hash balance, held, granted, charged (whole numbers). holds: hash run id -> amount.
-- ledger: list of JSON rows, newest first; amount is what the balance changed by, so a charge is negative.
-- Nothing is rolled back by Redis: check first, write after. Each function here checks before its own first write, so
-- a script calls ledger_hold, ledger_release, ledger_charge or ledger_move before it writes anything else, or calls
-- ledger_read first. What cannot be right stops the script with LEDGER_CORRUPT and the field's name.
local function now_ms()
  local t = redis.call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end

-- Fifteen characters stay exact in Lua's numbers; anything else than a whole number is refused.
local function ledger_whole(raw, field)
  if not string.match(raw, '^%-?%d+$') or #raw > 15 then error({err = 'LEDGER_CORRUPT ' .. field}) end
  return tonumber(raw)
end

-- Reads a whole number; a missing one is 0.
local function ledger_number(key, field)
  local raw = redis.call('HGET', key, field)
  if not raw then return 0 end
  return ledger_whole(raw, field)
end

-- balance, held, granted, charged. An account that was never moved has no field and reads as 0; the first grant
-- writes all four, so that one which lacks a field later has lost it.
local function ledger_read(account)
  local names = {'balance', 'held', 'granted', 'charged'}
  local raw = redis.call('HMGET', account, unpack(names))
  local found = {}
  for i, name in ipairs(names) do
    if raw[i] then
      found[i] = ledger_whole(raw[i], name)
    elseif raw[3] then
      error({err = 'LEDGER_CORRUPT ' .. name .. ' is missing'})
    else
      found[i] = 0
    end
    if found[i] < 0 then error({err = 'LEDGER_CORRUPT ' .. name .. ' is negative'}) end
  end
  if found[2] > found[1] then error({err = 'LEDGER_CORRUPT held is above balance'}) end
  return unpack(found)
end

-- The credits held for a run, 0 for none; stops when the account could not give them back.
local function ledger_held_for(account, holds, run_id)
  local amount = ledger_number(holds, run_id)
  local _, held = ledger_read(account)
  if amount < 0 or amount > held then error({err = 'LEDGER_CORRUPT hold of a run'}) end
  return amount
end

-- Holds the price of a run, once. The caller has checked that balance - held covers it.
local function ledger_hold(account, holds, run_id, amount)
  ledger_read(account)
  if redis.call('HSETNX', holds, run_id, amount) == 1 then redis.call('HINCRBY', account, 'held', amount) end
end

-- Lets a hold go without a charge; a run without a hold changes nothing. Returns the amount.
local function ledger_release(account, holds, run_id)
  local amount = ledger_held_for(account, holds, run_id)
  if amount > 0 then
    redis.call('HDEL', holds, run_id)
    redis.call('HINCRBY', account, 'held', -amount)
  end
  return amount
end

local function ledger_row(ledger, id, kind, amount, balance_after, run_id, at_ms)
  local row = {id = id, type = kind, amount = amount, balance_after = balance_after, created_at_ms = at_ms}
  if run_id then row.run_id = run_id end
  local text = cjson.encode(row)
  redis.call('LPUSH', ledger, text)
  return text
end

-- Turns the hold of a run into its one charge; returns the amount, 0 when there is no hold.
local function ledger_charge(account, holds, ledger, run_id, at_ms)
  local amount = ledger_held_for(account, holds, run_id)
  if amount == 0 then return 0 end
  redis.call('HDEL', holds, run_id)
  redis.call('HINCRBY', account, 'held', -amount)
  redis.call('HINCRBY', account, 'charged', amount)
  local balance = redis.call('HINCRBY', account, 'balance', -amount)
  ledger_row(ledger, 'txn_' .. run_id, 'charge', -amount, balance, run_id, at_ms)
  return amount
end

-- Adds a grant, or a signed adjustment, to balance and granted; returns the row as JSON. The caller has checked that
-- the balance stays at or above what is held, and remembers the id so that it moves once.
local function ledger_move(account, ledger, id, kind, amount, at_ms)
  local balance, held, granted, charged = ledger_read(account)
  redis.call('HSET', account, 'balance', balance + amount, 'held', held, 'granted', granted + amount,
    'charged', charged)
  return ledger_row(ledger, 'txn_' .. kind .. '_' .. id, kind, amount, balance + amount, nil, at_ms)
end
