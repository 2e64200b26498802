"""The HTTP API: where it listens, who is let in, how much, and how long answers are kept."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field

from tiktok_spiders.config import checks
from tiktok_spiders.config.kinds import Origin, Seconds
from tiktok_spiders.config.marks import SECRET

Words = Annotated[tuple[str, ...], BeforeValidator(checks.words)]
Amount = Annotated[int, Field(ge=0, le=1_000_000_000)]


class Api(BaseModel):
    """The HTTP API: where it listens, who is let in, how much, and how long answers are kept."""

    api_host: str = Field("127.0.0.1", description="Address that `scrapy serve` listens on.", min_length=1)
    api_port: Annotated[int, Field(ge=0, le=65_535)] = Field(
        8000, description="Port that `scrapy serve` listens on; 0: any free one."
    )
    base_url: Origin = Field(
        "http://127.0.0.1:8000",
        description="Address under which users reach the API; what it links to and the default of the "
        "redirect of a login come from it.",
    )
    api_profile: Literal["development", "production"] = Field(
        "development", description="`production`: a key is always needed, on loopback too."
    )
    api_keys: Annotated[Words, SECRET] = Field(
        (), description="Further API keys, comma-separated, each of 16 characters or more."
    )
    api_keys_plan: Literal["free", "pro", "enterprise"] = Field(
        "free", description="Plan of the keys in `TIKTOK_API_KEYS`."
    )
    api_keys_scopes: Words = Field(
        ("read", "live", "jobs"), description="Scopes of the keys in `TIKTOK_API_KEYS`, comma-separated."
    )
    api_hosts: Words = Field(
        (),
        description="Values of the header `Host` that are answered, beside loopback's and that of "
        "`TIKTOK_BASE_URL`; comma-separated, without ports.",
    )
    api_trusted_proxies: Words = Field(
        (),
        description="Addresses or networks of reverse proxies whose `X-Forwarded-*` headers are believed, "
        "comma-separated.",
    )
    api_cors_origins: Words = Field(
        (), description="Origins whose pages may read answers, comma-separated; none by default."
    )
    api_folder: Path = Field(
        Path("tiktok-api"),
        description="Folder for what the API keeps as files: logs and results of jobs, uploads on their way.",
    )
    api_max_body: Annotated[int, Field(ge=1024, le=1_000_000_000)] = Field(
        1_048_576, description="Bytes of a request's body, uploads aside."
    )
    api_body_s: Annotated[float, Field(gt=0, le=3600)] = Field(
        20, description="Seconds within which a request's body has to arrive, uploads aside."
    )
    api_spool_bytes: Annotated[int, Field(ge=0)] = Field(
        20_000_000_000, description="Bytes that uploads on their way may take in the folder of the API."
    )
    api_live_workers: Annotated[int, Field(ge=0, le=64)] = Field(
        2, description="Processes that stand ready for live look-ups."
    )
    api_deadline: Annotated[float, Field(gt=0, le=600)] = Field(
        60, description="Seconds after which a live look-up answers with what it has."
    )
    api_job_processes: Annotated[int, Field(ge=1, le=64)] = Field(
        2, description="Jobs that run at the same time on this machine."
    )
    api_job_backend: Literal["local", "scrapyd"] = Field(
        "local", description="Where jobs run: processes on this machine, or `TIKTOK_SCRAPYD_URL`."
    )
    rate_limit_per_minute: Annotated[int, Field(ge=1, le=1_000_000)] = Field(
        100, description="Requests a minute of each key to what has no limit of its own."
    )
    api_rate_limits: Words = Field(
        (),
        description="Other limits a minute than the built-in ones, as `CLASS=N`, comma-separated: trending, "
        "user, video, hashtag, search, sound, health; `anonymous` and `anonymous_hour` for each address "
        "without a valid key.",
    )
    api_plans: Words = Field(
        (),
        description="Other allowances than the built-in ones, as `PLAN.WHAT=N`, comma-separated: `per_day` "
        "(0: unlimited), `refresh_per_hour`, `clear` (0 or 1).",
    )
    cache_ttl: Seconds = Field(
        900, description="Seconds for which a live answer is fresh, where `TIKTOK_CACHE_TTLS` says nothing."
    )
    cache_ttls: Words = Field(
        ("product=21600", "category=3600", "trending=1800", "search=900"),
        description="Seconds for which answers of a kind are fresh, as `KIND=SECONDS`, comma-separated: "
        "product, category, trending, search, user, video, hashtag, sound.",
    )
    cache_stale: Annotated[float, Field(ge=0, le=10)] = Field(
        1.0,
        description="How long an answer is still given while a new one is fetched, in times of its own time "
        "to live.",
    )
    cache_entries: Annotated[Amount, Field(ge=1)] = Field(
        1000, description="Answers that the cache in memory holds; with Redis its own limits hold."
    )
