"""The commands of docs/spiders/*.md, typed as they stand there, bring what the pages' examples show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts import examples
from scripts.spider_pages import RESOURCES
from scripts.spider_pages import examples as shown
from tests.chromium import needs_browser
from tests.documented import WORLD, Typist
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.slow, needs_browser]


@pytest.fixture(scope="module")
def site() -> Iterator[StandinProcess]:
    with StandinProcess(*WORLD) as standin:
        yield standin


@pytest.mark.parametrize("spider", sorted(name for name, asked in RESOURCES.items() if asked))
def test_a_pages_commands_bring_its_examples(site: StandinProcess, tmp_path: Path, spider: str) -> None:
    records = examples.crawled(spider, Typist(tmp_path, site))
    told = {(one["record_type"], one["source"]["spider"]) for one in shown()}
    assert {(one["record_type"], spider) for one in records} == {pair for pair in told if pair[1] == spider}
    statuses = {one["status"] for one in records if one["record_type"] == "verdict"}
    assert statuses <= {"complete", "limited", "capped"}


def test_the_record_that_tells_most_is_kept() -> None:
    thin, full = ({"record_type": "user", "a": value, "source": {}} for value in (None, 1))
    verdict = {"record_type": "verdict", "pages": 2, "message": "TikTok's list ends after 3"}
    assert list(examples.best([thin, full, verdict, {"record_type": "verdict", "pages": 9, "a": 1}])) == [
        full,
        verdict,
    ]


def test_a_command_that_fails_is_told(site: StandinProcess, tmp_path: Path) -> None:
    done = Typist(tmp_path, site).run("scrapy crawl user -a users=monthly_moss -a nonsense=1")
    assert done.returncode == 2
    assert "unknown argument 'nonsense'" in done.stderr
