"""One fault, always, for one target: whether its verdict names what is the matter."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from tests.crawling import Crawl, duplicates
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VIDEOS = 40
AT_ONCE = 3
LIST, REPOSTS, PAGE, EVERYWHERE = "creator/item_list", "repost/item_list", "page.user", "*"
REPOSTER = "daily.dune"
"""Has several pages of reposts, and no total of them."""


@dataclass(frozen=True)
class Case:
    """A fault in every answer about a target, and the verdict that the target then deserves."""

    name: str
    fault: dict[str, Any]
    verdict: tuple[str, str]
    where: str = EVERYWHERE
    says: str = ""
    spider: str = "user"
    received: int | None = 0
    """Videos delivered; None: any number below all."""

    settings: dict[str, Any] = field(default_factory=dict)
    include: str = "videos"


def code(number: int, *verdict: str, where: str = EVERYWHERE, spider: str = "user") -> Case:
    """Return the case of a status code in the body of a 200."""
    status, reason = verdict
    gone = int(spider == "video")  # a stub, so that a stored one is marked
    fault = {"kind": "code", "code": number}
    return Case(f"{spider} {number}", fault, (status, reason), where, str(number), spider, gone)


BLOCKED, CAPTCHA, ERROR = ("blocked", "blocked"), ("blocked", "captcha"), ("failed", "error")
CASES = [
    Case("empty", {"kind": "empty"}, BLOCKED, says="no body"),
    Case("empty list", {"kind": "empty"}, BLOCKED, LIST, says="no body"),
    Case("no state", {"kind": "no_state"}, BLOCKED, PAGE, says="state"),
    Case("downgraded", {"kind": "downgraded"}, BLOCKED, PAGE),
    Case("check page without browser", {"kind": "check_page"}, BLOCKED, PAGE, says="TIKTOK_BROWSER"),
    Case(
        "check page with browser",
        {"kind": "check_page"},
        ("complete", "end"),
        PAGE,
        received=VIDEOS,
        settings={"TIKTOK_BROWSER": "chromium"},
    ),
    Case("login", {"kind": "login"}, ("blocked", "login"), PAGE, says="login"),
    Case("captcha in JSON", {"kind": "captcha_json"}, CAPTCHA, LIST),
    Case("captcha in a header", {"kind": "captcha_header"}, CAPTCHA),
    Case("captcha page", {"kind": "captcha_page"}, CAPTCHA, PAGE),
    Case("403", {"kind": "http", "status": 403}, BLOCKED, says="denies"),
    Case("429", {"kind": "http", "status": 429, "retry_after": "1"}, BLOCKED, says="429"),
    Case("503", {"kind": "http", "status": 503}, ERROR, says="503"),
    Case("reset", {"kind": "reset"}, ERROR),
    Case("slow", {"kind": "slow", "ms": 5000}, ERROR, settings={"DOWNLOAD_TIMEOUT": 0.3}),
    code(-1, *BLOCKED),
    code(10000, *CAPTCHA, where=LIST),
    code(10101, *ERROR),
    code(10114, *BLOCKED),
    code(10201, *ERROR),
    code(10202, "missing", "missing"),
    code(10204, "missing", "missing", spider="video"),
    code(10213, "blocked", "age", spider="video"),
    code(10216, "private", "private", spider="video"),
    code(10221, "missing", "missing"),
    code(10222, "private", "private"),
    code(10225, "private", "private"),
    code(10231, "blocked", "region", spider="video"),
    code(2483, "blocked", "login"),
    Case("robots.txt", {}, ("blocked", "robots"), says="TIKTOK_ROBOTSTXT_OBEY"),
    Case("repeated page", {"kind": "repeated_page"}, ("short", "repeated_page"), LIST, received=None),
    Case("only the cursor's post", {"kind": "stuck_cursor"}, ("short", "empty_windows"), LIST, received=None),
    Case(
        "stuck cursor",
        {"kind": "stuck_cursor"},
        ("short", "stuck_cursor"),
        REPOSTS,
        received=None,
        include="reposts",
    ),
    Case("has more: false", {"kind": "has_more_false"}, ("complete", "end"), LIST, received=VIDEOS),
    Case("has more: true", {"kind": "has_more_true"}, ("complete", "empty_windows"), LIST, received=VIDEOS),
    Case("no list", {"kind": "no_item_list"}, BLOCKED, LIST),
    Case("cut", {"kind": "truncated"}, ERROR, LIST),
]


@dataclass
class Seen:
    """What a crawl of one target left."""

    crawl: Crawl
    target: str
    ids: list[str]
    delivered: list[str]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Seen]]:
    """All crawls: each of its own process, database and account; the faults know their account."""
    directory = tmp_path_factory.mktemp("verdicts")
    options = ("--users", str(len(CASES)), "--bulk", str(VIDEOS))
    with (
        StandinProcess(*options) as standin,
        StandinProcess("--users", "1", "--bulk", "1") as refusing,
        StandinProcess("--users", "6") as varied,
    ):
        refusing.set_switches(robots="refuse")
        plans = [
            {**case.fault, "where": case.where, "only_target": handle}
            for case, handle in zip(CASES, standin.handles(), strict=True)
            if case.fault
        ]
        standin.set_plan(*plans)
        varied.set_plan(*({**plan, "only_target": REPOSTER} for plan in plans if plan["where"] == REPOSTS))

        def crawl(place: int) -> Seen:
            case = CASES[place]
            if case.include == "reposts":
                return _crawl(case, varied, REPOSTER, directory / str(place))
            server, number = (standin, place) if case.fault else (refusing, 0)
            return _crawl(case, server, server.handles()[number], directory / str(place))

        with ThreadPoolExecutor(AT_ONCE) as pool:
            found = dict(zip((case.name for case in CASES), pool.map(crawl, range(len(CASES))), strict=True))
        yield found


def _crawl(case: Case, standin: StandinProcess, handle: str, home: Path) -> Seen:
    ids = standin.truth(handle)["ids"]
    crawl = Crawl(
        home, standin.url, settings={"TIKTOK_BROWSER": "off", "TIKTOK_IDENTITIES": 2} | case.settings
    )
    if case.spider == "video":
        target = f"https://www.tiktok.com/@{handle}/video/{ids[0]}"
        crawl.run("video", timeout=90, videos=target)
    else:
        target = handle
        crawl.run("user", timeout=90, users=target, include=case.include)
    return Seen(crawl, target, ids, [one["video_id"] for one in crawl.records("video")])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_verdict_names_what_is_the_matter(seen: dict[str, Seen], case: Case) -> None:
    one = seen[case.name]
    verdicts = one.crawl.verdicts()
    assert list(verdicts) == [one.target], one.crawl.stderr
    verdict = verdicts[one.target]
    assert (verdict["status"], verdict["stop_reason"]) == case.verdict, verdict
    assert case.says in f"{verdict['message']} {verdict['status_code']}", verdict
    assert duplicates(one.delivered) == []
    assert case.include == "reposts" or set(one.delivered) <= set(one.ids)
    if case.received is None:
        assert len(one.delivered) < VIDEOS
    else:
        assert len(one.delivered) == case.received
    assert one.crawl.status == 0
    assert "Traceback" not in one.crawl.stderr


def test_every_plan_is_another() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 20
