"""Numbers of the store are cheap, and the same on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.store.make import begin, put, video
from tiktok_spiders.api.health.holdings import JOB_STATUSES, holdings
from tiktok_spiders.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def either(both_urls: str) -> Iterator[Store]:
    opened = Store.open(both_urls)
    yield opened
    opened.close()


def test_they_are_what_the_store_holds(either: Store) -> None:
    begin(either)
    put(either, video("1"), video("2"))
    with either.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("ANALYZE videos"))
    with either.reading() as connection:
        found = holdings(connection)
    assert found.rows["videos"] == 2
    assert found.jobs == dict.fromkeys(JOB_STATUSES, 0)
    assert found.products == 0
