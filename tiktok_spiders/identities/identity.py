"""One identity: everything that TikTok sees of a visitor, kept together and changed together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from random import Random

DEVICE_IDS = (7_250_000_000_000_000_000, 7_325_099_899_999_994_577)
"""Range in which web clients draw a ``device_id`` when no page has given them one (reported)."""

CHROME = "142.0.0.0"
"""Version of the browser that identities carried by plain HTTP name."""


def _chrome(system: str, *, mobile: bool = False) -> str:
    kind = "Mobile Safari" if mobile else "Safari"
    return f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{CHROME} {kind}/537.36"


DESKTOP_AGENTS = (
    (_chrome("Windows NT 10.0; Win64; x64"), "Win32", "windows"),
    (_chrome("Macintosh; Intel Mac OS X 10_15_7"), "MacIntel", "mac"),
    (_chrome("X11; Linux x86_64"), "Linux x86_64", "linux"),
)
"""User agent, ``browser_platform`` and ``os`` that belong together."""

MOBILE_AGENT = _chrome("Linux; Android 14; Pixel 8", mobile=True)


@dataclass(slots=True, kw_only=True)
class Identity:
    """A visitor: user agent, language, device and (by its name) a cookie jar of its own."""

    name: str
    """Unique in the crawl; names the cookie jar."""

    slot: str
    """Scrapy's download slot: an identity that takes another's place keeps to the pace of that place."""

    user_agent: str
    """``User-Agent`` header."""

    accept_language: str
    """``Accept-Language`` header."""

    device_id: str
    """19 digits."""

    verify_fp: str
    """``verify_`` and seven hexadecimal digits."""

    platform: str
    """``browser_platform`` of the API parameters."""

    os: str
    """``os`` of the API parameters."""

    _query: str = field(default="", repr=False)

    def headers(self) -> dict[str, str]:
        """Return the headers that every request of this identity carries."""
        return {"User-Agent": self.user_agent, "Accept-Language": self.accept_language}

    def query(self) -> str:
        """Return the common API parameters of this identity, URL-encoded."""
        if not self._query:
            self._query = urlencode(self._parameters())
        return self._query

    def _parameters(self) -> dict[str, str]:
        language = self.accept_language.split(",", 1)[0]
        return {
            "aid": "1988",
            "app_language": language.split("-", 1)[0],
            "app_name": "tiktok_web",
            "browser_language": language,
            "browser_name": "Mozilla",
            "browser_online": "true",
            "browser_platform": self.platform,
            "browser_version": self.user_agent.removeprefix("Mozilla/"),
            "channel": "tiktok_web",
            "cookie_enabled": "true",
            "device_id": self.device_id,
            "device_platform": "web_pc",
            "focus_state": "true",
            "history_len": "2",
            "is_fullscreen": "false",
            "is_page_visible": "true",
            "language": language.split("-", 1)[0],
            "os": self.os,
            "priority_region": "",
            "referer": "",
            "region": "US",
            "screen_height": "1080",
            "screen_width": "1920",
            "tz_name": "UTC",
            "user_is_login": "false",
            "verifyFp": self.verify_fp,
            "webcast_language": language.split("-", 1)[0],
        }


def mint(name: str, slot: str, accept_language: str, random: Random, *, mobile: bool = False) -> Identity:
    """Make a new identity; ``random`` decides its agent and device."""
    agent, platform, system = random.choice(DESKTOP_AGENTS)
    return Identity(
        name=name,
        slot=slot,
        user_agent=MOBILE_AGENT if mobile else agent,
        accept_language=accept_language,
        device_id=str(random.randint(*DEVICE_IDS)),
        verify_fp=f"verify_{random.getrandbits(28):07x}",
        platform="Linux armv81" if mobile else platform,
        os="android" if mobile else system,
    )
