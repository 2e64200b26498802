"""Renewal: early enough, by one at a time, kept before use; nobody is locked out."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.crawling import ROOT
from tests.launching import launch
from tests.publish.rig import Rig
from tiktok_spiders.exceptions import StoreBusyError
from tiktok_spiders.publish import display
from tiktok_spiders.publish.errors import AuthError, LoginLostError, PublishConfigError, UnavailableError
from tiktok_spiders.publish.refresh import fresh_token, is_due
from tiktok_spiders.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publish.open_control import OpenControl
    from tiktok_spiders.publish.accounts import Tokens
    from tiktok_spiders.vault import Vault

PROCESSES = 8


@pytest.mark.parametrize(
    ("life_s", "left_s", "due"),
    [
        (7200, 1441, False),
        (7200, 1440, True),
        (1800, 601, False),
        (1800, 600, True),
        (86_400, 17_280, True),
        (86_400, 17_281, False),
        (300, 151, False),
        (300, 150, True),
        (0, 0, True),
    ],
)
def test_when_a_token_is_due(rig: Rig, life_s: int, left_s: int, due: bool) -> None:
    rig.log_in()
    kept, now = rig.tokens.kept("me").tokens, rig.clock()
    expires = now + timedelta(seconds=left_s)
    pair = replace(kept, access_expires_at=expires, issued_at=expires - timedelta(seconds=life_s))
    assert is_due(pair, now) is due


def test_many_processes_make_one_refresh_and_nobody_is_locked_out(rig: Rig, database: Path) -> None:
    rig.log_in()
    old = rig.tokens.access_token("me")
    arguments = [rig.official.url, f"sqlite:///{database}", old, str(PROCESSES)]
    command = [sys.executable, "-m", "tests.publish.refreshing", *arguments]
    process = launch(command, cwd=ROOT, env=os.environ, stdout=True, stderr=True)
    told, complaints = process.communicate(timeout=100)
    assert (process.returncode, complaints) == (0, "")
    assert str(told).split() == [rig.tokens.access_token("me")] * PROCESSES
    assert old not in str(told)
    assert len(rig.official.calls("oauth.refresh")) == 1


async def test_the_new_pair_is_on_the_disk_before_it_is_used(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = rig.session()
    rig.later(7000)
    seen: list[bool] = []
    call = rig.api.call

    async def watched(*args: object, token: str, **options: object) -> object:
        seen.append(Store.open(rig.store.url) is not None and rig.tokens.access_token("me") == token)
        return await call(*args, token=token, **options)

    monkeypatch.setattr(rig.api, "call", watched)
    await display.user_info(session)
    assert seen == [True]
    assert len(rig.official.calls("oauth.refresh")) == 1


async def test_who_comes_late_takes_what_is_there(rig: Rig) -> None:
    rig.log_in()
    old = rig.tokens.access_token("me")
    new = await fresh_token(rig.api, rig.tokens, "me", refused=old)
    assert await fresh_token(rig.api, rig.tokens, "me", refused=old) == new
    assert len(rig.official.calls("oauth.refresh")) == 1


async def test_who_waits_for_another_does_not_refresh(rig: Rig) -> None:
    rig.log_in()
    kept = rig.tokens.kept("me")
    assert rig.tokens.claim("me", "another", rig.clock() + timedelta(minutes=1), version=kept.version)
    assert not rig.tokens.claim("me", "a third", rig.clock() + timedelta(minutes=1), version=kept.version)
    answer = rig.official.grant()

    async def renewed(_seconds: float) -> None:
        pair = replace(
            kept.tokens, access_token=answer["access_token"], refresh_token=answer["refresh_token"]
        )
        rig.tokens.renew("me", pair)

    assert await fresh_token(rig.api, rig.tokens, "me", force=True, sleep=renewed) == answer["access_token"]
    assert rig.official.calls("oauth.refresh") == []


async def test_one_who_died_is_not_waited_for(rig: Rig) -> None:
    rig.log_in()
    kept = rig.tokens.kept("me")
    rig.tokens.claim("me", "a dead one", rig.clock() + timedelta(seconds=60), version=kept.version)

    async def later(seconds: float) -> None:
        rig.clock.offset += timedelta(seconds=30)

    assert await fresh_token(rig.api, rig.tokens, "me", force=True, sleep=later) != kept.tokens.access_token


async def test_one_who_does_not_come_to_an_end_is_not_waited_for_for_ever(rig: Rig) -> None:
    rig.log_in()
    rig.api.settings = replace(rig.settings, connect_s=1, read_s=1)
    kept = rig.tokens.kept("me")
    rig.tokens.claim("me", "another", rig.clock() + timedelta(days=1), version=kept.version)

    async def at_once(_seconds: float) -> None:
        pass

    with pytest.raises(UnavailableError, match="another process"):
        await fresh_token(rig.api, rig.tokens, "me", force=True, sleep=at_once)


async def test_a_refusal_counts_only_if_nobody_has_another_pair(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig.log_in()
    stale = rig.tokens.kept("me")
    rig.official.faults({"kind": "status", "where": "oauth.refresh", "status": 400, "code": "invalid_grant"})
    good = rig.official.grant()
    form = rig.api.form

    async def raced(*args: object) -> object:
        try:
            return await form(*args)
        finally:  # another process is quicker, its answer is kept
            pair = replace(
                stale.tokens, access_token=good["access_token"], refresh_token=good["refresh_token"]
            )
            rig.tokens.renew("me", pair)

    monkeypatch.setattr(rig.api, "form", raced)
    assert await fresh_token(rig.api, rig.tokens, "me", force=True) == good["access_token"]
    assert rig.tokens.get("me").lost_reason is None


async def test_a_login_that_is_lost_says_so_until_the_next_one(rig: Rig) -> None:
    rig.log_in()
    rig.official.remove()
    for _ in range(2):
        with pytest.raises(LoginLostError, match=r"lost .*scrapy publish login --account me"):
            await fresh_token(rig.api, rig.tokens, "me", force=True)
    assert len(rig.official.calls("oauth.refresh")) == 1
    rig.log_in()
    assert await fresh_token(rig.api, rig.tokens, "me")
    assert rig.tokens.get("me").lost_reason is None


async def test_a_token_that_is_still_good_outlives_a_refresh_that_fails(rig: Rig) -> None:
    rig.log_in()
    old = rig.tokens.access_token("me")
    rig.later(6000)
    rig.official.faults({"kind": "status", "where": "oauth.refresh", "first": 2})
    assert await fresh_token(rig.api, rig.tokens, "me") == old
    with pytest.raises(UnavailableError):
        await fresh_token(rig.api, rig.tokens, "me", refused=old)
    assert await fresh_token(rig.api, rig.tokens, "me") != old
    assert len(rig.official.calls("oauth.refresh")) == 3


async def test_a_refresh_that_hangs_is_given_up(rig: Rig) -> None:
    rig.log_in()
    rig.api.settings = replace(rig.settings, connect_s=0.1, read_s=0.2)
    rig.official.faults({"kind": "slow", "where": "oauth.refresh", "seconds": 3})
    with pytest.raises(UnavailableError, match="does not answer"):
        await fresh_token(rig.api, rig.tokens, "me", force=True)
    assert not rig.tokens.kept("me").refreshing


async def test_who_is_cancelled_keeps_the_pair_that_is_on_its_way(rig: Rig) -> None:
    rig.log_in()
    rig.official.faults({"kind": "late", "where": "oauth.refresh", "seconds": 0.3})
    asked = asyncio.Event()
    form = rig.api.form

    async def told(*args: object) -> object:
        asked.set()
        return await form(*args)

    rig.api.form = told
    old = rig.tokens.access_token("me")
    task = asyncio.ensure_future(fresh_token(rig.api, rig.tokens, "me", force=True))
    await asked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert rig.tokens.access_token("me") != old
    assert await fresh_token(rig.api, rig.tokens, "me", force=True)


async def test_a_store_that_is_busy_does_not_cost_the_new_pair(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig.log_in()
    renew, tries = rig.tokens.renew, []

    def busy(name: str, tokens: Tokens) -> None:
        tries.append(tokens)
        if len(tries) < 4:
            raise StoreBusyError("locked")
        renew(name, tokens)

    async def at_once(_seconds: float) -> None:
        pass

    monkeypatch.setattr(rig.tokens, "renew", busy)
    assert await fresh_token(rig.api, rig.tokens, "me", force=True, sleep=at_once) == tries[0].access_token
    assert len(set(tries)) == 1
    assert rig.tokens.access_token("me") == tries[0].access_token
    tries.clear()

    def always(name: str, tokens: Tokens) -> None:
        raise StoreBusyError("locked")

    monkeypatch.setattr(rig.tokens, "renew", always)
    with pytest.raises(StoreBusyError):
        await fresh_token(rig.api, rig.tokens, "me", force=True, sleep=at_once)


async def test_another_app_does_not_use_up_the_refresh_token(rig: Rig) -> None:
    rig.log_in()
    rig.api.settings = replace(rig.settings, client_key="sbx-web-key")
    with pytest.raises(PublishConfigError, match="another app"):
        await fresh_token(rig.api, rig.tokens, "me", force=True)
    assert rig.official.calls("oauth.refresh") == []


async def test_the_tokens_of_another_user_are_not_kept(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.log_in()
    other = rig.official.grant(handle="creator.two")

    async def mixed_up(*_: object) -> object:
        return other

    monkeypatch.setattr(rig.api, "form", mixed_up)
    with pytest.raises(AuthError, match="another user"):
        await fresh_token(rig.api, rig.tokens, "me", force=True)


@pytest.mark.parametrize("lacking", ["expires_in", "refresh_expires_in", "scope", "open_id"])
async def test_a_pair_is_kept_whatever_its_answer_lacks(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, lacking: str
) -> None:
    before = rig.log_in()
    form = rig.api.form

    async def lean(*args: object) -> object:
        return {name: value for name, value in (await form(*args)).items() if name != lacking}

    monkeypatch.setattr(rig.api, "form", lean)
    new = await fresh_token(rig.api, rig.tokens, "me", force=True)
    account = rig.tokens.get("me")
    assert rig.tokens.access_token("me") == new
    assert (account.open_id, account.scopes) == (before.open_id, before.scopes)
    assert account.refresh_expires_at >= before.refresh_expires_at - timedelta(seconds=5)
    assert is_due(rig.tokens.kept("me").tokens, rig.clock()) is (lacking == "expires_in")


@pytest.fixture
async def postgres_rig(official: OpenControl, postgres_url: str, vault: Vault) -> Rig:
    store = Store.open(postgres_url)
    made = Rig(official, store, vault)
    yield made
    await made.api.aclose()
    store.close()


async def test_postgresql_does_the_same(postgres_rig: Rig) -> None:
    rig = postgres_rig
    session = rig.session()
    old = rig.tokens.access_token("me")
    calls = [fresh_token(rig.api, rig.tokens, "me", refused=old) for _ in range(5)]
    assert len(set(await asyncio.gather(*calls))) == 1
    assert len(rig.official.calls("oauth.refresh")) == 1
    assert (await display.user_info(session))["open_id"] == session.account.open_id
    assert await rig.by_page("me")
    assert rig.tokens.forget("me")
