"""`make bench` in small: every part runs, keeps its figures and writes them up. Speed is not judged here."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args
from unittest.mock import Mock

import pytest

from benchmarks import __main__ as bench
from benchmarks import memory
from benchmarks.faults import plans
from benchmarks.performance_page import TITLES, performance_page
from benchmarks.result import Result, Table, percent, span
from benchmarks.truth import compare, right_status
from tests.crawling import Crawl
from tiktok_standin.faults import Fault, FaultPlan, Kind

ROOT = Path(__file__).resolve().parent.parent
QUICK = ("throughput", "memory", "parse")


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    path = tmp_path_factory.mktemp("bench") / "figures.json"
    command = [sys.executable, "-m", "benchmarks", "--quick", *QUICK, "--json", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(path.read_text())
    return found | {"stdout": done.stdout}


def test_quick_figures_are_kept_and_shown(quick: dict[str, Any]) -> None:
    assert quick.keys() - {"stdout"} == set(QUICK)
    for name in QUICK:
        assert quick[name]["quick"] is True
        assert "Scrapy" in quick[name]["machine"]
        assert quick[name]["tables"][0]["rows"]
        assert f"{name}: " in quick["stdout"]


def test_throughput_is_a_share_of_the_yardstick(quick: dict[str, Any]) -> None:
    figures = quick["throughput"]["figures"]
    assert figures["share_of_bare"]["bare"] == 1
    assert all(share > 0 for share in figures["share_of_bare"].values())  # on a busy machine any share
    assert all(rate > 0 for rates in figures["records_per_second"].values() for rate in rates)


def test_memory_is_that_of_a_crawl(quick: dict[str, Any]) -> None:
    figures = quick["memory"]["figures"]
    assert figures["videos"] == 960
    assert 40 < figures["peak_mib"] < 1000
    assert figures["samples"][-1][0] == 960


def test_parsers_cost_less_than_a_millisecond_a_record(quick: dict[str, Any]) -> None:
    figures = quick["parse"]["figures"]
    assert figures.keys() == {"list", "profile page", "video page"}
    assert figures["list"]["records"] == 15
    assert 0 < figures["list"]["us_a_record"] < 5000
    assert figures["list"]["share_of_json"] > 0


def test_slope_of_a_line() -> None:
    samples = [(float(videos), 100 + videos / 10_000) for videos in range(0, 20_000, 100)]
    assert memory._slope(samples, 0) == pytest.approx(1)
    assert memory._slope(samples[-1:], 0) is None


def test_every_fault_is_measured_once() -> None:
    rules = plans(quick=False)
    assert {rule["kind"] for rule in rules} == set(get_args(Kind))
    assert all(isinstance(fault, Fault) for fault in FaultPlan.of(*rules).faults)
    assert {rule["share"] for rule in rules} == {0.2, 0.02}


@pytest.mark.parametrize(
    ("code", "ids", "count", "delivered", "status"),
    [
        (0, ["1", "2"], 2, {"1", "2"}, "complete"),
        (0, ["1", "2"], 3, {"1", "2"}, "short"),
        (0, ["1", "2"], 2, {"1"}, "short"),
        (10222, [], 5, set(), "private"),
        (10221, [], 5, set(), "missing"),
    ],
)
def test_the_verdict_that_an_account_deserves(
    code: int, ids: list[str], count: int, delivered: set[str], status: str
) -> None:
    truth = {"user": {"status_code": code}, "ids": ids, "video_count": count}
    assert right_status(truth, delivered) == status


def test_a_crawl_is_compared_with_the_truth() -> None:
    crawl = Mock(spec=Crawl)
    crawl.ids_by_author.return_value = {"ann": ["1", "2", "2", "9"], "bob": ["3"]}
    crawl.verdicts.return_value = {"ann": {"status": "complete"}, "bob": {"status": "complete"}}
    accounts = {
        name: {"user": {"status_code": 0}, "ids": ids, "video_count": 2}
        for name, ids in (("ann", ["1", "2"]), ("bob", ["3", "4"]))
    }
    told = json.loads(json.dumps(asdict(compare(crawl, accounts))))
    assert (told["listed"], told["found"], told["duplicates"], told["foreign"]) == (4, 3, 1, 1)
    assert (told["right_verdicts"], told["false_complete"]) == (1, ["bob"])
    assert told["verdicts"] == {"complete": 2}


def test_only_all_is_a_hundred_percent() -> None:
    assert percent(99_999_999, 100_000_000) == "99.99 %"
    assert percent(7, 7) == "100 %"
    assert span([3.0, 1.0, 2.0], 1) == "2.0 (1.0–3.0)"


def test_the_page_holds_what_was_measured() -> None:
    result = Result("Twice.", [Table(["a", "b"], [["x|y", "1"]], "Both")], {}, machine="2 cores")
    page = performance_page({"parse": result})
    assert "## Parsers\n\nTwice.\n\nBenchmark `parse`: 2 cores.\n\n**Both**\n" in page
    assert "| a | b |\n| --- | --- |\n| x\\|y | 1 |" in page
    assert "## Memory" not in page
    assert "`memory`" in page.split("## Not measured yet")[1]
    assert "Not measured" not in performance_page(dict.fromkeys(TITLES, result))


def test_the_docs_hold_the_kept_figures() -> None:
    kept = bench.load(bench.RESULTS)
    if not bench.PAGE.exists():
        pytest.skip("no full run has been written up yet")
    assert set(kept) <= set(TITLES)
    assert not any(result.quick for result in kept.values())
    assert bench.PAGE.read_text(encoding="utf-8") == performance_page(kept), (
        "run: python -m benchmarks none --write-docs"
    )


def test_writing_up_needs_no_new_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "ROOT", tmp_path)
    monkeypatch.setattr(bench, "PAGE", tmp_path / "page.md")
    monkeypatch.setattr(bench, "SCALING", tmp_path / "scaling.md")
    (tmp_path / "scaling.md").write_text("before\n<!-- sizing -->\nold\n<!-- /sizing -->\nafter\n")
    path = tmp_path / "figures.json"
    bench._keep(path, "parse", Result("Once.", [], {}, machine="2 cores"))
    assert bench.main(["none", "--json", str(path), "--write-docs"]) == 0
    assert "Once." in (tmp_path / "page.md").read_text()
    assert re.fullmatch(
        r"before\n.*\| measured \|.*after\n", (tmp_path / "scaling.md").read_text(), re.DOTALL
    )
    assert "page.md" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["nonsense"], ["--quick", "--write-docs"]])
def test_what_makes_no_sense_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bench.main(arguments)
    assert "error:" in capsys.readouterr().err
