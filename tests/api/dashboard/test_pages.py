"""What pages show, of much and of nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.api.dashboard.filled import PRODUCT, USER, VIDEO
from tests.api.dashboard.reading import Read
from tests.api.running import running
from tiktok_spiders.api.dashboard.shown import coded, money, number, percent, when
from tiktok_spiders.exceptions import StoreBusyError, StoreError

if TYPE_CHECKING:
    import httpx
    from scrapy.settings import Settings

    from tiktok_spiders.store import Store

EVERY = (
    "/",
    "/ui/jobs",
    "/ui/jobs/new",
    "/ui/videos",
    "/ui/users",
    "/ui/products",
    "/ui/verdicts",
    "/login",
    "/docs",
)


@pytest.mark.parametrize("path", EVERY)
async def test_every_page_is_well_formed(api: httpx.AsyncClient, path: str) -> None:
    answer = await api.get(path)
    assert answer.status_code == 200
    page = Read(answer.text)
    assert "None" not in page.text
    assert len(page.all("h1")) == len(page.all("main")) == 1
    assert page.elements[[tag for tag, _ in page.elements].index("a")][1]["href"] == "#main"
    assert len(page.all("table")) == len(page.all("caption"))
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    for link in page.all("link") + page.all("script"):
        assert (await api.get(link.get("href") or link["src"])).status_code == 200


async def test_nothing_stored_says_what_to_do(api: httpx.AsyncClient) -> None:
    for path in ("/", "/ui/jobs", "/ui/videos", "/ui/verdicts"):
        text = (await api.get(path)).text
        assert "/ui/jobs/new" in text
        assert 'class="empty"' in text
    nothing = (await api.get("/ui/videos?min_views=10")).text
    assert "Nothing stored fits" in nothing


async def test_the_overview_sums_up(filled: Store, api: httpx.AsyncClient) -> None:
    text = Read((await api.get("/")).text).text
    assert "Videos 60" in text
    assert "3.2 % of 1 240 requests" in text
    assert "captcha 9" in text
    assert "@river.runner" in text
    assert "complete 1" in text


async def test_videos_are_found_by_words_and_filters(filled: Store, api: httpx.AsyncClient) -> None:
    found = Read((await api.get("/ui/videos?text=kitchen&min_views=300000&sort=views&order=asc")).text)
    assert "1 found" in found.text
    values = {attrs["name"]: attrs.get("value") for attrs in found.all("input")}
    assert (values["text"], values["min_views"]) == ("kitchen", "300000")
    first = Read((await api.get("/ui/videos?sort=views")).text)
    (further,) = [attrs["href"] for attrs in first.all("a") if attrs.get("rel") == "next"]
    assert further == "?sort=views&offset=25"
    last = Read((await api.get("/ui/videos?sort=views&offset=50")).text)
    assert "51–60 of 60" in last.text
    assert [attrs["rel"] for attrs in last.all("a") if attrs.get("rel") in {"prev", "next"}] == ["prev"]


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("min_views=many", "min_views"),
        ("start_date=soon", "start_date"),
        ("sort=1;drop", "sort"),
        ("user_id=1' or 1=1 --", "user_id"),
        ("min_likes=-1", "min_likes"),
    ],
)
async def test_a_wrong_filter_is_told_beside_it(api: httpx.AsyncClient, query: str, wrong: str) -> None:
    answer = await api.get(f"/ui/videos?{query}")
    assert answer.status_code == 400
    page = Read(answer.text)
    fields = [attrs for tag in ("input", "select") for attrs in page.all(tag)]
    assert [attrs["name"] for attrs in fields if "aria-invalid" in attrs] == [wrong]
    assert "open" in page.all("details")[0]


async def test_an_offset_that_is_none_is_told(api: httpx.AsyncClient) -> None:
    assert (await api.get("/ui/videos?offset=99999999")).status_code == 400
    assert (await api.get("/ui/verdicts?offset=99999999")).status_code == 400


async def test_records_tell_their_story(filled: Store, api: httpx.AsyncClient) -> None:
    video = Read((await api.get(f"/ui/videos/{VIDEO}")).text).text
    assert "3 249 000" in video
    user = Read((await api.get("/ui/users/@River.Runner")).text).text
    assert "48 213" in user
    assert "41 000" in user
    assert USER in (await api.get("/ui/users/river.runner")).text
    product = Read((await api.get(f"/ui/products/{PRODUCT}")).text).text
    assert "latest 19.00 USD" in product
    assert "latest 15.00 GBP" in product
    verdicts = Read((await api.get("/ui/verdicts?status=capped")).text).text
    assert "51 200" in verdicts
    assert "@gone" not in verdicts


@pytest.mark.parametrize(
    "path",
    ["/ui/videos/1", "/ui/users/nobody", "/ui/nothing", "/ui/jobs/none", "/ui/products/1",
     "/ui/jobs/1", "/ui/charts/users/nobody.svg",
     "/ui/charts/products/1.svg", "/ui/charts/videos/1.svg"],
)  # fmt: skip
async def test_what_is_not_there_is_a_page_too(api: httpx.AsyncClient, path: str) -> None:
    answer = await api.get(path)
    assert answer.status_code == 404
    assert "There is no such thing" in answer.text


@pytest.mark.parametrize(
    ("error", "code"), [(StoreBusyError("sqlite:///secret"), 503), (StoreError("secret"), 500)]
)
async def test_a_store_that_fails_is_a_page_without_its_words(
    api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("tiktok_spiders.api.dashboard.verdict_routes.newest", fail)
    answer = await api.get("/ui/verdicts")
    assert answer.status_code == code
    assert "text/html" in answer.headers["content-type"]
    assert "secret" not in answer.text


def test_numbers_are_clear() -> None:
    assert number(1234567) == "1\u202f234\u202f567"
    assert number(0) == "0"
    assert percent(12.345) == "12.3\u202f%"
    assert money(Decimal("1234.5"), "<USD>") == "1\u202f234.50\u202f&lt;USD&gt;"
    assert "not known" in number(None)
    assert money(None) == percent(None) == when(None) == number(None)
    assert ">2026-01-31<" in when(date(2026, 1, 31))
    assert ">2026-01-31 11:00<" in when("2026-01-31T12:00:00+01:00")
    assert coded("a `b<` c") == "a <code>b&lt;</code> c"


async def test_identities_are_counted_for_who_may_know(settings: Settings) -> None:
    settings.set("TIKTOK_SECRET_KEY", "0123456789abcdef" * 3, priority="cmdline")
    async with running(settings) as api:
        text = Read((await api.get("/")).text).text
    assert "Identities 0 0 in use, 0 resting" in text
    assert "Token health –" in text
