"""Make collected text safe to print. Anybody can write escape codes into a caption."""

from __future__ import annotations

import re
import unicodedata

# ECMA-48: control sequences, control strings (OSC, DCS, SOS, PM, APC), two-character escapes.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)
_SPACE = re.compile(r"[\s\u2028\u2029]")
_SPACES = re.compile(rf"{_SPACE.pattern}+")
# Marks and tags that reorder or hide what is around them. Joiners (U+200C, U+200D) stay: scripts and
# emoji need them.
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


_CREDENTIALS = re.compile(r"//[^/?#\s]*@")


def without_credentials(text: str) -> str:
    """Return ``text`` with user and password of addresses in it masked."""
    return _CREDENTIALS.sub("//***@", text)


def printable(text: str, limit: int | None = None) -> str:
    """Return ``text`` on one line without escape codes, control characters and bidi overrides.

    ``limit`` is the largest length in characters; a longer text ends with an ellipsis.
    """
    safe = _harmless(_SPACES.sub(" ", _ESCAPES.sub("", text)).strip())
    if limit is not None and len(safe) > limit:
        return safe[: max(limit - 1, 0)] + "…"
    return safe


def printable_indented(line: str) -> str:
    """Return a safe ``line`` that keeps its indentation: log records hold tracebacks and stats."""
    body = line.lstrip(" ")
    return line[: len(line) - len(body)] + printable(body)


def printable_columns(line: str) -> str:
    """Return a safe ``line`` that keeps its runs of spaces: logs hold tables as well."""
    return _harmless(_SPACE.sub(" ", _ESCAPES.sub("", line)).rstrip())


def _harmless(flat: str) -> str:
    return flat if flat.isascii() and flat.isprintable() else "".join(map(_safe, flat))


def _safe(char: str) -> str:
    if char in _DIRECTIONS or "\U000e0000" <= char <= "\U000e007f":
        return ""
    category = unicodedata.category(char)
    if category == "Cs":
        return "\ufffd"
    return "" if category == "Cc" else char
