"""The text of a video's subtitle files, fetched while its page is read."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scrapy.http.request import NO_CALLBACK

from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.ladder import ladder_request
from tiktok_spiders.pages.subtitle_text import read_subtitle

if TYPE_CHECKING:
    from scrapy.http import Response

    from tiktok_spiders.items.common import Subtitle
    from tiktok_spiders.items.video import Video
    from tiktok_spiders.pages.subtitle_text import SubtitleText
    from tiktok_spiders.spiders.base import TikTokSpider

logger = logging.getLogger(__name__)


async def with_subtitles(spider: TikTokSpider, video: Video, response: Response) -> Video:
    """Return a video with the text of its subtitles, and the transcript in its own language.

    The files are asked for at once, by the identity that has read the page: their addresses expire. One that
    cannot be had keeps its text None. Stats: ``tiktok/subtitles/fetched``, ``tiktok/subtitles/failed``.
    """
    if not video.subtitles:
        return video
    tracks, words = [], {}
    for number, track in enumerate(video.subtitles):
        found = await _fetch(spider, track, response)
        spider.stats.inc_value(f"tiktok/subtitles/{'fetched' if found else 'failed'}")
        tracks.append(replace(track, text=found.text) if found else track)
        if found:
            words[number] = found.plain
    return replace(video, subtitles=tuple(tracks), transcript=_transcript(video, words))


async def _fetch(spider: TikTokSpider, track: Subtitle, response: Response) -> SubtitleText | None:
    if track.url is None:
        return None
    names = ("target", "listing", "identity")
    known: dict[str, Any] = {name: response.meta[name] for name in names if name in response.meta}
    meta = {**known, "resource": "subtitle", "args": {"url": track.url}}
    request = ladder_request(meta, 0, spider.origins, callback=NO_CALLBACK, errback=None)
    try:
        answer = await spider.crawler.engine.download_async(request)
        return read_subtitle(answer.body, track.format or "", track.url) if _is_good(answer) else None
    except PageLayoutError as error:
        logger.warning("%s", error)
    except Exception as error:  # noqa: BLE001 - whatever it is, the video is there without this text
        logger.warning("No subtitle file for %s: %s", response.meta["target"], type(error).__name__)
    return None


def _is_good(answer: Response) -> bool:
    return bool(answer.meta["answer"]["outcome"] == "ok")


def _transcript(video: Video, words: dict[int, str]) -> str | None:
    """Return the words of the track in the video's own language, else of the one that was not translated."""
    tracks = list(enumerate(video.subtitles or ()))
    ranks = (
        [number for number, track in tracks if track.is_original],
        [number for number, track in tracks if track.language == video.audio_language],
        [number for number, track in tracks if track.source != "MT"],
    )
    chosen = next((number for rank in ranks for number in rank if words.get(number)), None)
    return None if chosen is None else words[chosen]
