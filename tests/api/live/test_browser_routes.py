"""What only a browser brings comes through a warm worker as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    import httpx

    from tests.standin_process import StandinProcess


@pytest.mark.slow
async def test_lists_that_need_a_browser(
    looking: Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]], shared_standin: StandinProcess
) -> None:
    truth = shared_standin.truth("many_moths")
    number = truth["ids"][0]
    sound = truth["posts"][number]["sound_id"]
    async with looking(TIKTOK_BROWSER="chromium") as api:
        comments = (await api.get(f"/api/v1/video/{number}/comments?count=3")).json()
        assert [one["video_id"] for one in comments["comments"]] == [number] * 3
        assert comments["verdict"]["resource"] == "comments"
        used = (await api.get(f"/api/v1/sound/{sound}/videos?count=3")).json()
        assert {one["music"]["id"] for one in used["videos"]} == {sound}
        assert used["scraper_type"] == "browser"
        users = (await api.get("/api/v1/search/users?q=moth&count=3")).json()
        assert "many_moths" in {one["username"] for one in users["users"]}
        tagged = (await api.get("/api/v1/hashtag/fyp/videos?count=3")).json()
        assert all("fyp" in one["hashtags"] for one in tagged["videos"])
