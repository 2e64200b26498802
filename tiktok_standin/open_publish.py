"""The Content Posting API: creator info, the three inits, status, cancel."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Literal

from aiohttp import web

from tiktok_standin import ids, open_checks
from tiktok_standin.open_answers import Refused, bad
from tiktok_standin.open_api import User, guarded
from tiktok_standin.open_caps import check_direct, check_inbox, creator_trouble
from tiktok_standin.open_models import OpenPost, Upload
from tiktok_standin.open_posts import fail, start
from tiktok_standin.open_uploads import address_of

if TYPE_CHECKING:
    Mode = Literal["direct", "inbox"]

_BASE = "/v2/post/publish"
_PUBLISH, _DRAFT = "video.publish", "video.upload"
_MODES: dict[object, Mode] = {"DIRECT_POST": "direct", "MEDIA_UPLOAD": "inbox"}
_SHAPES = {
    ("video", "direct", "file"): "v_pub_file~v2-1.",
    ("video", "direct", "url"): "v_pub_url~v2-1.",
    ("video", "inbox", "file"): "v_inbox_file~v2.",
    ("video", "inbox", "url"): "v_inbox_url~v2.",
    ("photos", "direct", "url"): "p_pub_url~v2.",
    ("photos", "inbox", "url"): "p_inbox_url~v2.",
}
_TOGGLES = ("brand_content_toggle", "brand_organic_toggle", "disable_comment")
_VIDEO_TOGGLES = (*_TOGGLES, "disable_duet", "disable_stitch", "is_aigc")


def routes() -> list[web.RouteDef]:
    """Return the routes of all six."""
    return [
        web.post(f"{_BASE}/creator_info/query/", guarded("creator_info", _creator_info)),
        web.post(f"{_BASE}/video/init/", guarded("video.init", _video_init)),
        web.post(f"{_BASE}/inbox/video/init/", guarded("inbox.init", _inbox_init)),
        web.post(f"{_BASE}/content/init/", guarded("content.init", _content_init)),
        web.post(f"{_BASE}/status/fetch/", guarded("status", _status)),
        web.post(f"{_BASE}/cancel/", guarded("cancel", _cancel)),
    ]


def _creator_info(user: User) -> dict[str, Any]:
    user.need_budget("creator_info", user.state.switches.creator_info_per_min)
    user.need_scope(_PUBLISH)
    if trouble := creator_trouble(user):
        raise Refused(200, trouble)
    account = user.account
    return {
        "creator_avatar_url": f"https://p16-sign.tiktokcdn-us.com/{ids.hex_word(account.handle)}.webp",
        "creator_username": account.handle,
        "creator_nickname": account.nickname or account.handle,
        "privacy_level_options": account.levels(),
        "comment_disabled": account.comment_disabled,
        "duet_disabled": account.duet_disabled or account.private,
        "stitch_disabled": account.stitch_disabled or account.private,
        "max_video_post_duration_sec": account.max_video_post_duration_sec,
    }


def _need_init(user: User, endpoint: str) -> None:
    name = "init" if user.state.switches.init_bucket == "shared" else endpoint
    user.need_budget(name, user.state.switches.init_per_min)


def _video_init(user: User) -> dict[str, Any]:
    _need_init(user, "video.init")
    user.need_scope(_PUBLISH)
    info = open_checks.member(user.body, "post_info")
    open_checks.text(info, "title", open_checks.TITLE)
    open_checks.flags(info, *_VIDEO_TOGGLES)
    plan = _video_source(user)
    check_direct(user, info)
    return _begin(user, "video", "direct", info, plan)


def _inbox_init(user: User) -> dict[str, Any]:
    _need_init(user, "inbox.init")
    user.need_scope(_DRAFT)
    plan = _video_source(user)
    check_inbox(user)
    return _begin(user, "video", "inbox", {}, plan)


def _video_source(user: User) -> tuple[int, int, int] | None:
    source = open_checks.member(user.body, "source_info")
    if source.get("source") == "FILE_UPLOAD":
        return open_checks.plan(source, user.state.switches)
    if source.get("source") != "PULL_FROM_URL":
        raise bad("The source is invalid.")
    open_checks.pulled(source.get("video_url"), user.app, user.state.switches)
    return None


def _content_init(user: User) -> dict[str, Any]:
    _need_init(user, "content.init")
    mode = _MODES.get(user.body.get("post_mode"))
    if mode is None or user.body.get("media_type") != "PHOTO":
        raise bad("The post_mode or the media_type is invalid.")
    user.need_scope(_PUBLISH if mode == "direct" else _DRAFT)
    info = open_checks.member(user.body, "post_info")
    open_checks.text(info, "title", open_checks.PHOTO_TITLE)
    open_checks.text(info, "description", open_checks.DESCRIPTION)
    open_checks.flags(info, *_TOGGLES, "auto_add_music")
    open_checks.flags(user.body, "is_aigc")
    open_checks.images(open_checks.member(user.body, "source_info"), user.app, user.state.switches)
    _check_photos(user, mode, info)
    return _begin(user, "photos", mode, info, None)


def _check_photos(user: User, mode: Mode, info: dict[str, Any]) -> None:
    if mode == "direct":
        check_direct(user, info)
        return
    if user.account.old_app:
        raise Refused(400, "app_version_check_failed", "The user's app has to be 31.8 or newer.")
    check_inbox(user)


def _begin(
    user: User,
    kind: Literal["video", "photos"],
    mode: Mode,
    info: dict[str, Any],
    plan: tuple[int, int, int] | None,
) -> dict[str, Any]:
    state = user.state
    source: Literal["file", "url"] = "url" if plan is None else "file"
    post = OpenPost(
        publish_id=f"{_SHAPES[kind, mode, source]}{_number(user)}",
        client_key=user.app.client_key,
        handle=user.account.handle,
        open_id=user.account.open_id(user.app.client_key),
        kind=kind,
        mode=mode,
        source=source,
        created_at=user.call.now,
        post_info=info,
        source_info=open_checks.member(user.body, "source_info"),
        is_aigc=bool(user.body.get("is_aigc") or info.get("is_aigc")),
        upload=None if plan is None else _upload(user, plan),
        processing_s=state.switches.processing_s,
    )
    _apply_faults(user, post)
    start(state, post)
    user.call.entry["publish_id"] = post.publish_id
    told = {"publish_id": post.publish_id}
    return told if post.upload is None else told | {"upload_url": address_of(user.call.request, post.upload)}


def _number(user: User) -> str:
    return ids.item_id(int(user.call.now), secrets.randbits(32))


def _upload(user: User, plan: tuple[int, int, int]) -> Upload:
    size, chunk, count = plan
    return Upload(
        id=_number(user),
        token=secrets.token_hex(24),
        size=size,
        chunk_size=chunk,
        count=count,
        expires_at=user.call.now + user.state.switches.upload_url_s,
    )


def _apply_faults(user: User, post: OpenPost) -> None:
    if doomed := user.call.fault("fail"):
        post.ends_in = doomed.reason
    if slow := user.call.fault("slow_processing"):
        post.processing_s = slow.seconds


def _own_post(user: User) -> OpenPost:
    user.need_scope(_PUBLISH, _DRAFT)
    post = user.state.posts.get(str(user.body.get("publish_id", "")))
    if post is None:
        raise Refused(400, "invalid_publish_id")
    if (post.client_key, post.handle) != (user.app.client_key, user.account.handle):
        raise Refused(400, "token_not_authorized_for_specified_publish_id")
    user.call.entry["publish_id"] = post.publish_id
    return post


def _status(user: User) -> dict[str, Any]:
    user.need_budget("status", user.state.switches.status_per_min)
    post = _own_post(user)
    told: dict[str, Any] = {"status": post.status, **_post_ids(user, post)}
    if post.fail_reason:
        told["fail_reason"] = post.fail_reason
    if post.upload is not None:
        told["uploaded_bytes"] = post.upload.received
    else:
        told["downloaded_bytes"] = post.downloaded
    return told


def _post_ids(user: User, post: OpenPost) -> dict[str, Any]:
    key, form = user.state.switches.post_id_key, user.state.switches.post_id_form
    if form == "scalar":
        return {key: post.post_ids[0]} if post.post_ids else {}
    return {key: list(map(str, post.post_ids)) if form == "strings" else post.post_ids}


def _cancel(user: User) -> None:
    post = _own_post(user)
    if post.stage != "downloading":
        raise Refused(400, "publish_not_cancellable", "The publish cannot be cancelled any more.")
    fail(user.state, post, "publish_cancelled")
