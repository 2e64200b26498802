"""Any leaf of a recorded item may become anything: the item is read, or set aside, and nothing is raised."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.narrow import all_are
from tests.pages.golden import Case
from tests.pages.test_coerce import ANY_JSON
from tiktok_spiders.items import Video
from tiktok_spiders.pages.item_list import read_item_list
from tiktok_spiders.pages.video_page import read_video_page

if TYPE_CHECKING:
    from collections.abc import Iterator

Path = tuple[Any, ...]


def paths(value: Any, above: Path = ()) -> Iterator[Path]:
    """Yield the path of every value below the top, inner ones too."""
    if above:
        yield above
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, member in members:
        yield from paths(member, (*above, key))


def with_value(item: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(item)
    place: Any = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return changed


ITEMS = [
    *json.loads(Case("item_list", "profile_posts").body)["itemList"],
    json.loads(Case("item_list", "related_array").body)[2],
    json.loads(Case("video_page", "made_up_item_detail_api").body)["itemInfo"]["itemStruct"],
]
LEAVES = [(index, path) for index, item in enumerate(ITEMS) for path in paths(item)]
CAPTURE = Case("item_list", "profile_posts").capture()


def encoded(value: Any) -> bytes:
    """Return JSON; not-a-numbers and infinities become null, lone halves of characters stay escaped."""
    plain = json.dumps(value)
    return plain.replace("NaN", "null").replace("-Infinity", "null").replace("Infinity", "null").encode()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(place=st.sampled_from(LEAVES), value=ANY_JSON)
def test_one_odd_value_costs_itself_at_most(place: tuple[int, Path], value: Any) -> None:
    index, path = place
    changed = with_value(ITEMS[index], path, value)
    page = read_item_list(encoded({"itemList": [changed, ITEMS[0]]}), CAPTURE)
    assert len(page.records) + len(page.rejected) == 2
    assert page.records[-1].source.rank == CAPTURE.first_rank + 1
    if path != ("id",):
        assert not page.rejected
        assert all_are(Video, page.records)[0].video_id == ITEMS[index]["id"]
        assert msgspec.json.encode(page.records[0])


@settings(max_examples=100, deadline=None)
@given(place=st.sampled_from(LEAVES), value=ANY_JSON)
def test_page_of_one_odd_item(place: tuple[int, Path], value: Any) -> None:
    index, path = place
    changed = with_value(ITEMS[index], path, value)
    page = read_video_page(encoded({"statusCode": 0, "itemInfo": {"itemStruct": changed}}), CAPTURE)
    assert page.records or page.rejected


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted({path[0] for _, path in LEAVES})), ANY_JSON))
def test_item_of_odd_values_only(item: dict[str, Any]) -> None:
    page = read_item_list(encoded({"itemList": [item | {"id": "7600000000000000003"}]}), CAPTURE)
    (video,) = page.records
    assert isinstance(video, Video)
    assert video.video_id == "7600000000000000003"
