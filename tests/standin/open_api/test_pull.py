"""Pulling from addresses: facts 52 to 54, and 66."""

from __future__ import annotations

from typing import Any

import pytest

from tests.standin.open_api.api import (
    CANCEL,
    DESKTOP,
    INBOX_INIT,
    PHOTO_INIT,
    PULL,
    TWO,
    VIDEO_INIT,
    Api,
    direct,
    photos,
    pull,
)

UNVERIFIED = (403, "url_ownership_unverified")


@pytest.mark.parametrize(
    "url", ["http://static.example.com/a.mp4", "https://192.0.2.1/a.mp4", "https://[2001:db8::1]/a.mp4"]
)
async def test_fact_52_addresses_that_are_not_https_or_have_no_name(api: Api, token: str, url: str) -> None:
    assert (await api.call(VIDEO_INIT, token, pull(url))).told == UNVERIFIED
    await api.switch(pull_refusal="invalid_params")
    assert (await api.call(VIDEO_INIT, token, pull(url))).told == (400, "invalid_params")


async def test_fact_52_addresses_that_are_not_verified(api: Api, token: str) -> None:
    for path, body in (
        (VIDEO_INIT, pull("https://other.example/a.mp4")),
        (INBOX_INIT, pull("https://a.b/c")),
    ):
        assert (await api.call(path, token, body)).told == UNVERIFIED
    body = photos()
    body["source_info"]["photo_images"].append("https://other.example/a.jpg")
    assert (await api.call(PHOTO_INIT, token, body)).told == UNVERIFIED
    assert (await api.call(VIDEO_INIT, token, pull(""))).told == (400, "invalid_params")


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://static.example.com/v/a.mp4", True),
        ("https://video.static.example.com/a.mp4", True),
        ("https://example.com/a.mp4", False),
        ("https://notstatic.example.com/a.mp4", False),
        ("https://www.example.com/videos/user/1/x", True),
        ("https://www.example.com/videos/2023/user/x", False),
        ("https://www.example.com/videos/user", False),
    ],
)
async def test_fact_53_what_a_domain_and_a_prefix_cover(
    api: Api, token: str, url: str, *, good: bool
) -> None:
    answer = await api.call(VIDEO_INIT, token, pull(url))
    assert answer.told == ((200, "ok") if good else UNVERIFIED)


@pytest.mark.parametrize("status", [301, 302, 404])
async def test_fact_54_a_redirect_spoils_the_download(api: Api, token: str, status: int) -> None:
    await api.control("PUT", "/pulls", {PULL: {"status": status}})
    post = (await api.call(VIDEO_INIT, token, pull())).data
    assert (await api.status(token, post["publish_id"]))["status"] == "PROCESSING_DOWNLOAD"
    api.clock.now += 1
    told = await api.status(token, post["publish_id"])
    assert (told["status"], told["fail_reason"]) == ("FAILED", "video_pull_failed")


async def test_fact_54_a_download_ends_after_an_hour(api: Api, token: str) -> None:
    image = "https://static.example.com/1.jpg"
    await api.control("PUT", "/pulls", {image: {"stalls": True}})
    post = (await api.call(PHOTO_INIT, token, photos())).data
    api.clock.now += 3599
    assert (await api.status(token, post["publish_id"]))["status"] == "PROCESSING_DOWNLOAD"
    api.clock.now += 1
    told = await api.status(token, post["publish_id"])
    assert (told["status"], told["fail_reason"]) == ("FAILED", "photo_pull_failed")


async def test_a_good_pull(api: Api, token: str) -> None:
    await api.control("PUT", "/pulls", {PULL: {"size": 77}})
    post = (await api.call(VIDEO_INIT, token, pull())).data
    api.clock.now += 1
    told = await api.status(token, post["publish_id"])
    assert (told["status"], told["downloaded_bytes"]) == ("PUBLISH_COMPLETE", 77)
    assert "uploaded_bytes" not in told


async def test_fact_66_a_pull_can_be_cancelled(api: Api, token: str) -> None:
    post = (await api.call(VIDEO_INIT, token, pull())).data
    answer = await api.call(CANCEL, token, post)
    assert (answer.status, set(answer.body)) == (200, {"error"})
    assert answer.code == "ok"
    told = await api.status(token, post["publish_id"])
    assert (told["status"], told["fail_reason"]) == ("FAILED", "publish_cancelled")
    assert (await api.call(CANCEL, token, post)).told == (400, "publish_not_cancellable")
    events = [(one["event"], one["content"]) for one in await api.control("GET", "/webhooks")]
    content = {**post, "publish_type": "DIRECT_POST", "reason": "publish_cancelled"}
    assert events == [("post.publish.failed", content)]


async def test_fact_66_what_cannot_be_cancelled(api: Api, token: str) -> None:
    pulled = (await api.call(VIDEO_INIT, token, pull())).data
    api.clock.now += 1
    sent = (await api.call(VIDEO_INIT, token, direct())).data
    for post in (pulled, {"publish_id": sent["publish_id"]}):
        assert (await api.call(CANCEL, token, post)).told == (400, "publish_not_cancellable")
    other: Any = await api.bearer(TWO)
    answer = await api.call(CANCEL, other, pulled)
    assert answer.told == (400, "token_not_authorized_for_specified_publish_id")
    assert (await api.call(CANCEL, token)).told == (400, "invalid_publish_id")
    word = await api.bearer(scopes="user.info.basic", key=DESKTOP)
    assert (await api.call(CANCEL, word, pulled)).told == (401, "scope_not_authorized")
