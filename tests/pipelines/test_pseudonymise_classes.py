"""Who is hidden is chosen by class."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.feeds.builders import told
from tests.pipelines.people import COMMENT, ID, NOW, PEOPLE, PSEUDONYM, REVIEW, USER, VIDEO, pipeline, seen
from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.items import Checkpoint, Product, Record, Rejected, Seller, VideoRef


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


def test_authors_of_videos_on_a_product_page() -> None:
    product = Product(scraped_at=NOW, product_id="1", related_videos=(VideoRef(video_id="2", author_id=ID),))
    assert pipeline("authors").process_item(product).related_videos[0].author_id == PSEUDONYM
    assert pipeline("reviewers").process_item(product) is product
    shop = Seller(scraped_at=NOW, seller_id="1", raw={"a": 1})
    assert pipeline("authors").process_item(shop).raw is None


@pytest.mark.parametrize("made", [Product, Seller])
def test_shop_payloads_lose_their_buyers(made: type[Record]) -> None:
    raw = {"title": "Lamp", "review": [{"review_items": [{"name": "Hush"}], "reviewer_id": ID, "n": 1}]}
    record = replace(told(made), raw=raw)
    assert pipeline("reviewers").process_item(record).raw == {"title": "Lamp", "review": [{"n": 1}]}
    assert pipeline("none").process_item(record) is record
    assert pipeline("reviewers").process_item(replace(record, raw=None)).raw is None


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
