"""Scripts of those who work with an identity: lease a place, fill it, hold it, give it back."""

from __future__ import annotations

from tiktok_spiders.identities.redis_lua_common import COMMON

LEASE = (
    COMMON
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
    COMMON
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
    COMMON
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
    COMMON
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

BEAT = (
    COMMON
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
