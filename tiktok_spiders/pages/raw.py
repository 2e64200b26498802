"""The payload that a record keeps on demand, without what is never stored (fields.md §19)."""

from __future__ import annotations

import re
from typing import Any

import msgspec

NEVER_STORED = frozenset(
    {
        "predicted_age_group",
        "shareUser",
        "queryData",
        "webapp.reflow.global.shareUser",
        "webapp.reflow.global.queryData",
        "webapp.app-context",
        "webapp.biz-context",
        "token",
        "comment_author_id",
        "bind_phone",
        "has_email",
        "google_account",
        "ins_id",
    }
)
"""Keys about people and visitors that nobody asked for, and service keys."""

_NEVER_STORED_PREFIXES = ("twitter_", "youtube_")
_AUTHOR_IN_LINK = re.compile(r"([?&])comment_author_id=[^&#]*&?")


def keep_raw(raw: bytes | msgspec.Raw) -> Any:
    """Return a payload as decoded JSON, cut; None for what cannot be decoded."""
    try:
        return without_personal(msgspec.json.decode(raw))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def without_personal(value: Any) -> Any:
    """Return a copy of decoded JSON without the keys that are never stored."""
    if type(value) is dict:
        return {key: without_personal(member) for key, member in value.items() if not _is_personal(key)}
    if type(value) is list:
        return [without_personal(member) for member in value]
    if type(value) is str and "comment_author_id=" in value:
        return _AUTHOR_IN_LINK.sub(r"\1", value).rstrip("?&")
    return value


def _is_personal(key: str) -> bool:
    return key in NEVER_STORED or key.startswith(_NEVER_STORED_PREFIXES)
