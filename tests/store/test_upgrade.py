"""A database of the schema before, with data in it, as this version finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations

from tests.store.make import LATER, begin, rich_video, row, rows, source, user
from tests.store.make_sources import one_of_each
from tiktok_spiders.items.parts import Subtitle
from tiktok_spiders.store import Page, Store, migrate
from tiktok_spiders.store.text_search import declared

if TYPE_CHECKING:
    import pytest

NEW = {"is_pseudonymous", "scope", "text"}
KEPT = ("users", "videos", "sounds", "hashtags", "video_hashtags", "video_subtitles", "sightings", "verdicts")


def _put(store: Store, *records: Any) -> None:
    (written,) = store.write([Page(records=records)])
    assert written.rejected == ()


def _back_to_0002(store: Store) -> None:
    with store.engine.connect().execution_options(writes=True) as connection, connection.begin():
        with Operations.context(MigrationContext.configure(connection)):
            for revision in sorted((each for each in migrate.revisions() if each > "0002"), reverse=True):
                migrate.revisions()[revision].downgrade()
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0002'"))


def _held(store: Store) -> dict[str, list[dict[str, Any]]]:
    return {
        name: [
            {key: value for key, value in each.items() if key not in NEW or name == "videos"}
            for each in rows(store, name)
        ]
        for name in KEPT
    }


def test_a_database_with_data_is_brought_up_to_date(store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    old = Store.open(store_url)
    run_id = begin(old)
    _put(old, rich_video("71", run_id=run_id, source=source(rank=3)), user(nickname="A", run_id=run_id))
    before = _held(old)
    _back_to_0002(old)
    old.close()
    store = Store.open(store_url)
    assert _held(store) == before
    options = {"compare_type": True, "render_as_batch": True, "include_object": declared}
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, store.tables) == []
    assert row(store, "videos")["is_pseudonymous"] is False
    seen = row(store, "sightings", record_type="video")
    assert (seen["record_id"], seen["rank"], seen["scope"]) == ("71", 3, "")
    (again,) = store.write([Page(records=(rich_video("71", run_id=run_id, scraped_at=LATER),))])
    assert (again.new, again.updated) == (0, 0)
    _put(store, *one_of_each(run_id))
    texts = (Subtitle(language="eng-US", source="ASR", text="hello"),)
    _put(store, rich_video("71", subtitles=texts, scraped_at=LATER))
    assert row(store, "video_subtitles")["text"] == "hello"
    store.close()


def test_sightings_stay_in_the_tree_of_their_key(sqlite_store: Store) -> None:
    with sqlite_store.reading() as connection:
        made = connection.scalar(sa.text("SELECT sql FROM sqlite_master WHERE name = 'sightings'"))
    assert made.rstrip().endswith("WITHOUT ROWID")
