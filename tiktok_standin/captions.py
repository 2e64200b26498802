"""Captions in many scripts, with everything that breaks naive readers, and the hashtags inside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tiktok_standin import ids

_TAG = re.compile(r"#(\w+)|@([\w.]*\w)")

ODD: tuple[tuple[str, str], ...] = (
    ("en", "A walk by the river at dawn #morning #river"),
    ("zh-Hans", "高铁穿过跨海大桥🚄 #桥 #高铁 "),
    ("ja", "夜の屋台で食べたもの🍜 #屋台 #ラーメン"),
    ("ko", "오늘의 작업 기록 ✨ #작업 #기록"),
    ("ar", "صباح الخير من السوق القديم #سوق #صباح"),
    ("he", "ערב טוב מהשוק #שוק"),
    ("ru", "Утро на озере #озеро #утро"),
    ("th", "กาแฟยามเช้า ☕️ #กาแฟ"),
    ("hi", "पहाड़ों की सुबह #पहाड़ #सुबह"),
    ("el", "Καλημέρα από το λιμάνι #λιμάνι"),
    ("fr", "Œufs à la coque, façon grand-mère 🥚 #cuisine #œuf"),
    ("en", "👩‍👩‍👧‍👦🏳️‍🌈 family day 🇪🇺 #family #fyp"),
    ("en", "One line\u2028another line\u2029a last one #lines"),
    ("en", "<b>bold</b> & <script>alert('x')</script></script><!-- --> #html"),
    ("en", "=1+2 is a formula #cells"),
    ("en", '+cmd|" /C calc"!A0 @second.friend'),
    ("en", "-2+3\ttabbed\r\nsecond row\n\nthird #rows"),
    ("en", "@=SUM(A1:A9);\"quoted\",'single' \\ back\\slash #csv"),
    ("en", "bell\u0007 null\u0000 escape\u001b[31m delete\u007f #control"),
    ("en", "zero\u200bwidth \u202ereversed\u202c soft\u00adhyphen \ufeffmark #bidi"),
    ("en", "𝕸𝖆𝖙𝖍 𝟙𝟚𝟛 🜚 #𝖒𝖆𝖙𝖍 then #plain"),
    ("en", ""),
    ("un", "🔥🔥🔥"),
    ("en", "#one#two#three"),
    ("en", "Thanks @quiet.heron and @many_moths #duet"),
    ("en", "A very long caption. " * 90 + "#long"),
)

_OPENINGS = (
    "Trying",
    "Second try at",
    "Slow",
    "Quick",
    "Behind",
    "Ten minutes of",
    "Nobody asked for",
    "More",
)
_SUBJECTS = (
    "bread",
    "sketching",
    "tide pools",
    "night trains",
    "paper boats",
    "wood joints",
    "moss",
    "old radios",
)
_TAGS = ("fyp", "craft", "outdoors", "slowliving", "howto", "weekend", "smallwins", "nature")


@dataclass(frozen=True, slots=True)
class Mark:
    """A hashtag or a mention in a caption. ``start`` and ``end`` count UTF-16 units, sign included."""

    name: str
    start: int
    end: int
    is_hashtag: bool


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 code units, as JavaScript counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def marks(caption: str) -> tuple[Mark, ...]:
    """Find hashtags and mentions in the order of the text."""
    return tuple(_mark(caption, match) for match in _TAG.finditer(caption))


def _mark(caption: str, match: re.Match[str]) -> Mark:
    start = utf16_length(caption[: match.start()])
    name = match[1] or match[2]
    return Mark(name.lower(), start, start + utf16_length(match[0]), match[1] is not None)


@lru_cache(maxsize=4096)
def hashtag_id(name: str) -> str:
    """Return the id of a hashtag; the same name has the same id everywhere."""
    return str(10_000 + ids.number("hashtag", name, below=9_000_000_000))


def plain(serial: int) -> tuple[str, str]:
    """Return the language and text of an everyday caption, cheap to make and different for each serial."""
    opening = _OPENINGS[serial % len(_OPENINGS)]
    subject = _SUBJECTS[serial // 8 % len(_SUBJECTS)]
    tags = f"#{_TAGS[serial % 7]} #{_TAGS[(serial // 3 + 1) % len(_TAGS)]}"
    return "en", f"{opening} {subject}, part {serial} {tags}"


def odd(serial: int) -> tuple[str, str]:
    """Return the language and text of one of the odd captions."""
    return ODD[serial % len(ODD)]


def hashtags(caption: str) -> list[str]:
    """Return the names of a caption's hashtags in the order of the text, with repetitions."""
    if "#" not in caption:
        return []
    return [match[1].lower() for match in _TAG.finditer(caption) if match[1] is not None]
