"""What every command and every crawl loads because publishing is there: nothing large."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOAD = """
import sys
from importlib import import_module
from pkgutil import walk_packages
from tiktok_spiders import commands, spiders

for package in (commands, spiders):
    for each in walk_packages(package.__path__, f"{package.__name__}."):
        import_module(each.name)
print(*sorted({"aiohttp", "av", "tiktok_spiders.publish.media"} & set(sys.modules)))
"""


def test_only_who_looks_into_a_file_or_listens_loads_what_that_takes() -> None:
    told = subprocess.run(
        [sys.executable, "-c", LOAD], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert (told.returncode, told.stdout.split()) == (0, ["tiktok_spiders.publish.media"]), told.stderr
