"""Whoever is hidden has one pseudonym in all records, and no name is left."""

from __future__ import annotations

import logging
import re
from dataclasses import replace

import pytest
from scrapy.exceptions import DropItem
from scrapy.utils.misc import load_object

from pipelines.pseudonymise import PseudonymisePipeline
from tests.feeds.builders import told
from tests.pipelines.people import (
    ID,
    KEY,
    NOW,
    PEOPLE,
    PSEUDONYM,
    REVIEW,
    SOUND,
    USER,
    VIDEO,
    pipeline,
    text_of,
)
from tiktok_spiders import settings
from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.items import Product, Record, Relation, Seller, Source, Suggestion, User, Verdict
from tiktok_spiders.items.registry import RECORD_CLASSES
from tiktok_spiders.items.shapes import shapes_of


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
