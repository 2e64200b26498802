"""Pages tell of their requests, which costs two round trips each, only where somebody reads it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest
from scrapy.utils.test import get_crawler

from tiktok_spiders.browser.engine import Engine
from tiktok_spiders.browser.home import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.usefixtures("reactor")]


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    """scrapy-playwright's logger, put back as it was."""
    found = logging.getLogger("scrapy-playwright")
    before = found.level
    yield found
    found.setLevel(before)


@pytest.mark.parametrize(("level", "is_told"), [("INFO", False), (20, False), ("DEBUG", True), (10, True)])
async def test_requests_of_pages_are_told_to_a_debug_log_only(
    caplog: pytest.LogCaptureFixture, logger: logging.Logger, level: str | int, *, is_told: bool
) -> None:
    caplog.set_level(logging.DEBUG)  # as Scrapy sets the root logger
    Engine(get_crawler(settings_dict={"LOG_LEVEL": level}), Mock(), "chromium", {"env": {MARK: "x"}})
    assert logger.isEnabledFor(logging.DEBUG) is is_told
    assert logger.isEnabledFor(logging.INFO)
