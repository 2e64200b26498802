"""The text of subtitle files: what is kept of it, which is the transcript, and that it is never needed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from scrapy import Request
from scrapy.http import TextResponse
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler

from tiktok_spiders.items.common import Subtitle
from tiktok_spiders.items.video import Video
from tiktok_spiders.spiders.subtitles import with_subtitles
from tiktok_spiders.urls import Origins

if TYPE_CHECKING:
    from collections.abc import Mapping

CDN = "https://v16-webapp.tiktokcdn.com"
VTT = "WEBVTT\n\n00:00.000 --> 00:01.000\n{}\n"


class Engine:
    """Answers requests by the end of their address; an exception is raised."""

    def __init__(self, files: Mapping[str, str | Exception]) -> None:
        self.files = files
        self.asked: list[Request] = []

    async def download_async(self, request: Request) -> TextResponse:
        self.asked.append(request)
        found = self.files[request.url.rpartition("/")[2]]
        if isinstance(found, Exception):
            raise found
        request.meta["answer"] = {"outcome": "blocked" if found.startswith("<") else "ok"}
        return TextResponse(request.url, body=found.encode(), request=request)


class Run:
    """One call of ``with_subtitles``."""

    def __init__(self, files: Mapping[str, str | Exception], *tracks: Subtitle, **video: Any) -> None:
        self.engine, self.stats = Engine(files), MemoryStatsCollector(get_crawler())
        spider: Any = SimpleNamespace(
            stats=self.stats, origins=Origins(), crawler=SimpleNamespace(engine=self.engine)
        )
        self.before = Video(
            scraped_at=datetime(2026, 11, 21, tzinfo=UTC),
            video_id="1",
            type="video",
            url="https://www.tiktok.com/@_/video/1",
            subtitles=tracks,
            **video,
        )
        meta = {"target": "1", "identity": "ann", "listing": {"target": "1"}, "rung": 3, "transport": "http"}
        page = TextResponse("https://www.tiktok.com/", request=Request("https://www.tiktok.com/", meta=meta))
        self.after = asyncio.run(with_subtitles(spider, self.before, page))

    @property
    def texts(self) -> list[str | None]:
        return [track.text for track in self.after.subtitles or ()]

    def counted(self, what: str) -> int:
        found = self.stats.get_value(f"tiktok/subtitles/{what}", 0)
        assert isinstance(found, int)
        return found


def track(name: str, language: str = "eng-US", source: str = "ASR", **given: Any) -> Subtitle:
    return Subtitle(language=language, source=source, format="webvtt", url=f"{CDN}/{name}", **given)


def files(**words: str) -> dict[str, str | Exception]:
    return {name: VTT.format(said) for name, said in words.items()}


def test_each_file_is_kept_as_sent_beside_what_tells_of_it() -> None:
    run = Run(files(a="Hello &amp; <i>bye</i>", b="Hola"), track("a"), track("b", "spa-ES", "MT"))
    assert run.texts == [VTT.format("Hello &amp; <i>bye</i>"), VTT.format("Hola")]
    assert [each.source for each in run.after.subtitles or ()] == ["ASR", "MT"]
    assert run.after.transcript == "Hello & bye"
    assert (run.counted("fetched"), run.counted("failed")) == (2, 0)


def test_files_are_asked_for_by_the_identity_of_the_page() -> None:
    run = Run(files(a="x"), track("a"))
    (request,) = run.engine.asked
    assert request.url == f"{CDN}/a"
    assert (request.meta["identity"], request.meta["target"]) == ("ann", "1")
    assert (request.meta["endpoint"], request.meta["transport"], request.meta["rung"]) == (
        "subtitle",
        "http",
        0,
    )


def test_a_video_without_subtitles_stays_as_it_is() -> None:
    run = Run({})
    assert run.after is run.before
    assert run.engine.asked == []


@pytest.mark.parametrize(
    "found", ["<!DOCTYPE html><p>expired", "neither times nor words", OSError("connection lost")]
)
def test_a_file_that_cannot_be_had_costs_its_text_alone(
    found: str | Exception, caplog: pytest.LogCaptureFixture
) -> None:
    run = Run({**files(b="Hola"), "a": found}, track("a"), track("b", "spa-ES"))
    assert run.texts == [None, VTT.format("Hola")]
    assert run.after.transcript == "Hola"
    assert (run.counted("fetched"), run.counted("failed")) == (1, 1)
    assert "Traceback" not in caplog.text


def test_a_track_without_an_address_is_not_asked_for() -> None:
    run = Run({}, Subtitle(language="eng-US"))
    assert (run.engine.asked, run.texts, run.counted("failed")) == ([], [None], 1)
    assert run.after.transcript is None


@pytest.mark.parametrize(
    ("tracks", "video", "transcript"),
    [
        ([track("a", "spa-ES", "MT"), track("b")], {}, "b"),
        ([track("a"), track("b", is_original=True)], {}, "b"),
        ([track("a", "spa-ES", "LC"), track("b", "eng-US", "LC")], {"audio_language": "eng-US"}, "b"),
        ([track("a", "spa-ES", "MT")], {}, None),
        ([track("a", is_original=True), track("b", "spa-ES", "LC")], {}, "a"),
        ([track("gone", is_original=True), track("b", "spa-ES", "LC")], {}, "b"),
        ([track("none", is_original=True), track("b", "spa-ES", "LC")], {}, "b"),
    ],
)
def test_the_transcript_is_what_is_said_and_no_translation(
    tracks: list[Subtitle], video: dict[str, Any], transcript: str | None
) -> None:
    given = {**files(a="a", b="b"), "gone": "<html>", "none": "WEBVTT\n\n"}
    assert Run(given, *tracks, **video).after.transcript == transcript
