"""Songs that many posts use, and original sounds, of which each post has its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from tiktok_standin import ids

SONGS = 64
SONG_SHARE = 102 / 256
_FIRST_SONG = 6_817_000_000_000_000_000
_STEP = 4_611_686_018_427
_FIRST_OWN = 7_300_000_000_000_000_000
_SPREAD = 100_000_000_000_000_000
_FIRST_WORDS = ("Paper", "Northern", "Quiet", "Second", "Copper", "Late", "Hollow", "Seven")
_LAST_WORDS = ("Harbour", "Lights", "Weather", "Staircase", "Garden", "Signals", "Tides", "Radio")
_BANDS = ("The Tin Orchard", "Ольга & Co", "木の椅子", "Mara Voss", "Low Ferry", "Éclair d'Été")

WITHDRAWN = str(_FIRST_SONG + SONGS * _STEP)
NO_RIGHTS = str(_FIRST_SONG + (SONGS + 1) * _STEP)
REFUSED = {WITHDRAWN: 10218, NO_RIGHTS: 10219}
"""Sounds that are known and not told, with the status code that says so."""


@dataclass(frozen=True, slots=True)
class Song:
    """What is the same in every post with a song. ``duration`` is in seconds."""

    id: str
    title: str
    author: str
    album: str
    duration: int


def song_id(index: int) -> str:
    """Return the id of a song by its number, from 0 to ``SONGS - 1``."""
    return str(_FIRST_SONG + index * _STEP)


def drawn(chance: int, place: int, own: int) -> str:
    """Return a post's sound: ``chance`` (0-255) decides on a song, ``place`` (0-65535) on which."""
    if chance / 256 < SONG_SHARE:
        return song_id(int(SONGS * (place / 65_536) ** 4))
    return str(_FIRST_OWN + own % _SPREAD)


@lru_cache(maxsize=1)
def songs() -> dict[str, Song]:
    """Return all songs by id, used or not."""
    return {song_id(index): _song(index) for index in range(SONGS)}


def _song(index: int) -> Song:
    title = f"{_FIRST_WORDS[index % 8]} {_LAST_WORDS[index // 8]}"
    return Song(
        id=song_id(index),
        title=title,
        author=_BANDS[index % len(_BANDS)],
        album=title if index % 3 else "",
        duration=15 + ids.number("song", index, below=165),
    )
