"""What every command and every crawl loads because publishing is there: nothing large."""

from __future__ import annotations

import subprocess
import sys

LARGE = ("av", "aiohttp")

LOADED = """
import sys
from scrapy.utils.misc import walk_modules
walk_modules("tiktok_spiders.commands")
walk_modules("tiktok_spiders.spiders")
print("tiktok_spiders.publish.media" in sys.modules, *(name for name in {large} if name in sys.modules))
"""


def test_only_who_looks_into_a_file_or_listens_loads_what_that_takes() -> None:
    done = subprocess.run(
        (sys.executable, "-c", LOADED.format(large=LARGE)), capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True"]
