"""docs/api.md is typed as it stands there, and the client of the examples asks a served API."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.live.conftest import quick
from tests.api.running import served
from tests.documented import DOCS, ROOT, Typist, blocks, section
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx

    from tests.standin_process import StandinProcess

HANDLE = "photo_fern"
PRINTED = "http://127.0.0.1:8000"
JOB_S = 60

pytestmark = pytest.mark.slow


@pytest.fixture
def api_here(tmp_path: Path, free_port: int, shared_standin: StandinProcess) -> Iterator[httpx.Client]:
    """The API as the first block of the session starts it, on another port and with the stand-in behind."""
    settings = {**quick(shared_standin.url), "TIKTOK_RATE_LIMIT_PER_MINUTE": 100_000}
    with served(tmp_path, free_port, **settings) as client:
        yield client


def _ended(client: httpx.Client) -> str | None:
    status: str = client.get("/api/v1/jobs/1").json()["status"]
    return None if status in {"pending", "running"} else status


def test_the_session_is_typed_as_it_stands(
    api_here: httpx.Client, tmp_path: Path, shared_standin: StandinProcess
) -> None:
    text = section(DOCS / "api.md", "A session").replace("HANDLE", HANDLE)
    first, *rest = blocks(text.replace(PRINTED, str(api_here.base_url).rstrip("/")))
    assert first == "scrapy serve\n"
    typist = Typist(tmp_path, shared_standin, {"TIKTOK_BROWSER": "off"})
    truth = shared_standin.truth(HANDLE)
    told = []
    for block in rest:
        done = typist.run(block)
        assert done.returncode == 0, done.stderr
        told.append(done.stdout)
        if '/jobs/1"' in block:
            assert until(lambda: _ended(api_here), JOB_S, "end of the job") == "completed"
    answers = told[0].replace("}{", "}\n{").splitlines()
    new, kept, listed = map(json.loads, answers)
    assert (new["cached"], kept["cached"]) == (False, True)
    assert new["user"]["username"] == HANDLE
    assert [one["id"] for one in listed["videos"]] == truth["ids"][:5]
    assert '"complete"' in told[2] or '"limited"' in told[2]
    results = [json.loads(line) for line in (tmp_path / "result.jsonl").read_text().splitlines()]
    assert {"video", "user"} <= {one["record_type"] for one in results}
    assert (tmp_path / "videos.csv").read_text().startswith("id,")
    assert json.loads(told[3].strip().splitlines()[-1])["limit"] == 1


def example() -> Any:
    """Return the example's module."""
    spec = importlib.util.spec_from_file_location("api_client", ROOT / "examples/api_client.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_example_asks_for_all_of_it(api_here: httpx.Client, shared_standin: StandinProcess) -> None:
    module = example()
    with module.Client(str(api_here.base_url).rstrip("/")) as client:
        found = client.user(HANDLE)
        assert (found.user.username, found.verdict.status) == (HANDLE, "complete")
        job = client.wait(client.crawl("user", users=HANDLE, max_videos=20), every=0.2)
        assert (job.status, job.error) == ("completed", None)
        videos = list(client.videos(limit=7))
        assert sorted(one.id for one in videos) == sorted(shared_standin.truth(HANDLE)["ids"][:20])
        with pytest.raises(module.ApiError) as refused:
            client.job(9)
        assert (refused.value.status, refused.value.code) == (404, "NOT_FOUND")


def test_the_example_is_typed() -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "examples/api_client.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
