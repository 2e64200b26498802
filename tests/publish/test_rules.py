"""Rules of use."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tiktok_spiders.publish import rules
from tiktok_spiders.publish.creator import CreatorInfo
from tiktok_spiders.publish.errors import RefusedError
from tiktok_spiders.publish.rules import Options

ASKED = Options(privacy="SELF_ONLY", music_terms=True)
PUBLIC = Options(privacy="PUBLIC_TO_EVERYONE", music_terms=True)
CREATOR = CreatorInfo(
    creator_nickname="Ada",
    privacy_level_options=("PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY"),
    comment_disabled=False,
    duet_disabled=True,
    stitch_disabled=True,
)
PHOTOS = ["https://static.example.com/1.jpg", "https://static.example.com/2.jpg"]


def test_nothing_is_chosen_for_the_user() -> None:
    options = Options()

    assert options.privacy is None
    assert not any((options.allow_comment, options.allow_duet, options.allow_stitch, options.music_terms))
    assert not any((options.your_brand, options.branded_content, options.ai_generated))


def test_a_direct_post_needs_a_privacy_level() -> None:
    with pytest.raises(RefusedError, match="--privacy"):
        rules.check_video(replace(ASKED, privacy=None), None)


def test_a_direct_post_needs_the_declaration() -> None:
    with pytest.raises(RefusedError, match="Music Usage Confirmation"):
        rules.check_video(replace(ASKED, music_terms=False), None)
    with pytest.raises(RefusedError, match="Branded Content Policy"):
        rules.check_video(replace(PUBLIC, music_terms=False, branded_content=True), None)


def test_captions_are_counted_in_utf16_units() -> None:
    rules.check_video(ASKED, "a" * 2200)
    rules.check_video(ASKED, "✨" * 2200)
    rules.check_video(ASKED, "😀" * 1100)
    for caption in ("a" * 2201, "😀" * 1100 + "a"):
        with pytest.raises(RefusedError, match="2201 UTF-16 units"):
            rules.check_video(ASKED, caption)


def test_branded_content_is_not_private() -> None:
    with pytest.raises(RefusedError, match="SELF_ONLY"):
        rules.check_video(replace(ASKED, branded_content=True), None)
    rules.check_video(replace(PUBLIC, branded_content=True), None)
    rules.check_video(replace(ASKED, your_brand=True), None)


@pytest.mark.parametrize("cover_ms", [-1, 2**31])
def test_a_cover_outside_of_an_int32(cover_ms: int) -> None:
    with pytest.raises(RefusedError, match="cover"):
        rules.check_video(replace(ASKED, cover_ms=cover_ms), None)


@pytest.mark.parametrize(
    ("options", "caption", "named"),
    [
        (Options(privacy="SELF_ONLY"), None, "privacy"),
        (Options(), "words", "caption"),
        (Options(your_brand=True), None, "commercial disclosure"),
        (Options(branded_content=True), None, "commercial disclosure"),
        (Options(ai_generated=True), None, "AI label"),
        (Options(allow_duet=True), None, "comment, duet or stitch"),
        (Options(cover_ms=0), None, "cover"),
    ],
)
def test_a_draft_has_no_place_for_it(options: Options, caption: str | None, named: str) -> None:
    with pytest.raises(RefusedError, match=f"a draft cannot carry {named}: TikTok takes nothing but"):
        rules.check_draft(options, caption)


def test_a_draft_without_anything() -> None:
    rules.check_draft(Options(), None)
    rules.check_draft(Options(music_terms=True), "")


def test_only_levels_that_the_creator_has() -> None:
    rules.check_creator(ASKED, CREATOR)
    with pytest.raises(RefusedError, match="MUTUAL_FOLLOW_FRIENDS") as caught:
        rules.check_creator(replace(ASKED, privacy="FOLLOWER_OF_CREATOR"), CREATOR)
    assert caught.value.code == "privacy_level_option_mismatch"


def test_what_the_account_has_turned_off_cannot_be_turned_on() -> None:
    with pytest.raises(RefusedError, match="duet, stitch"):
        rules.check_creator(replace(ASKED, allow_duet=True, allow_stitch=True), CREATOR)
    rules.check_creator(replace(ASKED, allow_comment=True), CREATOR)
    rules.check_creator(replace(ASKED, allow_comment=True), CREATOR, photos=True)


def test_limits_of_photos() -> None:
    rules.check_photos(replace(ASKED, title="t" * 90, cover=1), "d" * 4000, PHOTOS, draft=False)
    for options, text, images in (
        (ASKED, None, []),
        (ASKED, None, PHOTOS * 18),
        (replace(ASKED, cover=2), None, PHOTOS),
        (replace(ASKED, cover=-1), None, PHOTOS),
        (replace(ASKED, title="t" * 91), None, PHOTOS),
        (ASKED, "d" * 4001, PHOTOS),
        (replace(ASKED, allow_duet=True), None, PHOTOS),
        (replace(ASKED, privacy=None), None, PHOTOS),
    ):
        with pytest.raises(RefusedError):
            rules.check_photos(options, text, images, draft=False)


def test_a_draft_of_photos_has_texts_and_nothing_else() -> None:
    rules.check_photos(Options(title="t"), "d", PHOTOS, draft=True)
    for options in (ASKED, Options(auto_add_music=True), Options(allow_comment=True)):
        with pytest.raises(RefusedError, match="a draft cannot carry"):
            rules.check_photos(options, "d", PHOTOS, draft=True)
