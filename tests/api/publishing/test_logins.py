"""Logins: who may end one, and what is shown of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from tests.api.publishing.publisher import Publisher, sealed
from tests.api.running import Client

BROWSER = {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-origin"}
CALLBACK = "/auth/tiktok/callback"


def other_browser(publisher: Publisher) -> Client:
    return Client(publisher.client.app, ("127.0.0.1", 1), base_url=publisher.client.base_url)


async def names(publisher: Publisher) -> list[str]:
    return [one["name"] for one in (await publisher.get("/accounts"))["accounts"]]


async def test_a_state_is_good_once_and_only_if_it_is_ours(publisher: Publisher) -> None:
    begun = await publisher.begin(account="one")
    back = await publisher.consent(begun["auth_url"])
    forged = back.replace(begun["state"], "A" * len(begun["state"]))
    assert (await publisher.client.get(forged)).status_code == 400
    assert (await publisher.client.get(CALLBACK)).status_code in {400, 403}
    assert (await publisher.client.get(f"{CALLBACK}?state=%ff&code=x")).status_code == 400
    assert await names(publisher) == []
    assert (await publisher.client.get(back)).status_code == 200
    again = await publisher.client.get(back)
    assert again.status_code == 400
    assert "Not connected" in again.text
    assert await names(publisher) == ["one"]


async def test_a_state_is_good_for_ten_minutes(publisher: Publisher) -> None:
    begun = await publisher.begin()
    left = datetime.fromisoformat(begun["expires_at"]) - datetime.now(UTC)
    assert timedelta(minutes=9.8) < left <= timedelta(minutes=10)
    back = await publisher.consent(begun["auth_url"])
    publisher.state.publishing.desk.logins.clock = lambda: (
        datetime.now(UTC) + timedelta(minutes=10, seconds=1)
    )
    assert (await publisher.client.get(back)).status_code == 400
    assert await names(publisher) == []


async def test_what_a_browser_began_only_that_browser_ends(publisher: Publisher) -> None:
    answer = await publisher.ask("GET", "/auth-url", headers=BROWSER)
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    back = await publisher.consent(answer.json()["auth_url"])
    async with other_browser(publisher) as other:
        assert (await other.get(back)).status_code == 400
        other.cookies.set("tiktok-publish", "guessed")
        assert (await other.get(back)).status_code == 400
    # It was not used up by those.
    assert (await publisher.client.get(back, headers={"Sec-Fetch-Site": "cross-site"})).status_code == 200


async def test_what_a_key_began_only_that_key_ends(publisher: Publisher) -> None:
    first, second = publisher.with_key("first"), publisher.with_key("second")
    begun = await first.begin()
    came = parse_qs(urlsplit(await first.consent(begun["auth_url"])).query)
    body = {"code": came["code"][0], "state": came["state"][0]}
    stranger = await second.ask("POST", "/login", json=body)
    assert (stranger.status_code, stranger.json()["error"]["code"]) == (400, "INVALID_REQUEST")
    wrong = await first.ask("POST", "/login", json=body | {"code": "x", "state": body["state"] + "x"})
    assert wrong.status_code == 400
    answer = await first.ask("POST", "/login", json=body)
    assert answer.status_code == 200, answer.text
    assert answer.json()["owner"] == "first"
    assert answer.json()["display_name"]
    assert (await first.ask("POST", "/login", json=body)).status_code == 400
    assert (await names(first), await names(second), await names(publisher)) == (["main"], [], ["main"])


async def test_a_code_that_is_none_is_told(publisher: Publisher) -> None:
    begun = await publisher.begin()
    answer = await publisher.ask("POST", "/login", json={"code": "nonsense", "state": begun["state"]})
    assert answer.status_code == 400
    assert answer.json()["error"]["details"]["tiktok_code"] == "invalid_grant"


async def test_a_second_key_with_the_same_user_changes_nothing(publisher: Publisher) -> None:
    first, second = publisher.with_key("first"), publisher.with_key("second")
    assert (await first.connect(account="mine")).status_code == 200
    before = sealed(publisher, "mine")
    page = await second.connect()
    assert page.status_code == 409
    assert "mine" not in page.text
    assert sealed(publisher, "mine") == before
    assert await names(second) == []
    assert (await second.ask("GET", "/auth-url", params={"account": "mine"})).status_code == 409
    # An administrator may renew it; it stays whose it was.
    assert (await publisher.connect(account="mine")).status_code == 200
    assert sealed(publisher, "mine") != before
    assert (await first.get("/accounts"))["accounts"][0]["owner"] == "first"


async def test_a_key_that_was_revoked_connects_nothing(publisher: Publisher) -> None:
    first = publisher.with_key("first")
    back = await first.consent((await first.begin())["auth_url"])
    publisher.state.access.keys.revoke("first")
    assert (await publisher.client.get(back)).status_code == 403
    assert await names(publisher) == []


async def test_a_login_of_the_command_line_is_left_to_it(publisher: Publisher) -> None:
    desk = publisher.state.publishing.desk
    url = desk.logins.begin(desk.settings, redirect_uri=desk.settings.redirect_uri)
    back = await publisher.consent(url)
    assert (await publisher.client.get(back)).status_code == 409
    state = parse_qs(urlsplit(back).query)["state"][0]
    assert desk.logins.peek(state).owner is None


async def test_what_the_redirect_brings_is_shown_as_text(publisher: Publisher) -> None:
    state = (await publisher.begin())["state"]
    query = {"error": "<b>x</b>", "error_description": "<script>alert(1)</script>\x1b[31m", "state": state}
    page = await publisher.client.get(CALLBACK, params=query)
    assert page.status_code == 400
    assert "<script" not in page.text
    assert "<b>" not in page.text
    assert "\x1b" not in page.text
    assert "&lt;script&gt;" in page.text
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "alert" in (await publisher.client.get(CALLBACK, params={"error": "alert"})).text


async def test_a_user_who_says_no_is_told_so(publisher: Publisher) -> None:
    back = await publisher.consent((await publisher.begin())["auth_url"], deny=True)
    page = await publisher.client.get(back)
    assert page.status_code == 403
    assert "access_denied" in page.text


async def test_strangers_at_the_redirect_are_counted(publisher: Publisher) -> None:
    for _ in range(100):
        page = await publisher.client.get(f"{CALLBACK}?state=x")
    assert page.status_code == 400
    page = await publisher.client.get(f"{CALLBACK}?state=x")
    assert page.status_code == 429
    assert int(page.headers["Retry-After"]) > 0


async def test_the_redirect_needs_no_key_but_all_else_does(publisher: Publisher) -> None:
    reader = publisher.with_key("reader", "read", "live", "jobs")
    paths = (
        ("GET", "/auth-url"), ("POST", "/login"), ("POST", "/upload-video"), ("GET", "/posts"),
        ("GET", "/posts/1"), ("DELETE", "/posts/1"), ("POST", "/posts/1/cancel"), ("GET", "/accounts"),
        ("GET", "/accounts/main/videos"), ("POST", "/logout"),
    )  # fmt: skip
    for method, path in paths:
        assert (await reader.ask(method, path)).status_code == 403, path
        wrong = await publisher.ask(method, path, headers={"X-API-Key": "x" * 40})
        assert wrong.status_code == 401, path
