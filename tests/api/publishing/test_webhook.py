"""Webhooks: TikTok's signature is what lets them in."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tests.publish.rig import APP, SECRET
from tiktok_spiders.exceptions import StoreBusyError
from tiktok_spiders.store.publish_tables import publish_webhooks
from tiktok_standin.open_webhooks import signature

if TYPE_CHECKING:
    import httpx
    import pytest

    from tests.api.publishing.publisher import Publisher


def event(openid: str, name: str = "authorization.removed", **content: Any) -> bytes:
    told = {
        "client_key": APP,
        "event": name,
        "create_time": int(time.time()),
        "user_openid": openid,
        "content": json.dumps(content or {"reason": 1}),
    }
    return json.dumps(told).encode()


async def send(publisher: Publisher, body: bytes, signed: str | None = None) -> httpx.Response:
    header = signature(SECRET, int(time.time()), body) if signed is None else signed
    return await publisher.ask("POST", "/webhook", content=body, headers={"TikTok-Signature": header})


def rows(publisher: Publisher) -> int:
    with publisher.state.store.reading() as connection:
        return len(connection.execute(sa.select(publish_webhooks)).all())


async def test_an_event_of_tiktoks_counts_without_a_key(publisher: Publisher) -> None:
    await publisher.connect(account="one")
    account = publisher.state.publishing.desk.tokens.get("one")
    publisher.official.remove("creator.one")
    answer = await send(publisher, event(account.open_id))
    assert (answer.status_code, answer.json()) == (200, {"received": True})
    (told,) = (await publisher.get("/accounts"))["accounts"]
    assert told["logged_in"] is False
    again = await publisher.ask("GET", "/accounts/one/videos")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "CONFLICT")


async def test_what_is_not_signed_by_tiktok_does_nothing(publisher: Publisher) -> None:
    body = event("somebody")
    now = int(time.time())
    for signed in (
        "",
        "nonsense",
        signature("another-secret", now, body),
        signature(SECRET, now, body + b" "),
    ):
        answer = await send(publisher, body, signed)
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "UNAUTHORIZED"), signed
    assert rows(publisher) == 0


async def test_a_body_that_is_too_large_is_not_read(publisher: Publisher) -> None:
    body = event("somebody") + b" " * 65_536
    answer = await send(publisher, body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "TOO_LARGE")
    assert rows(publisher) == 0


async def test_those_who_guess_signatures_are_counted(publisher: Publisher) -> None:
    body = event("somebody")
    for _ in range(100):
        assert (await send(publisher, body, "t=1,s=ab")).status_code == 401
    assert (await send(publisher, body, "t=1,s=ab")).status_code == 429
    # TikTok's own are taken all the same.
    assert (await send(publisher, body)).status_code == 200


async def test_what_cannot_be_kept_is_asked_for_again(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: Any) -> bool:
        raise StoreBusyError("locked")

    monkeypatch.setattr(publisher.state.publishing.receiver._rows, "note", busy)
    answer = await send(publisher, event("somebody"))
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "API_UNAVAILABLE")
    assert answer.headers["Retry-After"] == "30"
