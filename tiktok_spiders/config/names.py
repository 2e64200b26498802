"""Names that are not settings of this project, and how settings are named."""

from __future__ import annotations

PREFIX = "TIKTOK_"

ALIASES: dict[str, str] = {
    "MS_TOKENS": "TIKTOK_MS_TOKENS",
    "TIKTOK_NUM_SESSIONS": "TIKTOK_IDENTITIES",
    "WEBSHARE_API_KEY": "TIKTOK_WEBSHARE_API_KEY",
    "PROXY_ALGORITHM": "TIKTOK_PROXY_ALGORITHM",
    "ENABLE_PROXY": "TIKTOK_PROXY_ENABLED",
    "REDIS_URL": "TIKTOK_REDIS_URL",
    "SCRAPYD_USERNAME": "TIKTOK_SCRAPYD_USERNAME",
    "SCRAPYD_PASSWORD": "TIKTOK_SCRAPYD_PASSWORD",
    "API_KEYS": "TIKTOK_API_KEYS",
    "RATE_LIMIT_PER_MINUTE": "TIKTOK_RATE_LIMIT_PER_MINUTE",
    "BASE_URL": "TIKTOK_BASE_URL",
}
"""Names that users of similar tools have in their ``.env``, and the setting each stands for."""

NOT_NEEDED = ("TIKTOK_SLEEP_AFTER", "ENVIRONMENT", "WEBSHARE_COOKIE")
"""Names of similar tools' ``.env`` that mean nothing here; each is named once."""
