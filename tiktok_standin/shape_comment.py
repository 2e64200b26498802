"""What comments and the people who write them look like: snake_case, with much that is null."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_standin import ids

if TYPE_CHECKING:
    from tiktok_standin.comments import Comment
    from tiktok_standin.hosts import Hosts
    from tiktok_standin.people import User

NULLS = (
    "account_labels",
    "ad_cover_url",
    "advance_feature_item_order",
    "advanced_feature_info",
    "bold_fields",
    "can_message_follow_status_list",
    "can_set_geofencing",
    "cha_list",
    "cover_url",
    "events",
    "followers_detail",
    "geofencing",
    "homepage_bottom_toast",
    "item_list",
    "mutual_relation_avatars",
    "need_points",
    "platform_sync_info",
    "relative_users",
    "search_highlight",
    "shield_edit_field_info",
    "type_label",
    "user_profile_guide",
    "user_tags",
    "white_cover_url",
)
"""Keys of a snake_case user that are null on the web."""


def avatar(user: User, hosts: Hosts) -> dict[str, Any]:
    """Return a profile picture as an object with its addresses."""
    uri = f"tos-alisg-avt-0068/{ids.hex_word('avatar', user.id)}"
    tail = "~tplv-tiktokx-cropcenter:100:100.jpeg?x-expires=4000000000&x-signature=standin%3D"
    hosts_ = (hosts.p19.decode(), hosts.p16.decode())
    return {"uri": uri, "url_list": [f"{host}/{uri}{tail}" for host in hosts_], "url_prefix": None}


def verified_words(user: User) -> dict[str, str]:
    """Return the two texts of which a verified account has one."""
    by_company = user.verified and int(user.id) % 2 == 0
    return {
        "custom_verify": "Verified account" if user.verified and not by_company else "",
        "enterprise_verify_reason": "verified account" if by_company else "",
    }


def commenter(user: User, hosts: Hosts, *, aged: bool) -> dict[str, Any]:
    """Return the ``user`` of a comment; some carry a guess of their age."""
    guess = {"predicted_age_group": str(1 + int(user.id) % 5)} if aged else {}
    return {
        **dict.fromkeys(NULLS),
        **guess,
        **verified_words(user),
        "avatar_thumb": avatar(user, hosts),
        "nickname": user.nickname,
        "sec_uid": user.sec_uid,
        "uid": user.id,
        "unique_id": user.handle,
    }


def comment(made: Comment, hosts: Hosts, preview: list[dict[str, Any]] | None) -> dict[str, Any]:
    """Return a comment of the top level with, if any, a preview of its replies."""
    return _common(made, hosts) | {
        "allow_download_photo": made.pictures > 0,
        "author_pin": made.pinned,
        "reply_comment": preview,
        "reply_comment_total": made.reply_count,
        "sort_extra_score": {"reply_score": 0.009836, "show_more_score": 0.002567},
        "sort_tags": '{"top_list":1}',
    }


def reply(made: Comment, hosts: Hosts) -> dict[str, Any]:
    """Return a reply, which tells no number of replies."""
    return _common(made, hosts) | {"reply_comment": None, "fold_status": 0}


def _common(made: Comment, hosts: Hosts) -> dict[str, Any]:
    return {
        "aweme_id": made.post.id,
        "cid": made.id,
        "collect_stat": 0,
        "comment_language": made.language,
        "comment_post_item_ids": None,
        "create_time": made.created_at,
        "digg_count": made.likes,
        "fold_status": -1,
        "image_list": [_picture(made, hosts, place) for place in range(made.pictures)] or None,
        "is_author_digged": made.liked_by_author,
        "is_comment_translatable": bool(made.text),
        "is_high_purchase_intent": False,
        "label_list": [{"type": 1, "text": "Creator"}] if made.by_author else None,
        "no_show": False,
        "reply_id": made.parent_id or "0",
        "reply_to_reply_id": made.answered_id or "0",
        "share_info": _share(made),
        "status": 1,
        "stick_position": 1 if made.pinned else 0,
        "text": made.text,
        "text_extra": [_mention(each) for each in made.mentions],
        "thread_has_more": False,
        "thread_id": 0,
        "trans_btn_style": 0,
        "user": commenter(made.user, hosts, aged=made.parent_id is not None or made.number % 2 == 0),
        "user_buried": False,
        "user_digged": 0,
    }


def _mention(found: dict[str, Any]) -> dict[str, Any]:
    user: User = found["user"]
    return {
        "aweme_id": "",
        "end": found["end"],
        "hashtag_id": "",
        "hashtag_name": "",
        "is_commerce": False,
        "sec_uid": user.sec_uid,
        "start": found["start"],
        "sub_type": 0,
        "type": 0,
        "user_id": user.id,
        "user_unique_id": user.handle,
    }


def picture_uri(comment_id: str, place: int) -> str:
    """Return the file of a comment's picture."""
    return f"tos-alisg-i-0068/{ids.hex_word('comment picture', comment_id, place)}"


def _picture(made: Comment, hosts: Hosts, place: int) -> dict[str, Any]:
    uri = picture_uri(made.id, place)
    address = {"height": 1520, "uri": uri, "url_prefix": None, "width": 720}
    tail = "~tplv-tiktokx-origin.image?x-expires=4000000000"
    origin = [f"{host.decode()}/{uri}{tail}" for host in (hosts.p16, hosts.p19)]
    return {"crop_url": address | {"url_list": origin}, "origin_url": address | {"url_list": origin}}


def share_url(made: Comment) -> str:
    """Return what a shared comment's address is without its query; some have none."""
    return "" if made.pictures or made.parent_id else f"https://m.tiktok.com/v/{made.post.id}.html"


def _share(made: Comment) -> dict[str, Any]:
    url = share_url(made)
    if not url:
        acl = {"code": 1, "extra": '{"is_share_handler_failed":"1"}'}
        return {"acl": acl, "desc": "", "title": "", "url": ""}
    query = (
        f"_d=standin&comment_author_id={made.user.id}&share_comment_id={made.id}&share_item_id={made.post.id}"
    )
    return {
        "acl": {"code": 0, "extra": "{}"},
        "desc": f"{made.user.nickname}’s comment: {made.text}",
        "title": made.post.caption[:60],
        "url": f"{url}?{query}",
    }
