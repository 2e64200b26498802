"""An API that is killed in the middle of an upload to TikTok loses no post."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import psutil

from tests.api.running import served
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from tests.publish.open_control import OpenControl

POSTS = "/api/v1/tiktok/posts"


def kill(port: int) -> None:
    listening = [one.pid for one in psutil.net_connections("tcp") if one.status == psutil.CONN_LISTEN
                 and one.laddr and one.laddr.port == port]  # fmt: skip
    psutil.Process(listening[0]).kill()


def state(client: httpx.Client) -> str:
    return str(client.get(f"{POSTS}/1").json().get("state"))


def test_a_killed_api_loses_no_post(
    tmp_path: Path, free_port: int, publish_values: dict[str, Any], official: OpenControl, one_second: bytes
) -> None:
    values = publish_values | {
        "TIKTOK_API_LIVE_WORKERS": 0,
        "TIKTOK_BASE_URL": f"http://127.0.0.1:{free_port}",
    }
    official.app(redirect_uris=[f"http://127.0.0.1:{free_port}/auth/tiktok/callback"])
    official.faults({"kind": "slow", "where": "upload", "seconds": 60})
    with served(tmp_path, free_port, **values) as client:
        begun = client.get("/api/v1/tiktok/auth-url").json()
        assert client.get(official.consent(begun["auth_url"])).status_code == 200
        form = {"account": "main", "privacy_level": "SELF_ONLY", "accept_music_terms": "true"}
        answer = client.post(
            "/api/v1/tiktok/upload-video", data=form, files={"file": ("x.mp4", one_second, "video/mp4")}
        )
        assert answer.status_code == 202, answer.text
        until(lambda: state(client) == "uploading", 20, "upload")
        kill(free_port)
    official.faults()
    started = time.monotonic()
    with served(tmp_path, free_port, **values) as client:
        until(lambda: state(client) == "published", 30, "end of the post")
        until(lambda: not list((tmp_path / "api" / "spool").iterdir()), 30, "end of the upload's file")
    assert time.monotonic() - started < 60
    assert len(official.calls("video.init")) == 1
