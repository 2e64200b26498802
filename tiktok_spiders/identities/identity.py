"""One identity: everything that TikTok sees of a visitor, kept together and changed together."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode

import msgspec

from tiktok_spiders.identities.agents import Kind, agent_of
from tiktok_spiders.identities.jar import LOGIN, TIKTOK, TOKEN, Jar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiktok_spiders.pages.app_context import AppContext

Source = Literal["http", "browser", "given", "invented"]

TOKEN_EMPTIES = 2
"""Empty answers after which a token that the user gave is dropped."""

_NOT_WRITTEN = frozenset({"jar", "_cache"})


@dataclass(slots=True, kw_only=True)
class Identity:
    """A visitor. Times are epoch seconds. ``dump`` holds secrets: it is only ever written encrypted."""

    name: str
    """Unique, also between crawls; names the cookie jar."""

    slot: str
    """Scrapy's download slot: an identity that takes another's place keeps to the pace of that place."""

    kind: Kind = "desktop"
    user_agent: str
    client_hints: dict[str, str] = field(default_factory=dict)
    accept_language: str
    platform: str
    """``browser_platform`` of the API parameters."""

    os: str
    """``os`` of the API parameters."""

    device_id: str
    """19 digits; the page's own once ``adopt_context`` has seen it."""

    verify_fp: str
    """``verify_…``; the cookie ``s_v_web_id`` goes before it."""

    odin_id: str | None = None
    web_id_created: int | None = None
    region: str | None = None
    """Country that TikTok takes this visitor to be in."""

    country: str | None = None
    """Country of the proxy."""

    proxy: str | None = None
    """Name of the proxy; None: the machine's own address."""

    cookie_domain: str = TIKTOK
    """Domain of the cookies that are set by hand."""

    jar: Jar = field(default_factory=Jar, repr=False)
    source: Source = "invented"
    logged_in: bool = False
    session_name: str | None = None
    """Name that the user's file gives this session; None for an identity of our own."""

    session_file: str | None = None
    """Path of the file that it was read from; None: not from a file, or not a session."""

    session_digest: str | None = None
    """What the file said when it was last read: cookies renewed since go before it until it changes."""

    token_given: bool = False
    """Whether the msToken is one that the user gave and TikTok has not yet renewed."""

    token_digest: str | None = None
    """Which given token it began with."""

    token_empties: int = 0
    born: float = field(default_factory=time.time)
    last_used: float | None = None
    uses: int = 0
    budget: int | None = None
    """Signed calls left before it rests; None: any number."""

    cool_until: float = 0.0
    rests_in_row: int = 0
    failures_in_row: int = 0
    health: float = 1.0
    """Share of good answers, recent ones counting most; 0 to 1."""

    blocked_after: float | None = None
    """Seconds from birth to the first blocks in a row; None: not yet."""

    by_endpoint: dict[str, list[int]] = field(default_factory=dict)
    """Endpoint to the numbers of good and other answers."""

    last_outcome: str | None = None
    expires_at: float | None = None
    """When the first cookie of a login expires."""

    _cache: tuple[tuple[Any, ...], str] = field(default=((), ""), repr=False, compare=False)

    @property
    def ms_token(self) -> str | None:
        """The newest msToken, which is the cookie's value."""
        return self.jar.value(TOKEN) or None

    @property
    def is_minted(self) -> bool:
        """Whether TikTok has given this visitor its cookies: only then are its calls a visitor's."""
        return self.source in {"http", "browser"} or (
            self.source == "given" and bool(self.jar.value("ttwid"))
        )

    def headers(self) -> dict[str, str]:
        """Return the headers that every request of this identity carries."""
        return {
            "User-Agent": self.user_agent,
            "Accept-Language": self.accept_language,
            **self.client_hints,
        }

    def query(self, *, signed: bool = False) -> str:
        """Return the common API parameters, URL-encoded; ``signed``: those of signed calls, too."""
        verify = self.jar.value("s_v_web_id") or self.verify_fp
        key = (signed, self.device_id, self.odin_id, self.web_id_created, self.region, self.logged_in, verify)
        if self._cache[0] != key:
            self._cache = (key, urlencode(self._parameters(verify, signed=signed)))
        token = self.ms_token
        return f"{self._cache[1]}&{urlencode({TOKEN: token})}" if token else self._cache[1]

    def adopt_context(self, context: AppContext, source: Source = "http") -> None:
        """Take over what a page loaded with this jar says about its visitor."""
        self.device_id = context.device_id or self.device_id
        self.odin_id = context.odin_id or self.odin_id
        self.web_id_created = context.web_id_created or self.web_id_created
        self.region = context.region or self.region
        if self.source == "invented":
            self.source = source

    def take_token(self, value: str) -> None:
        """Make this msToken the one of query and cookie."""
        found = next((cookie for cookie in self.jar if cookie.name == TOKEN), None)
        if found is not None and found.value == value:
            return
        self.token_given = False
        domain = self.cookie_domain if found is None else found.domain
        self.jar.put(TOKEN, value, domain, None if found is None else found.expires)

    def take_answer(self, headers: Mapping[str, str]) -> None:
        """Take over the token of an answer's header ``x-ms-token`` (names in lower case).

        Its cookies come first: a page stores the header's token after the browser has stored the cookies.
        """
        value = headers.get("x-ms-token")
        if value:
            self.take_token(value)

    def give_token(self, value: str) -> None:
        """Take a token from the user, on probation: see ``note_empty``."""
        self.take_token(value)
        self.token_given, self.token_empties = True, 0
        self.token_digest = hashlib.sha256(value.encode()).hexdigest()

    def note_empty(self) -> bool:
        """Count an empty answer; drop a given token at its second, and return whether that happened."""
        if not self.token_given:
            return False
        self.token_empties += 1
        if self.token_empties < TOKEN_EMPTIES:
            return False
        self.jar.drop(TOKEN)
        self.token_given = False
        return True

    def note_cookies(self) -> None:
        """Recognise a login by its cookies, and when it ends."""
        logins = [cookie for cookie in self.jar if cookie.name in LOGIN and cookie.value]
        self.logged_in = any(cookie.name == "sessionid" for cookie in logins)
        ends = [cookie.expires for cookie in logins if cookie.expires]
        self.expires_at = float(min(ends)) if ends and self.logged_in else None

    def needs_renewal(self, now: float, days: float) -> bool:
        """Tell whether its login ends within so many days."""
        return self.logged_in and self.expires_at is not None and self.expires_at - now < days * 86_400

    def dump(self) -> bytes:
        """Return everything as JSON, cookies and tokens included."""
        plain = {
            each.name: getattr(self, each.name) for each in fields(self) if each.name not in _NOT_WRITTEN
        }
        return msgspec.json.encode({**plain, "cookies": self.jar.dump()})

    @classmethod
    def load(cls, data: bytes) -> Identity:
        """Return the identity of a ``dump``. Members that this version does not know are left out."""
        plain: dict[str, Any] = msgspec.json.decode(data)
        jar = Jar.load(plain.pop("cookies", []))
        known = {each.name for each in fields(cls)} - _NOT_WRITTEN
        return cls(**{name: value for name, value in plain.items() if name in known}, jar=jar)

    def _parameters(self, verify: str, *, signed: bool) -> dict[str, str]:
        language = self.accept_language.split(",", 1)[0]
        short = language.split("-", 1)[0]
        agent = agent_of(self.user_agent)
        width, height = agent.screen if agent else (1920, 1080)
        extra = {"odinId": self.odin_id, "WebIdLastTime": self.web_id_created}
        return {
            "aid": "1988",
            "app_language": short,
            "app_name": "tiktok_web",
            "browser_language": language,
            "browser_name": "Mozilla",
            "browser_online": "true",
            "browser_platform": self.platform,
            "browser_version": self.user_agent.removeprefix("Mozilla/"),
            "channel": "tiktok_web",
            "cookie_enabled": "true",
            "device_id": self.device_id,
            "device_platform": agent.device_platform if agent else "web_pc",
            "focus_state": "true",
            "history_len": "2",
            "is_fullscreen": "false",
            "is_page_visible": "true",
            "language": short,
            "os": self.os,
            "priority_region": "",
            "referer": "",
            "region": self.region or self.country or "US",
            "screen_height": str(height),
            "screen_width": str(width),
            "tz_name": "UTC",
            "user_is_login": "true" if self.logged_in else "false",
            "verifyFp": verify,
            "webcast_language": short,
            **{name: str(value) for name, value in extra.items() if value},
            **({"data_collection_enabled": "true", "root_referer": ""} if signed else {}),
        }
