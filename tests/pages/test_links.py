from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tiktok_spiders.pages.links import expires_at, file_key

AT = datetime.fromtimestamp(1784355633, UTC)
HASH = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://v16.example.com/video/x/?a=1988&expire=1784355633&tk=0", AT),
        ("https://p16.example.com/c~tplv.jpg?x-expires=1784355633&x-signature=a", AT),
        ("https://p16.example.com/c.jpg?expires=1784355633", AT),
        ("https://v16.example.com/c.jpg?l=noexpire=1&expire=1784355633", AT),
        (f"https://v16.example.com/{HASH}/6a5b1b31/video/tos/x/?a=1988", AT),
        (f"https://v16.example.com/{HASH}/6a5b1b31/video/x", AT),
        ("https://v16.example.com/video/expire=1784355633/", None),
        ("https://v16.example.com/video/?expire=soon", None),
        ("https://v16.example.com/video/?expire=178435563300000", None),
        ("https://v16.example.com/deadbeef/6a5b1b31/video/", None),
        ("", None),
        (None, None),
    ],
)
def test_expiry(url: str | None, expected: datetime | None) -> None:
    assert expires_at(url) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (f"https://p16.example.com/tos-avt-0068/{HASH}~tplv-tiktokx:100:100.jpeg?x-expires=1", HASH),
        (f"https://p16.example.com/aweme/100x100/tos/{HASH}.jpeg?x-expires=2", HASH),
        ("https://v16.example.com/video/tos/okDJ/?a=1", "okDJ"),
        ("https://p16.example.com", None),
        (None, None),
    ],
)
def test_file_key(url: str | None, expected: str | None) -> None:
    assert file_key(url) == expected
