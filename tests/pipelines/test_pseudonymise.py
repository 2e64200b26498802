from __future__ import annotations

import json
import logging
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from scrapy.exceptions import DropItem
from scrapy.utils.misc import load_object

from pipelines.pseudonymise import PseudonymisePipeline
from tests.components import build
from tests.feeds.builders import told
from tiktok_spiders import settings
from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.items import (
    Checkpoint,
    Comment,
    Mention,
    Playlist,
    Product,
    Record,
    Rejected,
    Relation,
    Review,
    Seller,
    Sound,
    Source,
    Suggestion,
    TextSpan,
    User,
    Verdict,
    Video,
    VideoRef,
)
from tiktok_spiders.items.registry import RECORD_CLASSES
from tiktok_spiders.items.shapes import shapes_of
from tiktok_spiders.vault import Pseudonyms

NOW = datetime(2026, 11, 21, tzinfo=UTC)
KEY = "a-key-for-tests-that-is-long-enough-0123456789"
ALL = "reviewers,commenters,members,mentions,authors"
ID = "6800000000000000001"
PSEUDONYM = Pseudonyms.from_keys(None, KEY).name(ID)  # type: ignore[union-attr]

VIDEO = Video(
    scraped_at=NOW,
    video_id="7300000000000000000",
    type="video",
    url="https://www.tiktok.com/@hush.name/video/7300000000000000000",
    author_id=ID,
    author_sec_uid="MS4hush",
    author_unique_id="hush.name",
    author_nickname="Hush Name",
    description="with @hush.name and @another #cats",
    title="by @hush.name",
    sticker_texts=("ask @hush.name", "now"),
    mentions=(Mention(user_id=ID, sec_uid="MS4hush", unique_id="hush.name", start=5, end=15),),
    text_spans=(
        TextSpan(start=5, end=15, kind="mention", ref="hush.name"),
        TextSpan(start=29, end=34, kind="hashtag", ref="cats"),
    ),
    raw={"author": {"uniqueId": "hush.name"}},
    source=Source(spider="hashtag", target="cats", section="hashtag_videos"),
)
COMMENT = Comment(
    scraped_at=NOW,
    comment_id="7",
    video_id="8",
    text="thanks @hush.name",
    user_id=ID,
    sec_uid="MS4hush",
    unique_id="hush.name",
    nickname="Hush Name",
    avatar_thumb_url="https://p16.example/hush.jpeg",
    raw={"user": {"uid": ID}},
    raw_ref="hush",
)
RELATION = Relation(
    scraped_at=NOW,
    owner_id="1",
    owner_unique_id="owner",
    direction="follower",
    member_id=ID,
    member_sec_uid="MS4hush",
    member_unique_id="hush.name",
    member_nickname="Hush Name",
)
REVIEW = Review(
    scraped_at=NOW,
    review_id="5",
    product_id="6",
    rating=4,
    text="like @hush.name said",
    reviewer_id=ID,
    reviewer_sec_uid="MS4hush",
    reviewer_name="Hush Name",
    reviewer_avatar_url="https://p16.example/hush.jpeg",
    raw={"review_user": {"name": "Hush Name"}},
)
USER = User(
    scraped_at=NOW,
    user_id=ID,
    sec_uid="MS4hush",
    unique_id="hush.name",
    short_id="hush",
    nickname="Hush Name",
    bio="I am @hush.name",
    bio_link="https://hush.example",
    avatar_thumb_url="https://p16.example/hush",
    avatar_medium_url="https://p16.example/hush",
    avatar_url="https://p16.example/hush",
    avatar_key="hush",
    url="https://www.tiktok.com/@hush.name",
    region="DE",
    room_id="hush",
    follower_count=5,
    raw={"hush": 1},
)
SOUND = Sound(
    scraped_at=NOW,
    sound_id="3",
    title="original sound - hush.name",
    author_name="Hush Name",
    author_id=ID,
    author_sec_uid="MS4hush",
    author_unique_id="hush.name",
    owner_unique_id="hush.name",
    url="https://www.tiktok.com/music/original-sound-hush.name-3",
    is_original=True,
)
PLAYLIST = Playlist(
    scraped_at=NOW, playlist_id="4", owner_id=ID, owner_sec_uid="MS4hush", owner_unique_id="hush.name"
)
PEOPLE = [VIDEO, COMMENT, RELATION, REVIEW, USER, SOUND, PLAYLIST]


def pipeline(classes: str | None = ALL, key: str | None = KEY, **more: Any) -> PseudonymisePipeline:
    return build(PseudonymisePipeline, TIKTOK_PSEUDONYMISE=classes, TIKTOK_SECRET_KEY=key, **more)


def seen(record: Record, spider: str, section: str) -> Any:
    return replace(record, source=Source(spider=spider, target="t", section=section))


def text_of(record: Record) -> str:
    return msgspec.json.encode(record).decode()


@pytest.mark.parametrize("record", PEOPLE, ids=lambda record: record.record_type)
def test_no_output_sees_a_name(record: Record) -> None:
    made = pipeline().process_item(record)
    assert re.search(rf"(?i)hush|{ID}", text_of(made)) is None
    assert PSEUDONYM in text_of(made)
    assert getattr(made, "is_pseudonymous", True) is True
    assert made.raw is None


@pytest.mark.parametrize("record", PEOPLE, ids=lambda record: record.record_type)
def test_without_a_key_nobody_is_told(record: Record, caplog: pytest.LogCaptureFixture) -> None:
    stage = pipeline(key=None)
    outcome = None
    for _ in range(2):
        try:
            outcome = stage.process_item(record)
        except DropItem as error:
            outcome = error
    left = "" if isinstance(outcome, DropItem) else text_of(outcome)
    assert re.search(rf"(?i)hush|{ID}|p_", left.replace(r"p_item", "")) is None
    assert isinstance(outcome, DropItem) is isinstance(record, User | Relation)
    assert [entry.levelno for entry in caplog.records] == [logging.WARNING]
    kind = record.record_type
    assert stage._stats.get_value(f"tiktok/pseudonymise/without_key/{kind}") == 2
    dropped = 2 if isinstance(outcome, DropItem) else None
    assert stage._stats.get_value(f"tiktok/pseudonymise/left_out/{kind}") == dropped
    assert not isinstance(outcome, DropItem) or ID not in str(outcome)


def test_one_person_has_one_pseudonym_in_all_tables() -> None:
    stage = pipeline()
    video, comment, relation, review, user, sound, playlist = (stage.process_item(each) for each in PEOPLE)
    assert {
        video.author_id, video.mentions[0].user_id, comment.user_id, relation.member_id, review.reviewer_id,
        user.user_id, sound.author_id, playlist.owner_id,
    } == {PSEUDONYM}  # fmt: skip
    assert re.fullmatch(r"p_[a-z2-7]{26}", PSEUDONYM)


def test_what_is_not_about_names_stays() -> None:
    stage = pipeline()
    video, review, user = (stage.process_item(each) for each in (VIDEO, REVIEW, USER))
    assert video.url == "https://www.tiktok.com/@_/video/7300000000000000000"
    assert video.description == f"with @{PSEUDONYM} and @… #cats"
    span = video.text_spans[1]
    assert (video.description[span.start : span.end], span.ref) == ("#cats", "cats")
    assert (video.title, video.sticker_texts) == ("by @…", ("ask @…", "now"))
    assert (review.rating, review.text) == (4, "like @… said")
    assert (user.follower_count, user.region, user.bio) == (5, "DE", "I am @…")


def test_by_default_buyers_only() -> None:
    stage = pipeline(None)
    assert stage.process_item(REVIEW).reviewer_id == PSEUDONYM
    for record in PEOPLE:
        if record is not REVIEW:
            assert stage.process_item(record) is record


def test_none_switches_it_off() -> None:
    stage = pipeline("none")
    assert [stage.process_item(record) for record in PEOPLE] == PEOPLE


def test_an_unknown_class_is_refused() -> None:
    with pytest.raises(ConfigError, match="TIKTOK_PSEUDONYMISE"):
        pipeline("reviewers,everybody")


@pytest.mark.parametrize(
    ("spider", "section", "chosen", "hidden"),
    [
        ("user", "profile", "authors", False),
        ("user", "reposts", "authors", True),
        ("video", "video", "authors", False),
        ("video", "related", "authors", True),
        ("search", "search_users", "authors", True),
        ("user", "followers", "authors", False),
        ("user", "followers", "members", True),
        ("video", "comments", "commenters", True),
    ],
)
def test_accounts_asked_for_are_kept(spider: str, section: str, chosen: str, hidden: bool) -> None:
    user = seen(replace(USER, bio=""), spider, section)
    assert (pipeline(chosen).process_item(user).user_id == PSEUDONYM) is hidden


def test_mentions_alone_leave_the_author() -> None:
    stage = pipeline("mentions")
    video, comment = stage.process_item(VIDEO), stage.process_item(COMMENT)
    assert (video.author_unique_id, video.mentions[0].unique_id) == ("hush.name", None)
    assert (comment.unique_id, comment.text) == ("hush.name", "thanks @…")
    assert stage.process_item(USER).bio == "I am @…"
    assert stage.process_item(USER).unique_id == "hush.name"
    plain = replace(VIDEO, mentions=(), description="none", title=None, sticker_texts=None)
    assert stage.process_item(plain) is plain


def test_only_decimal_identifiers_become_pseudonyms() -> None:
    assert pipeline().process_item(replace(REVIEW, reviewer_id="anonymous")).reviewer_id is None
    with pytest.raises(DropItem, match="nothing is left"):
        pipeline().process_item(replace(USER, user_id=None))


def test_nobody_is_hidden_twice() -> None:
    stage = pipeline()
    made = stage.process_item(REVIEW)
    assert stage.process_item(made) is made


def test_keys() -> None:
    rotated = f"another-key-that-is-long-enough-9876543210,{KEY}"
    made = pipeline(key=rotated).process_item(REVIEW)
    assert made.reviewer_id not in {PSEUDONYM, None}
    kept = pipeline(key=rotated, TIKTOK_PSEUDONYM_KEY=KEY).process_item(REVIEW)
    assert kept.reviewer_id == PSEUDONYM
    with pytest.raises(ConfigError, match="TIKTOK_PSEUDONYM_KEY: key 1 is weak"):
        pipeline(TIKTOK_PSEUDONYM_KEY="short")


def test_songs_keep_their_artist() -> None:
    song = pipeline().process_item(replace(SOUND, is_original=False, title="Song", author_name="Band"))
    assert (song.title, song.author_name, song.author_unique_id) == ("Song", "Band", None)


@pytest.mark.parametrize("made", [Product, Seller])
def test_shop_payloads_lose_their_buyers(made: type[Record]) -> None:
    raw = {"title": "Lamp", "review": [{"review_items": [{"name": "Hush"}], "reviewer_id": ID, "n": 1}]}
    record = replace(told(made), raw=raw)
    assert pipeline("reviewers").process_item(record).raw == {"title": "Lamp", "review": [{"n": 1}]}
    assert pipeline("none").process_item(record) is record
    assert pipeline("reviewers").process_item(replace(record, raw=None)).raw is None


def test_authors_of_videos_on_a_product_page() -> None:
    product = Product(scraped_at=NOW, product_id="1", related_videos=(VideoRef(video_id="2", author_id=ID),))
    assert pipeline("authors").process_item(product).related_videos[0].author_id == PSEUDONYM
    assert pipeline("reviewers").process_item(product) is product
    shop = Seller(scraped_at=NOW, seller_id="1", raw={"a": 1})
    assert pipeline("authors").process_item(shop).raw is None


def test_a_minors_account_keeps_numbers_only() -> None:
    made = pipeline("none").process_item(replace(USER, is_minor_flag=True))
    assert (made.user_id, made.bio, made.region, made.nickname, made.avatar_url) == (
        PSEUDONYM,
        None,
        None,
        None,
        None,
    )
    assert (made.follower_count, made.is_minor_flag, made.is_pseudonymous) == (5, True, True)


def test_a_minors_account_is_not_kept_without_a_key() -> None:
    with pytest.raises(DropItem):
        pipeline("none", key=None).process_item(replace(USER, is_minor_flag=True))


def test_what_follows_does_not_tell_a_minors_names() -> None:
    stage = pipeline("none")
    stage.process_item(replace(USER, is_minor_flag=True))
    own = seen(VIDEO, "user", "videos")
    later = [
        own,
        COMMENT,
        RELATION,
        REVIEW,
        USER,
        SOUND,
        PLAYLIST,
        replace(RELATION, owner_id=ID, member_id="2"),
    ]
    for record in later:
        assert ID not in text_of(stage.process_item(record))
    mentioned = replace(VIDEO, author_id="2", author_sec_uid=None, author_unique_id="b")
    assert ID not in text_of(stage.process_item(mentioned))
    assert stage.process_item(mentioned).author_unique_id == "b"
    other = replace(COMMENT, user_id="2", sec_uid=None, unique_id="b")
    assert stage.process_item(other) is other


@pytest.mark.parametrize(
    "item",
    [
        {"a": 1},
        Verdict(scraped_at=NOW, target="t", resource="videos", status="complete"),
        Suggestion(scraped_at=NOW, query="a", text="b"),
        Product(scraped_at=NOW, product_id="1"),
    ],
)
def test_other_items_pass(item: object) -> None:
    assert pipeline().process_item(item) is item


def rejected(*rows: Rejected) -> Checkpoint:
    return Checkpoint(run_id="r", target="t", resource="reviews", state={}, rejected=rows)


def test_rejected_rows_name_nobody() -> None:
    review = Rejected(record_type="review", record_id="5", reason="why", payload="Hush")
    member = Rejected(record_type="relation", record_id=ID, reason="why", payload="Hush")
    product = Rejected(
        record_type="product", reason="why", payload=json.dumps({"id": "é", "review_items": ["Hush"]})
    )
    cut = replace(product, payload=product.payload[:30])
    video = Rejected(record_type="video", reason="why", payload="x")
    made = pipeline("reviewers,members").process_item(rejected(review, member, product, cut, video))
    assert [row.payload for row in made.rejected] == ["", "", '{"id": "é"}', "", "x"]
    assert [row.record_id for row in made.rejected] == ["5", None, None, None, None]
    assert made.state == {}
    assert pipeline("authors").process_item(rejected(product)).rejected[0].payload == ""
    untouched = rejected(video)
    assert pipeline("reviewers").process_item(untouched) is untouched


def test_it_stands_before_whatever_keeps_records() -> None:
    order = {load_object(path): place for path, place in settings.ITEM_PIPELINES.items()}
    own = order.pop(PseudonymisePipeline)
    assert [kind.__name__ for kind, place in order.items() if place < own] == ["ValidatePipeline"]


PERSONAL = re.compile(r"user_id|unique_id|sec_uid|nickname|avatar|reviewer|member_|owner|author_id")
ASKED_FOR = {"owner_id", "owner_unique_id"}
"""Of a relation: whose list was asked for."""


@pytest.mark.parametrize("record_class", RECORD_CLASSES.values())
def test_no_personal_field_is_forgotten(record_class: type[Record]) -> None:
    """A field of this kind that a record gets later must be treated as well."""
    texts = [shape.name for shape in shapes_of(record_class) if shape.inner is str]
    personal = [name for name in texts if PERSONAL.search(name)]
    if record_class is Relation:
        personal = [name for name in personal if name not in ASKED_FOR]
    if record_class is Seller:  # the shop's account is asked for with the shop
        personal = []
    blank = {"is_pseudonymous": False} if hasattr(record_class, "is_pseudonymous") else {}
    record = replace(
        told(record_class), source=Source(spider="trending"), **dict.fromkeys(personal, ID), **blank
    )
    assert ID not in text_of(pipeline().process_item(record))
