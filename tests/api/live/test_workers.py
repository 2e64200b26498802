"""Worker processes: one crawl for the same questions, an end at the deadline, nobody left behind."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from tests.api.live.conftest import quick
from tests.api.running import Client, served
from tests.waiting import until
from tiktok_spiders.api.live import asking, workers

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from tests.standin_process import StandinProcess

    Looking = Callable[..., AbstractAsyncContextManager[Client]]

HANDLE = "many_moths"
INFO = f"/api/v1/user/{HANDLE}/info?use_cache=false"
SLOW = {"kind": "slow", "where": "page.user", "ms": 60_000}


def workers_of(api: Any) -> workers.Workers:
    found: workers.Workers = api.state.live.workers
    return found


async def met(condition: Callable[[], Any], seconds: float = 20) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


def set_deadline(api: Any, seconds: float) -> None:
    live = api.state.live
    live._config = live._config.model_copy(update={"api_deadline": seconds})


async def test_fifty_identical_questions_are_one_crawl(
    looking: Looking, shared_standin: StandinProcess
) -> None:
    async with looking(TIKTOK_API_LIVE_WORKERS=2) as api:
        answers = await asyncio.gather(*(api.get(INFO) for _ in range(50)))
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.content for answer in answers}) == 1
        assert len(workers_of(api).alive) == 1
    assert len(shared_standin.log("page.user")) == 1


async def test_the_deadline_with_nothing_and_with_a_part(
    looking: Looking, shared_standin: StandinProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "GRACE_S", 0.5)
    async with looking() as api:
        assert (await api.get(INFO)).status_code == 200
        shared_standin.set_plan(SLOW)
        set_deadline(api, 1)
        answer = await api.get("/api/v1/user/older_oak/info")
        assert answer.status_code == 504
        assert answer.json()["error"]["code"] == "API_UNAVAILABLE"
        shared_standin.set_plan({"kind": "slow", "where": "creator/item_list", "after": 3, "ms": 60_000})
        set_deadline(api, 8)
        part = await api.get(f"/api/v1/user/{HANDLE}/videos?count=100")
        body = part.json()
        assert part.status_code == 200, body
        true = shared_standin.truth(HANDLE)["ids"]
        found = [one["id"] for one in body["videos"]]
        assert 0 < len(found) < 100
        assert found == true[: len(found)]
        assert body["verdict"]["stop_reason"] == "shutdown"
        assert (body["cached"], body["cache_ttl"]) == (False, 0)
        shared_standin.set_plan()
        set_deadline(api, 60)
        whole = await api.get(f"/api/v1/user/{HANDLE}/videos?count=100")
        assert [one["id"] for one in whole.json()["videos"]] == true[:100]
        assert whole.json()["cached"] is False


async def test_a_crawl_that_does_not_stop_is_killed_and_replaced(
    looking: Looking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "GRACE_S", 0.3)
    async with looking() as api:
        assert (await api.get(INFO)).status_code == 200
        (worker,) = workers_of(api).alive
        os.kill(worker.pid, signal.SIGSTOP)
        set_deadline(api, 0.5)
        assert (await api.get(INFO)).status_code == 504
        set_deadline(api, 60)
        assert (await api.get(INFO)).status_code == 200
        assert worker.pid not in {one.pid for one in workers_of(api).alive}
        await met(lambda: not worker.is_alive)


async def test_a_client_that_hangs_up_frees_its_worker(
    looking: Looking, shared_standin: StandinProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "GRACE_S", 0.5)
    async with looking() as api:
        assert (await api.get(INFO)).status_code == 200
        shared_standin.set_plan(SLOW)
        app = api.app
        gone = asyncio.Event()
        task = asyncio.ensure_future(_raw(app, "/api/v1/user/older_oak/info", gone))
        await met(lambda: shared_standin.log("page.user") or shared_standin.stats()["requests"] > 2)
        gone.set()
        await task
        shared_standin.set_plan()
        answer = await api.get("/api/v1/user/chatty_cedar/info")
        assert answer.status_code == 200  # long before the slow answer would have come
        assert api.state.live.flights.count == 0


async def test_who_else_waits_gets_the_answer(looking: Looking, shared_standin: StandinProcess) -> None:
    async with looking() as api:
        assert (await api.get(INFO)).status_code == 200
        shared_standin.set_plan({**SLOW, "ms": 1500})
        gone = asyncio.Event()
        path = "/api/v1/user/older_oak/info"
        first = asyncio.ensure_future(_raw(api.app, path, gone))
        second = asyncio.ensure_future(api.get(path))
        await met(lambda: shared_standin.stats()["requests"] > 2)
        gone.set()
        await first
        assert (await second).json()["user"]["username"] == "older_oak"


async def test_more_than_can_wait_are_refused(
    looking: Looking, shared_standin: StandinProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "WAITING_EACH", 2)
    async with looking() as api:
        assert (await api.get(INFO)).status_code == 200
        monkeypatch.setattr(workers, "LONGEST_WAIT_S", 0.5)
        shared_standin.set_plan({**SLOW, "ms": 2000})
        handles = ["older_oak", "chatty_cedar", "live_larch", "giant_gale"]
        asked = (api.get(f"/api/v1/user/{handle}/info") for handle in handles)
        answers = await asyncio.gather(*asked)
        assert sorted(answer.status_code for answer in answers) == [200, 503, 503, 503]
        refused = [answer for answer in answers if answer.status_code == 503]
        assert all(int(answer.headers["Retry-After"]) > 0 for answer in refused)
        assert {answer.json()["error"]["code"] for answer in refused} == {"API_UNAVAILABLE"}


async def test_a_worker_that_dies_is_told_and_replaced(
    looking: Looking, shared_standin: StandinProcess
) -> None:
    async with looking() as api:
        assert (await api.get(INFO)).status_code == 200
        shared_standin.set_plan(SLOW)
        task = asyncio.ensure_future(api.get("/api/v1/user/older_oak/info"))
        await met(lambda: shared_standin.stats()["requests"] > 2)
        (worker,) = workers_of(api).alive
        os.kill(worker.pid, signal.SIGKILL)
        answer = await task
        assert answer.status_code == 500
        assert answer.json()["error"]["code"] == "SCRAPER_ERROR"
        shared_standin.set_plan()
        assert (await api.get(INFO)).status_code == 200
        # One that dies while it is idle is not noticed by whoever asks next.
        (other,) = workers_of(api).alive
        assert other.pid != worker.pid
        os.kill(other.pid, signal.SIGKILL)
        await met(lambda: not other.is_alive)
        assert (await api.get(INFO)).status_code == 200


async def test_a_worn_worker_is_replaced(looking: Looking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "MOST_CRAWLS", 2)
    async with looking() as api:
        for _ in range(2):
            assert (await api.get(INFO)).status_code == 200
        await met(lambda: workers_of(api).alive and workers_of(api).alive[0].crawls == 0)
        assert (await api.get(INFO)).status_code == 200


async def test_without_workers_live_is_not_configured(looking: Looking) -> None:
    async with looking(TIKTOK_API_LIVE_WORKERS=0) as api:
        answer = await api.get(INFO)
        assert answer.status_code == 503
        assert answer.json()["error"]["code"] == "NOT_CONFIGURED"


async def test_workers_that_do_not_start_are_told(looking: Looking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tiktok_spiders.api.live.process.MODULE", "no.such.module")
    async with looking() as api:
        answer = await api.get(INFO)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert "no.such.module" not in answer.text


async def test_nobody_is_left_when_the_application_ends(
    looking: Looking, shared_standin: StandinProcess
) -> None:
    async with looking() as api:
        assert (await api.get(INFO)).status_code == 200
        pids = [one.pid for one in workers_of(api).alive]
        assert len(pids) == 1
        shared_standin.set_plan(SLOW)
        task = asyncio.ensure_future(api.get("/api/v1/user/older_oak/info"))
        await met(lambda: shared_standin.stats()["requests"] > 2)
    await asyncio.gather(task, return_exceptions=True)
    assert not any(map(psutil.pid_exists, pids))


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_nobody_is_left_when_the_api_is_killed(
    shared_standin: StandinProcess, tmp_path: Path, free_port: int, how: signal.Signals
) -> None:
    with served(tmp_path, free_port, **quick(shared_standin.url)) as client:
        assert client.get(INFO).status_code == 200
        found = [one for one in psutil.process_iter() if _is_worker(one, tmp_path)]
        (worker,) = found
        parent = worker.parent()
        assert parent is not None
        parent.send_signal(how)
        until(lambda: not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE, 20, "its end")


async def test_the_settings_do_not_stand_in_the_list_of_processes(looking: Looking) -> None:
    async with looking(TIKTOK_MS_TOKENS="a-token-that-nobody-may-see") as api:
        assert (await api.get(INFO)).status_code == 200
        (worker,) = workers_of(api).alive
        assert "token" not in " ".join(psutil.Process(worker.pid).cmdline())


def _is_worker(process: psutil.Process, folder: Path) -> bool:
    try:
        is_worker = "tiktok_spiders.api.live.worker" in process.cmdline()
        return is_worker and process.environ().get("TIKTOK_API_FOLDER") == str(folder / "api")
    except psutil.Error:
        return False


async def _raw(app: Any, path: str, gone: asyncio.Event) -> None:
    """Ask as a client that hangs up when ``gone`` is set."""
    began = False

    async def receive() -> dict[str, Any]:
        nonlocal began
        if not began:
            began = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(_message: Any) -> None:
        """Hear nothing."""

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "headers": [(b"host", b"127.0.0.1:8000")], "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 8000),
    }  # fmt: skip
    await app(scope, receive, send)
