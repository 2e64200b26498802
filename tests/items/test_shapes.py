from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from importlib import import_module
from typing import Any, Literal

import pytest

from tiktok_spiders import items
from tiktok_spiders.items.common import HashtagRef, Poi, Record
from tiktok_spiders.items.registry import RECORD_CLASSES
from tiktok_spiders.items.shapes import Kind, shapes_of
from tiktok_spiders.items.video import Video


@dataclass(frozen=True, kw_only=True)
class Everything:
    text: str | None = None
    level: Literal["a", "b"] = "a"
    price: Decimal | None = None
    tags: tuple[HashtagRef, ...] | None = None
    words: tuple[str | None, ...] = ()
    place: Poi | None = None
    counts: dict[str, int] | None = None
    free: dict[str, Any] | None = None
    either: int | str | None = None
    anything: Any = None


@pytest.mark.parametrize(
    ("name", "kind", "inner"),
    [
        ("text", Kind.SCALAR, str),
        ("level", Kind.SCALAR, str),
        ("price", Kind.SCALAR, Decimal),
        ("tags", Kind.RECORDS, HashtagRef),
        ("words", Kind.SCALARS, str),
        ("place", Kind.RECORD, Poi),
        ("counts", Kind.MAPPING, int),
        ("free", Kind.JSON, object),
        ("either", Kind.JSON, object),
        ("anything", Kind.JSON, object),
    ],
)
def test_kinds(name, kind, inner):
    (shape,) = (shape for shape in shapes_of(Everything) if shape.name == name)
    assert (shape.kind, shape.inner) == (kind, inner)


def test_the_names_of_fields_hide_no_types():
    kinds = {shape.name: shape.inner for shape in shapes_of(Video)}
    assert (kinds["type"], kinds["format"], kinds["created_at"]) == (str, str, datetime)


def test_every_record_is_registered():
    for module in pkgutil.iter_modules(items.__path__, f"{items.__name__}."):
        import_module(module.name)
    known = {known for known in Record.__subclasses__() if known.__module__.startswith(items.__name__)}
    # slots=True makes a class twice; the one that its module holds is the real one.
    real = {known for known in known if getattr(import_module(known.__module__), known.__name__) is known}
    assert real == set(RECORD_CLASSES.values())
    for record_type, record_class in RECORD_CLASSES.items():
        assert record_class.__dataclass_fields__["record_type"].default == record_type
