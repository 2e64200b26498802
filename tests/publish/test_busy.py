"""A store that is busy, or gone for a moment, costs neither a login nor what is known of a post."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from tests.publish.queue.desk import Desk
from tests.publish.rig import REDIRECT
from tiktok_spiders.exceptions import StoreBusyError
from tiktok_spiders.publish import posts
from tiktok_spiders.publish.access import log_in
from tiktok_spiders.publish.caps import Caps
from tiktok_spiders.publish.opening import Publishing
from tiktok_spiders.publish.rules import Options
from tiktok_spiders.publish.states import State

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from tests.publish.rig import Rig


class Busy:
    """Says that the store is busy so many times, and then does it."""

    def __init__(self, do: Callable[..., Any], times: int) -> None:
        self._do, self.left = do, times

    def __call__(self, *args: Any, **given: Any) -> Any:
        if self.left:
            self.left -= 1
            raise StoreBusyError("locked")
        return self._do(*args, **given)


async def test_what_a_code_was_good_for_once_is_kept(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Publishing.of(rig.settings, rig.store, rig.vault, clock=rig.clock)
    back = rig.official.consent(desk.logins.begin(desk.settings, redirect_uri=REDIRECT))
    busy = Busy(desk.tokens.save, 1)
    monkeypatch.setattr(desk.tokens, "save", busy)
    async with desk.api:
        assert (await log_in(desk, back)).name == "main"
    assert (busy.left, desk.tokens.get("main").lost_reason) == (0, None)


async def test_a_refusal_is_known_although_its_cap_is_not_kept(
    rig: Rig, video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(rig)
    rig.official.account(pending_shares=0)
    monkeypatch.setattr(Caps, "note", Busy(Caps.note, 1))
    post = await desk.post(video, options=Options(), draft=True)
    assert (post.state, desk.steps(post)[-2:]) == (State.QUEUED, ["starting", "queued"])
    assert "spam_risk_too_many_pending_share" in str(post.reason)


def test_a_store_that_is_gone_is_not_asked_without_a_pause(
    rig: Rig, video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(rig)
    busy = Busy(posts.writing, 2)
    monkeypatch.setattr(posts, "writing", busy)
    began = time.monotonic()
    assert desk.add(video).state is State.QUEUED
    assert busy.left == 0
    assert time.monotonic() - began >= 0.4
