"""Identities in Redis: sealed, and what may be known of them in clear."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, cast

from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.identities.identity import Identity
from tiktok_spiders.identities.redis_lua import ALL
from tiktok_spiders.identities.shelf import PURPOSE, Row, lived
from tiktok_spiders.vault import SETTING, VaultError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import redis

    from tiktok_spiders.vault import Vault

logger = logging.getLogger(__name__)

_AT_ONCE = 100


class RedisShelf:
    """The identities below ``<prefix>:identities``. Synchronous: for commands and a crawl's start and end."""

    def __init__(self, client: redis.Redis, prefix: str, vault: Vault) -> None:
        self.base = f"{prefix}:identities"
        self._client, self._vault = client, vault
        self._scripts = {name: client.register_script(text) for name, text in ALL.items()}

    def call(self, script: str, args: list[Any]) -> list[Any]:
        """Run one of the scripts of ``redis_lua``."""
        return cast("list[Any]", self._scripts[script](keys=[self.base], args=args))

    def fields(self, one: Identity) -> list[str | int | float]:
        """Return names and values of an identity's hash; what could identify or admit somebody is sealed."""
        pairs: dict[str, str | int | float] = {
            "sealed": self._vault.encrypt(PURPOSE, one.dump()),
            "kind": one.kind,
            "source": one.source,
            "session": one.session_name or "",
            "group": group_of(one),
            "country": one.country or "",
            "cool": int(one.cool_until * 1000),
            "health": round(one.health, 6),
            "lived": round(lived(one), 1),
            "blocked": "" if one.blocked_after is None else round(one.blocked_after, 1),
            "digest": one.token_digest or "",
        }
        return [part for pair in pairs.items() for part in pair]

    def adoption(self, one: Identity, size: int, *, first: bool = False) -> list[Any]:
        """Return the arguments of ``ADOPT``."""
        given = one.source == "given"
        head = (
            one.name,
            one.slot,
            group_of(one),
            int(given),
            one.kind[0],
            size,
            int(first),
            one.token_digest or "",
        )
        return [*head, *self.fields(one)]

    def open(self, sealed: str) -> Identity | None:
        """Return what is sealed; None where no key of the ring opens it."""
        try:
            return Identity.load(self._vault.decrypt(PURPOSE, sealed))
        except VaultError:
            return None

    def read(self) -> list[Row]:
        """Return all, in use or not, the oldest first."""
        return [self._row(each) for each in self._look()]

    def lives(self) -> list[tuple[str, float, float | None]]:
        """Return of all: source, seconds lived, seconds until the first block.

        The last thousand that were retired are included.
        """
        gone = [
            each.split("|") for each in cast("list[str]", self._client.lrange(f"{self.base}:lives", 0, -1))
        ]
        here = [(one.source, lived(one), one.blocked_after) for row in self.read() if (one := row.identity)]
        return [*here, *((source, float(age), float(end) if end else None) for source, age, end in gone)]

    def save(self, kept: Iterable[Identity]) -> None:
        """Write identities as they are now, new ones included; whatever is there gives way."""
        for one in kept:
            if self.call("save", [one.name, "", 1, *self.fields(one)])[2] < 0:
                self.call("adopt", self.adoption(one, 1))

    def retire(self, name: str, reason: str) -> bool:
        """Take one out for good, what is sealed included; return whether there was one."""
        return bool(self.call("retire", [name, reason])[2])

    def forget_retired(self, name: str) -> None:
        """Make room for a session of a name that was retired."""
        self._client.zrem(f"{self.base}:retired", name)

    def let_go(self) -> None:
        """Leave all to others: nothing is held here."""

    def rotate(self) -> tuple[int, int]:
        """Seal all with the first key; return how many were, and how many no key opens."""
        done = lost = 0
        for name, *_ in self._look():
            try:
                done += self._reseal(name)
            except VaultError:
                lost += 1
        return done, lost

    def openable(self) -> list[tuple[Identity, int]]:
        """Return all that can be opened, with the number of times that each was written.

        Raises ``ConfigError`` where this worker's keys open none.
        """
        found = [(self._row(each).identity, int(each[2])) for each in self._look()]
        opened = [(one, version) for one, version in found if one is not None]
        if found and not opened:
            raise ConfigError(
                f"{SETTING} opens none of the {len(found)} identities that the workers share in Redis: "
                "every worker needs the same keys"
            )
        if len(found) > len(opened):
            shut = len(found) - len(opened)
            logger.warning("%d identities are kept that no key of %s opens", shut, SETTING)
        return opened

    def _look(self) -> list[list[str]]:
        names = cast("list[str]", self._client.zrange(f"{self.base}:names", 0, -1))
        batches = (names[start : start + _AT_ONCE] for start in range(0, len(names), _AT_ONCE))
        return [each for batch in batches for each in self.call("look", batch)[2]]

    def _row(self, each: list[str]) -> Row:
        name, sealed, _, source, slot, node = each
        identity = self.open(sealed)
        if identity is not None:
            identity.slot = slot
        return Row(name=name, source=source, node=node or None, in_use=bool(node), identity=identity)

    def _reseal(self, name: str) -> bool:
        """Seal one anew, again when somebody has written it meanwhile; False for one that is gone."""
        while found := self.call("look", [name])[2]:
            before = found[0][1]
            if self.call("reseal", [name, before, self._vault.rotate(PURPOSE, before)])[2]:
                return True
        return False


def group_of(one: Identity) -> str:
    """Return which needs an identity serves: those of its kind, or those of a login."""
    return "login" if one.source == "given" and one.logged_in else one.kind
