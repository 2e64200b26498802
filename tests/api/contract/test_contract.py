"""What the OpenAPI document says is so, for every route, right and wrong questions alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from schemathesis.python.asgi import shutdown_lifespans

from tests.api.contract.canned import answer_at_once
from tests.api.contract.examining import application, examine, hold_jobs
from tests.api.stored.filled import fill
from tiktok_spiders.api import jobs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx
    from fastapi import FastAPI

    from tests.api.contract.examining import Examined
    from tiktok_spiders.store import Store

EXAMPLES = 10
"""Right and wrong questions each, a route. ``python -m tests.api.contract`` asks many more."""

LIVE = r"^/api/v1/((user|video|hashtag|sound|search|shop|trending)/|refresh)"

pytestmark = [
    pytest.mark.slow,
    # Schemathesis' own, of values that a header or an address cannot carry.
    pytest.mark.filterwarnings("default"),
]


@pytest.fixture
def app(
    store: Store, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FastAPI]:
    """An application on a filled store, which begins no job."""
    monkeypatch.setattr(jobs, "Loop", hold_jobs())
    fill(store)
    made = application(database_url, tmp_path)
    yield made
    shutdown_lifespans()


def _all_of(app: FastAPI) -> set[str]:
    document = app.openapi()
    return {f"{method.upper()} {path}" for path, found in document["paths"].items() for method in found}


def _check(found: Examined) -> None:
    assert not found.failures, found.report()


def test_every_route_answers_as_the_document_says(app: FastAPI) -> None:
    found = examine(app, examples=EXAMPLES, stateful=False, coverage=False)
    _check(found)
    assert found.operations == _all_of(app)
    assert found.cases > 2 * len(found.operations)
    assert {200, 400, 401, 404} <= set(found.statuses)


def test_live_answers_are_as_the_document_says(app: FastAPI) -> None:
    found = examine(
        app, examples=EXAMPLES, stateful=False, coverage=False, prepare=answer_at_once, operations=LIVE
    )
    _check(found)
    assert found.statuses[200] > len(found.operations)
    assert not found.statuses[503]


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("jobs", "GET, POST"), ("jobs/1", "GET, DELETE"), ("tiktok/posts/1", "GET, DELETE"), ("videos", "GET")],
)
async def test_a_refused_method_tells_all_that_the_path_takes(
    api: httpx.AsyncClient, path: str, allowed: str
) -> None:
    answer = await api.put(f"/api/v1/{path}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (405, "METHOD_NOT_ALLOWED")
    assert answer.headers["Allow"] == allowed
