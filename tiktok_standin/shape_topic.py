"""What headers of hashtags and sounds look like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_standin import counts, ids, shape_user, sounds
from tiktok_standin.items import challenge

if TYPE_CHECKING:
    from tiktok_standin.catalogue import Catalogue
    from tiktok_standin.hosts import Hosts
    from tiktok_standin.people import User
    from tiktok_standin.topics import Topic

_COVER_KEYS = ("coverLarger", "coverMedium", "coverThumb", "profileLarger", "profileMedium", "profileThumb")


def description(name: str) -> str:
    """Return what a hashtag's header says of it; many say nothing."""
    luck = ids.number("description", name, below=3)
    return "" if luck == 0 else f"Everything about {name}.\nShow us yours! ✨"


def split_title(name: str) -> str:
    """Return the hashtag's name with the parts of it told apart."""
    return name if len(name) < 6 else f"{name[:4]} {name[4:]}"


def challenge_info(topic: Topic, hosts: Hosts, bound: int) -> dict[str, Any]:
    """Return ``challengeInfo``; ``bound`` is the switch for caps."""
    name = topic.key
    numbers = {"videoCount": topic.video_count(bound), "viewCount": topic.view_count(bound)}
    return {
        "challenge": challenge(name, page=True)
        | {"desc": description(name), "isCommerce": is_commerce(name), "splitTitle": split_title(name)}
        | _pictures(_COVER_KEYS, hosts, "challenge", name),
        "challengeAnnouncement": {},
        "stats": {key: counts.rounded(count) for key, count in numbers.items()},
        "statsV2": {key: str(count) for key, count in numbers.items()},
    }


def is_commerce(name: str) -> bool:
    """Tell whether a hashtag belongs to a campaign."""
    return ids.number("commerce", name, below=5) == 0


def music_info(topic: Topic, catalogue: Catalogue, hosts: Hosts, bound: int) -> dict[str, Any]:
    """Return ``musicInfo``; a song has no ``author``. ``bound`` is the switch for caps."""
    owner = sound_owner(topic, catalogue)
    author = {} if owner is None else shape_user.author(owner, hosts, page=False)
    count = topic.video_count(bound)
    return {
        "music": _music(topic, owner, hosts),
        **({"author": author} if author else {}),
        "artists": [author] if author else [],
        "stats": {"videoCount": counts.rounded(count)},
        "statsV2": {"videoCount": str(count)},
    }


def sound_owner(topic: Topic, catalogue: Catalogue) -> User | None:
    """Return whose original sound it is; a song belongs to no account."""
    if topic.key in sounds.songs() or not topic.ranked:
        return None
    account = catalogue.account(min(topic.ranked, key=lambda post: post.created_at).handle)
    return None if account is None else account.user


def sound_facts(topic: Topic, owner: User | None) -> dict[str, Any]:
    """Return title, author's name, album, length in seconds and whether it is an original sound."""
    song = sounds.songs().get(topic.key)
    if song is not None:
        facts = (song.title, song.author, song.album, song.duration, False)
    else:
        first = min(topic.ranked, key=lambda post: post.created_at)
        facts = ("original sound", "" if owner is None else owner.nickname, "", first.duration or 60, True)
    return dict(zip(("title", "authorName", "album", "duration", "original"), facts, strict=True))


def _music(topic: Topic, owner: User | None, hosts: Hosts) -> dict[str, Any]:
    word = ids.hex_word("sound", topic.key, length=32)
    sizes = ("coverLarge", "coverMedium", "coverThumb")
    facts = sound_facts(topic, owner)
    return {
        "id": topic.key,
        **facts,
        "playUrl": f"{hosts.tune.decode()}/{word}/7fffffff/video/tos/useast5/tos-useast5-v-27dcd7c799-tx/"
        f"o{topic.key}/?a=1233&mime_type=audio_mpeg",
        **_pictures(sizes, hosts, "sound", topic.key),
        "private": False,
        "isCopyrighted": not facts["original"],
        "is_commerce_music": facts["original"],
        "is_unlimited_music": False,
        "shoot_duration": facts["duration"],
        "preciseDuration": {
            "preciseDuration": facts["duration"] + 0.204063,
            "preciseShootDuration": facts["duration"],
        },
        "tt2dsp": {"tt_to_dsp_song_infos": elsewhere(topic.key)},
    }


def elsewhere(sound_id: str) -> list[dict[str, Any]]:
    """Return where else a song is, with the key that opens it there; an original sound is nowhere else."""
    if sound_id not in sounds.songs():
        return []
    key, song = (
        ids.word("song token", sound_id, length=80),
        str(ids.number("meta song", sound_id, below=1 << 62)),
    )
    token = {"apple_music_token": {"developer_token": key}}
    one = {"platform": 1, "song_id": str(ids.number("song", sound_id, below=1 << 30)), "token": token}
    other = {"platform": 3, "song_id": ids.word("song elsewhere", sound_id, length=22)}
    return [each | {"meta_song_id": song} for each in (one, other)]


def _pictures(keys: tuple[str, ...], hosts: Hosts, *parts: str) -> dict[str, str]:
    stem = f"{hosts.p16.decode()}/tos-alisg-p-0037/o{ids.hex_word('cover', *parts, length=30)}"
    tail = "x-expires=4000000000&x-signature=standin%3D"
    sides = (1080, 720, 100, 1080, 720, 100)
    return {
        key: f"{stem}{key[0]}~tplv-tiktokx-cropcenter:{side}:{side}.jpeg?{tail}"
        for key, side in zip(keys, sides, strict=False)
    }
