"""Records and pages for the tests of the store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tiktok_spiders.items.common import HashtagRef, Rendition, Source, Subtitle
from tiktok_spiders.items.hashtag import Hashtag
from tiktok_spiders.items.run import Checkpoint, Run, Verdict
from tiktok_spiders.items.sound import Sound
from tiktok_spiders.items.user import User
from tiktok_spiders.items.video import Video
from tiktok_spiders.store import Page, Store

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)
EARLIER = NOON - timedelta(minutes=5)
TARGET = "@somebody"


def begin(store: Store, **values: Any) -> str:
    given = {
        "spider": "user",
        "arguments": {"users": "somebody"},
        "name": None,
        "node": "here/1",
        "version": "1",
    }
    return store.begin_run(**{**given, **values}).run_id


def source(section: str = "videos", rank: int | None = None) -> Source:
    return Source(spider="user", target=TARGET, section=section, rank=rank)


def video(video_id: str = "71", **values: Any) -> Video:
    given = {"type": "video", "url": f"https://www.tiktok.com/@_/video/{video_id}", "scraped_at": NOON}
    return Video(**{"source": source(), **given, "video_id": video_id, **values})


def user(user_id: str | None = "6001", **values: Any) -> User:
    return User(**{"source": source("profile"), "scraped_at": NOON, "user_id": user_id, **values})


def sound(sound_id: str = "5001", **values: Any) -> Sound:
    return Sound(**{"source": source(), "scraped_at": NOON, "sound_id": sound_id, **values})


def hashtag(hashtag_id: str | None, name: str, **values: Any) -> Hashtag:
    given = {"source": source("hashtag"), "scraped_at": NOON}
    return Hashtag(**{**given, "hashtag_id": hashtag_id, "name": name, **values})


def rich_video(video_id: str, **values: Any) -> Video:
    given = {
        "author_id": "6001",
        "sound_id": "5001",
        "play_count": 10,
        "hashtags": (HashtagRef(hashtag_id="31", name="cats"), HashtagRef(hashtag_id="32", name="dogs")),
        "renditions": (
            Rendition(name="normal_540_0", codec="h264", fps=30.0, urls=("https://v.example/1",)),
        ),
        "subtitles": (Subtitle(language="eng-US", source="ASR", expires_at=LATER, is_auto=True),),
        "created_at": EARLIER,
    }
    return video(video_id, **{**given, **values})


def checkpoint(run_id: str, cursor: str = "1", **values: Any) -> Checkpoint:
    return Checkpoint(run_id=run_id, target=TARGET, resource="videos", state={"cursor": cursor}, **values)


def verdict(run_id: str, **values: Any) -> Verdict:
    given = {"target": TARGET, "resource": "videos", "status": "complete", "stop_reason": "end"}
    return Verdict(**{"run_id": run_id, "scraped_at": NOON, "finished_at": NOON, **given, **values})


def run(run_id: str, **values: Any) -> Run:
    return Run(**{"run_id": run_id, "spider": "user", "started_at": NOON, **values})


def put(store: Store, *records: Any) -> None:
    (written,) = store.write([Page(records=records)])
    assert not [each.reason for each in written.rejected], written.rejected


def rows(store: Store, table: str, **where: Any) -> list[dict[str, Any]]:
    chosen = store.tables.tables[table]
    statement = chosen.select().filter_by(**where).order_by(*chosen.primary_key.columns)
    with store.reading() as connection:
        return [dict(row._mapping) for row in connection.execute(statement)]


def row(store: Store, table: str, **where: Any) -> dict[str, Any]:
    (found,) = rows(store, table, **where)
    return found


def everything(store: Store) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables, but for the times of the store's own clock."""
    clock = {"updated_at", "last_beat_at"}
    return {
        name: [{key: value for key, value in each.items() if key not in clock} for each in rows(store, name)]
        for name in sorted(store.tables.tables)
    }
