"""Short links are followed over TikTok's own hosts at each hop, and nowhere else."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.api.live import redirects
from tiktok_spiders.urls import DEFAULT, Origins, parse_target

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from tests.standin_process import StandinProcess

PUBLIC = "93.184.216.34"
SHORT = "https://vm.tiktok.com/ZSabc123/"


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A network of this test's own: ``addresses`` of every host, ``answers`` in turn, ``asked``."""
    given: dict[str, Any] = {"addresses": [PUBLIC], "answers": [], "asked": []}

    async def look_up(_loop: Any, _host: str, port: int, **_: Any) -> list[Any]:
        if not given["addresses"]:
            raise socket.gaierror
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in given["addresses"]]

    def answer(request: httpx.Request) -> httpx.Response:
        given["asked"].append(request)
        found = given["answers"].pop(0)
        if isinstance(found, Exception):
            raise found
        return httpx.Response(302, headers={"Location": found}) if isinstance(found, str) else found

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", look_up)
    transport = httpx.MockTransport(answer)

    class Client(httpx.AsyncClient):
        def __init__(self, **options: Any) -> None:
            assert options["trust_env"] is False
            assert options["follow_redirects"] is False
            super().__init__(transport=transport, **options)

    monkeypatch.setattr(redirects.httpx, "AsyncClient", Client)
    return given


async def resolved(text: str = SHORT, origins: Origins = DEFAULT) -> Any:
    return await redirects.resolve(parse_target(text, origins=origins), origins)


async def refused(text: str = SHORT, origins: Origins = DEFAULT) -> ApiError:
    with pytest.raises(ApiError) as error:
        await resolved(text, origins)
    return error.value


async def test_the_address_that_was_looked_at_is_the_one_that_is_asked(net: dict[str, Any]) -> None:
    net["answers"] = ["https://www.tiktok.com/@someone/video/7106594312292453675?_r=1"]
    target, hops = await resolved()
    assert (target.kind, target.id, target.handle, hops) == ("video", "7106594312292453675", "someone", 1)
    (request,) = net["asked"]
    assert (request.url.host, request.headers["Host"]) == (PUBLIC, "vm.tiktok.com")
    assert request.extensions["sni_hostname"] == "vm.tiktok.com"
    assert request.url.scheme == "https"


async def test_several_hops(net: dict[str, Any]) -> None:
    net["answers"] = ["https://vt.tiktok.com/ZSdef456/", "https://www.tiktok.com/tag/cats"]
    target, hops = await resolved()
    assert (target.kind, target.key, hops) == ("hashtag", "cats", 2)
    assert [one.headers["Host"] for one in net["asked"]] == ["vm.tiktok.com", "vt.tiktok.com"]


@pytest.mark.parametrize(
    "location",
    [
        "https://example.com/@someone/video/7106594312292453675",
        "http://169.254.169.254/latest/meta-data/",
        "https://www.tiktok.com.example.com/@a",
        "https://user@www.tiktok.com/@a",
        "https://www.tiktok.com:8443/@a",
        "//127.0.0.1/x",
        "file:///etc/passwd",
    ],
)
async def test_a_hop_elsewhere_is_refused(net: dict[str, Any], location: str) -> None:
    net["answers"] = [location]
    assert (await refused()).code == "INVALID_REQUEST"
    assert len(net["asked"]) == 1


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["10.0.0.8"], [PUBLIC, "192.168.1.1"], ["::1"], ["fd00::1"], ["169.254.169.254"]],
)
async def test_a_private_address_is_not_asked(net: dict[str, Any], addresses: list[str]) -> None:
    net["addresses"] = addresses
    assert (await refused()).code == "INVALID_REQUEST"
    assert net["asked"] == []


async def test_a_loop_ends(net: dict[str, Any]) -> None:
    net["answers"] = [SHORT] * 9
    assert (await refused()).code == "INVALID_REQUEST"
    assert len(net["asked"]) == redirects.MOST_HOPS


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("https://www.tiktok.com/?_r=1", "NOT_FOUND"),
        ("https://www.tiktok.com/login/with/a/long/enough/path", "NOT_FOUND"),
        (httpx.Response(404), "NOT_FOUND"),
        (httpx.Response(200), "NOT_FOUND"),
        (httpx.Response(403), "API_UNAVAILABLE"),
        (httpx.Response(503), "API_UNAVAILABLE"),
        (httpx.ConnectError("no"), "API_UNAVAILABLE"),
    ],
)
async def test_what_leads_nowhere(net: dict[str, Any], answer: Any, code: str) -> None:
    net["answers"] = [answer]
    assert (await refused()).code == code


async def test_a_host_that_is_not_found(net: dict[str, Any]) -> None:
    net["addresses"] = []
    error = await refused()
    assert (error.code, error.headers["Retry-After"]) == ("API_UNAVAILABLE", "15")


async def test_an_ipv6_address(net: dict[str, Any]) -> None:
    net["addresses"], net["answers"] = ["2606:2800:220:1::1"], ["https://www.tiktok.com/@a.b"]
    target, _ = await resolved()
    assert target.handle == "a.b"
    assert net["asked"][0].url.host == "2606:2800:220:1::1"


async def test_parse_url(
    looking: Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]], shared_standin: StandinProcess
) -> None:
    number = shared_standin.truth("many_moths")["ids"][0]
    async with looking(TIKTOK_API_LIVE_WORKERS=0) as api:

        async def parse(url: str, **more: Any) -> httpx.Response:
            return await api.post("/api/v1/video/parse-url", json={"url": url, **more})

        short = "https://vm.tiktok.com/ZSvideo001/"
        found = (await parse(short)).json()
        assert (found["type"], found["id"], found["username"]) == ("video", number, "many_moths")
        assert found["canonical_url"] == f"https://www.tiktok.com/@many_moths/video/{number}"
        assert (found["url"], found["redirects"]) == (short, 1)
        kept = (await parse(short, resolve_redirects=False)).json()
        assert (kept["type"], kept["key"], kept["id"], kept["redirects"]) == ("short", "ZSvideo001", None, 0)
        for code in ("ZSforeign1", "ZSdeadhome"):
            answer = await parse(f"https://vt.tiktok.com/{code}/")
            assert answer.status_code in {400, 404}, code
        plain = (await parse("tiktok.com/@Some.One")).json()
        assert (plain["type"], plain["username"], plain["redirects"]) == ("user", "some.one", 0)
        for url in ("http://127.0.0.1:1/x", "https://example.com/@a", "", "x" * 3000):
            assert (await parse(url)).status_code == 400
        assert (await parse(short, more=1)).status_code == 400
    assert [entry["path"] for entry in shared_standin.log()] == [
        f"/t/{code}" for code in ("ZSvideo001", "ZSforeign1", "ZSdeadhome")
    ]
