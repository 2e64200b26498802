"""The search for words follows the rows, whatever writes them; the same words give the same rows on both."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from tests.store.make import LATER, begin, hashtag, put, user, video
from tests.store.make_sources import comment, product
from tiktok_spiders.store import Store, migrate
from tiktok_spiders.store.text_search import found, words_of


def hits(store: Store, table: str, text: str) -> list[Any]:
    store.settle_texts()
    query = found(store.tables.tables[table], text, store.engine.dialect.name)
    assert query is not None
    with store.reading() as connection:
        return sorted(connection.execute(query).all())


def keys(store: Store, table: str, text: str) -> list[str]:
    return [row[0] for row in hits(store, table, text)]


def _execute(store: Store, *statements: str) -> None:
    with store.engine.connect().execution_options(writes=True) as connection, connection.begin():
        for statement in statements:
            connection.execute(sa.text(statement))


CASES = [
    ("hello", ["71", "72"]),
    ("HELLO", ["71", "72"]),
    ("hel", ["71", "72"]),
    ("hello world", ["71"]),
    ("world hello", ["71"]),
    ("hel world", []),
    ("some_one", ["73"]),
    ("@some.one", ["73"]),
    ("one some", ["73"]),
    ("example.com", ["74"]),
    ("https://example.com/a?b=c", ["74"]),
    ("5.5", ["74"]),
    ("1,000", ["74"]),
    ("кошка", ["75"]),
    ("café", ["75"]),
    ("cafe", []),
    ("日本", ["75"]),
    ("x1y2", ["75"]),
    ("photo", ["76"]),
    ("tag", ["71"]),
    ("amp", ["74"]),
]


@pytest.fixture
def worded(store: Store) -> Store:
    texts = ("Hello World #tag", "hello", "by @some.one", "https://example.com/a?b=c&amp;d 5.5 1,000",
             "кошка café 日本語 x1y2")  # fmt: skip
    put(store, *(video(str(71 + at), description=text) for at, text in enumerate(texts)))
    put(store, video("76", title="A photo"), video("77", description=""), video("78"))
    return store


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_the_same_words_give_the_same_rows(worded: Store, text: str, expected: list[str]) -> None:
    assert keys(worded, "videos", text) == expected


def test_a_text_without_words_finds_nothing(store: Store) -> None:
    assert words_of(" .,;'\"\\ \t") == []
    assert found(store.tables.tables["videos"], "...", "sqlite") is None


def test_it_follows_what_the_store_writes(store: Store) -> None:
    put(store, video("71", description="bread"), video("72"))
    put(store, video("71", description="rolls", scraped_at=LATER), video("72", description="bread"))
    assert keys(store, "videos", "bread") == ["72"]
    assert keys(store, "videos", "rolls") == ["71"]
    put(store, video("71", play_count=5, scraped_at=LATER))
    assert keys(store, "videos", "rolls") == ["71"]
    # One batch may write a row and change it.
    put(store, video("73", description="tea", detail=1), video("73", description="milk", scraped_at=LATER))
    assert (keys(store, "videos", "tea"), keys(store, "videos", "milk")) == ([], ["73"])


def test_it_follows_whoever_changes_and_erases_rows(store: Store) -> None:
    put(store, *(video(str(at), description=f"word{at}") for at in range(71, 76)))
    _execute(
        store,
        "UPDATE videos SET description = 'erased' WHERE video_id = '71'",
        "UPDATE videos SET description = NULL WHERE video_id = '72'",
        "DELETE FROM videos WHERE video_id = '73'",
        "UPDATE videos SET description = 'first' WHERE video_id = '74'",
        "UPDATE videos SET description = 'second' WHERE video_id = '74'",
        "UPDATE videos SET description = 'gone' WHERE video_id = '75'",
        "DELETE FROM videos WHERE video_id = '75'",
    )
    assert keys(store, "videos", "erased") == ["71"]
    for word in ("word71", "word72", "word73", "word74", "word75", "first", "gone"):
        assert keys(store, "videos", word) == [], word
    assert keys(store, "videos", "second") == ["74"]
    put(store, video("73", description="again", scraped_at=LATER))
    assert keys(store, "videos", "again") == ["73"]


def test_a_row_whose_key_is_told_later_is_found_by_it(store: Store) -> None:
    put(store, user(None, unique_id="ann", nickname="Annie"), hashtag(None, "cats"))
    put(store, user("6001", unique_id="ann", scraped_at=LATER), hashtag("31", "cats", scraped_at=LATER))
    assert keys(store, "users", "annie") == ["6001"]
    assert keys(store, "hashtags", "cats") == ["31"]


def test_hashtags_of_videos_and_comments_are_found(store: Store) -> None:
    put(store, video("71", hashtags=(hashtag("31", "dogs"),)), comment("81", text="nice bread"))
    assert keys(store, "hashtags", "dog") == ["31"]
    assert keys(store, "comments", "bread") == ["81"]


def test_products_are_found_by_region(store: Store) -> None:
    put(store, product("91", title="Cup"), product("91", region="DE", title="Tasse"), product("92"))
    assert hits(store, "products", "tasse") == [("91", "DE")]
    _execute(
        store,
        "DELETE FROM products WHERE product_id = '91' AND region = 'DE'",
        "UPDATE products SET title = 'Mug' WHERE product_id = '91'",
    )
    put(store, product("93", title="Cup"))
    assert (hits(store, "products", "tasse"), hits(store, "products", "mug")) == ([], [("91", "US")])
    assert hits(store, "products", "cup") == [("93", "US")]


def test_an_index_is_whole_after_many_changes(sqlite_store: Store) -> None:
    """FTS5 checks its own structure; one that was cut of what it never had does not pass."""
    for step in range(4):
        at = LATER.replace(hour=13 + step)
        put(sqlite_store, *(video(str(n), description=f"w{n * step} x", scraped_at=at) for n in range(1, 50)))
        _execute(sqlite_store, f"DELETE FROM videos WHERE CAST(video_id AS INTEGER) % 5 = {step}")
    assert len(keys(sqlite_store, "videos", "x")) == sum(n % 5 != 3 for n in range(1, 50))
    _execute(sqlite_store, "INSERT INTO videos_text (videos_text) VALUES ('integrity-check')")


def test_a_database_with_data_gets_the_index(store_url: str) -> None:
    old = Store.open(store_url)
    run_id = begin(old)
    put(old, video("71", description="old bread", run_id=run_id), product("91", title="Cup", run_id=run_id))
    with old.engine.connect().execution_options(writes=True) as connection, connection.begin():
        with Operations.context(MigrationContext.configure(connection)):
            for revision in sorted((each for each in migrate.revisions() if each >= "0007"), reverse=True):
                migrate.revisions()[revision].downgrade()
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0006'"))
        names = sa.inspect(connection).get_table_names()
    assert not [name for name in names if "_text" in name or name == "text_changes"]
    old.close()
    store = Store.open(store_url)
    assert keys(store, "videos", "bread") == ["71"]
    assert hits(store, "products", "cup") == [("91", "US")]
    put(store, video("71", description="new rolls", scraped_at=LATER))
    assert (keys(store, "videos", "bread"), keys(store, "videos", "rolls")) == ([], ["71"])
    store.close()
