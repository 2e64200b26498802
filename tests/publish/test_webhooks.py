"""Webhooks: signed over the body as it came, once, in any order, and turned into state."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

import httpx
import pytest
from aiohttp import web

from tests.waiting import reached
from tiktok_spiders.commands.publish_actions.listen import application
from tiktok_spiders.exceptions import StoreBusyError
from tiktok_spiders.publish import webhooks
from tiktok_spiders.publish.receiver import Receiver
from tiktok_spiders.publish.states import State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.publish.inbox import Inbox


COMPLETE, FAILED = "post.publish.complete", "post.publish.failed"
PUBLIC = "post.publish.publicly_available"
GONE = "post.publish.no_longer_publicaly_available"


async def test_fact_69_the_content_is_json_inside_json(inbox: Inbox) -> None:
    post = await inbox.processing("p-1")
    event = webhooks.read(inbox.body(FAILED, publish_id="p-1", reason="spam_risk_text"))
    assert event is not None
    assert isinstance(event.content, str)
    assert event.told == {"publish_id": "p-1", "reason": "spam_risk_text"}
    assert await inbox.send(inbox.body(FAILED, publish_id="p-1", reason="spam_risk_text")) == 200
    assert inbox.now(post).state == "failed"
    assert "change it" in str(inbox.now(post).reason)


async def test_fact_70_a_body_counts_as_it_was_signed(inbox: Inbox) -> None:
    post = await inbox.processing()
    assert post.publish_id is not None
    made = {"event": COMPLETE, "content": {"publish_id": post.publish_id}}
    inbox.official.ask("POST", "/webhooks", made)
    number = inbox.official.ask("GET", "/webhooks")[-1]["id"]
    assert await inbox.deliver(ids=[number], reserialise=True) == [401]
    assert await inbox.deliver(ids=[number], secret="another-secret") == [401]
    assert inbox.rows() == []
    assert inbox.now(post).state == "processing"
    assert await inbox.deliver(ids=[number]) == [200]
    assert inbox.now(post).state == "published"


async def test_fact_70_a_stale_one_is_not_taken_at_its_word(inbox: Inbox) -> None:
    inbox.official.switch(pull_s=3600)
    post = await inbox.processing()
    body = inbox.body(COMPLETE, publish_id=post.publish_id)
    assert await inbox.send(body, age=301) == 200
    assert inbox.now(post).state == "processing", "TikTok was asked, and still works on it"
    assert inbox.rows()[0][1:] == ("done", f"post {post.id} is processing (stale; TikTok was asked)")
    assert len(inbox.official.calls("status")) == 1
    inbox.rig.later(3700)
    assert await inbox.send(body + b" ", age=4000) == 200
    assert inbox.now(post).state == "published", "and now it says so itself"


async def test_the_age_is_a_setting(inbox: Inbox) -> None:
    post = await inbox.processing("p-1")
    desk = replace(inbox.desk, settings=replace(inbox.desk.settings, webhook_age_s=1000))
    inbox.receiver = Receiver(desk)
    assert await inbox.send(inbox.body(COMPLETE, publish_id="p-1"), age=900) == 200
    assert inbox.now(post).state == "published"
    assert inbox.official.calls("status") == []


@pytest.mark.parametrize(
    "header", [None, "", "t=1", "s=ab", "t=x,s=ab", "t=²,s=ab", "t=1,s=é", "v1=1", "t=" + "9" * 30 + ",s=a"]
)
async def test_what_is_not_signed_is_refused(inbox: Inbox, header: str | None) -> None:
    headers = {} if header is None else {"TikTok-Signature": header}
    assert await inbox.receiver.receive(inbox.body(COMPLETE, publish_id="p-1"), headers) == 401
    assert inbox.rows() == []


async def test_fact_71_twice_is_once(inbox: Inbox) -> None:
    post = await inbox.processing()
    inbox.official.ask("POST", "/webhooks", {"event": COMPLETE, "content": {"publish_id": post.publish_id}})
    number = inbox.official.ask("GET", "/webhooks")[-1]["id"]
    assert await inbox.deliver(ids=[number], times=3) == [200, 200, 200]
    assert await inbox.deliver(ids=[number], age_s=5) == [200], "signed anew"
    assert inbox.steps(post).count("published by webhook") == 1
    assert len(inbox.rows()) == 1


async def test_fact_71_in_any_order_it_ends_the_same(inbox: Inbox) -> None:
    post = await inbox.processing("p-1")
    now = int(inbox.desk.clock().timestamp())
    gone = inbox.body(GONE, at=now + 9, publish_id="p-1", post_id=7710678699532877214)
    public = inbox.body(PUBLIC, at=now + 5, publish_id="p-1", post_id="7710678699532877214")
    complete = inbox.body(COMPLETE, at=now, publish_id="p-1")
    assert [await inbox.send(body) for body in (gone, public, complete)] == [200, 200, 200]
    assert (inbox.now(post).state, inbox.now(post).post_ids) == ("published", ())
    assert inbox.steps(post).count("published by webhook") == 1
    again = inbox.body(PUBLIC, at=now + 20, publish_id="p-1", post_id=7710678699532877214)
    assert await inbox.send(again) == 200
    assert inbox.now(post).post_ids == ("7710678699532877214",)


async def test_fact_71_what_was_not_answered_200_comes_again(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = await inbox.processing("p-1")
    body = inbox.body(COMPLETE, publish_id="p-1")

    def locked(*_: object, **__: object) -> None:
        raise StoreBusyError("locked")

    with monkeypatch.context() as broken:
        broken.setattr(type(inbox.desk.posts), "move", locked)
        assert await inbox.send(body) == 503
    assert inbox.now(post).state == "processing"
    assert await inbox.send(body) == 200
    assert inbox.now(post).state == "published"


async def test_fact_71_tiktoks_own_deliveries_end_in_one_state(inbox: Inbox) -> None:
    class Flaky(Receiver):
        statuses: ClassVar[list[int]] = []

        async def receive(self, body: bytes, headers: Mapping[str, str]) -> int:
            status = 503 if not self.statuses else await super().receive(body, headers)
            self.statuses.append(status)
            return status

    runner = web.AppRunner(application(Flaky(inbox.desk)))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    inbox.official.app(webhook_url=f"http://127.0.0.1:{runner.addresses[0][1]}/webhook")
    inbox.official.switch(webhooks="auto", webhook_times=2, webhook_retry_s=0.05, moderation_s=0)
    try:
        post = await inbox.processing()
        await reached(lambda: inbox.now(post).post_ids and len(Flaky.statuses) >= 5, 20, "five deliveries")
    finally:
        await runner.cleanup()
    assert sorted(Flaky.statuses) == [200, 200, 200, 200, 503]
    assert inbox.steps(post).count("published by webhook") == 1
    assert len(inbox.now(post).post_ids) == 1


async def test_a_conflict_is_settled_by_tiktok(inbox: Inbox) -> None:
    post = await inbox.processing()
    inbox.rig.later(60)
    assert await inbox.send(inbox.body(COMPLETE, publish_id=post.publish_id)) == 200
    assert await inbox.send(inbox.body(FAILED, publish_id=post.publish_id, reason="internal")) == 200
    assert inbox.now(post).state == "published"
    assert "failed does not follow published; TikTok was asked" in inbox.rows()[-1][2]


async def test_only_a_person_leads_on_from_unknown(inbox: Inbox) -> None:
    post = await inbox.processing()
    inbox.desk.posts.move(post.id, State.UNKNOWN, reason="its status could not be had")
    assert await inbox.send(inbox.body(COMPLETE, publish_id=post.publish_id)) == 200
    assert inbox.now(post).state == "unknown"
    assert "resolve alone leads on" in inbox.rows()[-1][2]


@pytest.mark.parametrize("name", [GONE, "post.publish.no_longer_publicly_available"])
async def test_fact_72_both_spellings_of_no_longer_public(inbox: Inbox, name: str) -> None:
    post = await inbox.processing("p-1")
    now = int(inbox.desk.clock().timestamp())
    await inbox.send(inbox.body(PUBLIC, at=now, publish_id="p-1", post_id=77))
    assert inbox.now(post).post_ids == ("77",)
    assert await inbox.send(inbox.body(name, at=now + 1, publish_id="p-1", post_id=77)) == 200
    assert inbox.now(post).post_ids == ()


@pytest.mark.parametrize(
    "name", ["post.publish.no_such_event", "portability.download.ready", "video.upload.failed"]
)
async def test_fact_72_unknown_events_are_ignored_with_200(inbox: Inbox, name: str) -> None:
    post = await inbox.processing("p-1")
    assert await inbox.send(inbox.body(name, publish_id="p-1")) == 200
    assert inbox.now(post).state == "processing"
    assert inbox.rows() == [(name, "ignored", "nothing is known of such events")]


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"event":1', b"\xff", b'{"event":"a","client_key":"b"}']
)
async def test_signed_nonsense_is_ignored(inbox: Inbox, body: bytes) -> None:
    assert await inbox.send(body) == 200
    assert inbox.rows() == []


@pytest.mark.parametrize("content", ["", "x", "[]", '{"publish_id": ""}', '{"publish_id": "other"}'])
async def test_a_post_that_is_not_ours_is_ignored(inbox: Inbox, content: str) -> None:
    body = json.loads(inbox.body(COMPLETE)) | {"content": content}
    assert await inbox.send(json.dumps(body).encode()) == 200
    assert inbox.rows() == [(COMPLETE, "ignored", "no post of the queue has this publish_id")]


async def test_a_post_of_another_user_is_left_alone(inbox: Inbox) -> None:
    post = await inbox.processing("p-1")
    assert await inbox.send(inbox.body(COMPLETE, openid="somebody-else", publish_id="p-1")) == 200
    assert inbox.now(post).state == "processing"


async def test_a_cancelled_pull_and_a_delivered_draft(inbox: Inbox) -> None:
    post = await inbox.processing("p-1")
    assert await inbox.send(inbox.body(FAILED, publish_id="p-1", reason="publish_cancelled")) == 200
    assert inbox.now(post).state == "cancelled"
    assert webhooks.meaning(webhooks.Event(event="post.publish.inbox_delivered")).state == "inbox"


async def test_fact_67_a_removed_authorization_ends_the_login(inbox: Inbox) -> None:
    inbox.official.switch(pull_s=3600)
    post = await inbox.processing()
    inbox.rig.later(2)
    inbox.official.remove(reason=1)
    events = inbox.official.ask("GET", "/webhooks")
    (removed,) = (one for one in events if one["event"] == "authorization.removed")
    assert await inbox.deliver(ids=[removed["id"]]) == [200]
    lost = inbox.desk.tokens.get("me").lost_reason
    assert lost == "access was taken away: the user disconnected the app"
    (failed,) = (one for one in events if one["event"] == FAILED)
    assert await inbox.deliver(ids=[failed["id"]]) == [200]
    assert inbox.now(post).state == "failed"
    assert "auth_removed" in str(inbox.now(post).reason)
    assert await inbox.send(inbox.body("authorization.removed", reason=1)) == 200
    assert inbox.rows()[-1][2] == "me was logged out before"


async def test_an_old_removal_does_not_end_a_new_login(inbox: Inbox) -> None:
    old = int((inbox.desk.clock() - timedelta(hours=1)).timestamp())
    assert await inbox.send(inbox.body("authorization.removed", at=old, reason=1)) == 200
    assert inbox.desk.tokens.get("me").lost_reason is None
    assert inbox.rows()[0][2] == "me is logged in: TikTok was asked"
    inbox.official.remove()
    assert await inbox.send(inbox.body("authorization.removed", at=old - 1, reason=5)) == 200
    assert inbox.desk.tokens.get("me").lost_reason is not None
    assert await inbox.send(inbox.body("authorization.removed", openid="nobody", reason=9)) == 200
    assert inbox.rows()[-1][1] == "ignored"


async def test_too_large_a_body_is_not_read(inbox: Inbox) -> None:
    assert await inbox.receiver.receive(b"x" * 70_000, {}) == 413


async def test_the_server_answers_what_the_receiver_says(inbox: Inbox) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.post(inbox.url, content=b"{}")).status_code == 401
        assert (await client.post(inbox.url, content=b"x" * 70_000)).status_code == 413
        assert (await client.get(inbox.url)).status_code == 405


def test_reasons_in_words() -> None:
    assert webhooks.removal(webhooks.Event(event="a", content={"reason": 4})) == "the account was banned"
    assert webhooks.removal(webhooks.Event(event="a", content={"reason": 99})) == "reason 99"
    assert webhooks.removal(webhooks.Event(event="a", content="{}")) == "reason None"
