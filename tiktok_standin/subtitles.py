"""Subtitle files: what each says, and how each format writes it. A name always gives the same file."""

from __future__ import annotations

import json
from dataclasses import dataclass

from tiktok_standin import ids, media_bytes


@dataclass(frozen=True, slots=True)
class Track:
    """One of the files of a video, told apart by the end of its name."""

    suffix: str
    language: str
    language_id: str
    format: str
    source: str


TRACKS = (
    Track("a0", "eng-US", "2", "webvtt", "ASR"),
    Track("a1", "eng-US", "2", "srt", "LC"),
    Track("a2", "spa-ES", "9", "webvtt", "MT"),
    Track("a3", "eng-US", "2", "creator_caption", "LC"),
)
"""Every video with subtitles has the first; some have all, of which lists show the first only."""

_LINES = {
    "eng-US": (
        "Good morning, everyone.",
        "Now we fold it & press <firmly>.",
        "Wait for it...",
        "See? That's the trick.",
        "Music plays --> softly",
        "Thanks for watching!",
    ),
    "spa-ES": ("Buenos días a todos.", "¿Lo veis? Así de fácil.", "Un momento…", "¡Gracias por mirar!"),
}

Cue = tuple[int, int, str]


def cues(name: str) -> list[Cue]:
    """Return start and end in ms and the text of each line of a file."""
    track, moment, found = _track(name), 0, list[Cue]()
    lines = _LINES[track.language]
    for index in range(3 + ids.number("cues", name, below=9)):
        length = 700 + ids.number("cue", name, index, below=2400)
        found.append((moment, moment + length, lines[ids.number("line", name, index, below=len(lines))]))
        moment += length + 120
    return found


def file(name: str) -> tuple[bytes, str]:
    """Return the bytes of a file, as long as items say, and its content type."""
    track, size = _track(name), media_bytes.size_of(name)
    if track.format == "srt":
        return _srt(name).ljust(size, b"\n"), "application/x-subrip"
    if track.format == "creator_caption":
        return _caption(name).ljust(size, b" "), "application/json"
    text = _vtt(name) + b"NOTE "
    return text.ljust(size - 1, b"x") + b"\n", "text/vtt"


def _track(name: str) -> Track:
    return next((track for track in TRACKS if name.endswith(track.suffix)), TRACKS[0])


def _vtt(name: str) -> bytes:
    blocks = [
        f"{_time(start, '.')} --> {_time(end, '.')}\n{_escaped(text)}\n" for start, end, text in cues(name)
    ]
    return ("WEBVTT\n\n\n" + "\n".join(blocks) + "\n").encode()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("-->", "--&gt;")


def _srt(name: str) -> bytes:
    blocks = [
        f"{number}\r\n{_time(start, ',')} --> {_time(end, ',')}\r\n{text}\r\n"
        for number, (start, end, text) in enumerate(cues(name), 1)
    ]
    return "\r\n".join(blocks).encode()


def _caption(name: str) -> bytes:
    said = [{"text": text, "start_time": start, "end_time": end} for start, end, text in cues(name)]
    return json.dumps({"language": _track(name).language, "utterances": said}, ensure_ascii=False).encode()


def _time(ms: int, point: str) -> str:
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{point}{rest:03d}"
