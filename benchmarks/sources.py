"""Every list across accounts: what is found of it, whether its end is told rightly, and how fast it comes."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.result import Result, Table, percent
from tests.browser_crawl import BrowserCrawl
from tests.crawling import Crawl, duplicates
from tests.source_truth import known, told
from tests.standin_process import StandinProcess
from tiktok_spiders.endpoints.feeds import CATEGORIES

if TYPE_CHECKING:
    from collections.abc import Callable

    Wanted = Callable[[StandinProcess, str], set[tuple[str, ...]]]
    """Gives the keys that a whole list of a target holds."""

USERS, VIDEOS, NOW = 20, 60, 1_790_194_400
RELATIONS = 600
SHARE = 0.2
FAULTS = ("empty", "repeated_page", "stuck_cursor", "has_more_true", "empty_session", "http")
TARGETS = {
    "hashtags": ("outdoors", "nature", "river", "emptyquay"),
    "queries": ("moss", "river", "zzznothing"),
    "category": ("comedy", "food", "animals"),
    "users": ("twin.seconds", "daily.dune", "monthly_moss", "quiet.heron", "pinned_pine", "live_larch"),
}
QUICK = {"hashtags": ("river",), "queries": ("moss",), "category": ("food",), "users": ("twin.seconds",)}
Truth = dict[str, set[tuple[str, ...]]]
"""Target to what a whole list of it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One kind of list: how to crawl it, and what is true of it."""

    name: str
    spider: str
    arguments: dict[str, Any]
    section: str
    record_type: str
    wanted: Wanted
    key: tuple[str, ...] = ("video_id",)
    targets: tuple[str, ...] = field(default_factory=tuple)


def measure(*, quick: bool) -> Result:
    """Crawl each source whole, without faults and with one answer in five spoilt."""
    figures: dict[str, dict[str, Any]] = {}
    with (
        StandinProcess("--users", str(USERS), "--videos", f"0-{VIDEOS}", "--now", str(NOW)) as standin,
        tempfile.TemporaryDirectory() as folder,
    ):
        standin.set_switches(relation_cap=RELATIONS)
        for source in sources(standin, quick=quick):
            for faulty in (False, True):
                home = Path(folder) / f"{source.name}-{faulty}".replace(" ", "-")
                figures[f"{source.name}{', faults' * faulty}"] = _crawl(standin, source, home, faulty=faulty)
    about = (
        f"A stand-in of {USERS} accounts, their followers cut off at {RELATIONS}. Hashtags, sounds, "
        "searches come through a real browser. Recall is the share of what whole lists show; For You "
        f"has no whole. With faults, {SHARE:.0%} of the answers of lists are spoilt: {', '.join(FAULTS)}. "
        "Seconds include the start of the process and of its browser."
    )
    return Result(about, [_table(figures)], figures)


def sources(standin: StandinProcess, *, quick: bool) -> list[Source]:
    """Return all kinds of lists."""
    given = QUICK if quick else TARGETS
    uses: dict[str, int] = known(standin, "sounds")
    sounds = tuple(sorted(uses, key=lambda key: -uses[key])[:: 1 if quick else 2][: 1 if quick else 3])
    return [
        Source(
            name="hashtag",
            spider="hashtag",
            arguments={"hashtags": list(given["hashtags"])},
            section="hashtag_videos",
            record_type="video",
            wanted=_listed("hashtag"),
            targets=given["hashtags"],
        ),
        Source(
            name="sound",
            spider="sound",
            arguments={"sounds": list(sounds)},
            section="sound_videos",
            record_type="video",
            wanted=_listed("sound"),
            targets=sounds,
        ),
        _search(given["queries"], "videos", "video"),
        _search(given["queries"], "users", "user"),
        Source(
            name="trending: categories",
            spider="trending",
            arguments={"category": ",".join(given["category"])},
            section="explore",
            record_type="video",
            wanted=lambda at, name: _listed("category")(at, str(CATEGORIES[name])),
            targets=given["category"],
        ),
        Source(
            name="trending: For You",
            spider="trending",
            arguments={"max_videos": 30 if quick else 300},
            section="trending",
            record_type="video",
            wanted=lambda _at, _name: set(),
            targets=("foryou",),
        ),
        *_of_users(given["users"]),
    ]


def _search(queries: tuple[str, ...], kind: str, record_type: str) -> Source:
    section = f"search_{kind}"
    return Source(
        name=f"search: {kind}",
        spider="search",
        arguments={"queries": list(queries), "kinds": kind},
        section=section,
        record_type=record_type,
        key=(f"{record_type}_id",),
        wanted=_listed(section),
        targets=queries,
    )


def _of_users(users: tuple[str, ...]) -> list[Source]:
    """Return the lists that accounts have beside their newest videos."""
    member, place = ("member_id",), ("playlist_id", "video_id")
    kinds: list[tuple[str, str, str, tuple[str, ...], Wanted]] = [
        ("followers", "followers", "relation", member, _listed("followers")),
        ("playlists", "playlist_videos", "playlist_item", place, _held("playlists")),
        ("collections", "collection_videos", "playlist_item", place, _held("collections")),
        ("popular", "videos_popular", "video", ("video_id",), _posted),
    ]
    return [
        Source(
            name=f"user: {name}",
            spider="user",
            arguments={"users": list(users), "sort" if name == "popular" else "include": name},
            section=section,
            record_type=record_type,
            key=key,
            wanted=wanted,
            targets=users,
        )
        for name, section, record_type, key, wanted in kinds
    ]


def _posted(standin: StandinProcess, target: str) -> set[tuple[str, ...]]:
    return {(key,) for key in standin.truth(target)["ids"]}


def _listed(kind: str) -> Wanted:
    return lambda standin, target: {(key,) for key in told(standin, kind, target).get("ids", [])}


def _held(kind: str) -> Wanted:
    def wanted(standin: StandinProcess, target: str) -> set[tuple[str, ...]]:
        lists = told(standin, kind, target)["lists"]
        return {(key, video) for key, one in lists.items() for video in one["ids"]}

    return wanted


def plan() -> list[dict[str, Any]]:
    """Return the rules that spoil one answer of a list in five."""
    share = SHARE / len(FAULTS)
    return [
        {"kind": kind, "where": "*/*", "share": share, "seed": seed, "status": 503}
        for seed, kind in enumerate(FAULTS, start=80)  # seeds that strike early and evenly
    ]


def _crawl(standin: StandinProcess, source: Source, home: Path, *, faulty: bool) -> dict[str, Any]:
    standin.set_plan(*(plan() if faulty else ()))
    standin.clear_log()
    crawl = BrowserCrawl(home, standin.url, settings={"TIKTOK_IDENTITIES": 4})
    crawl.run(source.spider, timeout=600, **source.arguments)
    stats = standin.stats()
    standin.set_plan()
    return compare(crawl, source, {target: source.wanted(standin, target) for target in source.targets}) | {
        "requests": stats["requests"],
        "spoilt": sum(stats["faults"].values()),
        "seconds": crawl.seconds,
        "status": crawl.status,
        "tracebacks": crawl.stderr.count("Traceback"),
    }


def compare(crawl: Crawl, source: Source, truth: Truth) -> dict[str, Any]:
    """Compare what a crawl brought with what is true."""
    rows = [one for one in crawl.records(source.record_type) if one["source"]["section"] == source.section]
    found = [(one["source"]["target"], tuple(one[name] for name in source.key)) for one in rows]
    wanted = {(target, key) for target, keys in truth.items() for key in keys}
    verdicts = [one for one in crawl.records("verdict") if one["resource"] == source.section]
    lacking = {target for target, _key in wanted - set(found)}
    return {
        "items": len(found),
        "wanted": len(wanted),
        "found": len(wanted & set(found)),
        "foreign": len(set(found) - wanted) if wanted else 0,
        "duplicates": len(duplicates(found)),
        "verdicts": dict(sorted(Counter(one["status"] for one in verdicts).items())),
        "false_complete": [
            one["target"] for one in verdicts if one["status"] == "complete" and one["target"] in lacking
        ],
    }


def _table(figures: dict[str, dict[str, Any]]) -> Table:
    columns = [
        "list",
        "items",
        "recall",
        "duplicates",
        "false “complete”",
        "verdicts",
        "requests",
        "spoilt",
        "s",
        "items/s",
    ]
    table = Table(columns)
    for name, one in figures.items():
        table.add(
            name,
            f"{one['items']:,}",
            percent(one["found"], one["wanted"]) if one["wanted"] else "–",
            one["duplicates"],
            len(one["false_complete"]),
            ", ".join(f"{count} {status}" for status, count in one["verdicts"].items()),
            f"{one['requests']:,}",
            one["spoilt"],
            f"{one['seconds']:.0f}",
            f"{one['items'] / one['seconds']:,.0f}",
        )
    return table
