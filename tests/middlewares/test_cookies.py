from __future__ import annotations

import socket
import subprocess
import sys

import pytest
from scrapy import Request, Spider
from scrapy.downloadermiddlewares import cookies
from scrapy.http import Response
from scrapy.utils.misc import build_from_crawler
from scrapy.utils.test import get_crawler

from middlewares.cookies import CookiesMiddleware


@pytest.fixture
def middleware(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("asked the network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return build_from_crawler(CookiesMiddleware, get_crawler(Spider))


@pytest.mark.parametrize(
    ("domain", "sent"),
    [(".tiktok.com", b"a=1"), ("www.tiktok.com", b"a=1"), (".com", None), (".co.uk", None)],
)
def test_a_cookie_for_a_public_suffix_is_refused_without_a_network(middleware, domain, sent):
    request = Request("https://www.tiktok.com/@a")
    answer = Response(request.url, headers={"Set-Cookie": f"a=1; Domain={domain}; Path=/"})
    middleware.process_response(request, answer)
    following = Request("https://www.tiktok.com/@b")
    middleware.process_request(following)
    assert following.headers.get("Cookie") == sent


def test_scrapy_still_has_the_name_that_is_replaced():
    assert callable(cookies._split_domain)
    assert cookies._split_domain.suffix_list_urls == ()
    fresh = "from scrapy.downloadermiddlewares import cookies; assert hasattr(cookies, '_split_domain')"
    subprocess.run([sys.executable, "-c", fresh], check=True)
