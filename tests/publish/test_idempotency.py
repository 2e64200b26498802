"""Keys of posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tiktok_spiders.publish.idempotency import check_key, content_hash, file_hash, key_of

if TYPE_CHECKING:
    from pathlib import Path

ONE = {"kind": "video", "mode": "direct", "content": "aa", "texts": ["caption", None]}


def test_the_same_is_the_same() -> None:
    assert content_hash(**ONE) == content_hash(**ONE)  # type: ignore[arg-type]
    assert content_hash(**{**ONE, "content": ["aa"]}) == content_hash(**ONE)  # type: ignore[arg-type]
    assert content_hash(**{**ONE, "texts": ["caption", ""]}) == content_hash(**ONE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "photos"},
        {"mode": "inbox"},
        {"content": "ab"},
        {"content": ["a", "a"]},
        {"texts": ["Caption", None]},
        {"texts": ["", "caption"]},
    ],
)
def test_another_content_is_another(changed: dict[str, object]) -> None:
    assert content_hash(**{**ONE, **changed}) != content_hash(**ONE)  # type: ignore[arg-type]


def test_keys_of_accounts_differ() -> None:
    assert key_of("open-1", "c") != key_of("open-2", "c")
    assert key_of("open-1", "c") == key_of("open-1", "c")


def test_chosen_keys() -> None:
    assert check_key(" my key ") == "my key"
    for key in ("", "  ", "k" * 201, "a\nb"):
        with pytest.raises(ValueError, match="printable"):
            check_key(key)


def test_file_hash(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc")

    assert file_hash(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
