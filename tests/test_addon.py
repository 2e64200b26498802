from __future__ import annotations

from scrapy.settings import Settings

from tiktok_spiders.addon import PolitenessAddon


def updated(**given: object) -> Settings:
    settings = Settings(given)
    PolitenessAddon().update_settings(settings)
    return settings


def test_polite_by_default():
    settings = updated()
    assert settings.getfloat("DOWNLOAD_DELAY") == 2
    assert settings.getbool("AUTOTHROTTLE_ENABLED")
    assert settings.getfloat("AUTOTHROTTLE_START_DELAY") == 2
    assert settings.getbool("ROBOTSTXT_OBEY")


def test_no_delay_turns_autothrottle_off():
    settings = updated(TIKTOK_DOWNLOAD_DELAY="0", TIKTOK_ROBOTSTXT_OBEY="false")
    assert settings.getfloat("DOWNLOAD_DELAY") == 0
    assert not settings.getbool("AUTOTHROTTLE_ENABLED")
    assert not settings.getbool("ROBOTSTXT_OBEY")


def test_scrapys_own_settings_win_when_given_with_more_right():
    settings = Settings()
    settings.set("DOWNLOAD_DELAY", 7, "cmdline")
    PolitenessAddon().update_settings(settings)
    assert settings.getfloat("DOWNLOAD_DELAY") == 7
