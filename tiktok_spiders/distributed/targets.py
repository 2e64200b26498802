"""Targets that are pushed for whichever worker has time."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tiktok_spiders.distributed.connection import connect, patiently
from tiktok_spiders.distributed.keys import run_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tiktok_spiders.config import Config

CHUNK = 1000
"""Texts that one command pushes."""

_PUSH = """
-- KEYS: targets, counter. ARGV: priority, texts. Equal ones keep their order by a fraction below 1; one that
-- waits keeps its place unless its priority rises. A list or set, as other tools make, becomes a sorted set.
local key, kind, added = KEYS[1], redis.call('TYPE', KEYS[1]).ok, 0
if kind == 'list' or kind == 'set' then
  local texts = kind == 'list' and redis.call('LRANGE', key, 0, -1) or redis.call('SMEMBERS', key)
  redis.call('DEL', key)
  for _, text in ipairs(texts) do redis.call('ZADD', key, 0, text) end
end
for i = 2, #ARGV do
  local turn = redis.call('INCR', KEYS[2]) % 100000000
  local score = string.format('%.9f', tonumber(ARGV[1]) + 0.999999999 - turn / 100000000 * 0.99)
  added = added + redis.call('ZADD', key, 'GT', score, ARGV[i])
end
return added
"""


@dataclass(frozen=True, slots=True)
class RunStanding:
    """What is left of one run."""

    run: str
    queued: int
    in_flight: int
    workers: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What waits for a spider."""

    waiting: int
    by_priority: dict[int, int]
    runs: tuple[RunStanding, ...]
    aside: dict[str, dict[str, Any]]
    """Targets that were set aside: text → ``reason``, ``run``, ``at`` (epoch seconds)."""


class Targets:
    """The pushed targets of one spider. Methods wait for a Redis that is gone and raise ``RedisError``."""

    def __init__(self, config: Config, spider: str, say: Any = print) -> None:
        self._server = connect(config)
        self._wait = config.store_wait
        self._say = say
        self._base = f"{config.redis_prefix}:{spider}"
        self._keys = run_keys(config.redis_prefix, spider, "")

    def close(self) -> None:
        """Close the connections."""
        self._server.close()

    def push(self, texts: Iterable[str], priority: int = 0) -> int:
        """Add texts (plain, or JSON objects with arguments); return how many did not wait already."""
        script = self._server.register_script(_PUSH)
        places = [self._keys.targets, f"{self._keys.targets}:turn"]
        added = 0
        for chunk in _chunks(texts):
            added += self._ask(lambda chunk=chunk: script(places, [priority, *chunk]))
        return added

    def clear(self) -> int:
        """Forget what waits and what was set aside; return how many waited. What was taken goes on."""
        waiting = self._waiting()
        self._ask(lambda: self._server.delete(self._keys.targets, self._keys.aside))
        return waiting

    def standing(self) -> Standing:
        """Return what waits, runs and was set aside."""
        aside = self._ask(lambda: self._server.hgetall(self._keys.aside))
        return Standing(
            waiting=self._waiting(),
            by_priority=self._by_priority(),
            runs=tuple(self._runs()),
            aside={text.decode("utf-8", "replace"): json.loads(why) for text, why in aside.items()},
        )

    def _waiting(self) -> int:
        sizes = {b"zset": "zcard", b"list": "llen", b"set": "scard"}
        kind = self._ask(lambda: self._server.type(self._keys.targets))
        if kind not in sizes:
            return 0
        return int(self._ask(lambda: getattr(self._server, sizes[kind])(self._keys.targets)))

    def _by_priority(self) -> dict[int, int]:
        if self._ask(lambda: self._server.type(self._keys.targets)) != b"zset":
            return {}
        found: dict[int, int] = {}
        for _, score in self._server.zscan_iter(self._keys.targets, count=CHUNK):
            found[math.floor(score)] = found.get(math.floor(score), 0) + 1
        return dict(sorted(found.items(), reverse=True))

    def _runs(self) -> Iterator[RunStanding]:
        seconds, micro = self._ask(self._server.time)
        now = seconds * 1000 + micro // 1000
        for key in sorted(self._server.scan_iter(f"{self._base}:*:workers", count=CHUNK)):
            own = key.decode().removesuffix(":workers")
            yield RunStanding(
                run=own.removeprefix(f"{self._base}:"),
                queued=self._ask(lambda own=own: self._server.zcard(f"{own}:requests")),
                in_flight=self._ask(lambda own=own: self._server.zcard(f"{own}:inflight")),
                workers=self._ask(lambda key=key: self._server.zcount(key, now, "+inf")),
            )

    def _ask(self, question: Any) -> Any:
        return patiently(question, self._wait, self._say)


def _chunks(texts: Iterable[str]) -> Iterator[list[str]]:
    chunk: list[str] = []
    for text in texts:
        chunk.append(text)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
