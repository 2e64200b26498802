"""Names of what is kept: ``kind:subject:…``, each part quoted, and patterns over them."""

from __future__ import annotations

import re
from urllib.parse import quote

SAFE = "@ -._~"
SPECIAL = re.compile(r"([\\?\[\]^])")


def key(*parts: str) -> str:
    """Return a key; a colon or star inside a part is quoted."""
    return ":".join(quote(part, safe=SAFE, errors="replace") for part in parts)


def matcher(pattern: str) -> re.Pattern[str]:
    """Return what matches the keys of a pattern, in which only ``*`` is special."""
    return re.compile(".*".join(map(re.escape, re.split(r"\*+", pattern))), re.DOTALL)


def for_redis(pattern: str) -> str:
    """Return the pattern as Redis writes it: nothing but ``*`` is special."""
    return SPECIAL.sub(r"\\\1", re.sub(r"\*+", "*", pattern))
