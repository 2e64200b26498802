"""What the environment makes of Scrapy's settings, name by name, and whether what they name is there."""

from __future__ import annotations

import logging
import runpy
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings
from scrapy.utils.misc import load_object
from scrapy.utils.test import get_crawler

from tiktok_spiders import proxies, settings
from tiktok_spiders.config import ALIASES, NOT_NEEDED, Config, setting_names
from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.extensions.notneeded import NotNeeded

FILE = Path(settings.__file__)
GIVEN = {
    "MS_TOKENS": ("one-token,another", "ms_tokens", "one-token,another"),
    "TIKTOK_NUM_SESSIONS": ("7", "identities", 7),
    "WEBSHARE_API_KEY": ("some-key", "webshare_api_key", "some-key"),
    "PROXY_ALGORITHM": ("random", "proxy_algorithm", "random"),
    "ENABLE_PROXY": ("false", "proxy_enabled", False),
    "REDIS_URL": ("redis://127.0.0.1:6379/1", "redis_url", "redis://127.0.0.1:6379/1"),
    "SCRAPYD_USERNAME": ("someone", "scrapyd_username", "someone"),
    "SCRAPYD_PASSWORD": ("a-password", "scrapyd_password", "a-password"),
    "API_KEYS": ("a-key-long-enough-1", "api_keys", ("a-key-long-enough-1",)),
    "RATE_LIMIT_PER_MINUTE": ("7", "rate_limit_per_minute", 7),
    "BASE_URL": ("https://api.example.org/", "base_url", "https://api.example.org"),
}
MAPPINGS = (
    "ADDONS",
    "DOWNLOAD_HANDLERS",
    "DOWNLOADER_MIDDLEWARES",
    "SPIDER_MIDDLEWARES",
    "ITEM_PIPELINES",
    "EXTENSIONS",
    "FEED_EXPORTERS",
)


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (*setting_names(), *ALIASES, *NOT_NEEDED):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def read() -> dict[str, Any]:
    """Return the settings as a process gets them that starts now."""
    return runpy.run_path(str(FILE))


def config() -> Config:
    found = Settings({name: value for name, value in read().items() if name.isupper()})
    return Config.from_settings(found)


def test_every_alias_is_tried_below() -> None:
    assert set(GIVEN) == set(ALIASES)


@pytest.mark.parametrize("alias", GIVEN)
def test_an_alias_stands_for_its_setting(alias: str, monkeypatch: pytest.MonkeyPatch) -> None:
    value, field, expected = GIVEN[alias]
    assert getattr(config(), field) != expected
    monkeypatch.setenv(alias, value)
    assert getattr(config(), field) == expected


@pytest.mark.parametrize("alias", GIVEN)
def test_an_alias_in_the_env_file(alias: str) -> None:
    value, field, expected = GIVEN[alias]
    Path(".env").write_text(f"{alias}={value}\n")
    assert getattr(config(), field) == expected


@pytest.mark.parametrize(("alias", "wrong"), [("TIKTOK_NUM_SESSIONS", "0"), ("PROXY_ALGORITHM", "best")])
def test_a_wrong_value_is_refused_by_the_setting_s_name(
    alias: str, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(alias, wrong)
    with pytest.raises(ConfigError, match=ALIASES[alias]):
        config()


def test_the_own_name_goes_before_the_alias(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIKTOK_NUM_SESSIONS", "7")
    monkeypatch.setenv("TIKTOK_IDENTITIES", "3")
    assert config().identities == 3


def test_the_environment_goes_before_the_env_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("TIKTOK_IDENTITIES=7\nPROXY_ALGORITHM=first\n")
    monkeypatch.setenv("TIKTOK_IDENTITIES", "3")
    assert (config().identities, config().proxy_algorithm) == (3, "first")


def test_an_empty_value_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*ALIASES, "TIKTOK_IDENTITIES", "TIKTOK_BROWSER"):
        monkeypatch.setenv(name, "")
    assert config() == Config.from_settings({})


@pytest.mark.parametrize("enabled", [True, False])
def test_proxies_can_be_put_aside(enabled: bool) -> None:
    crawler = get_crawler(
        settings_dict={
            "TIKTOK_PROXIES": "http://me:word@127.0.0.1:1",
            "TIKTOK_PROXY_ENABLED": str(enabled),
        }
    )
    assert len(proxies.for_crawler(crawler)) == int(enabled)


@pytest.mark.parametrize("name", NOT_NEEDED)
def test_what_is_not_needed_is_named_once(
    name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(name, "geheim")
    found = read()["NAMES_NOT_NEEDED"]
    assert found == [name]
    extension = NotNeeded.from_crawler(get_crawler(settings_dict={"NAMES_NOT_NEEDED": found}))
    with caplog.at_level(logging.INFO):
        extension.spider_opened()
    assert [record.getMessage() for record in caplog.records if name in record.getMessage()] == [
        f"Not needed here, and not looked at: {name}"
    ]
    assert "geheim" not in caplog.text


def test_nothing_is_said_of_what_is_not_there() -> None:
    crawler = get_crawler(settings_dict={"NAMES_NOT_NEEDED": read()["NAMES_NOT_NEEDED"]})
    with pytest.raises(load_object("scrapy.exceptions.NotConfigured")):
        NotNeeded.from_crawler(crawler)


def named() -> list[str]:
    """Return all components that the settings name, switched off ones included."""
    found = [settings.LOG_FORMATTER, settings.DUPEFILTER_CLASS]
    for name in MAPPINGS:
        mapping = getattr(settings, name)
        found += mapping.values() if name in {"DOWNLOAD_HANDLERS", "FEED_EXPORTERS"} else mapping
    return found


@pytest.mark.parametrize("path", sorted(set(named())))
def test_a_component_is_where_the_settings_say(path: str) -> None:
    assert callable(load_object(path))


def test_no_mapping_of_components_is_left_out() -> None:
    classes = {name for name in dir(settings) if isinstance(getattr(settings, name), dict) and name.isupper()}
    assert classes - set(MAPPINGS) == {"ALIASES"}
