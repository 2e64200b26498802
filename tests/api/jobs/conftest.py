"""An API whose jobs crawl the stand-in, quickly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.running import settings_of

if TYPE_CHECKING:
    from pathlib import Path

    from scrapy.settings import Settings

    from tests.standin_process import StandinProcess


def quick(standin: StandinProcess) -> dict[str, object]:
    return {
        "TIKTOK_WEB_URL": standin.url,
        "TIKTOK_SHOP_URL": standin.url,
        "TIKTOK_WEBCAST_URL": standin.url,
        "TIKTOK_DOWNLOAD_DELAY": 0,
        "TIKTOK_BACKOFF": 0,
        "TIKTOK_IDENTITIES": 4,
        "TIKTOK_STOP_AFTER_BLOCKS": 0,
        "TIKTOK_BROWSER": "off",
        "TIKTOK_RATE_LIMIT_PER_MINUTE": 1_000_000,
    }


@pytest.fixture
def settings(database_url: str, tmp_path: Path, shared_standin: StandinProcess) -> Settings:
    return settings_of(database_url, tmp_path, **quick(shared_standin))
