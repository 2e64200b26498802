"""What ``TIKTOK_DISTRIBUTED`` makes of Scrapy's settings."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy.settings import Settings
from scrapy.utils.misc import load_object

from tiktok_spiders.distributed.addon import SPARE, DistributedAddon
from tiktok_spiders.exceptions import ConfigError

ON = {"TIKTOK_DISTRIBUTED": "true", "TIKTOK_REDIS_URL": "redis://127.0.0.1:6379/0"}


def updated(**given: Any) -> Settings:
    settings = Settings({"ITEM_PIPELINES": {"pipelines.dedupe.DedupePipeline": 300}, **given})
    DistributedAddon().update_settings(settings)
    return settings


def test_nothing_changes_without_it() -> None:
    assert (
        updated().copy_to_dict()
        == Settings({"ITEM_PIPELINES": {"pipelines.dedupe.DedupePipeline": 300}}).copy_to_dict()
    )


def test_what_is_shared_is_switched_to_redis() -> None:
    settings = updated(**ON)
    for name in ("SCHEDULER", "DUPEFILTER_CLASS"):
        assert load_object(settings[name]).__module__.startswith("tiktok_spiders.distributed.")
    assert settings.getdict("ITEM_PIPELINES") == {"pipelines.dedupe_shared.SharedDedupePipeline": 300}
    assert "middlewares.delivery.DeliveryMiddleware" in settings.getdict("DOWNLOADER_MIDDLEWARES")


def test_a_worker_takes_what_its_identities_carry() -> None:
    assert updated(**ON, TIKTOK_IDENTITIES=4).getint("CONCURRENT_REQUESTS") == 4 + SPARE
    assert updated(**ON, TIKTOK_IDENTITIES=500).getint("CONCURRENT_REQUESTS") == 16
    assert updated(**ON).getint("CONCURRENT_REQUESTS") == 16


def test_a_crawl_that_drops_no_duplicates_stays_so() -> None:
    assert updated(**ON, ITEM_PIPELINES={}).getdict("ITEM_PIPELINES") == {}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"TIKTOK_DISTRIBUTED": "true"}, "TIKTOK_REDIS_URL is not set"),
        ({**ON, "TIKTOK_STORE_ENABLED": "false"}, "TIKTOK_STORE_ENABLED is false"),
    ],
)
def test_what_it_cannot_do_without(given: dict[str, str], says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        updated(**given)
