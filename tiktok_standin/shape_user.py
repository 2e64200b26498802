"""What profiles, authors and their counters look like, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_standin import counts, ids

if TYPE_CHECKING:
    from tiktok_standin.catalogue import Account
    from tiktok_standin.hosts import Hosts
    from tiktok_standin.people import User

_AVATARS = {"avatarLarger": 1080, "avatarMedium": 720, "avatarThumb": 100}


def avatars(user: User, hosts: Hosts) -> dict[str, str]:
    """Return the three sizes of a profile picture."""
    stem = f"{hosts.p16.decode()}/tos-alisg-avt-0068/{ids.hex_word('avatar', user.id)}"
    tail = (
        "?dr=9640&refresh_token=7853a399&x-expires={0}&x-signature={1}%3D&t=4d5b0474&ps=13740610&idc=useast8"
    )
    signed = tail.format(4_000_000_000, ids.word("avatar", user.id, length=26))
    return {
        key: f"{stem}~tplv-tiktokx-cropcenter:{side}:{side}.jpeg{signed}" for key, side in _AVATARS.items()
    }


def author(user: User, hosts: Hosts, *, page: bool) -> dict[str, Any]:
    """Return the ``author`` of an item."""
    known = _core(user, hosts)
    return known | (_page_author(user) if page else {})


def _core(user: User, hosts: Hosts) -> dict[str, Any]:
    return {
        "UserStoryStatus": 0,
        **avatars(user, hosts),
        "commentSetting": 0,
        "downloadSetting": 0,
        "duetSetting": 0,
        "ftc": False,
        "id": user.id,
        "isADVirtual": False,
        "isEmbedBanned": not user.embeddable,
        "nickname": user.nickname,
        "openFavorite": user.open_favorite,
        "privateAccount": user.private,
        "relation": 0,
        "secUid": user.sec_uid,
        "secret": user.private,
        "signature": user.signature,
        "stitchSetting": 0,
        "uniqueId": user.handle,
        "verified": user.verified,
    }


def _page_author(user: User) -> dict[str, Any]:
    return {
        "shortId": "",
        "createTime": user.created_at,
        "roomId": user.room_id,
        "uniqueIdModifyTime": 0,
        "ttSeller": False,
        "recommendReason": "",
        "nowInvitationCardUrl": "",
        "nickNameModifyTime": 0,
        "canExpPlaylist": False,
        "suggestAccountBind": False,
        "shortDramaCreator": {},
    }


def profile(user: User, hosts: Hosts) -> dict[str, Any]:
    """Return ``userInfo.user`` of a page."""
    tabs = dict.fromkeys(("showMusicTab", "showQuestionTab", "showPlayListTab"), False)
    bio_link = {} if user.bio_link is None else {"bioLink": {"link": user.bio_link, "risk": 3}}
    return (
        author(user, hosts, page=True)
        | bio_link
        | {
            "commerceUserInfo": _commerce(user),
            "profileTab": tabs,
            "followingVisibility": user.following_visibility,
            "canExpPlaylist": True,
            "profileEmbedPermission": 1 if user.embeddable else 0,
            "language": user.language,
            "region": user.region,
            "eventList": [],
            "isOrganization": 0,
            "nickNameModifyTime": user.created_at + 86_400,
        }
    )


def _commerce(user: User) -> dict[str, Any]:
    if user.category is None:
        return {"commerceUser": False}
    return {"commerceUser": True, "category": user.category, "categoryButton": False}


def api_profile(user: User, hosts: Hosts) -> dict[str, Any]:
    """Return ``userInfo.user`` of ``/api/user/detail/``, which tells less than a page."""
    left_out = {"createTime", "shortId", "roomId", "eventList", "isOrganization", "language", "region"}
    return {key: value for key, value in profile(user, hosts).items() if key not in left_out}


def stats(account: Account) -> dict[str, int]:
    """Return ``userInfo.stats``: rounded, and overflowed where 32 bits do not hold the hearts."""
    user = account.user
    return {
        "followerCount": counts.rounded(user.followers),
        "followingCount": counts.rounded(user.following),
        "heart": counts.rounded(user.hearts),
        "heartCount": counts.heart_count(user.hearts),
        "videoCount": _shown_count(account),
        "diggCount": 0,
        "friendCount": user.friends,
    }


def stats_v2(account: Account) -> dict[str, str]:
    """Return ``userInfo.statsV2``: text, exact or rounded as the account has it."""
    user = account.user
    shown = int if user.exact_v2 else counts.rounded
    exact = {
        "followerCount": shown(user.followers),
        "followingCount": shown(user.following),
        "heart": shown(user.hearts),
        "heartCount": shown(user.hearts),
        "videoCount": _shown_count(account),
        "diggCount": 0,
        "friendCount": user.friends,
    }
    return {key: str(value) for key, value in exact.items()}


def _shown_count(account: Account) -> int:
    """Return how many posts a visitor is told of: none of a private account, as clients rely on."""
    return 0 if account.user.private else account.video_count


def counters(account: Account) -> dict[str, dict[str, Any]]:
    """Return ``stats`` and, where it is told, ``statsV2``."""
    exact = {"statsV2": stats_v2(account)} if account.user.tells_v2 else {}
    return {"stats": stats(account), **exact}


def author_stats(account: Account) -> dict[str, int]:
    """Return ``authorStats`` of an item; ``authorStatsV2`` repeats it as text."""
    known = stats(account)
    return known | {"diggCount": account.user.given_likes, "friendCount": 0}


def share_meta(account: Account) -> dict[str, str]:
    """Return ``shareMeta`` of a profile."""
    user = account.user
    followers, hearts = counts.compact(user.followers), counts.compact(user.hearts)
    return {
        "title": f"{user.nickname} on TikTok",
        "desc": f"@{user.handle} {followers} Followers, {user.following} Following, {hearts} Likes - "
        f"Watch awesome short videos created by {user.nickname}",
    }
