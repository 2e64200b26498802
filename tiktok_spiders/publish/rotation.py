"""Everything sealed of publishing, encrypted anew with the first key of the ring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from tiktok_spiders.store.publish_tables import publish_accounts, publish_logins, publish_posts
from tiktok_spiders.store.writing import writing
from tiktok_spiders.vault import VaultError

if TYPE_CHECKING:
    from tiktok_spiders.store import Store
    from tiktok_spiders.vault import Vault

SEALED = {
    "publish-tokens": publish_accounts,
    "publish-login": publish_logins,
    "publish-upload": publish_posts,
}
"""Tables by the purpose that they are sealed for."""


def rotate(store: Store, vault: Vault) -> tuple[int, int]:
    """Return how many rows were encrypted anew, and how many no key opens. Raises ``StoreError``."""
    done = lost = 0
    for purpose, table in SEALED.items():
        (key,) = table.primary_key.columns
        with store.reading() as connection:
            rows = connection.execute(sa.select(key, table.c.sealed).where(table.c.sealed.is_not(None))).all()
        for name, sealed in rows:
            try:
                again = vault.rotate(purpose, sealed)
            except VaultError:
                lost += 1
                continue
            # A row that was written meanwhile was sealed with the first key, or is rotated the next time.
            unchanged = sa.and_(key == name, table.c.sealed == sealed)
            with writing(store) as connection:
                done += connection.execute(sa.update(table).where(unchanged).values(sealed=again)).rowcount
    return done, lost
