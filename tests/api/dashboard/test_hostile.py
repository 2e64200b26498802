"""What is collected may hold anything; pages show it and nothing more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.api.dashboard.filled import PRODUCT, TEXT, USER, VIDEO
from tests.api.dashboard.reading import Read
from tiktok_spiders.api.access.hardening import CSP
from tiktok_spiders.api.dashboard.shown import outside, plain

if TYPE_CHECKING:
    from tests.api.running import Client
    from tiktok_spiders.store import Store

PAGES = (
    "/",
    "/ui/videos",
    "/ui/videos?hashtag=running",
    f"/ui/videos/{VIDEO}",
    "/ui/users",
    f"/ui/users/{USER}",
    "/ui/users/baker",
    "/ui/products",
    f"/ui/products/{PRODUCT}",
    "/ui/verdicts",
)
HANDLERS = re.compile(r"^on|^style$|^srcdoc$")
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")


@pytest.mark.parametrize("path", PAGES)
async def test_hostile_text_is_text(filled: Store, api: Client, path: str) -> None:
    answer = await api.get(path)
    assert answer.status_code == 200, answer.text
    assert not UNSEEN.search(answer.text)
    page = Read(answer.text)
    assert "None" not in page.text
    assert all("src" in attrs for attrs in page.all("script"))
    assert {name for name, _ in page.elements}.isdisjoint({"style", "iframe", "object", "base", "svg"})
    assert [name for _, attrs in page.elements for name in attrs if HANDLERS.match(name)] == []
    assert all(attrs["src"].startswith("/") for name in ("script", "img") for attrs in page.all(name))
    if path != "/ui/videos?hashtag=running":
        assert "<script>document.title" in page.text
    assert "{{ 7*7 }}" in page.text or "7*7" not in page.text
    assert answer.headers["content-security-policy"] == CSP


@pytest.mark.parametrize("path", PAGES)
async def test_links_go_nowhere_unasked(filled: Store, api: Client, path: str) -> None:
    for link in Read((await api.get(path)).text).all("a"):
        href = link["href"]
        assert href.startswith(("/", "#", "?", "https://www.tiktok.com/")), href
        if href.startswith("https:"):
            assert {"noopener", "noreferrer"} <= set(link["rel"].split())


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "http://www.tiktok.com/@a",
        "https://user:password@www.tiktok.com/",
        "https://",
        "//host/x",
        "https://[",
        "https://www.tiktok.com/\u202egpj",
        "",
        None,
    ],
)
def test_other_addresses_are_no_links(url: str | None) -> None:
    assert outside(url) is None


def test_texts_lose_what_reorders_them() -> None:
    shown = plain(TEXT)
    assert shown.startswith("<script>")
    assert not UNSEEN.search(shown)
    assert plain(None) != ""
    assert plain(7) == 7


async def test_a_log_is_text(filled: Store, api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    state = api.state
    monkeypatch.setattr(state.jobs, "_wake", lambda: None)
    job = state.jobs.create("local", "user", {"users": TEXT.replace(",", "")})
    monkeypatch.setattr(state.jobs, "log", lambda *_: [TEXT, "  indented"])
    answer = await api.get(f"/ui/jobs/{job.id}")
    page = Read(answer.text)
    assert not UNSEEN.search(answer.text)
    assert "<script>document.title" in page.text
    assert all("src" in attrs for attrs in page.all("script"))
