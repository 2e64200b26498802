"""The reasons in ``tests/fixtures/unread.toml`` for keys that no parser reads."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from tests.pages.golden import FIXTURES


@dataclass(frozen=True)
class Reason:
    """Why the keys of some patterns are not read."""

    reason: str
    keys: tuple[str, ...]
    kinds: tuple[str, ...]

    def patterns_for(self, kind: str, path: str) -> set[str]:
        """Return the patterns that take in the key of that path in answers of that kind."""
        if self.kinds and kind not in self.kinds:
            return set()
        return {key for key in self.keys if _pattern(key).fullmatch(path)}


@cache
def _pattern(key: str) -> re.Pattern[str]:
    wild = re.escape(key).replace(r"\*", ".*")
    return re.compile(rf"(?:.*\.)?{wild}(?:\..*)?")


@cache
def reasons() -> tuple[Reason, ...]:
    """Return all reasons in the order of the file."""
    found = tomllib.loads((FIXTURES / "unread.toml").read_text())["unread"]
    return tuple(Reason(each["reason"], tuple(each["keys"]), tuple(each.get("kinds", ()))) for each in found)
