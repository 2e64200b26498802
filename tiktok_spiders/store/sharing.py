"""One SQLite file under several workers: it works, slowly, on one machine. They are told what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from tiktok_spiders.store.page import RunStart

_REMEDY = "Set TIKTOK_DATABASE_URL to one PostgreSQL database for all of them (docs/scaling.md)"


def sharing_warning(url: str, run: RunStart, *, distributed: bool) -> str | None:
    """Return what to say of a store that several workers share and that is not made for it; else None."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return None
    if distributed:
        return (
            f"TIKTOK_DISTRIBUTED is true and the store is the SQLite file {parsed.database}: workers on "
            f"other machines cannot open it, and those on this one write one at a time. {_REMEDY}"
        )
    if run.other is not None:
        return (
            f"Another process ({run.other}) works on this run, and the store is the SQLite file "
            f"{parsed.database}: the two write one at a time. {_REMEDY}"
        )
    return None
