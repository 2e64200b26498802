"""The steps of the demo: crawl accounts, videos and products, export, tell."""

from __future__ import annotations

import os
import secrets
import shlex
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import tiktok_spiders
from tiktok_spiders.config import ALIASES, setting_names
from tiktok_spiders.demo.directory import DATABASE, LOG
from tiktok_spiders.demo.failure import DemoError
from tiktok_spiders.demo.standin import StandIn
from tiktok_spiders.demo.story import example, file_line, records

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT = Path(tiktok_spiders.__file__).parent.parent

USERS = (
    "monthly_moss",
    "photo_fern",
    "private_plum",
    "pinned_pine",
    "missing_mink",
    "quiet.heron",
    "daily.dune",
)
"""Accounts of the stand-in, each with a peculiarity: few posts, photos, private, pinned …"""

PRODUCTS = ("1729901581880081808", "1729764666135439727")
"""Products of the stand-in's Shop."""

VIDEOS = 3
"""How many of the listed videos are asked for one by one."""


class Tour:
    """One demo in ``directory``. Every step is a command that the reader could type."""

    def __init__(self, directory: Path, users: int, say: Callable[[str], None]) -> None:
        self._directory = directory
        self._users = USERS[:users]
        self._say = say
        self._environ = demo_environ(os.environ, directory)

    def run(self) -> None:
        """Take all steps; raise DemoError at the first that does not work."""
        self._say("A local stand-in plays TikTok: nothing leaves this machine.")
        with StandIn(self._directory / LOG, self._environ) as standin:
            web = {"TIKTOK_WEB_URL": standin.web_url}
            self._environ |= web | {"TIKTOK_SHOP_URL": standin.web_url, "TIKTOK_WEBCAST_URL": standin.web_url}
            self._step("crawl", "user", "-a", f"users={','.join(self._users)}", "--loglevel", "WARNING")
            (listed_file,) = self._export("jsonl", "video")
            listed = records(listed_file)
            ids = ",".join(video["video_id"] for video in islice(listed, VIDEOS))
            self._step("crawl", "video", "-a", f"videos={ids}", "--loglevel", "WARNING")
            self._step("crawl", "shop", "-a", f"products={','.join(PRODUCTS)}", "--loglevel", "WARNING")
            users, videos, products = self._export("jsonl", "user", "video", "product")
            (table,) = self._export("csv", "video")
        self._tell(users, videos, products, table)

    def _step(self, *arguments: str) -> None:
        self._say(f"\n$ scrapy {shlex.join(arguments)}")
        self._scrapy(*arguments)

    def _export(self, ending: str, *types: str) -> list[Path]:
        paths = [self._directory / f"{name}s.{ending}" for name in types]
        for path in paths:
            path.unlink(missing_ok=True)
        pattern = self._directory / f"%(type)ss.{ending}"
        self._scrapy("store", "export", "--type", ",".join(types), "--output", str(pattern))
        for path in paths:
            if not path.exists():
                raise DemoError(f"scrapy store export made no {path}")
        return paths

    def _scrapy(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "scrapy", *arguments]
        done = subprocess.run(command, env=self._environ, stdin=subprocess.DEVNULL, check=False)  # noqa: S603
        if done.returncode:
            raise DemoError(f"scrapy {shlex.join(arguments)} ended with exit status {done.returncode}")

    def _tell(self, users: Path, videos: Path, products: Path, table: Path) -> None:
        found = list(records(videos))
        people, goods = (sum(1 for _ in records(path)) for path in (users, products))
        if not found or not people:
            raise DemoError(
                f"the crawl collected {people} users and {len(found)} videos; see {self._directory}"
            )
        self._say("\nOne of the videos:\n")
        self._say(example(next((video for video in found if video.get("description")), found[0])))
        self._say("\nWhat the demo made:\n")
        self._say(file_line(self._directory / DATABASE))
        self._say(file_line(users, people))
        self._say(file_line(videos, len(found)))
        self._say(file_line(table, len(found)))
        self._say(file_line(products, goods))
        self._say(NEXT)


NEXT = """
Next, with real targets:

  . .venv/bin/activate                                          puts scrapy on the path
  scrapy doctor                                                 is everything there?
  scrapy crawl user -a users=HANDLE -a max_videos=20            an account and its newest videos
  scrapy crawl video -a videos=LINK -O video.jsonl              one video, into a file
  scrapy crawl hashtag -a hashtags=HASHTAG -a max_videos=0      what TikTok counts of a hashtag
  scrapy store export --type video --format csv --output videos.csv
"""


def demo_environ(environ: Mapping[str, str], directory: Path) -> dict[str, str]:
    """Return the environment of the demo's commands: none of the user's settings, not even those of .env."""
    none = dict.fromkeys((*setting_names(), *ALIASES), "")
    kept = {name: value for name, value in environ.items() if not name.startswith("TIKTOK_")}
    own = {
        "TIKTOK_DATABASE_URL": f"sqlite:///{directory / DATABASE}",
        "TIKTOK_DOWNLOAD_DELAY": "0",
        "TIKTOK_PSEUDONYM_KEY": secrets.token_hex(32),
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
        "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), environ.get("PYTHONPATH")))),
    }
    return {**kept, **none, **own}
