"""What publishing does under load and kills: bytes, memory, inits, refreshes."""

from __future__ import annotations

import hashlib
import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.result import Result, Table
from tests.publish.media_files import make_sparse
from tests.publish.open_control import OpenControl
from tests.publish.publish_kills import Office, kill_after_init, kill_in_init
from tests.standin_process import StandinProcess
from tiktok_spiders.publish import submit
from tiktok_spiders.publish.chunks import ChunkPlan
from tiktok_spiders.publish.rules import Options

if TYPE_CHECKING:
    from collections.abc import Iterator

PRIVATE = Options(privacy="SELF_ONLY", music_terms=True)
SIZES = (3_000_000, 50_000_123, 64_000_000, 66_000_000, 130_000_000, 1024**3)
KILL_SIZE = 66_000_000
SLOW = {"kind": "slow", "where": "upload", "first": None, "seconds": 0.4}
"""Six chunks: the upload takes longer than the moments among which a kill is drawn."""

KILL_SPAN_S = 2.0


def measure(*, quick: bool) -> Result:
    """Post, kill, drain and refresh against the stand-in; ``quick``: small files and few kills."""
    figures: dict[str, Any] = {}
    with StandinProcess() as standin, tempfile.TemporaryDirectory() as folder:
        office = Office(OpenControl(standin.url), Path(folder))
        office.log_in(datetime.now(UTC))
        try:
            figures["uploads"] = list(_uploads(office, SIZES[:2] if quick else SIZES))
            figures["idle_mib"] = _mib(office.finish(office.start("idle"))["peak_kib"])
            figures["kills after the init"] = _kills(office, 2 if quick else 20)
            figures["kills in the init"] = _kills_in_init(office, 1 if quick else 5)
            figures["two drainers"] = _drainers(office, 4 if quick else 20)
            figures["doubled commands"] = _doubled(office, 3 if quick else 10)
            figures["refreshes"] = _refreshes(office, 5 if quick else 50)
        finally:
            office.close()
    about = (
        "Sparse files against the stand-in, each post a process of its own; media checks are off. Kills are "
        f"SIGKILL up to {KILL_SPAN_S} s after the init's answer was kept, then the same command once more."
    )
    return Result(about, [_upload_table(figures), _rest_table(figures)], figures)


def _uploads(office: Office, sizes: tuple[int, ...]) -> Iterator[dict[str, Any]]:
    for size in sizes:
        path = make_sparse(office.home / f"{size}.mp4", size)
        with path.open("rb") as file:
            expected = hashlib.file_digest(file, "sha256").hexdigest()
        told = office.finish(office.start("post", file=str(path), caption=f"size {size}"))
        (truth,) = office.truths(f"size {size}")
        yield {
            "size": size,
            "equal": truth["sha256"] == expected,
            "chunks": len(truth["chunks"]),
            "planned": [list(chunk) for chunk in ChunkPlan.of(size).chunks()] == truth["chunks"],
            "state": told["posts"][0]["state"],
            "peak_mib": _mib(told["peak_kib"]),
        }


def _kills(office: Office, count: int) -> dict[str, int]:
    path = make_sparse(office.home / "kills.mp4", KILL_SIZE)
    expected = hashlib.sha256(path.read_bytes()).hexdigest()
    dice, good, inits, alive, noted = random.Random(20), 0, 0, 0, set()
    for number in range(count):
        caption = f"kill {number}"
        office.official.faults(SLOW)
        kill = kill_after_init(office, path, caption, dice, KILL_SPAN_S)
        alive += kill.was_alive
        noted.add(kill.noted)
        office.official.faults()
        post = office.post(file=str(path), caption=caption)
        truths = office.truths(caption)
        inits += len(truths)
        good += post["state"] == "published" and [one["sha256"] for one in truths] == [expected]
    met = {"kills": count, "met it alive": alive, "moments": len(noted)}
    return met | {"one post of equal bytes": good, "inits": inits}


def _kills_in_init(office: Office, count: int) -> dict[str, int]:
    path = make_sparse(office.home / "small.mp4", 100_000)
    unknown = inits = 0
    for number in range(count):
        caption = f"init {number}"
        kill_in_init(office, path, caption)
        unknown += office.post(file=str(path), caption=caption)["state"] == "unknown"
        inits += len(office.truths(caption))
    return {"kills": count, "unknown": unknown, "inits": inits}


def _drainers(office: Office, count: int) -> dict[str, int]:
    path, account = make_sparse(office.home / "due.mp4", 100_000), office.tokens.get()
    for number in range(count):
        new = submit.video_file(account, path, options=PRIVATE, caption=f"due {number}", probe=None)
        office.posts.add(new)
    for process in [office.start("drain") for _ in range(2)]:
        office.finish(process)
    made = [office.truths(f"due {number}") for number in range(count)]
    return {
        "due": count,
        "inits": sum(map(len, made)),
        "posts of one init": sum(len(one) == 1 for one in made),
    }


def _doubled(office: Office, count: int) -> dict[str, int]:
    path = make_sparse(office.home / "doubled.mp4", 100_000)
    made = {}
    for name, key in (("one key", "a key"), ("no key", None)):
        asked = {"file": str(path), "caption": name, "key": key}
        for process in [office.start("post", **asked) for _ in range(count)]:
            office.finish(process)
        made[f"posts of {count} commands with {name}"] = len(office.truths(name))
    return made


def _refreshes(office: Office, count: int) -> dict[str, int]:
    # Tokens as if they had been given long ago: all processes find them due.
    office.log_in(datetime.now(UTC) - timedelta(minutes=115))
    before, gate = len(office.official.calls("oauth.refresh")), office.home / "gate"
    gate.mkdir()
    processes = [office.start("refresh", gate=str(gate)) for _ in range(count)]
    while len(list(gate.iterdir())) < count:
        time.sleep(0.05)
    (gate / "open").touch()
    failed = sum(office.ended(process) != 0 for process in processes)
    calls = len(office.official.calls("oauth.refresh")) - before
    lost = office.tokens.get().lost_reason is not None
    return {"processes": count, "refreshes": calls, "failed": failed, "locked out": int(lost)}


def _upload_table(figures: dict[str, Any]) -> Table:
    table = Table(["bytes", "equal", "chunks", "MiB above an idle process"], title="Uploads")
    for one in figures["uploads"]:
        planned = "" if one["planned"] else " (not as planned)"
        above = f"{one['peak_mib'] - figures['idle_mib']:.1f}"
        table.add(f"{one['size']:,}", "yes" if one["equal"] else "no", f"{one['chunks']}{planned}", above)
    return table


def _rest_table(figures: dict[str, Any]) -> Table:
    table = Table(["what", "figures"], title="Once and only once")
    for name in (
        "kills after the init",
        "kills in the init",
        "two drainers",
        "doubled commands",
        "refreshes",
    ):
        table.add(name, ", ".join(f"{key}: {value}" for key, value in figures[name].items()))
    return table


def _mib(kib: int) -> float:
    return kib / 1024
