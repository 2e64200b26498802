"""The process, its command line, its control and its log."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

from tiktok_standin.catalogue import Catalogue
from tiktok_standin.log import RequestLog
from tiktok_standin.options import parser
from tiktok_standin.server import build
from tiktok_standin.world import WORLD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.standin.conftest import Web

COMMAND = [sys.executable, "-m", "tiktok_standin", "--print-url", "--users", "20", "--videos", "0-5"]


def started(*options: str) -> tuple[subprocess.Popen[bytes], dict[str, Any]]:
    process = subprocess.Popen([*COMMAND, *options], stdout=subprocess.PIPE)
    assert process.stdout
    return process, json.loads(process.stdout.readline())


def finish(process: subprocess.Popen[bytes]) -> int:
    assert process.stdout
    process.stdout.close()
    return process.wait(10)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_serves_and_ends(number: signal.Signals) -> None:
    process, ready = started()
    try:
        with urllib.request.urlopen(f"{ready['web']}/@many_moths") as answer:
            assert b"__UNIVERSAL_DATA_FOR_REHYDRATION__" in answer.read()
    finally:
        process.send_signal(number)
        assert finish(process) == 0


def test_it_ends_with_its_parent() -> None:
    command = [*COMMAND, "--with-parent"]
    code = (
        "import subprocess; "
        f"p = subprocess.Popen({command!r}, stdout=subprocess.PIPE); "
        "print(p.stdout.readline().decode(), end='')"
    )
    ready = json.loads(
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code], stdout=subprocess.PIPE, check=True
        ).stdout
    )
    assert gone(ready["pid"])


def gone(pid: int) -> bool:
    """Wait for the end of a process that is not a child of this one."""
    try:
        watched = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([watched], [], [], 10)[0])
    finally:
        os.close(watched)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.com"])
def test_it_refuses_other_than_loopback(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["--host", host])
    assert "not a loopback address" in capsys.readouterr().err


def test_options_become_a_world(tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    plan.write_text('[{"kind": "slow", "ms": 5}]')
    options = ["--lookback-days", "0", "--has-more", "always", "--plan", str(plan), "--now", "1780000000"]
    world = build(parser().parse_args([*options, "--users", "18", "--videos", "3"]))[WORLD]
    assert (world.switches.lookback_days, world.switches.has_more) == (None, "always")
    assert (world.catalogue.now, len(world.catalogue.handles)) == (1_780_000_000, 18)
    assert world.plan.faults[0].ms == 5
    bulk = build(parser().parse_args(["--bulk", "7", "--users", "2", "--plan", "default"]))[WORLD]
    assert bulk.catalogue.truth("bulk00001")["video_count"] == 7
    assert bulk.plan.faults[0].kind == "no_state"


async def test_truth_and_growth_over_http(serving: Any) -> None:
    world = Catalogue.seeded(users=18, videos=(0, 3))
    async with serving(world) as web:
        assert await web.json("/_standin/health") == {"ok": True}
        assert await web.json("/_standin/handles") == world.handles
        before = await web.json("/_standin/truth/many_moths")
        async with web.client.post(
            "/_standin/grow", json={"handle": "many_moths", "count": 3, "now": world.now}
        ) as answer:
            added = (await answer.json())["ids"]
        after = await web.json("/_standin/truth/many_moths")
        assert after["ids"] == added[::-1] + before["ids"]
        assert [item["id"] for item in (await web.creator("many_moths"))["itemList"]][:3] == added[::-1]
        profile = (await web.scopes("/@many_moths"))["webapp.user-detail"]["userInfo"]
        assert profile["stats"]["videoCount"] == len(after["ids"])


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "truth/nobody", None, 404),
        ("POST", "grow", {"handle": "nobody", "count": 1}, 404),
        ("POST", "grow", {"handle": 5}, 400),
        ("PUT", "switches", {"has_more": "sometimes"}, 400),
        ("PUT", "links", {"a": 1}, 400),
    ],
)
async def test_control_refuses_nonsense(web: Web, method: str, path: str, body: Any, status: int) -> None:
    async with web.client.request(method, f"/_standin/{path}", json=body) as answer:
        assert answer.status == status
        assert (await answer.json())["error"]


async def test_switches_and_links_over_http(web: Web) -> None:
    async with web.client.put("/_standin/switches", json={"lookback_days": None, "latency_ms": 1}) as answer:
        assert (await answer.json())["lookback_days"] is None
    assert (await web.json("/_standin/switches"))["latency_ms"] == 1
    async with web.client.put("/_standin/links", json={"mine": "https://example.com/", "gone": ""}) as answer:
        assert (await answer.json())["mine"] == "https://example.com/"
    async with web.client.get("/t/mine", allow_redirects=False) as answer:
        assert answer.headers["Location"] == "https://example.com/"
    async with web.client.get("/t/gone") as answer:
        assert answer.status == 404


async def test_the_log(web: Web) -> None:
    await web.text("/@many_moths?lang=en", headers={"User-Agent": "tester"})
    await web.text("/@daily.dune")
    await web.text("/no/such/path")
    first, second, third = await web.json("/_standin/log")
    assert (first["endpoint"], first["path"], first["query"]) == ("page.user", "/@many_moths", "lang=en")
    assert (first["user_agent"], first["cookies"], first["in_flight"]) == ("tester", [], 1)
    assert second["cookies"] == ["tt_chain_token", "tt_csrf_token", "ttwid"]
    assert (third["endpoint"], third["status"]) == ("unknown", 404)
    assert len(await web.json("/_standin/log?limit=1")) == 1
    assert (await web.json("/_standin/stats"))["by_endpoint"] == {"page.user": 2, "unknown": 1}
    async with web.client.delete("/_standin/log"):
        assert await web.json("/_standin/log") == []


async def test_the_log_is_bounded_in_memory_and_whole_in_the_file(serving: Any, tmp_path: Path) -> None:
    path = tmp_path / "requests.jsonl"
    async with serving(log=RequestLog(path, entries=2)) as web:
        for _ in range(4):
            await web.text("/robots.txt")
        kept = await web.json("/_standin/log")
    written = [json.loads(line) for line in path.read_text().splitlines()]
    assert [entry["number"] for entry in written] == [1, 2, 3, 4]
    assert kept == written[-2:]
    assert "tt_chain_token=" not in path.read_text()
