"""Run what the docs tell to type, as it stands there, against a stand-in."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.standin_process import StandinProcess

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"

NOW = 1_790_194_400
"""The moment of the stand-in's world: its accounts, posts and comments are always the same."""

WORLD = ("--users", "20", "--videos", "0-60", "--now", str(NOW))
PSEUDONYM_KEY = "an example key of thirty-two characters and more"


def section(path: Path, title: str) -> str:
    """Return the part of a page under a ``##`` title."""
    (found,) = re.findall(
        rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", path.read_text(), re.MULTILINE | re.DOTALL
    )
    return str(found)


def blocks(text: str, kind: str = "sh") -> list[str]:
    """Return the fenced blocks of a kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def targets(standin: StandinProcess) -> dict[str, dict[str, str]]:
    """Return by spider what the placeholders of its page stand for in the stand-in's world."""
    chatty = standin.truth("chatty_cedar")
    talked_of = next(
        video for video in chatty["ids"] if standin.truth(f"comments/{video}")["total"] in range(40, 300)
    )
    masked = set(standin.shop("special")["masked"])
    product = next(one for one in standin.shop("products")["ids"] if one not in masked)
    return {
        "user": {"HANDLE": "monthly_moss"},
        "video": {"VIDEO_ID": talked_of},
        "hashtag": {"HASHTAG2": "river", "HASHTAG": "nature"},
        "sound": {"SOUND_ID": "6817004611686018427"},
        "trending": {},
        "search": {"QUERY": "night trains"},
        "shop": {"PRODUCT_ID": product, "QUERY": "lamp"},
    }


@dataclass
class Typist:
    """Somebody at a shell in an empty directory, with ``scrapy`` on the path and TikTok's place taken."""

    directory: Path
    standin: StandinProcess
    extra: dict[str, str] = field(default_factory=dict)
    timeout: float = 120

    def crawl(self, line: str, feed: Path) -> subprocess.CompletedProcess[str]:
        """Run one line of a page, and let it write a feed besides."""
        return self.run(f"{line} -o {shlex.quote(str(feed))} --loglevel WARNING")

    def run(self, script: str) -> subprocess.CompletedProcess[str]:
        """Run lines of a shell; the first that fails ends them."""
        return subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=self.directory, env=self._environ(), capture_output=True, text=True,
            timeout=self.timeout, check=False,
        )  # fmt: skip

    def _environ(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TIKTOK_")}
        places = dict.fromkeys(("TIKTOK_WEB_URL", "TIKTOK_SHOP_URL", "TIKTOK_WEBCAST_URL"), self.standin.url)
        quick = {
            "TIKTOK_DOWNLOAD_DELAY": "0",
            "TIKTOK_BACKOFF": "0",
            "TIKTOK_IDENTITIES": "1",
            "TIKTOK_BROWSER": "chromium",
            "TIKTOK_BROWSER_CONTEXTS": "1",
            "TIKTOK_PSEUDONYM_KEY": PSEUDONYM_KEY,
            "SCRAPY_SETTINGS_MODULE": "tiktok_spiders.settings",
        }
        path = os.pathsep.join([str(self.directory / "bin"), str(Path(sys.executable).parent), kept["PATH"]])
        return {**kept, **places, **quick, "PATH": path, "PYTHONPATH": str(ROOT), **self.extra}
