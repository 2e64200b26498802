from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.feeds.builders import MOMENT, cells_of, told
from tiktok_spiders.feeds.apify import APIFY_CLASSES, apify_record
from tiktok_spiders.feeds.flatten import header_of
from tiktok_spiders.feeds.lines import encode_record
from tiktok_spiders.items.comment import Comment
from tiktok_spiders.items.common import Source, Subtitle
from tiktok_spiders.items.hashtag import Hashtag
from tiktok_spiders.items.registry import RECORD_CLASSES
from tiktok_spiders.items.relation import Relation
from tiktok_spiders.items.run import Verdict
from tiktok_spiders.items.shapes import Kind, shapes_of
from tiktok_spiders.items.sound import Sound
from tiktok_spiders.items.suggestion import Suggestion
from tiktok_spiders.items.user import User
from tiktok_spiders.items.video import Video

VIDEO = replace(told(Video), video_id="7", author_id="1", sound_id="2", created_at=MOMENT, status="ok")
USER = replace(told(User), user_id="1", follower_count=5)
SOUND = replace(told(Sound), sound_id="2", title="song")


def shaped(record, *related):
    return json.loads(encode_record(apify_record(record, *related)))


def test_video():
    item = shaped(VIDEO, {"1": USER}, {"2": SOUND})
    assert item["id"] == "7"
    assert (item["createTime"], item["createTimeISO"]) == (1795222923, "2026-11-21T01:02:03.000Z")
    assert (item["authorMeta"]["id"], item["authorMeta"]["fans"]) == ("1", 5)
    assert (item["musicMeta"]["musicId"], item["musicMeta"]["musicName"]) == ("2", "song")
    assert item["hashtags"][0] == {"id": "tëxt", "name": "tëxt", "title": None, "cover": None}
    assert item["mentions"] == ["@tëxt", "@tëxt"]
    assert item["effectStickers"][0]["stickerStats"] == {"useCount": 2680875280}
    assert item["diggCount"] == VIDEO.like_count
    assert item["isSlideshow"] is False
    assert (item["input"], item["fromProfileSection"], item["searchQuery"]) == ("@a", "videos", None)
    assert (item["error"], item["errorCode"]) == (None, None)


def test_a_video_without_its_author_and_sound_tells_what_it_knows():
    thin = Video(
        video_id="8",
        type="photo",
        url="u",
        scraped_at=MOMENT,
        author_id="1",
        author_unique_id="a",
        sound_id="2",
    )
    item = shaped(thin)
    assert (item["authorMeta"]["id"], item["authorMeta"]["name"], item["authorMeta"]["fans"]) == (
        "1",
        "a",
        None,
    )
    assert item["musicMeta"]["musicId"] == "2"
    assert item["isSlideshow"] is True
    assert (item["hashtags"], item["mediaUrls"], item["locationMeta"], item["createTime"]) == (
        None,
        [],
        None,
        None,
    )


@pytest.mark.parametrize(
    ("spider", "field", "value"),
    [
        ("hashtag", "searchHashtag", {"name": "cats", "views": None}),
        ("search", "searchQuery", "cats"),
        ("video", "submittedVideoUrl", "cats"),
        ("user", "fromProfileSection", "s"),
    ],
)
def test_where_a_video_was_met(spider, field, value):
    assert shaped(replace(VIDEO, source=Source(spider=spider, target="cats", section="s")))[field] == value


def test_transcription_is_the_link_of_the_spoken_language():
    tracks = (Subtitle(url="a", is_original=False), Subtitle(url="b", is_original=True))
    assert shaped(replace(VIDEO, subtitles=tracks))["videoMeta"]["transcriptionLink"] == "b"


def test_failures_have_an_error():
    item = shaped(replace(USER, status="private", status_code=10222))
    assert (item["error"], item["errorCode"]) == ("private", 10222)


def test_users_sounds_and_hashtags():
    assert shaped(USER)["authorMeta"]["commerceUserInfo"] == {"commerceUser": True, "category": "tëxt"}
    assert shaped(replace(USER, is_commerce=None))["authorMeta"]["commerceUserInfo"] is None
    assert shaped(SOUND)["musicMeta"]["musicName"] == "song"
    tag = shaped(replace(told(Hashtag), name="cats", view_count=9))
    assert (tag["name"], tag["searchHashtag"]) == ("cats", {"name": "cats", "views": 9})


def test_comments():
    comment = replace(told(Comment), comment_id="5", video_id="7", parent_comment_id="4", status=1)
    comment = replace(comment, source=Source(spider="video", target="https://www.tiktok.com/@a/video/7"))
    item = shaped(comment)
    assert (item["cid"], item["videoWebUrl"]) == ("5", "https://www.tiktok.com/@_/video/7")
    assert (item["repliesToId"], item["uid"], item["mentions"]) == ("4", "tëxt", ["@tëxt", "@tëxt"])
    assert item["submittedVideoUrl"] == "https://www.tiktok.com/@a/video/7"
    assert (item["error"], item["errorCode"]) == (None, None)


def test_relations_carry_their_member():
    relation = Relation(
        scraped_at=MOMENT, owner_id="9", direction="follower", member_id="1", member_unique_id="m"
    )
    item = shaped(relation)
    assert (item["connectedTo"], item["connectionType"]) == ("9", "follower")
    assert (item["authorMeta"]["id"], item["authorMeta"]["name"], item["authorMeta"]["fans"]) == (
        "1",
        "m",
        None,
    )
    assert shaped(relation, {"1": USER})["authorMeta"]["fans"] == 5


def test_suggestions():
    item = shaped(Suggestion(scraped_at=MOMENT, query="cat", text="cat videos"))
    assert (item["searchQuery"], item["text"]) == ("cat", "cat videos")


@pytest.mark.parametrize("record_class", [Verdict, *(RECORD_CLASSES[name] for name in ("product", "review"))])
def test_other_types_are_refused(record_class):
    with pytest.raises(ValueError, match=r"no \w+ records"):
        apify_record(told(record_class))


@pytest.mark.parametrize("record_type", APIFY_CLASSES)
def test_as_a_table_nested_names_are_joined_by_dots(record_type):
    row = apify_record(told(RECORD_CLASSES[record_type]))
    assert len(cells_of(row)) == len(header_of(APIFY_CLASSES[record_type]))
    nested = any(shape.kind is Kind.RECORD for shape in shapes_of(type(row)))
    assert any("." in name for name in header_of(type(row))) is nested
