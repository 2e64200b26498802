"""The form of a job, and its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.api.dashboard.reading import Read, csrf
from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.api.jobs.spiders import SPIDERS, schema_of

if TYPE_CHECKING:
    import httpx

    from tests.api.running import Client


@pytest.fixture(autouse=True)
def _asleep(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no job begin."""
    monkeypatch.setattr("tiktok_spiders.api.jobs.loop.Loop.wake", lambda _self: None)


async def _send(api: Client, **fields: Any) -> httpx.Response:
    return await api.post("/ui/jobs/new", data={"csrf": await csrf(api), **fields})


@pytest.mark.parametrize("spider", SPIDERS)
async def test_a_form_has_all_arguments_of_its_spider(api: Client, spider: str) -> None:
    page = Read((await api.get(f"/ui/jobs/new?spider={spider}")).text)
    names = {attrs.get("name") for tag in ("input", "textarea", "select") for attrs in page.all(tag)}
    assert names == {*schema_of(spider)["properties"], "csrf", "spider"}
    labelled = {attrs["for"] for attrs in page.all("label") if "for" in attrs}
    fields = [attrs for tag in ("input", "textarea", "select") for attrs in page.all(tag)]
    assert {attrs["id"] for attrs in fields if "id" in attrs} == labelled


async def test_a_form_makes_a_job(api: Client) -> None:
    answer = await _send(
        api, spider="user", users="@one\r\n two, three\r\n", max_videos="5", include=["videos", "live"],
        sort="latest", since="2026-01-31", new_only="true",
    )  # fmt: skip
    assert (answer.status_code, answer.headers["location"]) == (303, "/ui/jobs/1")
    made = (await api.get("/api/v1/jobs/1")).json()
    assert made["spider"] == "user"
    assert made["arguments"] == {
        "users": "@one,two, three", "max_videos": "5", "include": "videos,live", "since": "2026-01-31",
        "new_only": "true",
    }  # fmt: skip
    page = Read((await api.get("/ui/jobs/1")).text)
    assert "@one,two, three" in page.text
    assert {"data-live": "/ui/jobs/1/live"}.items() <= next(
        attrs for attrs in page.all("div") if "data-live" in attrs
    ).items()


async def test_what_was_typed_is_kept_beside_what_is_wrong(api: Client) -> None:
    answer = await _send(api, spider="user", users='"><b>', max_videos="many", since="soon", sort="latest")
    assert answer.status_code == 400
    page = Read(answer.text)
    assert '"><b>' in page.text
    fields = {attrs["name"]: attrs for attrs in page.all("input") if "name" in attrs}
    assert fields["max_videos"]["value"] == "many" or fields["since"]["aria-invalid"] == "true"
    wrong = [name for name, attrs in fields.items() if attrs.get("aria-invalid") == "true"]
    assert wrong == ["since"]
    assert fields["since"]["value"] == "soon"
    assert fields["since"]["type"] == "text"
    assert "since-wrong" in fields["since"]["aria-describedby"]
    assert (await api.get("/api/v1/jobs")).json()["total"] == 0


async def test_a_target_is_asked_for(api: Client) -> None:
    page = Read((await _send(api, spider="shop", max_products="3")).text)
    (field,) = [attrs for attrs in page.all("textarea") if attrs.get("aria-invalid") == "true"]
    assert field["name"] == "queries"
    assert "_file" not in page.text


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"url": ""}, "url"),
        ({"url": "https://example.com/@a"}, "url"),
        ({"url": "@" + "a" * 3000}, "url"),
        ({"url": "@a", "max_videos": "-1"}, "max_videos"),
        ({"url": "@a", "max_videos": "\u0665"}, "max_videos"),
        ({"url": "@a", "include_comments": "true"}, "include_comments"),
    ],
)
async def test_a_wrong_link_is_told_beside_it(api: Client, fields: dict[str, str], wrong: str) -> None:
    answer = await _send(api, spider="link", **fields)
    assert answer.status_code == 400
    found = [attrs["name"] for attrs in Read(answer.text).all("input") if "aria-invalid" in attrs]
    assert found == [wrong]


async def test_a_link_makes_a_job(api: Client) -> None:
    answer = await _send(api, spider="link", url=" @somebody ", max_videos="7")
    assert answer.status_code == 303, answer.text
    made = (await api.get("/api/v1/jobs/1")).json()
    assert (made["url"], made["type"]) == ("@somebody", "user")
    assert made["arguments"] == {"users": "@somebody", "max_videos": "7"}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"spider": "publish", "account": "a"}, 400),
        ({"spider": "nothing"}, 400),
        ({"spider": "user", "users": "a\0b"}, 400),
        ({"spider": "user", "users": "a", "run": "a/b"}, 400),
        ({f"field{number}": "x" for number in range(200)}, 400),
    ],
)
async def test_what_no_form_of_ours_sends_is_refused(api: Client, fields: dict[str, str], code: int) -> None:
    assert (await _send(api, **fields)).status_code == code
    assert (await api.get("/api/v1/jobs")).json()["total"] == 0


async def test_arguments_that_are_not_in_the_form_go_nowhere(api: Client) -> None:
    answer = await _send(api, spider="user", users="a", users_file="/etc/passwd", raw="true", settings="x")
    assert answer.status_code == 303
    assert (await api.get("/api/v1/jobs/1")).json()["arguments"] == {"users": "a", "include": ""}


async def test_only_forms_are_taken(api: Client) -> None:
    token = await csrf(api)
    answer = await api.post("/ui/jobs/new", json={"csrf": token, "spider": "user", "users": "a"})
    assert answer.status_code == 415
    answer = await api.post("/ui/jobs/new", data={"csrf": token}, files={"users": b"x"})
    assert answer.status_code == 415


async def test_a_job_is_cancelled(api: Client) -> None:
    await _send(api, spider="user", users="a")
    answer = await api.post("/ui/jobs/1/cancel", data={"csrf": await csrf(api)})
    assert (answer.status_code, answer.headers["location"]) == (303, "/ui/jobs/1")
    page = await api.get("/ui/jobs/1/live")
    assert "data-over" in page.text
    assert "Job 1 is cancelled" in page.text
    again = await api.post("/ui/jobs/1/cancel", data={"csrf": await csrf(api)})
    assert again.status_code == 409
    assert "text/html" in again.headers["content-type"]


async def test_jobs_are_listed_by_status(api: Client) -> None:
    for number in range(27):
        await _send(api, spider="user", users=f"user{number}")
    await api.delete("/api/v1/jobs/3")
    page = Read((await api.get("/ui/jobs")).text)
    assert "user26" in page.text
    assert "?offset=25" in [attrs["href"] for attrs in page.all("a")]
    assert "user0" in Read((await api.get("/ui/jobs?offset=25")).text).text
    cancelled = Read((await api.get("/ui/jobs?status=cancelled")).text).text
    assert "user2" in cancelled
    assert "user26" not in cancelled
    assert (await api.get("/ui/jobs?status=lost")).status_code == 400
    assert "user26" in (await api.get("/ui/jobs/live")).text


async def test_a_log_that_cannot_be_had_is_no_error(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    await _send(api, spider="user", users="a")

    def away(*_: Any) -> list[str]:
        raise ApiError("API_UNAVAILABLE", "Scrapyd does not answer now")

    monkeypatch.setattr(api.state.jobs, "log", away)
    answer = await api.get("/ui/jobs/1")
    assert answer.status_code == 200
    assert "Scrapyd does not answer now" in answer.text
