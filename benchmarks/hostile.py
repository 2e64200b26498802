"""Everything against the crawl at once: empty bodies, captchas, a dead proxy, budgets, strict identities."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from benchmarks.result import Result, Table, percent
from benchmarks.truth import compare, truths
from tests.crawling import Crawl
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Iterable

SIZE, QUICK_SIZE = (40, 250), (10, 100)
"""Accounts, and videos of each."""

EMPTY, CAPTCHA = 0.30, 0.02
DEAD = "exit-2"
FAULTS: tuple[dict[str, Any], ...] = (
    {"kind": "empty", "share": EMPTY},
    {"kind": "captcha_json", "share": CAPTCHA, "where": "/api/*"},
    {"kind": "captcha_page", "share": CAPTCHA, "where": "page.*"},
)
STRICT = {"identities": "strict", "tokens": "strict"}
SIGNED_CALLS = 15
"""Signed calls that an identity has, and makes before it rests; an exit has 17 to 27."""


@dataclass
class ProxiedCrawl(Crawl):
    """A crawl of TikTok's own addresses, to which only the stand-in's proxies lead."""

    proxies: str = ""
    ca: str = ""

    def _settings(self) -> dict[str, Any]:
        given = super()._settings()
        del given["TIKTOK_WEB_URL"]
        return given | {"TIKTOK_IDENTITIES": 8, "TIKTOK_BROWSER": "chromium"} | self.settings

    def environment(self) -> dict[str, str]:
        """Return the environment, with proxies and the authority of their certificates."""
        known = {key: os.environ[key] for key in ("TIKTOK_BROWSER_EXECUTABLE",) if key in os.environ}
        return super().environment() | known | {"TIKTOK_PROXIES": self.proxies, "SSL_CERT_FILE": self.ca}


def measure(*, quick: bool) -> Result:
    """Crawl the same accounts without any fault and with all of them."""
    users, videos = QUICK_SIZE if quick else SIZE
    figures = {
        "calm": crawl_once(users, videos, hostile=False),
        "hostile": crawl_once(users, videos, hostile=True),
    }
    about = (
        f"{users} accounts of {videos} videos behind four proxies with passwords. Hostile: {EMPTY:.0%} of "
        f"all answers are empty, {CAPTCHA:.0%} ask for a captcha, one proxy is dead, signed calls have "
        "budgets, and requests that mix identities or carry a stale token are refused. Calm: the same "
        "without faults. No waiting between requests or repetitions."
    )
    return Result(about, [_table(figures)], figures)


def crawl_once(
    users: int,
    videos: int,
    *,
    hostile: bool,
    faults: Iterable[dict[str, Any]] = FAULTS,
    budget: int = SIGNED_CALLS,
) -> dict[str, Any]:
    """Return what a crawl of all accounts brought, and what the stand-in saw of it."""
    options = ("--users", str(users), "--bulk", str(videos), "--proxies", "4", "--proxy-auth", "me:pass w@rd")
    with StandinProcess(*options) as standin, tempfile.TemporaryDirectory() as folder:
        standin.set_switches(**STRICT, budgets=hostile, budget_identity=budget if hostile else 0)
        if hostile:
            standin.set_plan(*faults)
            standin.set_proxy_fault(DEAD, "dead")
        accounts = truths(standin)
        crawl = ProxiedCrawl(Path(folder), "", proxies=",".join(standin.proxies), ca=standin.ca)
        crawl.settings["TIKTOK_IDENTITY_BUDGET"] = budget
        crawl.run("user", timeout=3000, users=list(accounts))
        seen, told, log = standin.stats(), compare(crawl, accounts), standin.log()
    signed = Counter(entry["visitor"] for entry in log if "X-Bogus=" in entry["query"])
    return {
        **asdict(told),
        "seconds": crawl.seconds,
        "status": crawl.status,
        "tracebacks": crawl.stderr.count("Traceback"),
        "requests": seen["requests"],
        "requests_an_item": seen["requests"] / max(told.found, 1),
        "injected": seen["faults"],
        "by_endpoint": seen["by_endpoint"],
        "mixed": seen["mixed"],
        "mixed_by": seen["mixed_by"],
        "tokens_stale": seen["tokens_stale"],
        "refusals": seen["refusals"],
        "signed": sum(signed.values()),
        "signed_by_visitor": dict(signed),
        "beyond_identity_budget": seen["refusals"].get("budget identity", 0),
        "beyond_exit_budget": seen["refusals"].get("budget exit", 0),
        "visitors": len(seen["most_in_flight_by_identity"]),
        "most_at_once_of_a_visitor": max(seen["most_in_flight_by_identity"].values(), default=0),
        "tokens": token_use(log),
        "stderr": crawl.stderr[-4000:] if crawl.status else "",
    }


def token_use(log: list[dict[str, Any]]) -> dict[str, int]:
    """Return the calls with a token, those after the visitor's first, and how many of these had a new one."""
    last: dict[str, str] = {}
    counts = {"calls": 0, "later": 0, "renewed": 0}
    for entry in log:
        token = parse_qs(entry["query"]).get("msToken", [""])[0]
        if not token or not entry["visitor"]:
            continue
        counts["calls"] += 1
        counts["later"] += entry["visitor"] in last
        counts["renewed"] += last.get(entry["visitor"], token) != token
        last[entry["visitor"]] = token
    return counts


def _table(figures: dict[str, dict[str, Any]]) -> Table:
    table = Table(["what", *figures])
    for title, cell in (
        (
            "videos found",
            lambda one: f"{one['found']:,} of {one['listed']:,} ({percent(one['found'], one['listed'])})",
        ),
        ("videos delivered twice", lambda one: one["duplicates"]),
        ("false “complete”", lambda one: len(one["false_complete"])),
        ("minutes", lambda one: f"{one['seconds'] / 60:.1f}"),
        ("requests", lambda one: f"{one['requests']:,}"),
        ("requests an item", lambda one: f"{one['requests_an_item']:.3f}"),
        ("faults met", lambda one: f"{sum(one['injected'].values()):,}"),
        ("identities", lambda one: one["visitors"]),
        ("requests with a mixed identity", lambda one: one["mixed"]),
        ("most requests at once of an identity", lambda one: one["most_at_once_of_a_visitor"]),
        ("signed calls", lambda one: one["signed"]),
        ("signed calls beyond the identity's budget", lambda one: one["beyond_identity_budget"]),
        (
            "signed calls beyond the exit's budget, which nobody is told",
            lambda one: one["beyond_exit_budget"],
        ),
        (
            "calls with a token, of these with a renewed one",
            lambda one: "{calls:,}, {renewed:,}".format(**one["tokens"]),
        ),
        ("requests with a stale token", lambda one: one["tokens_stale"]),
    ):
        table.add(title, *(cell(one) for one in figures.values()))
    return table
