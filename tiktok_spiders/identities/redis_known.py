"""The identities that a worker has met, as Redis had them last."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from tiktok_spiders.identities.jar import TOKEN

if TYPE_CHECKING:
    from tiktok_spiders.identities.identity import Identity


class Known:
    """One object for each identity, whoever has written it; a version tells whose writing is the newest."""

    def __init__(self) -> None:
        self._by_name: dict[str, Identity] = {}
        self._versions: dict[str, int] = {}
        self._digests: dict[str, str | None] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def get(self, name: str) -> Identity | None:
        """Return an identity by its name."""
        return self._by_name.get(name)

    def find(self, name: str) -> Identity | None:
        """Return an identity by its name or session name."""
        named = (one for one in self._by_name.values() if one.session_name == name)
        return self._by_name.get(name) or next(named, None)

    def all(self) -> list[Identity]:
        """Return all."""
        return list(self._by_name.values())

    def add(self, identity: Identity) -> None:
        """Note one that Redis does not have yet, in the place of one of the same name."""
        self._by_name[identity.name] = identity

    def forget(self, name: str) -> None:
        """Forget one that is gone."""
        self._by_name.pop(name, None)

    def take_in(self, read: Identity, version: int) -> Identity:
        """Note what Redis has; whoever has the identity in hand, such as a browser, sees it change."""
        known = self._by_name.setdefault(read.name, read)
        if known is not read:
            _become(known, read)
        self.written(read, version)
        return known

    def written(self, one: Identity, version: int) -> None:
        """Note that Redis has an identity as it is now."""
        self._versions[one.name], self._digests[one.name] = version, one.session_digest

    def version(self, name: str) -> int:
        """Return which version of an identity this worker has seen; 0: none."""
        return self._versions.get(name, 0)

    def as_of(self, name: str, version: int) -> Identity | None:
        """Return an identity if this worker has just that version."""
        return self._by_name.get(name) if self._versions.get(name) == version else None

    def is_given_anew(self, one: Identity) -> bool:
        """Tell whether the user's file says something of a session that Redis does not have."""
        return one.source == "given" and self._digests.get(one.name) != one.session_digest


def without_token(identity: Identity) -> None:
    """Take a given token back that another identity carries."""
    identity.jar.drop(TOKEN)
    identity.token_given, identity.token_digest = False, None


def _become(known: Identity, read: Identity) -> None:
    """Make one object what another is, its jar included, which others hold too."""
    for each in fields(read):
        if each.name not in {"jar", "_cache"}:
            setattr(known, each.name, getattr(read, each.name))
    known.jar.jar.clear()
    for cookie in read.jar:
        known.jar.set_cookie(cookie)
