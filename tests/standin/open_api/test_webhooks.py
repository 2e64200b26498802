"""Webhooks: facts 69 to 72."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.standin.open_api.api import DESKTOP, INBOX_INIT, ONE, SECRET, Api, source

if TYPE_CHECKING:
    from tests.standin.open_api.conftest import Hook


def signed_by(secret: str, header: str, body: bytes) -> bool:
    parts = dict(part.split("=", 1) for part in header.split(","))
    digest = hmac.new(secret.encode(), parts["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
    return digest == parts["s"]


def moment(header: str) -> int:
    return int(header.split(",", maxsplit=1)[0].removeprefix("t="))


async def took(hook: Hook, count: int) -> list[Any]:
    return [json.loads((await hook.take())[1]) for _ in range(count)]


async def test_fact_69_the_content_is_text_that_holds_json(api: Api, hook: Hook, token: str) -> None:
    publish_id = await api.posted(token)
    await api.control("PUT", "/clock", {"offset_s": 1})
    # Each is sent on its own: which comes first is not certain.
    complete, available = sorted(await took(hook, 2), key=lambda event: event["event"])
    assert set(complete) == {"client_key", "event", "create_time", "user_openid", "content"}
    assert (complete["client_key"], complete["event"]) == (DESKTOP, "post.publish.complete")
    assert complete["user_openid"] == (await api.grant())["open_id"]
    assert isinstance(complete["create_time"], int)
    assert isinstance(complete["content"], str)
    assert json.loads(complete["content"]) == {"publish_id": publish_id, "publish_type": "DIRECT_POST"}
    assert available["event"] == "post.publish.publicly_available"
    assert [json.loads(available["content"])["post_id"]] == (await api.truth(publish_id))["post_ids"]


async def test_fact_69_the_type_of_a_post_id_is_a_switch(api: Api, token: str) -> None:
    await api.switch(webhook_post_id="string", publish_type="OTHER", moderation_s=0)
    await api.posted(token)
    content = (await api.control("GET", "/webhooks"))[-1]["content"]
    assert isinstance(content["post_id"], str)
    assert content["publish_type"] == "OTHER"


async def test_fact_69_a_draft_is_an_inbox_share(api: Api, hook: Hook, token: str) -> None:
    post = (await api.call(INBOX_INIT, token, {"source_info": source(3)})).data
    await api.upload(post["upload_url"], b"abc")
    api.clock.now += 1
    await api.status(token, post["publish_id"])
    (event,) = await took(hook, 1)
    assert event["event"] == "post.publish.inbox_delivered"
    assert json.loads(event["content"])["publish_type"] == "INBOX_SHARE"


async def test_fact_70_the_signature_is_over_time_and_raw_body(api: Api, hook: Hook) -> None:
    event = await api.control("POST", "/webhooks", {"event": "post.publish.complete", "content": {"é": 1}})
    header, body = await hook.take()
    assert body.decode() == event["body"]
    assert signed_by(SECRET, header, body)
    assert not signed_by(SECRET, header, json.dumps(json.loads(body), indent=1).encode())
    assert moment(header) == int(api.clock.now)


@pytest.mark.parametrize(
    ("how", "good", "age"),
    [
        ({}, True, 0),
        ({"reserialise": True}, False, 0),
        ({"secret": "x"}, False, 0),
        ({"age_s": 600}, True, 600),
    ],
)
async def test_fact_70_what_a_receiver_has_to_reject(
    api: Api, hook: Hook, how: dict[str, Any], age: int, *, good: bool
) -> None:
    await api.switch(webhooks="manual")
    await api.control("POST", "/webhooks", {"event": "post.publish.complete"})
    answers = await api.control("POST", "/webhooks/deliver", how)
    assert answers == [{"id": 1, "event": "post.publish.complete", "status": 200}]
    header, body = await hook.take()
    assert signed_by(SECRET, header, body) is good
    assert int(api.clock.now) - moment(header) == age


async def test_fact_71_twice_and_out_of_order(api: Api, hook: Hook) -> None:
    await api.switch(webhooks="manual")
    for name in ("a", "b", "c"):
        await api.control("POST", "/webhooks", {"event": name, "handle": ONE})
    await api.control("POST", "/webhooks/deliver", {"ids": [3, 1, 2], "times": 2})
    assert [event["event"] for event in await took(hook, 6)] == ["c", "c", "a", "a", "b", "b"]
    assert await api.control("POST", "/webhooks/deliver") == []


async def test_fact_71_repeats_by_themselves(api: Api, hook: Hook) -> None:
    await api.switch(webhook_times=2, webhook_age_s=7200)
    await api.control("POST", "/webhooks", {"event": "a"})
    first, second = await hook.take(), await hook.take()
    assert first == second
    assert moment(first[0]) == int(api.clock.now) - 7200


@pytest.mark.parametrize("resign", [True, False])
async def test_fact_71_what_is_not_answered_200_comes_again(api: Api, hook: Hook, *, resign: bool) -> None:
    hook.statuses = [500, 302]
    await api.switch(webhook_retry_s=0.01, webhook_resign=resign)
    await api.control("POST", "/webhooks", {"event": "a"})
    header, body = await hook.take()
    api.clock.now += 60
    answers = [await hook.take(), await hook.take()]
    assert {one[1] for one in answers} == {body}
    assert moment(answers[1][0]) - moment(header) == (60 if resign else 0)


async def test_fact_71_it_ends_after_72_hours(api: Api, hook: Hook) -> None:
    hook.statuses = [500] * 9
    await api.switch(webhook_retry_s=0.05)
    await api.control("POST", "/webhooks", {"event": "a"})
    await hook.take()
    api.clock.now += 72 * 3600 + 1
    await api.control("POST", "/webhooks", {"event": "b"})
    assert [event["event"] for event in await took(hook, 2)] == ["b", "b"]
    first = (await api.control("GET", "/webhooks"))[0]
    assert [one["status"] for one in first["deliveries"]] == [500]


async def test_fact_71_nobody_answers(api: Api) -> None:
    await api.switch(webhooks="manual")
    await api.app(webhook_url="http://127.0.0.1:1/webhook")
    await api.control("POST", "/webhooks", {"event": "a"})
    assert (await api.control("POST", "/webhooks/deliver"))[0]["status"] == 0


async def test_fact_72_how_the_event_is_spelled(api: Api, token: str) -> None:
    await api.switch(moderation_s=0)
    publish_id = await api.posted(token)
    (post_id,) = (await api.truth(publish_id))["post_ids"]
    await api.control("POST", f"/posts/{publish_id}/withdraw")
    event = (await api.control("GET", "/webhooks"))[-1]
    assert event["event"] == "post.publish.no_longer_publicaly_available"
    assert event["content"]["post_id"] == post_id
    assert (await api.truth(publish_id))["post_ids"] == []


async def test_fact_72_any_event_can_be_sent(api: Api, hook: Hook) -> None:
    await api.control(
        "POST", "/webhooks", {"event": "portability.download.ready", "content": {"request_id": "1"}}
    )
    (event,) = await took(hook, 1)
    assert (event["event"], event["content"]) == ("portability.download.ready", '{"request_id":"1"}')


async def test_posts_go_on_without_being_asked_about(api: Api, hook: Hook, token: str) -> None:
    await api.switch(processing_s=0)
    await api.posted(token, privacy_level="SELF_ONLY")
    (event,) = await took(hook, 1)
    assert event["event"] == "post.publish.complete"
