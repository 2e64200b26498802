"""docs/recipes.md is typed as it stands there, while the world changes, and its questions are asked."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from tests.chromium import needs_browser
from tests.documented import DOCS, WORLD, Typist, blocks, section
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RECIPES = DOCS / "recipes.md"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site() -> Iterator[StandinProcess]:
    with StandinProcess(*WORLD) as standin:
        yield standin


class Cook:
    """Somebody who follows one recipe."""

    def __init__(self, title: str, directory: Path, standin: StandinProcess, targets: dict[str, str]) -> None:
        self._text = section(RECIPES, title)
        for placeholder in sorted(targets, key=len, reverse=True):
            self._text = self._text.replace(placeholder, targets[placeholder])
        self.directory = directory
        self._typist = Typist(directory, standin)
        calendar = directory / "bin" / "date"
        calendar.parent.mkdir()
        calendar.write_text('#!/bin/sh\necho "$TODAY"\n')
        calendar.chmod(0o755)

    def once(self) -> None:
        """Type the first block."""
        self._type(blocks(self._text)[0])

    def on(self, day: str) -> None:
        """Type the block that is repeated, on a day or in a week."""
        self._typist.extra["TODAY"] = day
        self._type(blocks(self._text)[1])

    def _type(self, script: str) -> None:
        done = self._typist.run(script)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr

    def answers(self) -> list[list[dict[str, Any]]]:
        """Ask all questions of the recipe."""
        with closing(sqlite3.connect(self.directory / "tiktok.db")) as connection:
            connection.row_factory = sqlite3.Row
            return [
                list(map(dict, connection.execute(question).fetchall()))
                for question in blocks(self._text, "sql")
            ]

    def table(self, name: str) -> list[dict[str, str]]:
        """Read a CSV file that the recipe made."""
        with (self.directory / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


@needs_browser
def test_a_weekly_hashtag_panel(site: StandinProcess, tmp_path: Path) -> None:
    cook = Cook("Weekly hashtag panel", tmp_path, site, {"HASHTAG": "nature", "HASHTAG2": "river"})
    cook.once()
    for week in ("2026-W40", "2026-W41"):
        cook.on(week)
    completeness, counts, fresh = cook.answers()
    assert [(row["run"], row["target"], row["status"], row["came"]) for row in completeness] == [
        (f"hashtags-{week}", target, status, came)
        for week in ("2026-W40", "2026-W41")
        for target, status, came in (("nature", "limited", 60), ("river", "complete", 2))
    ]
    assert {row["name"] for row in counts} >= {"nature", "river"}
    assert {"run": "hashtags-2026-W40", "target": "river", "fresh": 2} in fresh
    assert len(cook.table("hashtags-2026-W41.csv")) == 62


def test_a_creator_panel(site: StandinProcess, tmp_path: Path) -> None:
    cook = Cook("Creator panel", tmp_path, site, {"HANDLE": "photo_fern", "HANDLE2": "quiet.heron"})
    cook.once()
    cook.on("2026-W40")
    added = site.grow("photo_fern", 3)
    cook.on("2026-W41")
    growth, posts = cook.answers()
    assert cook.table("creators-2026-W41-user.csv")
    fresh = [row["video_id"] for row in cook.table("creators-2026-W41-video.csv")]
    assert sorted(fresh) == sorted(added)
    assert {row["unique_id"] for row in growth} >= {"photo_fern", "quiet.heron"}
    assert {row["author_unique_id"] for row in posts} >= {"photo_fern", "quiet.heron"}


def test_a_price_watch(site: StandinProcess, tmp_path: Path) -> None:
    names = ("PRODUCT_ID", "PRODUCT_ID2", "PRODUCT_ID3")
    masked = set(site.shop("special")["masked"])
    products = [one for one in site.shop("products")["ids"] if one not in masked]
    cook = Cook("Price watch", tmp_path, site, dict(zip(names, products, strict=False)))
    cook.once()
    cook.on("2026-10-01")
    site.set_shop_day(7)
    cook.on("2026-10-08")
    site.set_shop_day(0)
    prices, variants = cook.answers()
    assert {row["product_id"] for row in prices} == set(products[:3])
    assert len(prices) > 3, "a week later nothing had changed"
    assert all(row["changes"] > 1 for row in variants)
    assert len(cook.table("product_history.csv")) == len(prices)
    told = {row["product_id"]: row["price_min"] for row in cook.table("product_history.csv")}
    assert {row["product_id"]: row["price"] for row in prices} == {
        product: float(price) for product, price in told.items()
    }


@needs_browser
def test_a_comment_study(site: StandinProcess, tmp_path: Path) -> None:
    talked_of = [
        video
        for video in site.truth("chatty_cedar")["ids"]
        if site.truth(f"comments/{video}")["total"] in range(20, 130)
    ]
    cook = Cook(
        "Comment study", tmp_path, site, dict(zip(("VIDEO_ID", "VIDEO_ID2"), talked_of, strict=False))
    )
    cook.once()
    cook.on("")
    cook.on("")  # the run is finished: nothing is asked, and the files are made anew
    counted, people = cook.answers()
    assert {row["video_id"]: row["stored"] for row in counted} == {
        video: site.truth(f"comments/{video}")["total"] for video in talked_of[:2]
    }
    assert all(row["user_id"].startswith("p_") for row in people)
    comments = cook.table("comments-comment.csv")
    assert len(comments) == sum(row["stored"] for row in counted)
    assert {row["unique_id"] for row in comments if row["by_video_author"] != "true"} == {""}
