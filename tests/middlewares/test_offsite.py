from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest

from middlewares.offsite import OffsiteMiddleware
from tests.components import build

HERE = "http://127.0.0.1:8123"


@pytest.mark.parametrize(
    ("url", "passes"),
    [
        ("https://www.tiktok.com/@a", True),
        ("https://vm.tiktok.com/abc/", True),
        ("https://v16-webapp-prime.us.tiktok.com/video/x", True),
        (f"{HERE}/@a", True),
        ("http://127.0.0.1:8124/@a", False),
        ("https://127.0.0.1:8123/@a", False),
        ("http://www.tiktok.com/@a", False),
        ("https://www.tiktok.com:8443/@a", False),
        ("https://www.tiktok.com.evil.example/@a", False),
        ("https://evil.example/?www.tiktok.com", False),
        ("https://user:pass@www.tiktok.com/@a", False),
        ("https://169.254.169.254/latest", False),
    ],
)
@pytest.mark.parametrize("dont_filter", [False, True])
def test_only_tiktok_and_the_set_origin_are_asked(url: str, passes: bool, dont_filter: bool) -> None:
    middleware = build(OffsiteMiddleware, TIKTOK_WEB_URL=HERE)
    request = Request(url, dont_filter=dont_filter, meta={"allow_offsite": True})
    if passes:
        assert middleware.process_request(request) is None
        return
    with pytest.raises(IgnoreRequest, match="offsite"):
        middleware.process_request(request)
