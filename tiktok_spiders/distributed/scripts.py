"""What Redis does in one step each. Keys: those of ``RunKeys``, in order. Times are Redis' own, in ms."""

from __future__ import annotations

_HELPERS = """
local requests, inflight, leases, deliveries, seen = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local workers, reasons, totals, targets, aside = KEYS[6], KEYS[7], KEYS[8], KEYS[9], KEYS[10]

local function now()
  local t = redis.call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end

local function id_of(data)
  return string.match(data, '^{"id":"([^"]+)"') or redis.sha1hex(data)
end

local function lease(data, score, ms)
  local id = id_of(data)
  local count = redis.call('HINCRBY', deliveries, id, 1)
  local token = id .. ':' .. count
  redis.call('ZADD', inflight, string.format('%.0f', now() + ms), token)
  redis.call('HSET', leases, token, score .. '|' .. data)
  return token, count
end

-- Return what a lease holds, and end it; nil when it is another's by now.
local function unlease(token)
  local held = redis.call('HGET', leases, token)
  redis.call('HDEL', leases, token)
  if redis.call('ZREM', inflight, token) == 0 or not held then return nil end
  local bar = string.find(held, '|', 1, true)
  return string.sub(held, bar + 1), string.sub(held, 1, bar - 1)
end

local function forget(token)
  local id = string.match(token, '^(.*):%d+$')
  redis.call('HDEL', deliveries, id)
  redis.call('HDEL', reasons, id)
end

-- Push unless one of its marks was met before. Marks stand at ARGV[at] .. ARGV[at + count - 1].
local function is_new(at, count)
  for i = at, at + count - 1 do
    if redis.call('SISMEMBER', seen, ARGV[i]) == 1 then return false end
  end
  for i = at, at + count - 1 do redis.call('SADD', seen, ARGV[i]) end
  return true
end
"""

POP = (
    _HELPERS
    + """
-- ARGV: lease in ms, targets to take at once. Returns {request, count, reason}, or how many are in flight,
-- or -1 when no worker is known: then Redis has forgotten the run, and nobody may take it for finished.
local ms, most = tonumber(ARGV[1]), tonumber(ARGV[2])

local function take(kind, count)
  if kind == 'zset' then return redis.call('ZPOPMAX', targets, count) end
  local found = redis.call(kind == 'list' and 'LPOP' or 'SPOP', targets, count)
  local scored = {}
  for _, text in ipairs(found or {}) do scored[#scored + 1] = text scored[#scored + 1] = 0 end
  return scored
end

local kind = redis.call('TYPE', targets).ok
if kind ~= 'none' then
  local count = math.max(most - redis.call('ZCARD', requests), 0)
  if kind == 'zset' then
    count = math.max(count, math.min(redis.call('ZCOUNT', targets, 1, '+inf'), most))
  end
  if count > 0 then
    local stamp, got = now(), take(kind, count)
    for i = 1, #got, 2 do
      local priority = string.format('%.0f', math.floor(tonumber(got[i + 1])))
      local id = string.format('%012x%04x', stamp, i) .. string.sub(redis.sha1hex(got[i]), 1, 16)
      local data = '{"id":"' .. id .. '","v":1,"priority":' .. priority .. ',"pushed":'
      redis.call('ZADD', requests, -tonumber(priority), data .. cjson.encode(got[i]) .. '}')
    end
  end
end

local first = redis.call('ZPOPMIN', requests)
if #first == 0 then
  local count = redis.call('ZCARD', inflight)
  return (count > 0 or redis.call('EXISTS', workers) == 1) and count or -1
end
local token, count = lease(first[1], first[2], ms)
return {first[1], token, count, redis.call('HGET', reasons, id_of(first[1])) or ''}
"""
)

FINISH = (
    _HELPERS
    + """
-- ARGV: lease in ms, then for each delivery: token, number of children; for each child: 1 to keep it, score,
-- request, number of marks, marks. Returns for each delivery 1, or 0 when its lease was lost, and behind it
-- for each child 1, 0 when it was met before, or the token of one that is kept.
local ms, at, told = tonumber(ARGV[1]), 2, {}
while at <= #ARGV do
  local token, children = ARGV[at], tonumber(ARGV[at + 1])
  local mine = unlease(token) ~= nil
  if mine then forget(token) end
  told[#told + 1] = mine and '1' or '0'
  at = at + 2
  for _ = 1, children do
    local keep, score, data, marks = ARGV[at], ARGV[at + 1], ARGV[at + 2], tonumber(ARGV[at + 3])
    if not mine or not is_new(at + 4, marks) then
      told[#told + 1] = '0'
    elseif keep == '1' then
      told[#told + 1] = lease(data, score, ms)
    else
      redis.call('ZADD', requests, score, data)
      told[#told + 1] = '1'
    end
    at = at + 4 + marks
  end
end
return told
"""
)

PUSH = (
    _HELPERS
    + """
-- ARGV: score, request, marks. Returns 0 when it was met before; 1 too when this very request waits already.
if redis.call('ZSCORE', requests, ARGV[2]) then return 1 end
if not is_new(3, #ARGV - 2) then return 0 end
redis.call('ZADD', requests, ARGV[1], ARGV[2])
return 1
"""
)

RELEASE = (
    _HELPERS
    + """
-- ARGV: token, reason. Without a reason it does not count as given out. Returns 0 when the lease was lost.
local data, score = unlease(ARGV[1])
if not data then return 0 end
local id = id_of(data)
redis.call('ZADD', requests, score, data)
if ARGV[2] == '' then
  if redis.call('HINCRBY', deliveries, id, -1) <= 0 then redis.call('HDEL', deliveries, id) end
else
  redis.call('HSET', reasons, id, ARGV[2])
end
return 1
"""
)

BEAT = (
    _HELPERS
    + """
-- ARGV: worker, lease in ms, its tokens. Renews them, gives back what others have let expire, and returns
-- Redis' time, how many came back, 1 if the worker was known, and the tokens that are lost.
local stamp, ms, told = now(), tonumber(ARGV[2]), {0, 0, 0}
if redis.call('ZSCORE', workers, ARGV[1]) then told[3] = 1 end
local till = string.format('%.0f', stamp + ms)
redis.call('ZADD', workers, till, ARGV[1])
for i = 3, #ARGV do
  if redis.call('ZSCORE', inflight, ARGV[i]) then
    redis.call('ZADD', inflight, till, ARGV[i])
  else
    told[#told + 1] = ARGV[i]
  end
end
local dead = redis.call('ZRANGEBYSCORE', inflight, '-inf', string.format('%.0f', stamp), 'LIMIT', 0, 500)
for _, token in ipairs(dead) do
  local data, score = unlease(token)
  if data then
    redis.call('ZADD', requests, score, data)
    redis.call('HSETNX', reasons, id_of(data), 'its worker gave no sign of life')
    told[2] = told[2] + 1
  end
end
told[1] = stamp
return told
"""
)

RECLAIM = (
    _HELPERS
    + """
-- ARGV: lease in ms, name of the run if workers without one share it or '', then for each delivery: token,
-- `score|request`, number of marks, marks. Leases again what a Redis that has lost writes does not know, and
-- marks its listing. Returns the tokens that are another's by now: their listings were met.
local ms, at, lost, ours = tonumber(ARGV[1]), 3, {}, {}
if ARGV[2] ~= '' then redis.call('SETNX', KEYS[11], ARGV[2]) end
while at <= #ARGV do
  local token, marks, met = ARGV[at], tonumber(ARGV[at + 2]), false
  for i = at + 3, at + 2 + marks do met = met or redis.call('SISMEMBER', seen, ARGV[i]) == 1 end
  if redis.call('HEXISTS', leases, token) == 0 then
    if met then lost[#lost + 1] = token else ours[#ours + 1] = at end
  end
  at = at + 3 + marks
end
for _, from in ipairs(ours) do
  local token, held = ARGV[from], ARGV[from + 1]
  local id, count = string.match(token, '^(.*):(%d+)$')
  redis.call('ZREM', requests, string.sub(held, string.find(held, '|', 1, true) + 1))
  redis.call('ZADD', inflight, string.format('%.0f', now() + ms), token)
  redis.call('HSET', leases, token, held)
  redis.call('HSET', deliveries, id, count)
  for i = from + 3, from + 2 + tonumber(ARGV[from + 2]) do redis.call('SADD', seen, ARGV[i]) end
end
return lost
"""
)

JOIN = """
-- KEYS: run. ARGV: prefix of run keys, a new name, worker, lease in ms, the name asked for or ''.
-- Returns the name: of the run that goes on, if one does.
local t = redis.call('TIME')
local stamp = t[1] * 1000 + math.floor(t[2] / 1000)
local name = ARGV[5]
if name == '' then
  name = redis.call('GET', KEYS[1])
  local function is_on(of)
    local own = ARGV[1] .. of
    return redis.call('ZCARD', own .. ':requests') + redis.call('ZCARD', own .. ':inflight') > 0
      or redis.call('ZCOUNT', own .. ':workers', string.format('%.0f', stamp), '+inf') > 0
  end
  if not name or not is_on(name) then
    name = ARGV[2]
    redis.call('SET', KEYS[1], name)
  end
end
redis.call('ZADD', ARGV[1] .. name .. ':workers', string.format('%.0f', stamp + tonumber(ARGV[4])), ARGV[3])
return {name, string.format('%.0f', stamp)}
"""

LEAVE = (
    _HELPERS
    + """
-- ARGV: worker, name of the run, 1 when the worker ended because nothing was left, then names and numbers to
-- add to the totals. Returns {1 for the last worker, what is left, totals}.
redis.call('ZREM', workers, ARGV[1])
for i = 4, #ARGV, 2 do redis.call('HINCRBY', totals, ARGV[i], ARGV[i + 1]) end
local others = redis.call('ZCOUNT', workers, string.format('%.0f', now()), '+inf')
local left = redis.call('ZCARD', requests) + redis.call('ZCARD', inflight)
local sums = redis.call('HGETALL', totals)
if others == 0 and left == 0 and ARGV[3] == '1' then
  redis.call('DEL', requests, inflight, leases, deliveries, seen, workers, reasons, totals)
  if redis.call('GET', KEYS[11]) == ARGV[2] then redis.call('DEL', KEYS[11]) end
end
return {others == 0 and 1 or 0, left, sums}
"""
)
