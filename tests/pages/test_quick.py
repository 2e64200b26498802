from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, dataclass, field
from typing import Any

import pytest

from tests.pages.golden import Case
from tiktok_spiders.items import Rendition, Verdict, Video
from tiktok_spiders.pages.quick import quick

NOW = Case("item_list", "profile_posts").capture().scraped_at


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (Video, {"scraped_at": NOW, "video_id": "1", "type": "video", "url": "u", "is_ad": True}),
        (Rendition, {"name": "x", "urls": ("a",)}),
        (Verdict, {"scraped_at": NOW, "target": "@a", "resource": "videos", "status": "complete"}),
    ],
)
def test_same_record_as_the_slow_way(kind: type[Any], given: dict[str, Any]) -> None:
    made, slow = quick(kind)(**given), kind(**given)
    assert type(made) is kind
    assert made == slow
    assert repr(made) == repr(slow)
    assert pickle.loads(pickle.dumps(made)) == slow
    with pytest.raises(FrozenInstanceError):
        setattr(made, next(iter(given)), "other")


def test_same_refusals() -> None:
    with pytest.raises(TypeError, match="video_id"):
        quick(Video)(scraped_at=NOW, type="video", url="u")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unknown"):
        quick(Rendition)(unknown=1)  # type: ignore[call-arg]


def test_defaults_are_not_shared() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Holder:
        members: list[int] = field(default_factory=list)

    make = quick(Holder)
    make().members.append(1)
    assert make().members == []


def test_only_slotted_dataclasses() -> None:
    @dataclass
    class Loose:
        x: int = 0

    for kind in (Loose, int):
        with pytest.raises(TypeError, match="slotted"):
            quick(kind)
