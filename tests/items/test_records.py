from __future__ import annotations

import ast
import dataclasses
import inspect
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from tiktok_spiders import items
from tiktok_spiders.items import (
    Comment,
    Hashtag,
    Playlist,
    PlaylistItem,
    Product,
    Record,
    Relation,
    Review,
    Seller,
    Sku,
    Sound,
    Suggestion,
    User,
    Video,
    shop_parts,
)

NOW = datetime(2026, 11, 21, tzinfo=UTC)
NEEDED: dict[type[Record], dict[str, Any]] = {
    Video: {"video_id": "1", "type": "video", "url": "https://www.tiktok.com/@_/video/1"},
    Sound: {"sound_id": "1"},
    Hashtag: {"name": "demo"},
    User: {},
    Comment: {"comment_id": "1", "video_id": "1"},
    Relation: {"owner_id": "1", "direction": "follower", "member_id": "2"},
    Playlist: {"playlist_id": "1"},
    PlaylistItem: {"playlist_id": "1", "position": 0, "video_id": "1"},
    Suggestion: {"query": "demo", "text": "demo video"},
    Product: {"product_id": "1"},
    Sku: {"sku_id": "1", "product_id": "1"},
    Seller: {"seller_id": "1"},
    Review: {"review_id": "1", "product_id": "1"},
}
RECORDS = list(NEEDED)
NEVER_NONE = {"rounded_counts", "created_at_is_estimated", "is_pseudonymous"}


def made(kind: type[Record]) -> Record:
    return kind(scraped_at=NOW, **NEEDED[kind])


@pytest.mark.parametrize("kind", RECORDS)
def test_frozen_slotted_and_keyword_only(kind: type[Record]) -> None:
    record = made(kind)
    assert not hasattr(record, "__dict__")
    with pytest.raises(dataclasses.FrozenInstanceError):
        record.detail = 3  # type: ignore[misc]
    with pytest.raises(TypeError):
        kind("1")  # type: ignore[call-arg]


@pytest.mark.parametrize("kind", RECORDS)
def test_absent_is_none(kind: type[Record]) -> None:
    record = made(kind)
    own = {each.name for each in dataclasses.fields(kind)} - {
        each.name for each in dataclasses.fields(Record)
    }
    told = {name for name in own if getattr(record, name) is not None}
    assert told <= {*NEEDED[kind], *NEVER_NONE}


@pytest.mark.parametrize("kind", RECORDS)
def test_required_and_key_are_fields(kind: type[Record]) -> None:
    names = {each.name for each in dataclasses.fields(kind)}
    assert {kind.key_field, *kind.required} <= names
    assert set(kind.required) == set(NEEDED[kind])
    assert made(kind).record_type == re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower()


SMALL = [small for small in vars(shop_parts).values() if dataclasses.is_dataclass(small)]


@pytest.mark.parametrize("kind", [*RECORDS, *SMALL])
def test_every_field_is_explained(kind: type[Any]) -> None:
    (definition,) = ast.parse(inspect.getsource(kind)).body
    assert isinstance(definition, ast.ClassDef)
    body = definition.body
    for statement, following in zip(body, [*body[1:], None], strict=True):
        if isinstance(statement, ast.AnnAssign) and "ClassVar" not in ast.unparse(statement.annotation):
            assert isinstance(following, ast.Expr), ast.unparse(statement)


def test_all_names_are_exported() -> None:
    assert sorted(items.__all__) == items.__all__
    assert all(hasattr(items, name) for name in items.__all__)
