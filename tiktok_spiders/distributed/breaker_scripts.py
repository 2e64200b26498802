"""Scripts by which workers share circuits. Heard are: field, failures in a row, ms since it opened or -1."""

from __future__ import annotations

FAILED = """
local failures = redis.call('HINCRBY', KEYS[1], 'failures', 1)
local opened = redis.call('HGET', KEYS[1], 'opened')
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if ARGV[2] == '1' or (not opened and failures >= tonumber(ARGV[1])) then
  redis.call('HSET', KEYS[1], 'opened', now)
  redis.call('DEL', KEYS[2])
  opened = now
end
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('SADD', KEYS[3], ARGV[4])
local since = opened and now - tonumber(opened) or -1
redis.call('PUBLISH', KEYS[3], ARGV[4] .. ' ' .. failures .. ' ' .. since)
"""
"""circuit, probe, circuits; failures that open, whether it was the probe, expiry ms, field."""

SUCCEEDED = """
redis.call('SREM', KEYS[3], ARGV[1])
if redis.call('DEL', KEYS[1], KEYS[2]) > 0 then redis.call('PUBLISH', KEYS[3], ARGV[1] .. ' 0 -1') end
"""
"""circuit, probe, circuits; field."""

READ = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local found = {}
for _, field in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local was = redis.call('HMGET', ARGV[1] .. field, 'failures', 'opened')
  if not was[1] then
    redis.call('SREM', KEYS[1], field)
  else
    found[#found + 1] = field .. ' ' .. was[1] .. ' ' .. (was[2] and now - tonumber(was[2]) or -1)
  end
end
return found
"""
"""circuits; what a circuit's name begins with. Returns what ``FAILED`` publishes, of each."""
