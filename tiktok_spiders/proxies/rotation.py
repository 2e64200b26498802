"""Whose turn it is."""

from __future__ import annotations

from hashlib import sha256
from itertools import count
from random import Random, SystemRandom
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tiktok_spiders.proxies.proxy import Proxy

Algorithm = Literal["round-robin", "random", "first", "sticky"]
ALGORITHMS: tuple[str, ...] = get_args(Algorithm)

KEYS_KEPT = 10_000
"""Keys whose proxy is remembered; the oldest are forgotten."""


class Rotation:
    """Choose among the proxies that are free now.

    ``round-robin`` takes the one that waited longest, ``random`` any, ``first`` the first of the list, and
    ``sticky`` the one that the key's hash points to: the same in every process and run, and another only for
    the keys of a proxy that is not free. With every algorithm a key stays where it was while that is free.
    """

    def __init__(self, algorithm: Algorithm, random: Random | None = None) -> None:
        self._choose_first = self._algorithms()[algorithm]
        self._random = random or SystemRandom()
        self._turn = count(1)
        self._last_turn: dict[str, int] = {}
        self._kept: dict[str, str] = {}

    def choose(self, free: Sequence[Proxy], key: str | None = None) -> Proxy:
        """Return one of ``free``, which is in the order of the list and not empty."""
        kept = self._kept.get(key) if key is not None else None
        chosen = next((one for one in free if one.name == kept), None) or self._choose_first(free, key)
        self._last_turn[chosen.name] = next(self._turn)
        if key is not None:
            self._keep(key, chosen.name)
        return chosen

    def _algorithms(self) -> dict[str, Callable[[Sequence[Proxy], str | None], Proxy]]:
        return {
            "round-robin": self._longest_waiting,
            "random": lambda free, _: self._random.choice(free),
            "first": lambda free, _: free[0],
            "sticky": self._pointed_to,
        }

    def _longest_waiting(self, free: Sequence[Proxy], key: str | None) -> Proxy:
        return min(free, key=lambda one: self._last_turn.get(one.name, 0))

    def _pointed_to(self, free: Sequence[Proxy], key: str | None) -> Proxy:
        if key is None:
            return self._longest_waiting(free, key)
        return max(free, key=lambda one: sha256(f"{key}|{one.name}".encode()).digest())

    def _keep(self, key: str, name: str) -> None:
        self._kept.pop(key, None)
        self._kept[key] = name
        if len(self._kept) > KEYS_KEPT:
            del self._kept[next(iter(self._kept))]
