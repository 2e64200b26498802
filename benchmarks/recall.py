"""How much of what is there a crawl finds, whether it says so rightly, and what a second visit costs."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from benchmarks.result import Result, Table, percent
from benchmarks.truth import Compared, compare, truths
from tests.crawling import Crawl, duplicates
from tests.standin_process import StandinProcess

LIMITS, QUICK_LIMITS = (1, 14, 15, 16, 30), (16,)
LIST = "creator/item_list"
Accounts = dict[str, dict[str, Any]]


def measure(*, quick: bool) -> Result:
    """Crawl a varied world whole, by limits, again with nothing new, and again after new posts."""
    users, most, sizes = (18, 60, QUICK_LIMITS) if quick else (60, 1500, LIMITS)
    with (
        StandinProcess("--users", str(users), "--videos", f"0-{most}") as standin,
        tempfile.TemporaryDirectory() as folder,
    ):
        home, accounts = Path(folder), truths(standin)
        crawl = Crawl(home / "whole", standin.url, settings={"TIKTOK_IDENTITIES": 8})
        crawl.run("user", timeout=1800, users=list(accounts))
        whole = compare(crawl, accounts)
        limits = {limit: _limit(standin, home / str(limit), accounts, limit) for limit in sizes}
        again = _nothing_new(standin, home / "again", crawl.database_url, accounts)
        grown = _grown(standin, home / "grown", crawl.database_url, accounts, whole.listed)
    about = (
        f"A stand-in of {users} users with 0 to {most:,} videos: gaps of months, pinned posts, photos, "
        "counters that say more than lists show, private, banned and under-age accounts. A verdict is right "
        "when it is the one that the account's truth deserves."
    )
    figures = {
        "whole": asdict(whole),
        "seconds": crawl.seconds,
        "limits": limits,
        "new_only": again,
        "grown": grown,
    }
    return Result(about, [_table(whole, crawl.seconds, limits, again, grown)], figures)


def _limit(standin: StandinProcess, home: Path, accounts: Accounts, limit: int) -> dict[str, int]:
    crawl = Crawl(home, standin.url, settings={"TIKTOK_IDENTITIES": 8})
    delivered = crawl.run("user", users=list(accounts), max_videos=limit).ids_by_author()
    counts = [(len(delivered.get(name, [])), min(limit, len(one["ids"]))) for name, one in accounts.items()]
    return {"exact": sum(got == wanted for got, wanted in counts), "of": len(counts)}


def _nothing_new(standin: StandinProcess, home: Path, database: str, accounts: Accounts) -> dict[str, Any]:
    standin.clear_log()
    crawl = _visit(standin, home, database, accounts)
    names = {one["user"]["sec_uid"]: name for name, one in accounts.items()}
    asked: Counter[str] = Counter()
    for entry in standin.log(LIST):
        asked[names[parse_qs(entry["query"])["secUid"][0]]] += 1
    with_videos = [asked[name] for name, one in accounts.items() if one["ids"]]
    return {
        "videos": len(crawl.records("video")),
        "requests": standin.stats()["requests"],
        "pages_a_user_most": max(with_videos),
        "users_with_one_page": sum(pages == 1 for pages in with_videos),
        "users_with_videos": len(with_videos),
        "seconds": crawl.seconds,
    }


def _grown(
    standin: StandinProcess, home: Path, database: str, accounts: Accounts, listed: int
) -> dict[str, Any]:
    open_accounts = [name for name, one in accounts.items() if one["ids"]]
    share = Counter(open_accounts[index % len(open_accounts)] for index in range(max(listed // 100, 1)))
    added = {key for name, count in share.items() for key in standin.grow(name, count)}
    standin.clear_log()
    crawl = _visit(standin, home, database, accounts)
    delivered = [video["video_id"] for video in crawl.records("video")]
    return {
        "added": len(added),
        "found": len(added & set(delivered)),
        "others": len(set(delivered) - added),
        "duplicates": len(duplicates(delivered)),
        "requests": standin.stats()["requests"],
        "seconds": crawl.seconds,
    }


def _visit(standin: StandinProcess, home: Path, database: str, accounts: Accounts) -> Crawl:
    crawl = Crawl(home, standin.url, database, settings={"TIKTOK_IDENTITIES": 8})
    return crawl.run("user", timeout=600, users=list(accounts), new_only="true")


def _table(
    whole: Compared, seconds: float, limits: dict[int, Any], again: dict[str, Any], grown: dict[str, Any]
) -> Table:
    table = Table(["what", "result"])
    table.add("videos found", f"{whole.found:,} of {whole.listed:,} ({percent(whole.found, whole.listed)})")
    table.add("videos delivered twice", whole.duplicates)
    table.add("verdicts right", f"{whole.right_verdicts} of {sum(whole.verdicts.values())}")
    table.add("time, s", f"{seconds:.0f}")
    for limit, told in limits.items():
        table.add(f"`max_videos={limit}` exact", f"{told['exact']} of {told['of']} users")
    table.add("`new_only`, nothing new: videos delivered", again["videos"])
    one_page = f"{again['users_with_one_page']} of {again['users_with_videos']} users"
    table.add("`new_only`, nothing new: one list page", one_page)
    table.add("`new_only`, nothing new: most list pages of a user", again["pages_a_user_most"])
    table.add("`new_only` after 1 % new posts: found", f"{grown['found']} of {grown['added']}")
    table.add("`new_only` after 1 % new posts: others delivered", grown["others"])
    table.add("`new_only` after 1 % new posts: requests", grown["requests"])
    return table
