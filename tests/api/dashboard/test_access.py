"""Who sees which pages, and which forms are believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.dashboard.reading import Read, csrf
from tests.api.running import Client, running
from tiktok_spiders.api.dashboard.login_routes import local

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import httpx
    from scrapy.settings import Settings

KEY = "a-key-of-the-tests-1234"
FAR = ("192.0.2.7", 50_000)


@pytest.fixture
async def far(settings: Settings, request: pytest.FixtureRequest) -> AsyncIterator[Client]:
    """A client on another machine; its key has the scopes that the test's parameter says."""
    scopes = getattr(request, "param", "read,jobs")
    settings.setdict({"TIKTOK_API_KEYS": KEY, "TIKTOK_API_KEYS_SCOPES": scopes}, priority="cmdline")
    settings.setdict({"TIKTOK_API_KEYS_PLAN": "enterprise"}, priority="cmdline")
    async with running(settings, peer=FAR) as client:
        yield client


async def _log_in(far: Client, key: str = KEY, wanted: str = "/") -> httpx.Response:
    token = await csrf(far, "/login")
    return await far.post("/login", data={"csrf": token, "key": key, "next": wanted})


@pytest.mark.parametrize(
    "path", ["/", "/ui/jobs", "/ui/jobs/1", "/ui/videos?text=a%26b", "/ui/verdicts", "/ui/charts/trends.svg"]
)
async def test_who_has_no_key_is_sent_to_the_login(far: Client, path: str) -> None:
    answer = await far.get(path)
    assert answer.status_code == 303
    login = await far.get(answer.headers["location"])
    (kept,) = [attrs["value"] for attrs in Read(login.text).all("input") if attrs["name"] == "next"]
    assert kept == path


async def test_forms_without_a_key_are_refused(far: Client) -> None:
    token = await csrf(far, "/login")
    answer = await far.post("/ui/jobs/new", data={"csrf": token, "spider": "user", "users": "a"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/")


async def test_a_login_goes_where_it_wanted_to(far: Client) -> None:
    answer = await _log_in(far, wanted="/ui/videos?text=a%26b")
    assert (answer.status_code, answer.headers["location"]) == (303, "/ui/videos?text=a%26b")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    page = await far.get("/ui/jobs")
    assert page.status_code == 200
    assert "Log out" in page.text
    made = await far.post(
        "/ui/jobs/new", data={"csrf": await csrf(far), "spider": "user", "users": "a", "include": "videos"}
    )
    assert made.status_code == 303
    assert made.headers["location"] == "/ui/jobs/1"
    out = await far.post("/logout", data={"csrf": await csrf(far)})
    assert (out.status_code, out.headers["location"]) == (303, "/login")
    assert (await far.get("/ui/jobs")).status_code == 303


async def test_a_wrong_key_is_told(far: Client) -> None:
    answer = await _log_in(far, "no-such-key-anywhere", wanted="/ui/jobs")
    assert answer.status_code == 401
    assert "unknown or revoked" in answer.text
    assert "no-such-key-anywhere" not in answer.text
    assert 'value="/ui/jobs"' in answer.text
    assert (await far.get("/ui/jobs")).status_code == 303


async def test_keys_are_not_tried_endlessly(far: Client) -> None:
    codes = [(await _log_in(far, f"no-such-key-anywhere-{number}")).status_code for number in range(12)]
    assert codes[0] == 401
    assert codes[-1] == 429
    assert (await _log_in(far)).status_code == 429


@pytest.mark.parametrize(
    "path",
    [
        "https://example.com/", "//example.com/", "/\\example.com", "\\\\example.com", "javascript:alert(1)",
        "/a\r\nSet-Cookie: a=b", "/\t/example.com", "", "ui", "/" + "a" * 3000, "/ a", "/\u202e",
    ],
)  # fmt: skip
async def test_a_login_leads_to_no_other_host(far: Client, path: str) -> None:
    assert local(path) == "/"
    answer = await _log_in(far, wanted=path)
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize(
    ("far", "open_", "shut"),
    [
        ("read", ["/", "/ui/videos", "/ui/users", "/ui/products", "/ui/verdicts", "/ui/charts/trends.svg"],
         ["/ui/jobs", "/ui/jobs/new", "/ui/jobs/live", "/ui/jobs/1"]),
        ("jobs", ["/", "/ui/jobs", "/ui/jobs/new", "/ui/jobs/live"],
         ["/ui/videos", "/ui/videos/1", "/ui/verdicts", "/ui/charts/trends.svg"]),
        ("live", ["/docs"], ["/", "/ui/jobs", "/ui/videos"]),
    ],
    indirect=["far"],
)  # fmt: skip
async def test_pages_need_their_scope(far: Client, open_: list[str], shut: list[str]) -> None:
    key = {"X-API-Key": KEY}
    assert {path: (await far.get(path, headers=key)).status_code for path in open_} == dict.fromkeys(
        open_, 200
    )
    assert {path: (await far.get(path, headers=key)).status_code for path in shut} == dict.fromkeys(shut, 403)


@pytest.mark.parametrize("far", ["read"], indirect=True)
async def test_a_page_shows_no_more_than_its_reader_may_see(far: Client) -> None:
    text = (await far.get("/", headers={"X-API-Key": KEY})).text
    assert "Top videos" in text
    assert "/ui/jobs" not in text
    assert "Identities" not in text


async def test_jobs_of_others_are_not_there(far: Client) -> None:
    jobs = far.state.jobs
    jobs._wake = lambda: None
    job = jobs.create("another", "user", {"users": "secret"})
    await _log_in(far)
    for path in (f"/ui/jobs/{job.id}", f"/ui/jobs/{job.id}/live"):
        answer = await far.get(path)
        assert answer.status_code == 404
        assert "secret" not in answer.text
    assert "secret" not in (await far.get("/ui/jobs")).text
    cancelled = await far.post(f"/ui/jobs/{job.id}/cancel", data={"csrf": await csrf(far)})
    assert cancelled.status_code == 404
    assert jobs.get(job.id).status == "pending"


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/ui/jobs/new", {"spider": "user", "users": "a"}),
        ("/ui/jobs/1/cancel", {"a": "b"}),
        ("/login", {"key": KEY}),
        ("/logout", {"a": "b"}),
    ],
)
async def test_forms_need_the_token_on_keyless_loopback_too(
    api: Client, path: str, fields: dict[str, str]
) -> None:
    token = await csrf(api)
    for given in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": "ä\u202e"}):
        assert (await api.post(path, data={**fields, **given})).status_code == 403
    for name in ("Origin", "Sec-Fetch-Site"):
        foreign = {name: "https://example.com" if name == "Origin" else "cross-site"}
        answer = await api.post(path, data={**fields, "csrf": token}, headers=foreign)
        assert answer.status_code == 403, (path, name)
    api.cookies.clear()
    assert (await api.post(path, data={**fields, "csrf": token})).status_code == 403
    assert (await api.get("/api/v1/jobs")).json()["total"] == 0


async def test_a_token_of_another_browser_is_none(api: Client, far: Client) -> None:
    await _log_in(far)
    strange = await csrf(api)
    answer = await far.post("/ui/jobs/new", data={"csrf": strange, "spider": "user", "users": "a"})
    assert answer.status_code == 403


async def test_a_page_of_another_site_sees_the_login_and_the_way_on(api: Client) -> None:
    answer = await api.get("/ui/jobs", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 303
    login = await api.get(answer.headers["location"], headers={"Sec-Fetch-Site": "cross-site"})
    assert "/ui/jobs" in [attrs["href"] for attrs in Read(login.text).all("a")]
    assert "no key is needed" in login.text


async def test_another_host_is_not_answered(api: Client) -> None:
    for path in ("/", "/login", "/static/dashboard.css"):
        assert (await api.get(path, headers={"Host": "evil.example"})).status_code == 400


async def test_looks_at_progress_are_limited_apart(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tiktok_spiders.api.dashboard.page.GLANCES", 3)
    codes = [(await api.get("/ui/jobs/live")).status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]
    answer = await api.get("/ui/jobs/live")
    assert int(answer.headers["retry-after"]) > 0
