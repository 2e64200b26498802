from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from scrapy import Request, signals
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.utils.misc import build_from_crawler

from tests.components import build, crawler_for
from tiktok_spiders.extensions.sessions import SessionRenewal
from tiktok_spiders.identities import for_crawler

if TYPE_CHECKING:
    from pathlib import Path

SOON = int(time.time()) + 2 * 86_400
LATER = int(time.time()) + 100 * 86_400


class Engine:
    """A browser whose visit sets the login's cookie anew, or fails."""

    def __init__(self, crawler: Any, *, expires: int | None) -> None:
        self._crawler, self._expires = crawler, expires
        self._slot = None
        self.asked: list[Request] = []

    async def download_async(self, request: Request) -> Response:
        self.asked.append(request)
        if self._expires is None:
            raise OSError("no browser")
        identity = for_crawler(self._crawler).get(request.meta["identity"])
        identity.jar.put("sessionid", "renewed", ".tiktok.com", self._expires)
        return Response(request.url)


def cookie_file(folder: Path, expires: int) -> Path:
    path = folder / "mine.txt"
    line = f".tiktok.com\tTRUE\t/\tTRUE\t{expires}\tsessionid\tsecret-of-mine\n"
    path.write_text(f"# Netscape HTTP Cookie File\n{line}")
    return path


async def renew(folder: Path, *, ends: int, renewed_until: int | None) -> Any:
    crawler = crawler_for(TIKTOK_COOKIES_FILE=str(cookie_file(folder, ends)))
    crawler.engine = Engine(crawler, expires=renewed_until)
    extension = build_from_crawler(SessionRenewal, crawler)
    crawler.signals.send_catch_log(signals.engine_started)
    assert extension._work is not None
    await extension._work
    return crawler


async def test_a_login_that_ends_soon_is_renewed_by_a_visit(tmp_path: Path) -> None:
    crawler = await renew(tmp_path, ends=SOON, renewed_until=LATER)
    (visit,) = crawler.engine.asked
    assert visit.meta["transport"] == "browser"
    assert crawler.stats.get_value("tiktok/session/renewed") == 1


@pytest.mark.parametrize("renewed_until", [None, SOON], ids=["no browser", "as before"])
async def test_one_that_is_not_renewed_is_a_warning_without_its_secret(
    tmp_path: Path, renewed_until: int | None, caplog: pytest.LogCaptureFixture
) -> None:
    crawler = await renew(tmp_path, ends=SOON, renewed_until=renewed_until)
    assert crawler.stats.get_value("tiktok/session/not_renewed") == 1
    assert "was not renewed" in caplog.text
    assert "secret-of-mine" not in caplog.text


async def test_one_that_holds_for_long_is_left_alone(tmp_path: Path) -> None:
    crawler = await renew(tmp_path, ends=LATER, renewed_until=LATER)
    assert crawler.engine.asked == []


def test_without_cookie_files_there_is_nothing_to_do() -> None:
    with pytest.raises(NotConfigured):
        build(SessionRenewal)
