"""Records about one person in every role, and the pipeline that hides this person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import msgspec

from pipelines.pseudonymise import PseudonymisePipeline
from tests.components import build
from tiktok_spiders.items import (
    Comment,
    Mention,
    Playlist,
    Record,
    Relation,
    Review,
    Sound,
    Source,
    TextSpan,
    User,
    Video,
)
from tiktok_spiders.vault import Pseudonyms

NOW = datetime(2026, 11, 21, tzinfo=UTC)
KEY = "a-key-for-tests-that-is-long-enough-0123456789"
ALL = "reviewers,commenters,members,mentions,authors"
ID = "6800000000000000001"


def pseudonym() -> str:
    keyed = Pseudonyms.from_keys(None, KEY)
    assert keyed is not None
    return keyed.name(ID)


PSEUDONYM = pseudonym()


def names(prefix: str = "", **more: str) -> dict[str, Any]:
    told = {"sec_uid": "MS4hush", "unique_id": "hush.name"} | more
    return {f"{prefix}{name}": value for name, value in told.items()}


def person(prefix: str, **more: str) -> dict[str, Any]:
    return {f"{prefix}id": ID} | names(prefix, **more)


VIDEO = Video(
    scraped_at=NOW,
    video_id="7300000000000000000",
    type="video",
    url="https://www.tiktok.com/@hush.name/video/7300000000000000000",
    **person("author_", nickname="Hush Name"),
    description="with @hush.name and @another #cats",
    title="by @hush.name",
    sticker_texts=("ask @hush.name", "now"),
    mentions=(Mention(user_id=ID, **names(), start=5, end=15),),
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
    **names(nickname="Hush Name"),
    avatar_thumb_url="https://p16.example/hush.jpeg",
    raw={"user": {"uid": ID}},
    raw_ref="hush",
)
RELATION = Relation(
    scraped_at=NOW,
    owner_id="1",
    owner_unique_id="owner",
    direction="follower",
    **person("member_", nickname="Hush Name"),
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
    **names(nickname="Hush Name", short_id="hush"),
    bio="I am @hush.name",
    bio_link="https://hush.example",
    **dict.fromkeys(("avatar_thumb_url", "avatar_medium_url", "avatar_url"), "https://p16.example/hush"),
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
    **person("author_"),
    owner_unique_id="hush.name",
    url="https://www.tiktok.com/music/original-sound-hush.name-3",
    is_original=True,
)
PLAYLIST = Playlist(scraped_at=NOW, playlist_id="4", **person("owner_"))
PEOPLE = [VIDEO, COMMENT, RELATION, REVIEW, USER, SOUND, PLAYLIST]


def pipeline(classes: str | None = ALL, key: str | None = KEY, **more: Any) -> PseudonymisePipeline:
    return build(PseudonymisePipeline, TIKTOK_PSEUDONYMISE=classes, TIKTOK_SECRET_KEY=key, **more)


def seen(record: Record, spider: str, section: str) -> Any:
    return replace(record, source=Source(spider=spider, target="t", section=section))


def text_of(record: Record) -> str:
    return msgspec.json.encode(record).decode()
