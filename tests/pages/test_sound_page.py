from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.pages.document import NOTHING
from tests.pages.golden import Case
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.items import Sound

if TYPE_CHECKING:
    from tiktok_spiders.pages.base import PageRead

APP = Case("sound_page", "app_shape")
FORMS = {
    "musicInfo": {"music": {"id": "5", "title": "x"}},
    "music_info": {"id_str": "5", "id": 7, "title": "x"},
}

read = APP.read_answer


def only(page: PageRead) -> Sound:
    (sound,) = page.records
    assert isinstance(sound, Sound)
    return sound


def app(**keys: Any) -> PageRead:
    return read({"music_info": {"mid": "5", **keys}})


@pytest.mark.parametrize(
    ("code", "status"),
    [(0, "ok"), (10203, "missing"), (10218, "withdrawn"), (10219, "region"), (1, "unavailable")],
)
@pytest.mark.parametrize("form", FORMS)
def test_status_beside_data(form: str, code: int, status: str) -> None:
    sound = only(read({form: FORMS[form], "status_code": code}))
    assert (sound.status, sound.status_code, sound.title) == (status, code, "x")


@pytest.mark.parametrize("code", [10203, 10218, 10219])
def test_refusal_without_data(code: int) -> None:
    page = read({"statusCode": code, "statusMsg": "why", "musicInfo": {}})
    assert (page.records, page.list_present, page.status_code) == ((), False, code)


@pytest.mark.parametrize("form", FORMS)
def test_raw_is_kept_on_demand(form: str) -> None:
    assert only(read({form: FORMS[form]}, keep_raw=True)).raw == FORMS[form]


@pytest.mark.parametrize(
    "answer",
    [{"musicInfo": {"music": {"title": "x"}}}, {"musicInfo": {"stats": {}}}, {"music_info": {"id": 5}}],
)
def test_sound_without_a_safe_identifier_is_set_aside(answer: dict[str, Any]) -> None:
    page = read(answer)
    assert page.records == ()
    assert [each.reason for each in page.rejected] == ["no sound_id"]


def test_author_comes_before_the_artists() -> None:
    info = {"music": {"id": "5"}, "author": {"id": "1", "uniqueId": "@A"}, "artists": [{"id": "2"}]}
    sound = only(read({"musicInfo": info}))
    assert (sound.author_id, sound.author_unique_id) == ("1", "a")


def test_zeros_of_the_app_that_say_nothing() -> None:
    sound = only(
        app(user_count=0, duration=0, create_time=0, artists=[], full_song={"full_song_duration": 0})
    )
    told = (sound.video_count, sound.duration_s, sound.created_at, sound.author_id, sound.full_duration_s)
    assert told == (None, None, None, None, None)


def test_zero_of_the_web_is_data() -> None:
    assert only(read({"musicInfo": {"music": {"id": "5"}, "stats": {"videoCount": 0}}})).video_count == 0


@pytest.mark.parametrize(
    ("keys", "is_original"),
    [
        ({"is_original_sound": True, "is_original": False}, True),
        ({"is_original": True}, True),
        ({"is_original_sound": False, "title": "original sound"}, False),
        ({}, None),
    ],
)
def test_original_is_told_not_inferred(keys: dict[str, Any], *, is_original: bool | None) -> None:
    assert only(app(**keys)).is_original is is_original


def test_odd_parts_cost_themselves() -> None:
    page = app(play_url=[], matched_song="x", artists=[7], duration="?", user_count=358_000)
    sound = only(page)
    assert (sound.play_url, sound.matched_song_id, sound.duration_s) == (None, None, None)
    assert sound.rounded_counts == ("video_count",)
    assert page.misread == {
        "sound/play_url": 1,
        "sound/matched_song": 1,
        "sound/artists": 1,
        "sound/duration_s": 1,
    }


@pytest.mark.parametrize("body", [*NOTHING, b"{}", b'{"musicInfo": null}', b'{"__DEFAULT_SCOPE__": {}}'])
def test_page_without_a_sound(body: bytes) -> None:
    with pytest.raises(PageLayoutError, match="sound page at https://"):
        read(body)
