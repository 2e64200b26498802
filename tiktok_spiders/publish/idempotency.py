"""What makes two posts one: the key, and the content that goes with it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

KEY_MAX = 200
"""Characters of the longest key."""


def content_hash(*, kind: str, mode: str, content: str | Sequence[str], texts: Sequence[str | None]) -> str:
    """Return the hash of what is posted: kind, mode, content (a file's hash, or addresses) and its texts.

    The settings of a post (privacy, comments, labels) are not in it: the same video with the same caption is
    the same post.
    """
    sources = [content] if isinstance(content, str) else list(content)
    return _hash([kind, mode, sources, [text or "" for text in texts]])


def key_of(open_id: str, content: str) -> str:
    """Return the key of a post that was given none: the account and the hash of its content."""
    return _hash(["key", open_id, content])


def check_key(key: str) -> str:
    """Return a key that a user chose. Raises ``ValueError`` for one that is empty or too long."""
    if not key.strip() or len(key) > KEY_MAX or not key.isprintable():
        raise ValueError(f"a key is 1 to {KEY_MAX} printable characters, this one has {len(key)}")
    return key.strip()


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file as hex text; the file is read in pieces. Raises ``OSError``."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()
