"""Loads of pages: each has a nonce, gets one key for it, and signs requests with that."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field

from tiktok_standin import clock
from tiktok_standin.mix import base36, mix

NONCE_LIFE = 900.0
"""Seconds in which a page may fetch the key of its nonce."""

_LOADS = 10_000
_PARTS = 4


@dataclass(slots=True)
class Load:
    """A page that fetched its key: whose it is, and which numbers of its signatures were used."""

    id: str
    key: str
    visitor: str
    used: set[str] = field(default_factory=set)


class Loads:
    """The page loads of one stand-in; a nonce costs no memory until its key is fetched."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)
        self._loads: OrderedDict[str, Load] = OrderedDict()

    def nonce(self, visitor: str, serial: int) -> str:
        """Return the nonce of a page load, bound to the visitor's ``ttwid`` and to the time."""
        head = f"{base36(serial)}-{base36(int(clock.now() * 1000))}"
        return f"{head}-{self._seal(visitor, head)}"

    def open(self, nonce: str, visitor: str) -> Load | None:
        """Give the key of a nonce, once; None if the nonce is not this visitor's, old, or spent."""
        head, _, seal = nonce.rpartition("-")
        serial, _, time = head.partition("-")
        if not hmac.compare_digest(seal.encode(), self._seal(visitor, head).encode()):
            return None
        if serial in self._loads or clock.now() - int(time, 36) / 1000 > NONCE_LIFE:
            return None
        load = self._loads[serial] = Load(serial, secrets.token_hex(16), visitor)
        while len(self._loads) > _LOADS:
            self._loads.popitem(last=False)
        return load

    def check(self, name: str, signature: str, visitor: str, address: str, life: float) -> str | None:
        """Return why a signature is not good, or None. A good one may be checked again until it is spent.

        ``address`` is path and query as sent, without signatures; ``life`` is in seconds.
        """
        parts = signature.split("-")
        load = self._loads.get(parts[0])
        if len(parts) != _PARTS or load is None or load.visitor != visitor:
            return "unknown"
        _, time, number, seal = parts
        path, _, query = address.partition("?")
        if seal != mix(load.key, name, time, number, path, query, load.key):
            return "wrong"
        if abs(clock.now() - int(time, 36) / 1000) > life:
            return "late"
        return "used" if number in load.used else None

    def spend(self, signature: str) -> None:
        """Note that a good signature was used."""
        load, _, number, _ = signature.split("-")
        self._loads[load].used.add(number)

    def _seal(self, visitor: str, head: str) -> str:
        return hashlib.blake2b(f"{visitor} {head}".encode(), key=self._secret, digest_size=10).hexdigest()
