"""A small store for the tests of exports: two runs, two targets, all record types."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tiktok_spiders.items.common import HashtagRef, Image, Poi, Source, Subtitle
from tiktok_spiders.items.hashtag import Hashtag
from tiktok_spiders.items.run import Checkpoint, Verdict
from tiktok_spiders.items.sound import Sound
from tiktok_spiders.items.user import User
from tiktok_spiders.items.video import Video
from tiktok_spiders.store.page import Page

DAY_1 = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY_2 = DAY_1 + timedelta(days=1)


def begin(store, name, spider="user"):
    """Begin or resume a run; return its run_id."""
    return store.begin_run(spider=spider, arguments={}, name=name, node="host/1", version="0").run_id


def source(target, rank=None, section="videos"):
    """Where a record was met."""
    return Source(spider="user", target=target, section=section, rank=rank)


def video(video_id, run_id, target="@a", rank=0, scraped_at=DAY_1, **fields):
    """A video of user 1 with sound 2."""
    given = {
        "type": "video",
        "url": f"https://www.tiktok.com/@a/video/{video_id}",
        "author_id": "1",
        "sound_id": "2",
        "created_at": DAY_1,
        "play_count": 10,
    }
    return Video(
        video_id=video_id,
        run_id=run_id,
        source=source(target, rank),
        scraped_at=scraped_at,
        endpoint="post_list",
        **{**given, **fields},
    )


def user(run_id, target="@a", scraped_at=DAY_1, **fields):
    """User 1."""
    given = {"user_id": "1", "unique_id": "a", "nickname": "A", "follower_count": 5, "status": "ok"}
    envelope = {"run_id": run_id, "source": source(target, section="profile"), "scraped_at": scraped_at}
    return User(**envelope, detail=3, **{**given, **fields})


def rich_video(video_id, run_id):
    """A video with every kind of nested value."""
    return video(
        video_id,
        run_id,
        rank=1,
        detail=3,
        description="",
        rounded_counts=("play_count",),
        hashtags=(HashtagRef(hashtag_id="9", name="cats"), HashtagRef(name="dogs")),
        mentions=(),
        images=(Image(index=0, url="https://example.com/i.jpg", width=3),),
        subtitles=(Subtitle(language="eng-US", expires_at=DAY_2, is_auto=True),),
        sticker_texts=("a", "b"),
        poi=Poi(poi_id="4", name="place"),
        duration_s=1.5,
        is_ad=False,
    )


def page(records, run_id, target="@a", state=None, section="videos"):
    """A page as a spider gives it."""
    checkpoint = Checkpoint(run_id=run_id, target=target, resource=section, state=state or {})
    return Page(records=tuple(records), checkpoint=checkpoint)


def verdict(run_id, target="@a", **fields):
    """The verdict of a listing of videos."""
    given = {"status": "complete", "stop_reason": "end", "transports": {"http": 2}, "countries": ("DE",)}
    return Verdict(
        run_id=run_id,
        target=target,
        resource="videos",
        scraped_at=DAY_1,
        source=source(target),
        finished_at=DAY_1,
        **{**given, **fields},
    )


def fill(store):
    """Two runs: ``first`` met @a's and @b's videos, ``second`` one of them again a day later."""
    first = begin(store, "first")
    store.write([page([user(first)], first, section="profile")])
    store.write([page([video("10", first), rich_video("11", first)], first)])
    store.write([page([video("12", first, target="b")], first, target="b")])
    store.write([Page(verdict=verdict(first))])
    second = begin(store, "second", spider="video")
    later = [
        video("10", second, target="10", rank=None, scraped_at=DAY_2, play_count=20),
        Sound(
            sound_id="2",
            title="song",
            run_id=second,
            source=source("10"),
            scraped_at=DAY_2,
            status="ok",
        ),
        Hashtag(name="cats", hashtag_id="9", run_id=second, source=source("10"), scraped_at=DAY_2),
    ]
    store.write([page(later, second, target="10")])
    return first, second
