from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.settings import Settings
from scrapy.utils import log
from scrapy.utils.test import get_crawler

from tiktok_spiders.extensions.safelog import SafeLog

if TYPE_CHECKING:
    import pytest


def test_log_lines_hold_no_control_characters(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.root, "level", logging.root.level)
    crawler = get_crawler(settings_dict={"EXTENSIONS_BASE": {}})
    extension = SafeLog.from_crawler(crawler)  # signals hold it weakly
    log.install_scrapy_root_handler(Settings())
    try:
        for _ in range(2):
            crawler.signals.send_catch_log(signals.spider_opened)
        logging.getLogger("any").error("a\x1b]0;title\x07b\x9b31mc\u202ed\n    e\x85f")
    finally:
        log._uninstall_scrapy_root_handler()
        del extension
    assert capsys.readouterr().err.endswith("ERROR: abcd\n    e f\n")
