"""What Redis does by itself, so that no two workers can do it at once.

Names, each after the prefix (``tiktok:identities`` unless set otherwise):

- ``:ready:<desktop|mobile|login>``: sorted set of places by the millisecond at which each may be leased next;
  that of a leased one is the end of its lease. The longest free is first.
- ``:place:<slot>``: hash of who holds a place (``occupant``), who leased it (``holder``, a token, and
  ``node``), its ``group``, whether it is a user's session (``given``), and its earliest next use (``next``).
- ``:resting:<slot>``: set of the identities that rest behind a place.
- ``:one:<name>``: hash of an identity: ``sealed``, its ``version``, and what choosing needs in clear.
- ``:names``: all names by birth; ``:sessions``: session name to name; ``:tokens``: digest of a given token to
  the name that has it; ``:retired``: names that are gone; ``:lives``: how long those lasted.
- ``:wake``: channel. ``+<slot> <ms>``: leasable in so many milliseconds; ``-<name> <reason>``: gone.

Times are milliseconds of Redis' own clock: those of the workers need not agree. Keys are made in the
scripts, so the server may not be a Redis Cluster.
"""

from __future__ import annotations

from tiktok_spiders.identities.place import FIT, SPARE

_LIMITS = f"local SPARE, FIT = {SPARE}, {FIT}\n"

_COMMON = (
    _LIMITS
    + """
local P = KEYS[1]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function one(name) return P .. ':one:' .. name end
local function place(slot) return P .. ':place:' .. slot end
local function resting(slot) return P .. ':resting:' .. slot end
local function ready(group) return P .. ':ready:' .. group end
local function tell(text) redis.call('PUBLISH', P .. ':wake', text) end
local function cool(name) return tonumber(redis.call('HGET', one(name), 'cool') or 0) end

local function detach(name, slot)
  if redis.call('HGET', place(slot), 'given') then
    redis.call('ZREM', ready(redis.call('HGET', place(slot), 'group')), slot)
    redis.call('DEL', place(slot))
  elseif redis.call('HGET', place(slot), 'occupant') == name then
    redis.call('HDEL', place(slot), 'occupant')
  end
  redis.call('SREM', resting(slot), name)
end

local function drop(name, reason)
  local was = redis.call('HMGET', one(name), 'slot', 'source', 'lived', 'blocked', 'session', 'digest')
  if not was[1] then return 0 end
  detach(name, was[1])
  redis.call('LPUSH', P .. ':lives', was[2] .. '|' .. was[3] .. '|' .. was[4])
  redis.call('LTRIM', P .. ':lives', 0, 999)
  if was[5] ~= '' then redis.call('HDEL', P .. ':sessions', was[5]) end
  if was[6] ~= '' then redis.call('HDEL', P .. ':tokens', was[6]) end
  redis.call('DEL', one(name))
  redis.call('ZREM', P .. ':names', name)
  redis.call('ZADD', P .. ':retired', now, name)
  redis.call('ZREMRANGEBYRANK', P .. ':retired', 0, -5001)
  tell('-' .. name .. ' ' .. reason)
  return 1
end

local function vacate(slot)
  local occupant = redis.call('HGET', place(slot), 'occupant')
  if occupant then
    redis.call('HDEL', place(slot), 'occupant')
    redis.call('SADD', resting(slot), occupant)
  end
  local names = redis.call('SMEMBERS', resting(slot))
  if #names <= SPARE then return end
  local worst, least, latest
  for _, name in ipairs(names) do
    local health = tonumber(redis.call('HGET', one(name), 'health') or -1)
    local rests = cool(name)
    if not worst or health < least or (health == least and rests > latest) then
      worst, least, latest = name, health, rests
    end
  end
  redis.call('SREM', resting(slot), worst)
  drop(worst, 'spent')
end

local function recall(slot, but)
  local best, most
  for _, name in ipairs(redis.call('SMEMBERS', resting(slot))) do
    local was = redis.call('HMGET', one(name), 'cool', 'health')
    if not was[1] then
      redis.call('SREM', resting(slot), name)
    elseif tonumber(was[1]) <= now and tonumber(was[2]) >= FIT and not but[name] then
      if not best or tonumber(was[2]) > most then best, most = name, tonumber(was[2]) end
    end
  end
  if best then
    redis.call('SREM', resting(slot), best)
    redis.call('HSET', place(slot), 'occupant', best)
  end
  return best
end

local function held(slot, name)
  if not name then return {'vacant', now, slot} end
  local was = redis.call('HMGET', one(name), 'version', 'sealed')
  if not was[1] then
    redis.call('HDEL', place(slot), 'occupant')
    return {'vacant', now, slot}
  end
  return {'leased', now, slot, name, tonumber(was[1]), was[2]}
end

local function free_at(slot)
  local was = redis.call('HMGET', place(slot), 'next', 'given', 'occupant')
  local at = tonumber(was[1] or 0)
  if was[2] and was[3] then at = math.max(at, cool(was[3])) end
  return at
end

local function write(name, slot, from)
  redis.call('HSET', one(name), unpack(ARGV, from))
  redis.call('HSET', one(name), 'slot', slot)
  local is = redis.call('HMGET', one(name), 'session', 'group', 'source')
  if is[1] ~= '' then redis.call('HSET', P .. ':sessions', is[1], name) end
  if redis.call('HGET', place(slot), 'given') then
    local group = redis.call('HGET', place(slot), 'group')
    if group ~= is[2] then
      local at = redis.call('ZSCORE', ready(group), slot)
      redis.call('ZREM', ready(group), slot)
      redis.call('ZADD', ready(is[2]), at or 0, slot)
      redis.call('HSET', place(slot), 'group', is[2])
    end
  end
  return redis.call('HINCRBY', one(name), 'version', 1)
end

local function keep(name, base, from)
  local was = redis.call('HMGET', one(name), 'version', 'slot')
  if not was[1] then
    return redis.call('ZSCORE', P .. ':retired', name) and -2 or -1
  end
  if was[1] ~= base then return 0 end
  return write(name, was[2], from)
end

local function have_places(group, letter, size)
  if redis.call('ZSCORE', ready(group), letter .. (size - 1)) then return end
  for i = 0, size - 1 do redis.call('ZADD', ready(group), 'NX', 0, letter .. i) end
end

local function places(group, size)
  local all, slots, at = redis.call('ZRANGE', ready(group), 0, -1, 'WITHSCORES'), {}, {}
  for i = 1, #all, 2 do
    local slot = all[i]
    local number = tonumber(string.sub(slot, 2))
    if string.sub(slot, 1, 6) == 'given-' or (number and number < size) then
      slots[#slots + 1] = slot
      at[slot] = tonumber(all[i + 1])
    end
  end
  return slots, at
end
"""
)

LEASE = (
    _COMMON
    + """
local group, letter, size = ARGV[1], ARGV[2], tonumber(ARGV[3])
local name, fresh, country = ARGV[4], ARGV[5], ARGV[6]
local token, node, lease, pace = ARGV[7], ARGV[8], tonumber(ARGV[9]), tonumber(ARGV[10])
if group ~= 'login' then have_places(group, letter, size) end
local slots, at = places(group, size)
if #slots == 0 then return {'none', now} end

local named
if name ~= '' then
  name = redis.call('HGET', P .. ':sessions', name) or name
  named = redis.call('HGET', one(name), 'slot')
  if named and not at[named] then named = nil end
end
local wanted = slots
if named and fresh == '0' then
  wanted = {named}
else
  if named and #slots > 1 and redis.call('HGET', place(named), 'occupant') == name and cool(name) <= now then
    wanted = {}
    for _, slot in ipairs(slots) do if slot ~= named then wanted[#wanted + 1] = slot end end
  end
  if country ~= '' then
    local there = {}
    for _, slot in ipairs(wanted) do
      local who = redis.call('HGET', place(slot), 'occupant')
      if who and redis.call('HGET', one(who), 'country') == country then there[#there + 1] = slot end
    end
    if #there > 0 then wanted = there end
  end
end

local but, soonest = {}, nil
if fresh == '1' and name ~= '' then but[name] = true end
for _, slot in ipairs(wanted) do
  if at[slot] <= now then
    local is = redis.call('HMGET', place(slot), 'occupant', 'given')
    local who = is[1]
    if not is[2] then
      if who and (cool(who) > now or but[who]) then vacate(slot) who = nil end
      if not who then who = recall(slot, but) end
    end
    redis.call('HSET', place(slot), 'holder', token, 'node', node, 'group', group, 'next', now + pace)
    redis.call('ZADD', ready(group), now + math.max(lease, pace), slot)
    return held(slot, who)
  end
  if not soonest or at[slot] < soonest then soonest = at[slot] end
end
return {'wait', now, #wanted == 1 and wanted[1] or '', soonest - now}
"""
)
"""group, letter, size, name, fresh, country, token, node, lease ms, pace ms.

Returns leased, vacant, wait or none.
"""

EXCHANGE = (
    _COMMON
    + """
local slot, token = ARGV[1], ARGV[2]
if redis.call('HGET', place(slot), 'holder') ~= token then return {'lost', now} end
local but = {}
for i = 3, #ARGV do but[ARGV[i]] = true end
vacate(slot)
return held(slot, recall(slot, but))
"""
)
"""slot, token, names that will not do … → leased, vacant or lost."""

SETTLE = (
    _COMMON
    + """
local slot, token, name, digest = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
if redis.call('HGET', place(slot), 'holder') ~= token then return {'lost', now} end
if digest ~= '' and redis.call('HSETNX', P .. ':tokens', digest, name) == 0
  and redis.call('HGET', P .. ':tokens', digest) ~= name then return {'taken', now} end
redis.call('HSET', place(slot), 'occupant', name)
redis.call('ZADD', P .. ':names', 'NX', now, name)
return {'ok', now, write(name, slot, 5)}
"""
)
"""slot, token, name, digest of a given token, fields … → ok and the version, taken (the token) or lost."""

RELEASE = (
    _COMMON
    + """
local slot, token, name, base = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local ago, pace = tonumber(ARGV[5]), tonumber(ARGV[6])
local was = redis.call('HMGET', place(slot), 'holder', 'group', 'next')
if was[1] ~= token then return {'lost', now, 0, 0} end
local version = 0
if name ~= '' then version = keep(name, base, 7) end
redis.call('HDEL', place(slot), 'holder', 'node')
if ago >= 0 then
  redis.call('HSET', place(slot), 'next', math.max(tonumber(was[3]), now - ago + pace))
end
local at = free_at(slot)
redis.call('ZADD', ready(redis.call('HGET', place(slot), 'group')), at, slot)
tell('+' .. slot .. ' ' .. math.max(at - now, 0))
return {'ok', now, version, math.max(at - now, 0)}
"""
)
"""slot, token, name, version known, ms since it was used, pace ms, fields ….

Returns the version (0: this one is stale, -1: Redis has lost it, -2: retired) and in how many ms it is free.
"""

SAVE = (
    _COMMON
    + """
local name, base, force = ARGV[1], ARGV[2], ARGV[3]
local was = redis.call('HMGET', one(name), 'slot', 'version')
if not was[1] then return {'ok', now, keep(name, base, 4)} end
local slot = was[1]
local is = redis.call('HMGET', place(slot), 'holder', 'given', 'occupant', 'group')
local busy = is[1] and is[3] == name and tonumber(redis.call('ZSCORE', ready(is[4]), slot) or 0) > now
if busy and force == '0' then return {'ok', now, 0} end
local version = keep(name, force == '1' and was[2] or base, 4)
if is[2] and not busy then
  local at = free_at(slot)
  redis.call('ZADD', ready(redis.call('HGET', place(slot), 'group')), at, slot)
  tell('+' .. slot .. ' ' .. math.max(at - now, 0))
end
return {'ok', now, version}
"""
)
"""name, version known, whether whatever is there gives way, fields … → version as with RELEASE."""

ADOPT = (
    _COMMON
    + """
local name, slot, group, given = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local letter, size, first, digest = ARGV[5], tonumber(ARGV[6]), ARGV[7], ARGV[8]
local known = redis.call('HGET', one(name), 'slot')
redis.call('ZREM', P .. ':retired', name)
if digest ~= '' and redis.call('HSETNX', P .. ':tokens', digest, name) == 0
  and redis.call('HGET', P .. ':tokens', digest) ~= name then return {'taken', now} end
local occupies = true
if known then
  slot = known
  redis.call('SREM', resting(slot), name)
elseif given == '1' then
  redis.call('HSET', place(slot), 'given', '1', 'group', group)
  redis.call('ZADD', ready(group), 'NX', 0, slot)
else
  have_places(group, letter, size)
  local slots, at = places(group, size)
  if first == '0' then
    local best, rank
    for _, each in ipairs(slots) do
      if string.sub(each, 1, 6) ~= 'given-' then
        local vacant = not redis.call('HGET', place(each), 'occupant')
        local this = (vacant and 0 or 2) + (each == slot and 0 or 1)
        if not best or this < rank then best, rank = each, this end
      end
    end
    slot, occupies = best, rank < 2
  end
end
if occupies then
  if redis.call('HGET', place(slot), 'occupant') ~= name then vacate(slot) end
  redis.call('HSET', place(slot), 'occupant', name)
else
  redis.call('SADD', resting(slot), name)
end
redis.call('ZADD', P .. ':names', 'NX', now, name)
local version = write(name, slot, 9)
tell('+' .. slot .. ' 0')
return {'ok', now, version, slot}
"""
)
"""name, slot, group, given, letter, size, first, digest, fields … → ok with version and slot, or taken."""

RETIRE = (
    _COMMON
    + """
return {'ok', now, drop(ARGV[1], ARGV[2])}
"""
)
"""name, reason → whether there was one."""

BEAT = (
    _COMMON
    + """
local lost = {}
for i = 2, #ARGV, 2 do
  local is = redis.call('HMGET', place(ARGV[i]), 'holder', 'group')
  if is[1] == ARGV[i + 1] then
    redis.call('ZADD', ready(is[2]), 'XX', 'GT', now + tonumber(ARGV[1]), ARGV[i])
  else
    lost[#lost + 1] = ARGV[i]
  end
end
return {'ok', now, lost}
"""
)
"""lease ms, then slot and token of each lease → the slots that are lost."""

LOOK = (
    _COMMON
    + """
local found = {}
for _, name in ipairs(ARGV) do
  local was = redis.call('HMGET', one(name), 'sealed', 'version', 'source', 'slot')
  if was[1] then
    local is = redis.call('HMGET', place(was[4]), 'occupant', 'holder', 'node', 'group')
    local busy = is[1] == name and is[2] and tonumber(redis.call('ZSCORE', ready(is[4]), was[4]) or 0) > now
    found[#found + 1] = {name, was[1], was[2], was[3], was[4], busy and is[3] or ''}
  end
end
return {'ok', now, found}
"""
)
"""names … → of each that is there: name, sealed, version, source, slot, who works with it."""

RESEAL = (
    _COMMON
    + """
if redis.call('HGET', one(ARGV[1]), 'sealed') ~= ARGV[2] then return {'ok', now, 0} end
redis.call('HSET', one(ARGV[1]), 'sealed', ARGV[3])
return {'ok', now, 1}
"""
)
"""name, sealed before, sealed now → whether it was as before."""

ALL = {
    "lease": LEASE,
    "exchange": EXCHANGE,
    "settle": SETTLE,
    "release": RELEASE,
    "save": SAVE,
    "adopt": ADOPT,
    "retire": RETIRE,
    "beat": BEAT,
    "look": LOOK,
    "reseal": RESEAL,
}
