"""Who may post what now: privacy, audit, caps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_standin.open_answers import Refused, bad

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiktok_standin.open_api import User
    from tiktok_standin.open_models import OpenPost

_DAY = 24 * 3600
_UNAUDITED = "unaudited_client_can_only_post_to_private_accounts"


def creator_trouble(user: User) -> str | None:
    """Return why the creator cannot post now, whatever the post."""
    if user.account.banned:
        return "spam_risk_user_banned_from_posting"
    most = user.account.posts_per_day
    if most is None:
        most = user.state.switches.posts_per_day
    if sum(post.handle == user.account.handle for post in _recent(user, "direct")) >= most:
        return "spam_risk_too_many_posts"
    return "reached_active_user_cap" if _too_many_users(user) else None


def _recent(user: User, mode: str) -> Iterator[OpenPost]:
    since = user.call.now - _DAY
    return (post for post in user.state.posts.values() if post.mode == mode and post.created_at > since)


def _too_many_users(user: User) -> bool:
    most = user.app.active_user_cap
    if most is None:
        most = None if user.app.audited else user.state.switches.unaudited_users
    active = {one.handle for one in _recent(user, "direct") if one.client_key == user.app.client_key}
    return most is not None and user.account.handle not in active and len(active) >= most


def check_direct(user: User, info: dict[str, Any]) -> None:
    """Refuse a direct post that privacy, audit or caps do not allow."""
    level, audited = info.get("privacy_level"), user.app.audited
    if not audited and not user.account.private:
        raise Refused(403, _UNAUDITED)
    if not level or level not in user.account.levels():
        code = "privacy_level_option_mismatch" if level else user.state.switches.missing_level
        raise bad("The privacy_level is missing.") if code == "invalid_params" else Refused(403, code)
    if not audited and level != "SELF_ONLY":
        raise Refused(403, _UNAUDITED)
    _check_brand(user, info)
    if trouble := creator_trouble(user):
        raise Refused(403, trouble)


def _check_brand(user: User, info: dict[str, Any]) -> None:
    if info.get("brand_content_toggle") and info["privacy_level"] == "SELF_ONLY":
        code = user.state.switches.branded_private
        if code == "invalid_params":
            raise bad("Branded content cannot be private.")
        raise Refused(403, code)


def check_inbox(user: User) -> None:
    """Refuse a draft where too many wait."""
    if user.account.banned:
        raise Refused(403, "spam_risk_user_banned_from_posting")
    most = user.account.pending_shares
    if most is None:
        most = user.state.switches.pending_shares
    if sum(_pending(user, post) for post in _recent(user, "inbox")) >= most:
        raise Refused(403, "spam_risk_too_many_pending_share")


def _pending(user: User, post: OpenPost) -> bool:
    if post.handle != user.account.handle or post.status == "FAILED":
        return False
    return post.status != "PUBLISH_COMPLETE" or user.state.switches.pending_share_frees == "never"
