"""Derive Scrapy's own settings from this project's, wherever those were given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.config import Config

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

PRIORITY = "project"


class PolitenessAddon:
    """Pace and robots.txt. What is given for Scrapy's own settings with ``-s`` still wins."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Set delay, AutoThrottle and robots.txt from the two settings of this project."""
        config = Config.from_settings(settings)
        settings.set("DOWNLOAD_DELAY", config.download_delay, PRIORITY)
        settings.set("AUTOTHROTTLE_ENABLED", config.download_delay > 0, PRIORITY)
        settings.set("AUTOTHROTTLE_START_DELAY", config.download_delay, PRIORITY)
        settings.set("AUTOTHROTTLE_MAX_DELAY", max(60.0, config.download_delay), PRIORITY)
        settings.set("ROBOTSTXT_OBEY", config.robotstxt_obey, PRIORITY)
