from __future__ import annotations

from base64 import b64decode
from typing import Any

import pytest
from scrapy import Request
from scrapy.downloadermiddlewares.httpproxy import HttpProxyMiddleware
from scrapy.exceptions import DownloadConnectionRefusedError, IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.utils.misc import build_from_crawler

from middlewares.proxy import ProxyMiddleware
from tests.components import crawler_for
from tests.middlewares.test_identity import request_for
from tiktok_spiders import identities, proxies
from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.identities.protocol import Need
from tiktok_spiders.outcome import Answer, Outcome, classify_exception
from tiktok_spiders.signals import answer_judged

MARK = "s3cr3t-mark"
THREE = f"http://{MARK}u:{MARK}%2F%C3%A4@h1.example:1,h2.example:2,h3.example:3"


class TunnelError(Exception):
    """Named as Scrapy's."""


class Scene:
    """The middleware, Scrapy's own behind it, and what they share with a crawl."""

    def __init__(self, listed: str = THREE, **settings: Any) -> None:
        self.crawler = crawler_for(TIKTOK_PROXIES=listed, TIKTOK_IDENTITIES=3, **settings)
        self.middleware = build_from_crawler(ProxyMiddleware, self.crawler)
        self.scrapys = build_from_crawler(HttpProxyMiddleware, self.crawler)
        self.pool = proxies.for_crawler(self.crawler)
        self.identities = identities.for_crawler(self.crawler)

    async def identity(self, proxy: int | None = 0, **changes: Any) -> Any:
        identity = await self.identities.lease(Need())
        identity.proxy = None if proxy is None else self.pool.all()[proxy].name
        for name, value in changes.items():
            setattr(identity, name, value)
        return identity

    def send(self, request: Request) -> Request:
        self.middleware.process_request(request)
        self.scrapys.process_request(request)
        return request

    def fail(self, request: Request, error: Exception) -> None:
        self.middleware.process_exception(request, error)
        self.crawler.signals.send_catch_log(
            answer_judged, request=request, answer=classify_exception(error), response=None
        )

    def stats(self) -> dict[str, Any]:
        every = self.crawler.stats.get_stats()
        return {
            name.removeprefix("tiktok/proxy/"): value
            for name, value in every.items()
            if name.startswith("tiktok/proxy/")
        }


def asked(identity: Any = None, **meta: Any) -> Request:
    request = request_for("videos")
    request.meta.update(meta, **({"identity": identity.name} if identity else {}))
    return request


def test_off_without_proxies():
    with pytest.raises(NotConfigured):
        build_from_crawler(ProxyMiddleware, crawler_for())


def test_wrong_proxies_are_fatal():
    with pytest.raises(ConfigError, match="entry 1"):
        build_from_crawler(ProxyMiddleware, crawler_for(TIKTOK_PROXIES="ftp://h:1"))


async def test_a_request_leaves_through_its_identity_s_proxy():
    scene = Scene()
    for number in (2, 1, 2):
        request = scene.send(asked(await scene.identity(number)))
        assert request.meta["proxy"] == f"http://h{number + 1}.example:{number + 1}"
        assert "Proxy-Authorization" not in request.headers
        scene.identities.release(request.meta["identity"])


async def test_credentials_are_there_only_while_the_request_is_out():
    scene = Scene()
    request = scene.send(asked(await scene.identity(0)))
    kind, _, value = request.headers["Proxy-Authorization"].decode().partition(" ")
    assert (kind, b64decode(value).decode()) == ("Basic", f"{MARK}u:{MARK}/ä")
    assert MARK not in repr(request.meta)
    response = Response(request.url, request=request)
    assert scene.middleware.process_response(request, response) is response
    assert "Proxy-Authorization" not in request.headers
    assert not {"proxy", "_auth_proxy"} & set(request.meta)


async def test_a_repetition_through_another_proxy_takes_no_credentials_along():
    scene = Scene()
    first = scene.send(asked(await scene.identity(0)))
    again = scene.send(asked(await scene.identity(1), _auth_proxy=first.meta["_auth_proxy"]))
    assert "Proxy-Authorization" not in again.headers
    back = first.replace()
    back.meta["identity"] = (await scene.identity(0)).name
    assert "Proxy-Authorization" in scene.send(back).headers


async def test_a_browser_has_its_own(monkeypatch):
    monkeypatch.setenv("https_proxy", "http://env.example:9")
    scene = Scene()
    request = scene.send(asked(await scene.identity(0), transport="browser"))
    assert request.meta["proxy"] is None
    assert "Proxy-Authorization" not in request.headers
    assert request.meta["proxy_name"] == scene.pool.all()[0].name


async def test_an_identity_without_a_proxy_gets_one_and_keeps_it():
    scene = Scene()
    identity = await scene.identity(None)
    used = {scene.send(asked(identity)).meta["proxy"] for _ in range(4)}
    assert len(used) == 1
    assert scene.pool.get(identity.proxy).server in used
    identity.proxy = "p-gone"
    scene.send(asked(identity))
    assert scene.pool.get(identity.proxy) is not None


async def test_nothing_leaves_without_a_proxy():
    scene = Scene()
    robots = [scene.send(Request("https://www.tiktok.com/robots.txt")).meta["proxy"] for _ in range(4)]
    assert robots == [
        "http://h1.example:1", "http://h2.example:2", "http://h3.example:3", "http://h1.example:1",
    ]  # fmt: skip
    assert scene.send(asked(identity=None)).meta["proxy"]


async def test_a_listing_fails_over_when_its_proxy_breaks(caplog):
    scene = Scene()
    identity, other = await scene.identity(0), await scene.identity(1)
    for _ in range(3):
        assert scene.identities.get(identity.name) is identity
        scene.fail(scene.send(asked(identity)), DownloadConnectionRefusedError("no"))
    names = [one.name for one in scene.identities.all()]
    assert identity.name not in names
    assert other.name in names
    mine = scene.pool.all()[0].name
    assert scene.stats() == {
        f"{mine}/failures": 3, "failures/refused": 3, "quarantines": 1, "identities_retired": 1,
    }  # fmt: skip
    fresh = await scene.identity(None)
    assert scene.send(asked(fresh)).meta["proxy"] != "http://h1.example:1"
    assert "does not work (refused): quarantined" in caplog.text
    assert MARK not in caplog.text + repr(scene.crawler.stats.get_stats())


async def test_a_refused_password_is_named_apart_and_once(caplog):
    scene = Scene()
    requests = [scene.send(asked(await scene.identity(0))) for _ in range(2)]
    for request in requests:
        scene.fail(request, TunnelError("Could not open CONNECT tunnel [{'status': 407, 'reason': b''}]"))
    assert scene.stats()["failures/auth"] == 2
    assert scene.stats()["quarantines"] == 1
    assert caplog.text.count("refuses user and password (407)") == 1
    assert scene.pool.status()[0].last_error == "auth"


async def test_a_407_in_plain_http_is_the_proxy_s():
    scene = Scene()
    request = scene.send(asked(await scene.identity(1)))
    scene.crawler.signals.send_catch_log(
        answer_judged,
        request=request,
        answer=Answer(outcome=Outcome.INVALID),
        response=Response(request.url, status=407),
    )
    assert scene.stats()["failures/auth"] == 1


async def test_any_answer_speaks_for_the_proxy():
    scene = Scene()
    identity = await scene.identity(1)
    for outcome in (Outcome.OK, Outcome.EMPTY, Outcome.CAPTCHA, Outcome.SERVER_ERROR):
        request = scene.send(asked(identity, download_latency=0.5))
        scene.crawler.signals.send_catch_log(
            answer_judged, request=request, answer=Answer(outcome=outcome), response=Response(request.url)
        )
    status = scene.pool.status()[1]
    assert (status.ok, status.failures, status.latency) == (4, {}, 0.5)
    assert scene.stats() == {f"{status.name}/answers": 4}


async def test_what_is_not_the_proxy_s_fault_is_not_counted():
    scene = Scene()
    request = scene.send(asked(await scene.identity(1)))
    scene.fail(request, IgnoreRequest("Forbidden by robots.txt"))
    scene.fail(request, ValueError("a bug"))
    scene.fail(asked(), DownloadConnectionRefusedError("never had a proxy"))
    assert scene.stats() == {}


async def test_a_session_of_the_user_s_outlives_its_proxy():
    scene = Scene()
    identity = await scene.identity(0, source="given")
    scene.fail(scene.send(asked(identity)), TunnelError("[{'status': 407}]"))
    assert scene.identities.get(identity.name) is identity
    assert scene.send(asked(identity)).meta["proxy"] != "http://h1.example:1"


def test_robots_txt_is_asked_through_another_proxy_but_not_for_ever():
    scene = Scene()
    request = Request("https://www.tiktok.com/robots.txt")
    used = []
    while request is not None:
        scene.send(request)
        used.append(request.meta["proxy"])
        request = scene.middleware.process_exception(request, DownloadConnectionRefusedError("no"))
    assert used == ["http://h1.example:1", "http://h2.example:2", "http://h3.example:3"]
    assert scene.stats()["repeated"] == 2
    assert scene.stats()["failures/refused"] == 3


async def test_what_an_identity_asks_is_not_asked_through_another_proxy():
    scene = Scene()
    page = Request("https://www.tiktok.com/explore", meta={"identity": (await scene.identity(0)).name})
    assert scene.middleware.process_exception(scene.send(page), DownloadConnectionRefusedError("no")) is None
    assert scene.stats()["failures/refused"] == 1


def test_a_single_proxy_is_not_asked_twice():
    scene = Scene("h1.example:1")
    request = scene.send(Request("https://www.tiktok.com/robots.txt"))
    assert scene.middleware.process_exception(request, DownloadConnectionRefusedError("no")) is None


def test_other_failures_are_left_alone():
    scene = Scene()
    request = scene.send(Request("https://www.tiktok.com/robots.txt"))
    assert scene.middleware.process_exception(request, ValueError("no")) is None
    never_sent = Request("https://www.tiktok.com/robots.txt")
    assert scene.middleware.process_exception(never_sent, DownloadConnectionRefusedError("no")) is None
    assert scene.stats() == {}


def test_robots_txt_speaks_for_the_proxy():
    scene = Scene()
    request = scene.send(Request("https://www.tiktok.com/robots.txt"))
    scene.middleware.process_response(request, Response(request.url))
    assert scene.pool.status()[0].ok == 1


def test_exhausted_is_counted_once():
    scene = Scene("h1.example:1")
    for _ in range(3):
        request = scene.send(Request("https://www.tiktok.com/robots.txt"))
        scene.middleware.process_exception(request, DownloadConnectionRefusedError("no"))
    for _ in range(3):
        assert scene.send(Request("https://www.tiktok.com/a")).meta["proxy"] == "http://h1.example:1"
    assert scene.stats()["exhausted"] == 1
