from __future__ import annotations

import ast
import dataclasses
import inspect
from datetime import UTC, datetime
from typing import Any

import pytest

from tiktok_spiders import items
from tiktok_spiders.items import Hashtag, Record, Sound, Video

NOW = datetime(2026, 11, 21, tzinfo=UTC)
RECORDS = [Video, Sound, Hashtag]
NEEDED: dict[type[Record], dict[str, Any]] = {
    Video: {"video_id": "1", "type": "video", "url": "https://www.tiktok.com/@_/video/1"},
    Sound: {"sound_id": "1"},
    Hashtag: {"name": "demo"},
}


def made(kind: type[Record]) -> Record:
    return kind(scraped_at=NOW, **NEEDED[kind])


@pytest.mark.parametrize("kind", RECORDS)
def test_frozen_slotted_and_keyword_only(kind: type[Record]) -> None:
    record = made(kind)
    assert not hasattr(record, "__dict__")
    with pytest.raises(dataclasses.FrozenInstanceError):
        record.detail = 3  # type: ignore[misc]
    with pytest.raises(TypeError):
        kind("1")  # type: ignore[misc]


@pytest.mark.parametrize("kind", RECORDS)
def test_absent_is_none(kind: type[Record]) -> None:
    record = made(kind)
    own = {each.name for each in dataclasses.fields(kind)} - {
        each.name for each in dataclasses.fields(Record)
    }
    told = {name for name in own if getattr(record, name) is not None}
    assert told <= {*NEEDED[kind], "rounded_counts", "created_at_is_estimated"}


@pytest.mark.parametrize("kind", RECORDS)
def test_required_and_key_are_fields(kind: type[Record]) -> None:
    names = {each.name for each in dataclasses.fields(kind)}
    assert {kind.key_field, *kind.required} <= names
    assert made(kind).record_type == kind.__name__.lower()


@pytest.mark.parametrize("kind", RECORDS)
def test_every_field_is_explained(kind: type[Record]) -> None:
    (definition,) = ast.parse(inspect.getsource(kind)).body
    assert isinstance(definition, ast.ClassDef)
    body = definition.body
    for statement, following in zip(body, [*body[1:], None], strict=True):
        if isinstance(statement, ast.AnnAssign) and "ClassVar" not in ast.unparse(statement.annotation):
            assert isinstance(following, ast.Expr), ast.unparse(statement)


def test_all_names_are_exported() -> None:
    assert sorted(items.__all__) == items.__all__
    assert all(hasattr(items, name) for name in items.__all__)
