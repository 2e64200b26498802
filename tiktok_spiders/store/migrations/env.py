"""For Alembic's own commands, which are needed only to write a new revision.

``alembic -x url=sqlite:///scratch.db revision --autogenerate -m "..."``
"""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from tiktok_spiders.store.engine import make_engine
from tiktok_spiders.store.schema import metadata
from tiktok_spiders.store.text_search import declared
from tiktok_spiders.store.types import Money, UtcDateTime


def render_item(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Write our own column types by their short names."""
    own = isinstance(item, (Money, UtcDateTime))
    return f"{type(item).__name__}()" if kind == "type" and own else False


url = context.get_x_argument(as_dictionary=True)["url"]
with make_engine(url).connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=render_item,
        include_object=declared,
    )
    with context.begin_transaction():
        context.run_migrations()
