"""Scrapy loads every command and every spider: those of publishing load nothing large."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOAD = """
import sys
from tiktok_spiders.commands import publish
from tiktok_spiders.spiders import publish

print(*sorted({"aiohttp", "av", "tiktok_spiders.publish.media"} & set(sys.modules)))
"""


def test_only_who_looks_into_a_file_or_listens_loads_what_that_takes() -> None:
    told = subprocess.run(
        [sys.executable, "-c", LOAD], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert (told.returncode, told.stdout.split()) == (0, ["tiktok_spiders.publish.media"]), told.stderr
