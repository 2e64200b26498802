"""Each fault alone: what is still found, and whether a crawl ever says "complete" where it is not."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, get_args

from benchmarks.result import Result, Table, percent
from benchmarks.truth import compare, truths
from tests.crawling import Crawl
from tests.standin_process import StandinProcess
from tiktok_standin.faults import Kind

SHARE, HUGE_SHARE = 0.2, 0.02
QUICK = ("empty",)

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "http": [{"status": 403}, {"status": 429, "retry_after": "1"}, {"status": 503}],
    "code": [{"code": 10000}, {"code": 10101}],
    "slow": [{"ms": 1000}],
    "huge": [{"share": HUGE_SHARE}],
}
"""Options of kinds that have some; all others are injected as they are."""


def measure(*, quick: bool) -> Result:
    """Crawl the same users once for each fault."""
    users, most = (18, 30) if quick else (24, 300)
    with StandinProcess("--users", str(users), "--videos", f"0-{most}") as standin:
        accounts = truths(standin)
        figures = {_name(fault): _crawl(standin, accounts, fault) for fault in plans(quick=quick)}
    about = (
        f"{users} users with 0 to {most} videos (two special ones with 1,500 and 90); one kind of fault at a "
        f"time, in {SHARE:.0%} of all requests (`huge`, a body of 50 MB: {HUGE_SHARE:.0%}). Recall is the "
        "share of the videos that a faultless crawl can collect. No waiting between repetitions."
    )
    return Result(about, [_table(figures)], figures)


def plans(*, quick: bool) -> list[dict[str, Any]]:
    """Return the rules to inject, one a crawl; every kind that the stand-in knows is among them."""
    kinds = QUICK if quick else get_args(Kind)
    return [
        {"share": SHARE, "kind": kind, **options} for kind in kinds for options in VARIANTS.get(kind, [{}])
    ]


def _name(fault: dict[str, Any]) -> str:
    return " ".join([fault["kind"], *(str(fault[key]) for key in ("status", "code") if key in fault)])


def _crawl(standin: StandinProcess, accounts: dict[str, Any], fault: dict[str, Any]) -> dict[str, Any]:
    standin.set_plan(fault)
    standin.clear_log()
    with tempfile.TemporaryDirectory() as folder:
        crawl = Crawl(Path(folder), standin.url, settings={"TIKTOK_IDENTITIES": 8})
        crawl.run("user", timeout=1200, users=list(accounts))
        told = compare(crawl, accounts)
    return {
        "found": told.found,
        "listed": told.listed,
        "duplicates": told.duplicates,
        "false_complete": told.false_complete,
        "right_verdicts": told.right_verdicts,
        "verdicts": dict(sorted(told.verdicts.items())),
        "injected": sum(standin.stats()["faults"].values()),
        "requests": standin.stats()["requests"],
        "seconds": crawl.seconds,
        "status": crawl.status,
        "tracebacks": crawl.stderr.count("Traceback"),
    }


def _table(figures: dict[str, dict[str, Any]]) -> Table:
    table = Table(
        ["fault", "injected", "recall", "duplicates", "false “complete”", "right verdicts", "s", "verdicts"]
    )
    for name, told in figures.items():
        counts = ", ".join(f"{count} {status}" for status, count in told["verdicts"].items())
        table.add(
            f"`{name}`",
            told["injected"],
            percent(told["found"], told["listed"]),
            told["duplicates"],
            len(told["false_complete"]),
            f"{told['right_verdicts']} of {sum(told['verdicts'].values())}",
            f"{told['seconds']:.0f}",
            counts,
        )
    return table
