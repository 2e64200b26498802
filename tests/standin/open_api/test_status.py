"""What becomes of posts: facts 61 to 65, 67, 68 and 73."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest

from tests.standin.open_api.api import ONE, STATUS, TWO, VIDEO_INIT, WEB, Api, direct, pull

IDS = "publicaly_available_post_id"


@pytest.mark.parametrize(
    "reason",
    [
        "file_format_check_failed",
        "duration_check_failed",
        "frame_rate_check_failed",
        "picture_size_check_failed",
    ],
)
async def test_fact_61_bad_media_passes_the_init(api: Api, token: str, reason: str) -> None:
    await api.faults({"kind": "fail", "where": "video.init", "reason": reason})
    told = await api.status(token, await api.posted(token))
    assert (told["status"], told["fail_reason"]) == ("FAILED", reason)
    assert (await api.status(token, await api.posted(token)))["status"] == "PUBLISH_COMPLETE"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"\0\0\0\x20ftypisom" + bytes(90), "PUBLISH_COMPLETE"),
        (b"\x1a\x45\xdf\xa3" + bytes(96), "PUBLISH_COMPLETE"),
        (bytes(100), "FAILED"),
    ],
)
async def test_fact_61_the_container_is_looked_at_on_a_switch(
    api: Api, token: str, data: bytes, status: str
) -> None:
    await api.switch(media_checks=True)
    told = await api.status(token, await api.posted(token, data))
    assert told["status"] == status
    assert told.get("fail_reason") in {None, "file_format_check_failed"}


async def test_fact_61_what_is_pulled_may_be_bad_as_well(api: Api, token: str) -> None:
    url = "https://static.example.com/a.mp4"
    await api.control("PUT", "/pulls", {url: {"reason": "duration_check_failed"}})
    post = (await api.call(VIDEO_INIT, token, pull(url))).data
    api.clock.now += 1
    assert (await api.status(token, post["publish_id"]))["fail_reason"] == "duration_check_failed"


async def test_fact_62_a_failure_is_told_with_ok(api: Api, token: str) -> None:
    await api.faults({"kind": "fail", "where": "*.init", "reason": "spam_risk_text"})
    publish_id = await api.posted(token)
    answer = await api.call(STATUS, token, {"publish_id": publish_id})
    assert answer.told == (200, "ok")
    assert answer.data["fail_reason"] == "spam_risk_text"


async def test_fact_63_ids_are_numbers_that_no_float_holds(api: Api, token: str) -> None:
    publish_id = await api.posted(token)
    api.clock.now += 1
    told = await api.status(token, publish_id)
    assert told[IDS][0] > 1 << 53
    assert (await api.truth(publish_id))["post_ids"] == told[IDS]


@pytest.mark.parametrize(("form", "kind"), [("numbers", list), ("strings", list), ("scalar", int)])
async def test_fact_63_other_forms_are_switches(api: Api, token: str, form: str, kind: Any) -> None:
    await api.switch(post_id_form=form, post_id_key="publicly_available_post_id", moderation_s=0)
    told = await api.status(token, await api.posted(token))
    value: Any = told["publicly_available_post_id"]
    assert isinstance(value, kind)
    assert IDS not in told
    assert form != "strings" or isinstance(value[0], str)


@pytest.mark.parametrize("level", ["SELF_ONLY", "MUTUAL_FOLLOW_FRIENDS"])
async def test_fact_63_private_posts_have_none(api: Api, token: str, level: str) -> None:
    publish_id = await api.posted(token, privacy_level=level)
    api.clock.now += 100
    told = await api.status(token, publish_id)
    assert (told["status"], told[IDS]) == ("PUBLISH_COMPLETE", [])


async def test_fact_64_the_id_comes_after_moderation(api: Api, token: str) -> None:
    await api.switch(moderation_s=60)
    publish_id = await api.posted(token)
    told = await api.status(token, publish_id)
    assert (told["status"], told[IDS]) == ("PUBLISH_COMPLETE", [])
    api.clock.now += 60
    told = await api.status(token, publish_id)
    assert (told["status"], len(told[IDS])) == ("PUBLISH_COMPLETE", 1)


async def test_fact_64_processing_takes_its_time(api: Api, token: str) -> None:
    await api.faults({"kind": "slow_processing", "where": "video.init", "seconds": 900})
    publish_id = await api.posted(token)
    assert (await api.status(token, publish_id))["status"] == "PROCESSING_UPLOAD"
    api.clock.now += 900
    assert (await api.status(token, publish_id))["status"] == "PUBLISH_COMPLETE"


async def test_fact_65_whose_post_it_is(api: Api, token: str) -> None:
    publish_id = await api.posted(token)
    unknown = await api.call(STATUS, token, {"publish_id": "v_pub_file~v2-1.1"})
    assert unknown.told == (400, "invalid_publish_id")
    for word in (await api.bearer(TWO), await api.bearer(key=WEB)):
        answer = await api.call(STATUS, word, {"publish_id": publish_id})
        assert answer.told == (400, "token_not_authorized_for_specified_publish_id")
    assert (await api.status(await api.bearer(), publish_id))["status"] == "PUBLISH_COMPLETE"


async def test_fact_67_the_user_takes_the_access_away(api: Api, token: str) -> None:
    done = await api.posted(token)
    post = (await api.call(VIDEO_INIT, token, direct())).data
    await api.control("POST", f"/accounts/{ONE}/remove", {"reason": 1})
    truth = await api.truth(post["publish_id"])
    assert (truth["state"], truth["fail_reason"]) == ("FAILED", "auth_removed")
    assert (await api.put(post["upload_url"], 0, bytes(1000), 1000)).status == 404
    assert (await api.truth(post["publish_id"]))["state"] == "FAILED"
    assert (await api.truth(done))["state"] == "PUBLISH_COMPLETE"
    answer = await api.call(STATUS, token, {"publish_id": post["publish_id"]})
    assert answer.told == (401, "access_token_invalid")
    event = (await api.control("GET", "/webhooks"))[-1]
    assert (event["event"], event["content"]) == ("authorization.removed", {"reason": 1})
    again = await api.bearer()
    assert (await api.status(again, post["publish_id"]))["fail_reason"] == "auth_removed"


async def test_fact_67_a_token_may_die_in_the_middle(api: Api) -> None:
    login = await api.grant()
    await api.faults({"kind": "unauthorized", "where": "video.init"})
    for _ in range(2):
        answer = await api.call(VIDEO_INIT, login["access_token"], direct())
        assert answer.told == (401, "access_token_invalid")
    word = (await api.refresh(login["refresh_token"])).body["access_token"]
    assert (await api.call(VIDEO_INIT, word, direct())).status == 200


@pytest.mark.parametrize("kind", ["lost", "late"])
async def test_fact_68_an_init_is_done_though_no_answer_came(api: Api, token: str, kind: str) -> None:
    await api.faults({"kind": kind, "where": "video.init", "seconds": 30})
    with pytest.raises((aiohttp.ClientError, TimeoutError)):
        await asyncio.wait_for(api.call(VIDEO_INIT, token, direct()), 0.5)
    assert len(await api.control("GET", "/posts")) == 1
    assert (await api.control("GET", "/counts"))["posts"] == {ONE: 1}


@pytest.mark.parametrize("fault", [{"kind": "status", "status": 500}, {"kind": "reset"}])
async def test_fact_68_an_init_may_fail_before_it_is_done(api: Api, token: str, fault: Any) -> None:
    await api.faults(fault | {"where": "video.init"})
    try:
        answer = await api.call(VIDEO_INIT, token, direct())
        assert answer.told == (500, "internal_error")
    except aiohttp.ClientError:
        assert fault["kind"] == "reset"
    assert await api.control("GET", "/posts") == []
    counts = await api.control("GET", "/counts")
    assert (counts["calls"]["video.init"], counts["posts"]) == (1, {})
    assert (await api.control("GET", "/faults"))[0]["struck"] == 1


async def test_fact_73_both_spellings(api: Api, token: str) -> None:
    first = await api.user_info(token, None)
    assert first.code == "invalid_params"
    assert "log_id" in first.body["error"]
    await api.switch(param_code="invalid_param", log_field="logid")
    second = await api.user_info(token, None)
    assert second.code == "invalid_param"
    assert "logid" in second.body["error"]
    assert "log_id" not in second.body["error"]
    assert "logid" in (await api.refresh("rft.none")).body
