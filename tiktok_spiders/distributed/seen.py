"""Which records the workers of a run have stored, in little memory.

A record's key is 80 bits of BLAKE2b. Its first bits name one of many small sets, and its last 59, with a
digit for how much the record tells, are one of that set's integers: Redis packs a set of at most 512
integers (``set-max-intset-entries``) at 8 bytes each, beside some hundred for the set and its name. Two
generations of half the size take turns: when the younger is full, the older is forgotten, so the memory is
bounded, and a record that comes again after very many others is not known; the store's upsert takes that.

With n keys in 2**s sets, the chance that a new record is taken for another is n / 2**(59 + s), and that any
two of n are alike n**2 / 2**(60 + s): 3e-9 for ten million (s = 15).
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from typing import TYPE_CHECKING, Any

from redis import RedisError

from tiktok_spiders.identities.ending import ended

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)

KEY_BYTES = 10
PER_SET = 200
"""Keys that a full set has on average: far below 512, so that hardly any grows beyond."""

KEPT_S = 30 * 86_400
"""How long a run's keys are kept after its last new record."""

RETRY_S = 0.5
_AT_ONCE = 500
_UNKNOWN = -3
LOW_BITS = 59
"""What fits into a signed integer of 64 bits with a decimal digit behind it."""

_COMMON = """
local P = KEYS[1]
local was = redis.call('HMGET', P, 'generation', 'bits', 'half', 'count')
local generation, bits, half = tonumber(was[1] or 0), tonumber(was[2]), tonumber(was[3])
local count = tonumber(was[4] or 0)
local function set(generation, number) return P .. ':' .. generation .. ':' .. number end
local function known(number, low, detail)
  for _, g in ipairs({generation, generation - 1}) do
    for d = detail, 3 do
      if redis.call('SISMEMBER', set(g, number), low .. d) == 1 then return true end
    end
  end
  return false
end
"""

_BEGIN = """
redis.call('HSETNX', KEYS[1], 'bits', ARGV[1])
redis.call('HSETNX', KEYS[1], 'half', ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return tonumber(redis.call('HGET', KEYS[1], 'bits'))
"""
"""bits of a set's number, keys of a generation, seconds → the bits that the run's first worker chose."""

_KNOWS = (
    _COMMON
    + """
if not bits then return {} end
local found = {}
for i = 1, #ARGV, 3 do
  found[#found + 1] = known(ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2])) and 1 or 0
end
return found
"""
)
"""number of the set, digits, detail … → 1 for each that is known with at least as much detail."""

_ADD = (
    _COMMON
    + """
if not bits then return -3 end
for i = 2, #ARGV, 3 do
  local number, low, detail = ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2])
  local name = set(generation, number)
  if not known(number, low, detail) then
    count = count + 1
    for d = 0, detail - 1 do count = count - redis.call('SREM', name, low .. d) end
    redis.call('SADD', name, low .. detail)
    redis.call('EXPIRE', name, ARGV[1])
  end
end
local forgotten = -2
if count >= half then
  forgotten = generation - 1
  generation, count = generation + 1, 0
end
redis.call('HSET', P, 'generation', generation, 'count', count)
redis.call('EXPIRE', P, ARGV[1])
return forgotten
"""
)
"""seconds, then as above → the generation to delete, less than 0 for none, -3 where the run is not known."""


class SharedSeen:
    """The records of one run that are stored, known to all its workers.

    ``capacity`` counts keys; the first worker of a run decides. Questions of one turn of the event loop
    go together. A Redis that is gone knows nothing: a record that it would have known is stored once more, as
    an update of itself. Names: ``<prefix>:seen:<run>`` (hash) and ``<prefix>:seen:<run>:<generation>:<set>``.
    """

    def __init__(
        self,
        client: Any,
        run: str,
        *,
        capacity: int,
        prefix: str = "tiktok",
        on_gone: Callable[[int], object] = lambda _count: None,
    ) -> None:
        self._client, self._name, self._on_gone = client, f"{prefix}:seen:{run}", on_gone
        self._half = max(capacity // 2, 1)
        self._bits: int | None = None
        self._wanted = max((self._half // PER_SET).bit_length(), 1)
        self._begin, self._knows = client.register_script(_BEGIN), client.register_script(_KNOWS)
        self._add = client.register_script(_ADD)
        self._asked: list[tuple[bytes | None, int, asyncio.Future[bool]]] = []
        self._stored: deque[tuple[bytes, int]] = deque(maxlen=max(capacity // 10, _AT_ONCE))
        self._closed = False
        self._batch: list[tuple[bytes, int]] = []
        self._asking: asyncio.Task[None] | None = None
        self._adding: asyncio.Task[None] | None = None

    async def knows(self, key: bytes, detail: int) -> bool:
        """Tell whether a record was stored, telling at least as much (0 to 3). ``key``: 10 bytes."""
        return await self._queue(key, detail)

    async def turn(self) -> None:
        """Return after all that was asked before has been answered, in the order of asking."""
        await self._queue(None, 0)

    def _queue(self, key: bytes | None, detail: int) -> asyncio.Future[bool]:
        future = asyncio.get_running_loop().create_future()
        self._asked.append((key, detail, future))
        if self._asking is None or self._asking.done():
            self._asking = asyncio.ensure_future(self._ask())
        return future

    def add(self, key: bytes, detail: int) -> None:
        """Note that a record is stored. Redis hears of it soon."""
        if self._closed:
            return
        self._stored.append((key, detail))
        if self._adding is None or self._adding.done():
            self._adding = asyncio.ensure_future(self._hand_over())

    async def close(self) -> None:
        """Hand over what is left, if Redis is there, and end the connections."""
        self._closed = True
        if self._adding is not None:
            await ended([self._adding])
        try:
            await self._add_all()
        except (RedisError, OSError) as error:
            logger.warning(
                "%d records that are stored were not noted: %s", len(self._stored) + len(self._batch), error
            )
        await self._client.aclose()

    async def _ask(self) -> None:
        while self._asked:
            await asyncio.sleep(0)  # so that a page's records go together
            batch, self._asked = self._asked[:_AT_ONCE], self._asked[_AT_ONCE:]
            known = iter(await self._known([(key, detail) for key, detail, _ in batch if key is not None]))
            for key, _, future in batch:
                answer = key is not None and next(known, 0) == 1
                if not future.done():
                    future.set_result(answer)

    async def _known(self, batch: list[tuple[bytes, int]]) -> list[int]:
        try:
            return await self._answers(batch) if batch else []
        except (RedisError, OSError):
            self._on_gone(len(batch))
            return []

    async def _answers(self, batch: list[tuple[bytes, int]]) -> list[int]:
        bits = await self._ready()
        answers: list[int] = await self._knows(keys=[self._name], args=_parts(batch, bits))
        if len(answers) < len(batch):
            self._bits = None
        return answers

    async def _hand_over(self) -> None:
        while self._stored or self._batch:
            try:
                await self._add_all()
            except (RedisError, OSError):
                await asyncio.sleep(RETRY_S)

    async def _add_all(self) -> None:
        while self._stored or self._batch:
            if not self._batch:
                self._batch = [self._stored.popleft() for _ in range(min(len(self._stored), _AT_ONCE))]
            bits = await self._ready()
            forgotten = await self._add(keys=[self._name], args=[KEPT_S, *_parts(self._batch, bits)])
            if forgotten == _UNKNOWN:
                self._bits = None  # Redis has lost it: begin anew
                continue
            self._batch = []
            if forgotten >= 0:
                await self._forget(forgotten, bits)

    async def _ready(self) -> int:
        if self._bits is None:
            self._bits = int(await self._begin(keys=[self._name], args=[self._wanted, self._half, KEPT_S]))
        return self._bits

    async def _forget(self, generation: int, bits: int) -> None:
        names = [f"{self._name}:{generation}:{number}" for number in range(2**bits)]
        for start in range(0, len(names), _AT_ONCE):
            await self._client.unlink(*names[start : start + _AT_ONCE])


def _parts(batch: list[tuple[bytes, int]], bits: int) -> list[str | int]:
    """Return of each key the number of its set, the digits before its detail, and the detail."""
    parts: list[str | int] = []
    for key, detail in batch:
        value = int.from_bytes(key)
        number, low = value >> (8 * KEY_BYTES - bits), value & ((1 << LOW_BITS) - 1)
        parts += [number, low, detail]
    return parts
