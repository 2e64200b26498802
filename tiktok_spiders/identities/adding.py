"""Take an identity in from outside of a crawl."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.exceptions import StoreError

if TYPE_CHECKING:
    from tiktok_spiders.identities.identity import Identity
    from tiktok_spiders.identities.redis_shelf import RedisShelf
    from tiktok_spiders.identities.shelf import Shelf


class InUseError(StoreError):
    """Raised for an identity that a crawl works with."""


def add(shelf: Shelf | RedisShelf, made: Identity) -> None:
    """Keep an identity, in place of one of its name; ``shelf`` is not written to afterwards.

    Raises ``InUseError`` while a crawl works with the one that is there.
    """
    if any(row.in_use and row.name == made.name for row in shelf.read()):
        raise InUseError(f"a crawl works with {made.name} now; add it when that has ended")
    shelf.forget_retired(made.name)
    shelf.save([made])
    shelf.let_go()
