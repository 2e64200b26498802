"""Accounts and posts of others are not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.publish.rig import APP, tokens_of

if TYPE_CHECKING:
    from tests.api.publishing.publisher import Publisher

AT = "2099-01-01T00:00:00Z"


def far(publisher: Publisher) -> str:
    from datetime import UTC, datetime, timedelta

    return (datetime.now(UTC) + timedelta(days=30)).isoformat()


async def test_what_is_anothers_is_not_there(publisher: Publisher) -> None:
    first, second = publisher.with_key("first"), publisher.with_key("second")
    await first.connect(account="one")
    post = (await first.upload("one", scheduled_at=far(publisher))).json()["id"]
    asked = [
        ("GET", f"/posts/{post}", {}),
        ("GET", f"/posts/{post}", {"params": {"refresh": "true"}}),
        ("DELETE", f"/posts/{post}", {}),
        ("POST", f"/posts/{post}/cancel", {}),
        ("GET", "/accounts/one/videos", {}),
        ("POST", "/logout", {"json": {"account": "one"}}),
    ]
    for method, path, options in asked:
        answer = await second.ask(method, path, **options)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "NOT_FOUND"), path
    assert (await second.upload("one")).status_code == 404
    assert len(publisher.spooled()) == 1
    for params in ({}, {"account": "one"}):
        assert (await second.get("/posts", params=params))["total"] == 0
    assert (await first.get("/posts"))["total"] == 1
    assert (await publisher.get("/posts"))["total"] == 1
    assert (await first.get(f"/posts/{post}"))["state"] == "queued"


async def test_a_name_that_becomes_free_brings_no_posts_of_others(publisher: Publisher) -> None:
    first, second = publisher.with_key("first"), publisher.with_key("second")
    await first.connect(account="shared")
    post = (await first.upload("shared", key="k", caption="mine", scheduled_at=far(publisher))).json()["id"]
    answer = await first.ask("POST", "/logout", json={"account": "shared"})
    assert answer.json() == {"account": "shared", "revoked": True}
    assert (await second.connect(account="shared")).status_code == 200
    assert (await second.ask("GET", f"/posts/{post}")).status_code == 404
    assert (await second.get("/posts"))["total"] == 0
    again = await second.upload("shared", key="k", caption="mine", scheduled_at=far(publisher))
    assert (again.status_code, again.json()["error"]["code"]) == (409, "CONFLICT")
    assert str(post) not in again.json()["error"]["message"]
    assert (await first.get(f"/posts/{post}"))["id"] == post


async def test_accounts_of_the_command_line_are_for_administrators(publisher: Publisher) -> None:
    desk = publisher.state.publishing.desk
    answer = publisher.official.grant(handle="creator.one", client_key=APP)
    desk.tokens.save("shell", APP, tokens_of(answer, desk.clock()))
    user, admin = publisher.with_key("user"), publisher.with_key("boss", "publish", "admin")
    assert (await user.get("/accounts"))["accounts"] == []
    assert (await user.ask("GET", "/accounts/shell/videos")).status_code == 404
    assert [one["owner"] for one in (await admin.get("/accounts"))["accounts"]] == [None]
    found = await admin.get("/accounts/shell/videos", params={"limit": 2})
    assert len(found["videos"]) == 2
    assert (await publisher.get("/accounts"))["accounts"][0]["name"] == "shell"


async def test_nothing_secret_is_told(publisher: Publisher) -> None:
    await publisher.connect()
    kept = publisher.state.publishing.desk.tokens.kept("main")
    post = (await publisher.upload()).json()
    done = await publisher.until(post["id"], "published")
    told = [
        (await publisher.ask("GET", path)).text
        for path in ("/accounts", "/posts", f"/posts/{done['id']}", f"/posts/{done['id']}?refresh=true")
    ]
    hidden = (
        kept.tokens.access_token, kept.tokens.refresh_token, kept.version, str(publisher.state.folder),
        "upload_url", publisher.official.url,
    )  # fmt: skip
    for text in told:
        assert not [secret for secret in hidden if secret in text]
