"""What all scripts of the shared identities know: names of keys, and how identities come to their places."""

from __future__ import annotations

from tiktok_spiders.identities.place import FIT, SPARE

_LIMITS = f"local SPARE, FIT = {SPARE}, {FIT}\n"

COMMON = (
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
