"""Scripts of those who keep identities: write, take in, take out, look, seal anew."""

from __future__ import annotations

from tiktok_spiders.identities.redis_lua_common import COMMON

SAVE = (
    COMMON
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
    COMMON
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
    COMMON
    + """
return {'ok', now, drop(ARGV[1], ARGV[2])}
"""
)
"""name, reason → whether there was one."""

LOOK = (
    COMMON
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
    COMMON
    + """
if redis.call('HGET', one(ARGV[1]), 'sealed') ~= ARGV[2] then return {'ok', now, 0} end
redis.call('HSET', one(ARGV[1]), 'sealed', ARGV[3])
return {'ok', now, 1}
"""
)
"""name, sealed before, sealed now → whether it was as before."""
