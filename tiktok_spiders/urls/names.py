"""The forms of handles, identifiers, hashtags and search words."""

from __future__ import annotations

import re
import unicodedata

ID = r"[1-9][0-9]{4,19}"
SHOP_ID = r"[1-9][0-9]{16,19}"
"""Products and sellers: 19 digits in all that were seen."""

SHORT_CODE = r"[A-Za-z0-9_-]{4,40}"
LONGEST_WORDS = 300

_ID = re.compile(ID)
_SHOP_ID = re.compile(SHOP_ID)
_SEC_UID_HEAD = "MS4wLjABAAAA"
_SEC_UID = re.compile(rf"{_SEC_UID_HEAD}[A-Za-z0-9_-]{{32,64}}")
_HANDLE = re.compile(r"(?=.*\w)[\w.-]{1,64}")
_NOT_IN_HASHTAG = re.compile(r"[\s/\\?#\x00-\x1f\x7f-\x9f]")
_NOT_IN_SLUG = re.compile(r"[\W_]+")


def is_id(text: str) -> bool:
    """Tell whether a text is an identifier: 5 to 20 decimal digits."""
    return _ID.fullmatch(text) is not None


def is_shop_id(text: str) -> bool:
    """Tell whether a text is the identifier of a product or seller: 17 to 20 decimal digits."""
    return _SHOP_ID.fullmatch(text) is not None


def is_sec_uid(text: str) -> bool:
    """Tell whether a text is a secUid: a fixed head and 32 to 64 characters (55 and 76 in all were seen)."""
    return _SEC_UID.fullmatch(text) is not None


def handle_key(text: str) -> str | None:
    """Return a handle in lower case, without ``@``; None for a text that cannot be one.

    Digits alone are an identifier, and what begins like a secUid is one that was cut.
    """
    handle = text.lower()
    known = handle.isdecimal() or text.startswith(_SEC_UID_HEAD) or not _HANDLE.fullmatch(handle)
    return None if known else handle


def is_segment(text: str) -> bool:
    """Tell whether a text can stand between two slashes: a slash or dots alone would change the path."""
    return "/" not in text and text not in (".", "..")


def hashtag_key(text: str) -> str | None:
    """Return a hashtag's key: no ``#``, NFKC, case-folded; None for a text that cannot be one."""
    name = text
    # Folding may undo the normal form (and the other way round), so both run until nothing changes.
    while (folded := unicodedata.normalize("NFKC", name).casefold()) != name:
        name = folded
    name = name.removeprefix("#")
    usable = is_segment(name) and not _NOT_IN_HASHTAG.search(name)
    return name if 0 < len(name) <= LONGEST_WORDS and usable else None


def words_key(text: str) -> str | None:
    """Return search words with single spaces; None for none, too many or unprintable ones."""
    words = " ".join(text.split())
    unprintable = any(unicodedata.category(char) == "Cc" for char in words)
    return words if 0 < len(words) <= LONGEST_WORDS and not unprintable else None


def slug(text: str | None, default: str) -> str:
    """Return the free text part of an address; TikTok reads only the identifier behind it."""
    return _NOT_IN_SLUG.sub("-", text or "").strip("-") or default
