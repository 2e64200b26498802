"""A subtitle file: its text as sent, and the words alone."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

import msgspec

from tiktok_spiders.exceptions import PageLayoutError

_TIME = r"(?:[0-9]+:)?[0-9]{1,2}:[0-9]{2}[.,][0-9]{1,3}"
_TIMING = re.compile(rf"^[ \t]*{_TIME}[ \t]+-->[ \t]+{_TIME}", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
# Tags of WebVTT and SRT, the times inside a cue, and the positions that some SRT files begin with.
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|<[0-9]+:[0-9:.]+>|\{\\[^{}]*\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubtitleText:
    """What a subtitle file says."""

    text: str
    """The file as sent, with its timing, without a byte order mark."""

    plain: str
    """The words alone: one line a cue, without tags, entities and timing."""

    cues: int
    """Number of cues, empty ones too."""


class _Utterances(msgspec.Struct):
    utterances: list[dict[str, Any]]


def read_subtitle(body: bytes, format: str, url: str = "") -> SubtitleText:  # noqa: A002 - TikTok's own word
    """Return the texts of a WebVTT, SRT or ``creator_caption`` file.

    Files are known by what is in them: TikTok's ``format`` and ``url`` are for the message. Raises
    `PageLayoutError` for a body that is none of them, such as the page behind an expired link.
    """
    text = _decode(body)
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    cues = _utterances(text) if text.lstrip().startswith("{") else _cues(lines)
    if cues is None:
        raise PageLayoutError(f"{format or 'unknown'} subtitle", url, "text with times")
    words = (_plain(each) for each in cues)
    return SubtitleText(text=text, plain="\n".join(each for each in words if each), cues=len(cues))


def _decode(body: bytes) -> str:
    encoding = "utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return body.decode(encoding, "replace").replace("\0", "\N{REPLACEMENT CHARACTER}")


def _utterances(text: str) -> list[str] | None:
    try:
        found = msgspec.json.decode(text.encode(), type=_Utterances).utterances
    except (msgspec.DecodeError, RecursionError):
        return None
    return [words for each in found if type(words := each.get("text")) is str]


def _cues(lines: str) -> list[str] | None:
    """Return the text of each cue; blocks without a time are headers, notes and styles."""
    is_webvtt = lines.lstrip().startswith("WEBVTT")
    blocks = (_payload(block) for block in _BLANK_LINES.split(lines))
    found = [each for each in blocks if each is not None]
    return found if found or is_webvtt else None


def _payload(block: str) -> str | None:
    timing = _TIMING.search(block)
    return block[timing.end() :].partition("\n")[2] if timing else None


def _plain(cue: str) -> str:
    return " ".join(html.unescape(_MARKUP.sub("", cue)).split())
