"""A crawl that shares nothing does not load what only sharing needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOAD = """
import sys
from scrapy.utils.misc import load_object
from tiktok_spiders import settings
from tiktok_spiders.spiders import user

for name in ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "ITEM_PIPELINES", "EXTENSIONS", "ADDONS"):
    for each in getattr(settings, name):
        load_object(each)
print(*sorted({"redis", "scrapy_redis", "tiktok_spiders.distributed"} & set(sys.modules)))
"""


def test_redis_is_not_loaded() -> None:
    told = subprocess.run(
        [sys.executable, "-c", LOAD], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert (told.returncode, told.stdout.split()) == (0, ["tiktok_spiders.distributed"]), told.stderr
