"""The names with an underscore that ``engine.py`` uses of scrapy-playwright are there."""

from __future__ import annotations

import inspect

import pytest
from scrapy_playwright.handler import BrowserContextWrapper, Config, ScrapyPlaywrightDownloadHandler
from scrapy_playwright.provider import PlaywrightBrowserProvider


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("_launch", []),
        ("_maybe_launch_browser", []),
        ("_create_browser_context", ["name", "context_kwargs", "spider"]),
        ("_create_page", ["request", "spider"]),
        ("close", []),
    ],
)
def test_coroutines_of_the_handler(name: str, parameters: list[str]) -> None:
    method = getattr(ScrapyPlaywrightDownloadHandler, name)
    assert inspect.iscoroutinefunction(method)
    assert list(inspect.signature(method).parameters)[1:] == parameters


def test_attributes() -> None:
    source = inspect.getsource(ScrapyPlaywrightDownloadHandler)
    for name in ("self.browser_provider_cls(self.config)", "self.browser = ", "self.context_wrappers"):
        assert name in source
    assert {"launch_options", "browser_type_name"} <= set(Config.__dataclass_fields__)
    assert "context" in BrowserContextWrapper.__dataclass_fields__
    assert "self.browser_type" in inspect.getsource(PlaywrightBrowserProvider.launch_browser)
