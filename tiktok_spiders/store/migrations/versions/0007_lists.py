"""Lists of stored records: indexes in the order of each list, and search for words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_LISTED = sa.text("detail > 0")
_ORDERS = {
    "videos": {
        "created_at": "video_id author_id play_count like_count comment_count share_count",
        "play_count": "video_id",
        "like_count": "video_id",
    },
    "users": {"follower_count": "user_id", "video_count": "user_id"},
    "hashtags": {"view_count": "hashtag_id", "video_count": "hashtag_id"},
    "sounds": {"video_count": "sound_id"},
    "comments": {"created_at": "comment_id", "like_count": "comment_id"},
    "products": {
        "sold_count": "product_id region",
        "price_min": "product_id region",
        "rating": "product_id region",
    },
}
_TEXTS = {
    "videos": ("video_id", "description title"),
    "users": ("user_id", "unique_id nickname bio"),
    "comments": ("comment_id", "text"),
    "sounds": ("sound_id", "title author_name"),
    "hashtags": ("hashtag_id", "name title"),
}
_SEPARATORS = '!"#$&()*+,-./:;<=>?@[]^_`{|}~'


def upgrade() -> None:
    op.drop_index("ix_videos_created_at", "videos")
    op.drop_index("ix_users_unique_id", "users")
    op.create_index("ix_users_unique_id", "users", ["unique_id", "user_id", "detail"])
    for table, orders in _ORDERS.items():
        for column, rest in orders.items():
            op.create_index(
                f"ix_{table}_by_{column}",
                table,
                [column, *rest.split(), "detail"],
                postgresql_where=_LISTED,
                sqlite_where=_LISTED,
            )
    op.create_index(
        "ix_verdicts_finished_at_status_stop_reason", "verdicts", ["finished_at", "status", "stop_reason"]
    )
    op.create_index("ix_runs_started_at", "runs", ["started_at"])
    if op.get_bind().dialect.name == "postgresql":
        _index_by_vectors()
    else:
        _index_by_fts5()


def _index_by_vectors() -> None:
    blanks = " " * len(_SEPARATORS)
    for table, columns in {**{name: told for name, (_, told) in _TEXTS.items()}, "products": "title"}.items():
        parts = " || ' ' || ".join(f"coalesce({column}, '')" for column in columns.split())
        words = f"to_tsvector('simple', translate(left({parts}, 10000), '{_SEPARATORS}', '{blanks}'))"
        op.execute(f"CREATE INDEX ix_{table}_text ON {table} USING gin ({words})")


def _index_by_fts5() -> None:
    op.execute(
        "CREATE TABLE text_changes (serial INTEGER PRIMARY KEY, name TEXT NOT NULL, number INTEGER NOT NULL, "
        "is_new INTEGER NOT NULL, words TEXT NOT NULL)"
    )
    for table, (key, columns) in _TEXTS.items():
        number = f"CAST({{row}}{key} AS INTEGER)"
        counted = f"CAST({number} AS TEXT) = {{row}}{key}"
        _keep(table, columns.split(), [key], number=number, counted=counted)
    op.execute(
        "CREATE TABLE products_text_rows (serial INTEGER PRIMARY KEY, product_id TEXT NOT NULL, "
        "region TEXT NOT NULL, UNIQUE (product_id, region))"
    )
    op.execute("INSERT INTO products_text_rows (product_id, region) SELECT product_id, region FROM products")
    mine = "(product_id, region) = ({row}product_id, {row}region)"
    _keep(
        "products",
        ["title"],
        ["product_id", "region"],
        number=f"(SELECT serial FROM products_text_rows WHERE {mine})",  # noqa: S608 - no value in it
        before="INSERT INTO products_text_rows (product_id, region) VALUES ({row}product_id, {row}region);",
        after=f"DELETE FROM products_text_rows WHERE {mine};",  # noqa: S608 - no value in it
    )


def _keep(
    table: str,
    columns: list[str],
    keys: list[str],
    *,
    number: str,
    counted: str = "true",
    before: str = "",
    after: str = "",
) -> None:
    """Make and fill the index of a table, and have its changes noted; new rows are noted by the writer.

    ``number``: that of a row; ``counted``: whether it has one; ``before`` it is added, ``after`` it is cut.
    ``{row}`` stands for where a row's columns are.
    """
    name = f"{table}_text"
    words = " || ' ' || ".join(f"coalesce({{row}}{column}, '')" for column in columns)
    told = f"{counted} AND ({' OR '.join(f'{{row}}{column} IS NOT NULL' for column in columns)})"
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in (*keys, *columns))
    note = "INSERT INTO text_changes (name, number, is_new, words) "
    add = f"{before} {note} SELECT '{name}', {number}, 1, {words} WHERE {told};".replace("{row}", "NEW.")
    cut = f"{note} SELECT '{name}', {number}, 0, {words} WHERE {told}; {after}".replace("{row}", "OLD.")
    op.execute(
        f"CREATE VIRTUAL TABLE {name} USING fts5(words, content='', columnsize=0, "
        'tokenize="unicode61 remove_diacritics 0")'
    )
    fill = f"SELECT {number}, {words} FROM {table} WHERE {told} ORDER BY 1".replace(  # noqa: S608
        "{row}", f"{table}."
    )
    op.execute(f"INSERT INTO {name} (rowid, words) {fill}")
    if before:
        op.execute(f"CREATE TRIGGER {name}_added AFTER INSERT ON {table} BEGIN {add} END")
    op.execute(
        f"CREATE TRIGGER {name}_changed AFTER UPDATE OF {', '.join((*keys, *columns))} ON {table} "
        f"WHEN {changed} BEGIN {cut} {add} END"
    )
    op.execute(f"CREATE TRIGGER {name}_removed AFTER DELETE ON {table} BEGIN {cut} END")


def _drop_fts5() -> None:
    for table in (*_TEXTS, "products"):
        for event in ("added", "changed", "removed"):
            op.execute(f"DROP TRIGGER IF EXISTS {table}_text_{event}")
        op.drop_table(f"{table}_text")
    op.drop_table("products_text_rows")
    op.drop_table("text_changes")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in (*_TEXTS, "products"):
            op.drop_index(f"ix_{table}_text", table)
    else:
        _drop_fts5()
    op.drop_index("ix_runs_started_at", "runs")
    op.drop_index("ix_verdicts_finished_at_status_stop_reason", "verdicts")
    for table, orders in _ORDERS.items():
        for column in orders:
            op.drop_index(f"ix_{table}_by_{column}", table)
    op.drop_index("ix_users_unique_id", "users")
    op.create_index("ix_users_unique_id", "users", ["unique_id"])
    op.create_index("ix_videos_created_at", "videos", ["created_at"])
