"""Every setting of this project: its name, default, what is allowed and what it is for.

``settings.py`` copies the environment (and ``.env``) into Scrapy's settings under the same names,
components read them once with ``Config.from_settings(crawler.settings)``. So a value given with
``-s``, by Scrapyd's ``setting=`` or in the environment all end here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from tiktok_spiders.exceptions import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

PREFIX = "TIKTOK_"

SHORTEST_SECRET = 8
"""Characters below which a given value is no secret worth hiding, and too common a text to be."""

ALIASES: dict[str, str] = {
    "MS_TOKENS": "TIKTOK_MS_TOKENS",
    "TIKTOK_NUM_SESSIONS": "TIKTOK_IDENTITIES",
    "WEBSHARE_API_KEY": "TIKTOK_WEBSHARE_API_KEY",
    "PROXY_ALGORITHM": "TIKTOK_PROXY_ALGORITHM",
    "ENABLE_PROXY": "TIKTOK_PROXY_ENABLED",
    "REDIS_URL": "TIKTOK_REDIS_URL",
    "SCRAPYD_USERNAME": "TIKTOK_SCRAPYD_USERNAME",
    "SCRAPYD_PASSWORD": "TIKTOK_SCRAPYD_PASSWORD",
}
"""Names that users of similar tools have in their ``.env``, and the setting each stands for."""

NOT_NEEDED = ("TIKTOK_SLEEP_AFTER", "ENVIRONMENT", "WEBSHARE_COOKIE")
"""Names of similar tools' ``.env`` that mean nothing here; each is named once."""

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
"""Hosts that plain http is allowed to where secrets are sent."""

_AROUND = " \t\r\n\"'"

SECRETS = frozenset(
    {
        "TIKTOK_DATABASE_URL",
        "TIKTOK_REDIS_URL",
        "TIKTOK_MS_TOKENS",
        "TIKTOK_PROXIES",
        "TIKTOK_WEBSHARE_API_KEY",
        "TIKTOK_SECRET_KEY",
        "TIKTOK_PSEUDONYM_KEY",
        "TIKTOK_SCRAPYD_PASSWORD",
        "TIKTOK_CLIENT_SECRET",
    }
)
"""Settings whose value is never shown in an error or a log."""


def _origin(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        msg = "an address such as https://host or http://127.0.0.1:8080, without user or password"
        raise ValueError(msg)
    if parts.path.strip("/") or parts.query:
        raise ValueError("an address without a path")
    return f"{parts.scheme}://{parts.netloc}"


def _safe_origin(value: str) -> str:
    origin = _origin(value)
    if origin.startswith("http:") and urlsplit(origin).hostname not in LOOPBACK:
        raise ValueError("an address over https; plain http is for 127.0.0.1 alone")
    return origin


def _pasted(value: Any) -> Any:
    return value.strip(_AROUND) or None if isinstance(value, str) else value


def _scopes(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return tuple(dict.fromkeys(part for part in re.split(r"[\s,]+", value.strip(_AROUND)) if part))


def _redirect(value: str) -> str:
    parts = urlsplit(value)
    loopback = parts.hostname in LOOPBACK
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or (parts.scheme == "http" and not loopback)
    ):
        raise ValueError("an https address of a web app, or http://127.0.0.1:PORT/callback/ of a desktop app")
    if parts.query or parts.fragment or "#" in value or "?" in value:
        raise ValueError("an address without query or fragment")
    if len(value) >= 512:
        raise ValueError("an address of fewer than 512 characters")
    return value


def _people(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    names = tuple(part.strip() for part in value.split(",") if part.strip())
    return () if names == ("none",) else names


def _redis_address(value: str) -> str:
    if urlsplit(value).scheme not in {"redis", "rediss", "unix"}:
        raise ValueError("an address such as redis://host:6379/0")
    return value


PeopleClass = Literal["reviewers", "commenters", "members", "mentions", "authors"]
Origin = Annotated[str, AfterValidator(_origin)]
SafeOrigin = Annotated[str, AfterValidator(_safe_origin)]
Pasted = Annotated[str | None, BeforeValidator(_pasted)]
Scope = Annotated[str, Field(pattern=r"^[a-z][a-z0-9._]{1,99}$")]
Seconds = Annotated[float, Field(ge=0, le=86_400)]


class Config(BaseModel):
    """All ``TIKTOK_*`` settings, typed. Each field is the setting of the same name in capitals."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    web_url: Origin = Field(
        "https://www.tiktok.com", description="Where TikTok's pages and web APIs are asked."
    )
    shop_url: Origin = Field("https://shop.tiktok.com", description="Where TikTok Shop's pages are asked.")
    webcast_url: Origin = Field("https://webcast.tiktok.com", description="Where live rooms are asked.")
    database_url: str = Field(
        "sqlite:///tiktok.db",
        description="The store: an SQLAlchemy URL of SQLite or PostgreSQL.",
        min_length=1,
    )
    store_enabled: bool = Field(
        default=True,
        description="Whether records are stored. Without a store there is no resuming, no `new_only` "
        "and no history; feeds work.",
    )
    store_wait: Seconds = Field(
        60, description="Seconds that a crawl pauses for a store that is locked, full or gone."
    )
    history_hours: Annotated[float, Field(gt=0)] = Field(
        24, description="A counter row is written when a value changed, or when the last row is this old."
    )
    download_delay: Seconds = Field(
        2,
        description="Seconds between two requests of one identity, ± 50 %. 0 turns delay, jitter and "
        "AutoThrottle off.",
    )
    robotstxt_obey: bool = Field(
        default=True,
        description="Whether robots.txt is honoured. A refusal is a verdict that names it.",
    )
    identities: Annotated[int, Field(ge=1, le=1000)] | None = Field(
        None,
        description="Identities (user agent, device, cookies, token and proxy kept together) that take "
        "turns. Default: one a proxy, at least 1.",
    )
    identity_backend: Literal["auto", "memory", "sql", "redis"] = Field(
        "auto",
        description="Where identities live. `sql`: in the store, encrypted, so that they survive a restart; "
        "`redis`: in Redis, encrypted, shared by all workers; `auto`: `redis` in distributed mode, else in "
        "the store if `TIKTOK_SECRET_KEY` is set, else in memory.",
    )
    identity_budget: Annotated[int, Field(ge=0)] = Field(
        0, description="Signed calls that an identity makes before it rests. 0: no limit of our own."
    )
    secret_key: str | None = Field(
        None,
        description="Key ring: texts of 32 characters or more, comma-separated; the first encrypts, all "
        "decrypt.",
    )
    pseudonymise: Annotated[tuple[PeopleClass, ...], BeforeValidator(_people)] = Field(
        ("reviewers",),
        description="Whose names are replaced by pseudonyms before anything is written, comma-separated: "
        "buyers who review, commenters, members of follower lists, people mentioned in texts, and authors "
        "met in passing. `none`: nobody, accounts marked as a minor's aside.",
    )
    pseudonym_key: str | None = Field(
        None,
        description="Key of the pseudonyms, 32 characters or more. Default: derived from the first key of "
        "`TIKTOK_SECRET_KEY`; without either, names are dropped.",
    )
    ms_tokens: str | None = Field(
        None, description="Tokens of your own, comma-separated; each starts one identity."
    )
    cookies_file: str | None = Field(
        None,
        description="Cookie files of your own sessions, comma-separated: Netscape `cookies.txt`, "
        "Cookie-Editor JSON, a header string or a browser's storage state. Read again when they change.",
    )
    cookie_renew_days: Annotated[float, Field(ge=0, le=180)] = Field(
        7,
        description="Days before a login cookie expires from which it is renewed by a visit in the browser.",
    )
    proxies: str | None = Field(
        None,
        description="Proxies, comma-separated, or a file with one a line: `http://user:password@host:port`.",
    )
    proxy_enabled: bool = Field(
        default=True, description="Whether the proxies are used that other settings name."
    )
    proxy_algorithm: Literal["round-robin", "random", "first", "sticky"] = Field(
        "round-robin", description="How a new identity gets its proxy."
    )
    proxy_country: str | None = Field(
        None, description="Only proxies of this country, ISO 3166-1 alpha-2.", pattern="^[A-Za-z]{2}$"
    )
    webshare_api_key: str | None = Field(None, description="Key of Webshare, whose proxies are then used.")
    webshare_url: str | None = Field(None, description="Where Webshare is asked. Default: the real one.")
    browser: Literal["chromium", "firefox", "webkit", "off"] = Field(
        "chromium",
        description="Browser for what a page has to sign itself. `off`: those resources are out of reach. "
        "`firefox` and `webkit` are passed through, untested.",
    )
    browser_executable: str | None = Field(None, description="Path of the browser. Default: found by itself.")
    headless: bool = Field(default=True, description="Whether the browser shows no window.")
    max_browsers: Annotated[int, Field(ge=1, le=16)] = Field(1, description="Browsers open at once.")
    browser_contexts: Annotated[int, Field(ge=1, le=64)] = Field(
        2, description="Contexts (one an identity) open at once in a browser."
    )
    browser_uses: Annotated[int, Field(ge=1)] = Field(
        200, description="Requests after which a context is closed and made anew."
    )
    browser_minutes: Annotated[float, Field(gt=0)] = Field(
        30, description="Minutes after which a context is closed and made anew."
    )
    browser_memory_mb: Annotated[int, Field(ge=200)] = Field(
        800, description="MiB of the browser's processes together, above which it is started anew."
    )
    browser_step_s: Annotated[float, Field(gt=0, le=300)] = Field(
        20, description="Seconds that one step in the browser may take."
    )
    store_fallback: bool = Field(
        default=False,
        description="Whether a target that TikTok does not answer is answered from the store, marked as such "
        "with its age.",
    )
    breaker_failures: Annotated[int, Field(ge=1)] = Field(
        8, description="Failures in a row after which an endpoint over a transport is skipped for a while."
    )
    breaker_seconds: Seconds = Field(
        60, description="Seconds after which a skipped endpoint is tried again by one request."
    )
    accept_language: str = Field(
        "en-US,en;q=0.9", description="The `Accept-Language` that identities send.", min_length=2
    )
    retry_times: Annotated[int, Field(ge=0, le=100)] = Field(
        5, description="How often a request is repeated before the next rung of the ladder is tried."
    )
    backoff: Annotated[float, Field(ge=0, le=100)] = Field(
        1,
        description="Factor on the waits before a repetition (1 to 60 s by the kind of answer, doubled each "
        "time). 0 turns waiting off.",
    )
    backoff_max: Seconds = Field(
        120, description="The longest wait before a repetition, a server's `Retry-After` included."
    )
    stop_after_blocks: Annotated[int, Field(ge=0)] = Field(
        20,
        description="Blocked answers in a row, no good one between, that stop the crawl. 0: never.",
    )
    lookback_days: Annotated[float, Field(gt=0, le=365)] = Field(
        7, description="How far an empty page of a profile's list is taken to look back, in days."
    )
    empty_windows: Annotated[int, Field(ge=1)] = Field(
        3, description="Empty pages in a row that end a profile's list from which nothing is lacking."
    )
    empty_windows_short: Annotated[int, Field(ge=1)] = Field(
        110,
        description="Empty pages in a row that end a profile's list which is still short of the profile's "
        "own counter. One page is a week.",
    )
    revisits: Annotated[int, Field(ge=0, le=10_000)] = Field(
        20,
        description="Places of a list where posts may have been withheld that are asked once more when it "
        "ends short of the profile's own counter.",
    )
    completeness: Annotated[float, Field(gt=0, le=1)] = Field(
        1.0, description="The coverage from which a listing that ended by itself is called complete."
    )
    redis_url: Annotated[str, AfterValidator(_redis_address)] | None = Field(
        None,
        description="Redis: `redis://user:password@host:6379/0`, `rediss://` for TLS or `unix://`. Needed to "
        "crawl on many machines.",
    )
    redis_prefix: str = Field(
        "tiktok", description="What every key in Redis begins with.", pattern=r"^[\w.-]{1,50}$"
    )
    distributed: bool = Field(
        default=False,
        description="Whether this process shares requests, targets and runs with others by Redis.",
    )
    lease_s: Annotated[float, Field(ge=1, le=3600)] = Field(
        30,
        description="Seconds without a sign of life after which the requests of a worker go to others. It "
        "must be longer than anything that blocks a worker.",
    )
    max_deliveries: Annotated[int, Field(ge=1, le=100)] = Field(
        5, description="How often a request is given out before it is set aside with its reason."
    )
    idle: Literal["stop", "wait"] = Field(
        "stop",
        description="What a worker does when nothing is left in Redis: end, or wait for further targets.",
    )
    scrapyd_url: Origin = Field(
        "http://127.0.0.1:6800", description="Scrapyd, on which `scrapy worker` schedules jobs."
    )
    scrapyd_username: str = Field("tiktok", description="User name for Scrapyd.", min_length=1)
    scrapyd_password: str | None = Field(
        None, description="Password for Scrapyd. Default: it is asked without one."
    )
    scrapyd_project: str = Field(
        "tiktok_spiders", description="Name under which this project is deployed.", pattern=r"^[\w.-]{1,100}$"
    )
    dedupe_keys: Annotated[int, Field(ge=1000)] = Field(
        50_000, description="Record keys that the run's duplicate filter remembers (about 105 bytes each)."
    )
    seen_keys: Annotated[int, Field(ge=1000, le=1_000_000_000)] = Field(
        10_000_000,
        description="Record keys that the workers of a run remember together in Redis, in distributed mode "
        "(about 9 bytes each).",
    )
    csv_safe: bool = Field(
        default=False,
        description="Whether CSV cells that a spreadsheet takes for a formula get a `'` in front.",
    )
    progress: Literal["auto", "on", "off"] = Field(
        "auto",
        description="`auto`: one line on a terminal, a log line every 30 s elsewhere; `on`: log lines "
        "everywhere; `off`: neither.",
    )

    client_key: Pasted = Field(
        None,
        description="Client key of your app at developers.tiktok.com, for publishing. Spaces and quotes "
        "around it are taken off.",
    )
    client_secret: Pasted = Field(
        None, description="Client secret of the app. Spaces and quotes around it are taken off."
    )
    redirect_uri: Annotated[str, AfterValidator(_redirect)] | None = Field(
        None,
        description="Redirect address as it is registered for the app. `http://127.0.0.1:PORT/callback/` is "
        "a desktop app, `*` as port or none set: any free port; https is a web app. Default: "
        "`http://127.0.0.1:*/callback/`.",
    )
    scopes: Annotated[tuple[Scope, ...], BeforeValidator(_scopes), Field(min_length=1)] = Field(
        ("user.info.basic", "video.upload", "video.publish", "video.list"),
        description="What a login asks the user for, comma-separated; only scopes that the app is approved "
        "for.",
    )
    open_api_url: SafeOrigin = Field(
        "https://open.tiktokapis.com",
        description="Where TikTok's official API is asked. Plain http only to 127.0.0.1. Files may be sent "
        "to this host as well, on any port.",
    )
    auth_url: SafeOrigin = Field(
        "https://www.tiktok.com",
        description="Where the user allows the app what it asks for, without a path.",
    )
    publish_connect_s: Annotated[float, Field(gt=0, le=300)] = Field(
        10, description="Seconds that a connection to the official API may take."
    )
    publish_read_s: Annotated[float, Field(gt=0, le=3600)] = Field(
        60, description="Seconds without a byte after which a request to the official API is given up."
    )
    publish_wait_s: Annotated[float, Field(ge=0, le=86_400)] = Field(
        900, description="Seconds that a post is waited for after it was sent, before it says so and goes on."
    )
    publish_chunk_tries: Annotated[int, Field(ge=1, le=20)] = Field(
        6, description="How often one part of a file is sent, with growing waits, before the upload stops."
    )
    publish_webhook_age_s: Annotated[float, Field(gt=0, le=604_800)] = Field(
        300,
        description="Age in seconds from which a rightly signed webhook is confirmed by a question to TikTok "
        "before it counts.",
    )
    publish_after_crawl: bool = Field(
        default=False,
        description="Whether the posts that are due are sent, by a process of its own, when a crawl closes.",
    )

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        """Read and check all settings; raise ``ConfigError`` naming setting, value and what is allowed."""
        names = {PREFIX + field.upper(): field for field in cls.model_fields}
        given = {field: settings[name] for name, field in names.items() if settings.get(name) is not None}
        try:
            return cls(**given)
        except ValidationError as error:
            raise ConfigError(_explain(error.errors()[0], given)) from None


def setting_names() -> tuple[str, ...]:
    """Return the names of all settings, in the order of this file."""
    return tuple(PREFIX + field.upper() for field in Config.model_fields)


def secrets_of(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the values that no log may show: keys and tokens as they were given."""
    names = (
        "TIKTOK_MS_TOKENS",
        "TIKTOK_SECRET_KEY",
        "TIKTOK_PSEUDONYM_KEY",
        "TIKTOK_WEBSHARE_API_KEY",
        "TIKTOK_SCRAPYD_PASSWORD",
        "TIKTOK_CLIENT_SECRET",
    )
    lists = (settings.get(name) for name in names)
    values = (value.strip(_AROUND) for given in lists if given for value in str(given).split(","))
    return tuple(value for value in values if len(value) >= SHORTEST_SECRET)


def _explain(error: ErrorDetails, given: Mapping[str, Any]) -> str:
    field = str(error["loc"][0])
    name = PREFIX + field.upper()
    value = "(hidden)" if name in SECRETS else repr(given.get(field))
    return f"{name} is {value}: {error['msg'].removeprefix('Value error, ')}"
