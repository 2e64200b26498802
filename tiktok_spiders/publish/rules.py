"""TikTok's rules of use for posts, and the limits of texts: nothing is chosen for the creator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tiktok_spiders.publish.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tiktok_spiders.publish.creator import CreatorInfo
    from tiktok_spiders.publish.post import NewPost, Post

CAPTION_MAX = 2200
TITLE_MAX = 90
DESCRIPTION_MAX = 4000
IMAGES_MAX = 35
COVER_MAX_MS = 2**31 - 1

SELF_ONLY = "SELF_ONLY"
LEVELS = ("PUBLIC_TO_EVERYONE", "FOLLOWER_OF_CREATOR", "MUTUAL_FOLLOW_FRIENDS", SELF_ONLY)
"""TikTok's privacy levels; which of them an account offers it says itself."""

MUSIC = "https://www.tiktok.com/legal/page/global/music-usage-confirmation/en"
BRANDED = "https://www.tiktok.com/legal/page/global/bc-policy/en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the user chose for a post: everything is off, and no privacy level chosen, unless they say so."""

    privacy: str | None = None
    allow_comment: bool = False
    allow_duet: bool = False
    allow_stitch: bool = False
    your_brand: bool = False
    branded_content: bool = False
    ai_generated: bool = False
    cover_ms: int | None = None
    music_terms: bool = False
    """Whether the user agreed to `declaration`."""
    title: str | None = None
    """Of photos."""
    cover: int = 0
    """Which of the photos is the cover, from 0."""
    auto_add_music: bool = False


def utf16_units(text: str) -> int:
    """Return the length that TikTok counts: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def declaration(*, branded_content: bool) -> str:
    """Return what the user has to agree to before a post."""
    what = f"TikTok's Music Usage Confirmation ({MUSIC})"
    if branded_content:
        what = f"TikTok's Branded Content Policy ({BRANDED}) and Music Usage Confirmation ({MUSIC})"
    return f"By posting, you agree to {what}."


def check_post(post: NewPost | Post) -> None:
    """Raise ``RefusedError`` for a post that breaks a rule whoever the creator is."""
    if post.kind == "photos":
        check_photos(post.options, post.caption, post.urls, draft=post.mode == "inbox")
    elif post.mode == "inbox":
        check_draft(post.options, post.caption)
    else:
        check_video(post.options, post.caption)


def check_video(options: Options, caption: str | None) -> None:
    """Raise ``RefusedError`` for a direct post of a video that breaks a rule whoever the creator is."""
    _check_direct(options)
    _limit("caption", caption, CAPTION_MAX)
    if options.cover_ms is not None and not 0 <= options.cover_ms <= COVER_MAX_MS:
        raise _refused(f"the cover is at {options.cover_ms} ms", f"0 to {COVER_MAX_MS} are allowed")


def check_draft(options: Options, caption: str | None) -> None:
    """Raise ``RefusedError`` for a draft of a video with anything that a draft has no place for."""
    given = [name for name, value in _of_a_post(options, caption) if value]
    if given:
        raise _refused(
            f"a draft cannot carry {', '.join(given)}",
            "TikTok takes nothing but the video; the creator chooses the rest in the app",
        )


def check_photos(options: Options, description: str | None, images: Sequence[str], *, draft: bool) -> None:
    """Raise ``RefusedError`` for a post of photos that breaks a rule whoever the creator is."""
    if not 1 <= len(images) <= IMAGES_MAX:
        raise _refused(f"{len(images)} photos", f"1 to {IMAGES_MAX} are allowed")
    if not 0 <= options.cover < len(images):
        raise _refused(f"photo {options.cover} as the cover", f"0 to {len(images) - 1} are there")
    _limit("title", options.title, TITLE_MAX)
    _limit("description", description, DESCRIPTION_MAX)
    _check_photo_switches(options, draft=draft)


def check_creator(options: Options, creator: CreatorInfo, *, photos: bool = False) -> None:
    """Raise ``RefusedError`` for what the creator's account does not allow now."""
    if options.privacy not in creator.privacy_level_options:
        raise _refused(
            f"{options.privacy} is not open to {creator.creator_nickname}",
            f"choose one of {', '.join(creator.privacy_level_options)}",
            code="privacy_level_option_mismatch",
        )
    asked = _interactions(options, creator)
    shut = [name for name, wanted, disabled in asked[: 1 if photos else 3] if wanted and disabled]
    if shut:
        raise _refused(
            f"{creator.creator_nickname}'s account has {', '.join(shut)} turned off",
            "turn it on in the app, or leave it out of the post",
        )


def _check_direct(options: Options) -> None:
    if not options.privacy:
        raise _refused(
            "no privacy level was chosen", "TikTok lets nobody but the user choose: --privacy LEVEL"
        )
    if options.branded_content and options.privacy == SELF_ONLY:
        raise _refused("branded content cannot be private", "choose another level than SELF_ONLY")
    if not options.music_terms:
        said = declaration(branded_content=options.branded_content)
        raise _refused("the declaration was not agreed to", f"{said} Agree with --accept-music-terms")


def _check_photo_switches(options: Options, *, draft: bool) -> None:
    if options.allow_duet or options.allow_stitch:
        raise _refused("duet and stitch", "photos have comments only")
    if not draft:
        _check_direct(options)
        return
    # A draft of photos has room for its texts, unlike one of a video.
    given = [name for name, value in _of_a_post(options, None) if value]
    if given or options.auto_add_music:
        given += ["auto_add_music"] * options.auto_add_music
        raise _refused(f"a draft cannot carry {', '.join(given)}", "the creator chooses it in the app")


def _of_a_post(options: Options, caption: str | None) -> Iterable[tuple[str, object]]:
    yield "privacy", options.privacy
    yield "caption", caption
    yield "commercial disclosure", options.your_brand or options.branded_content
    yield "AI label", options.ai_generated
    yield "comment, duet or stitch", options.allow_comment or options.allow_duet or options.allow_stitch
    yield "cover", options.cover_ms is not None


def _interactions(options: Options, creator: CreatorInfo) -> list[tuple[str, bool, bool]]:
    return [
        ("comments", options.allow_comment, creator.comment_disabled),
        ("duet", options.allow_duet, creator.duet_disabled),
        ("stitch", options.allow_stitch, creator.stitch_disabled),
    ]


def _limit(name: str, text: str | None, limit: int) -> None:
    units = utf16_units(text or "")
    if units > limit:
        raise _refused(f"the {name} has {units} UTF-16 units", f"at most {limit}; an emoji counts as two")


def _refused(what: str, remedy: str, code: str = "rule") -> RefusedError:
    return RefusedError(what, code=code, remedy=remedy)
