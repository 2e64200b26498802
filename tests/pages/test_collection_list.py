from __future__ import annotations

import json
from typing import Any

import pytest

from tests.pages.document import NOTHING
from tests.pages.golden import Case
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.items import Playlist

PAGE = Case("collection_page", "mobile")
SCOPE = "sharing.collection.collection_state"

read = PAGE.read_answer


def page(state: Any) -> dict[str, Any]:
    return {"__DEFAULT_SCOPE__": {SCOPE: state}}


def test_refusal_of_a_page() -> None:
    found = read(page({"statusCode": 10204, "statusMsg": "gone", "collectionInfo": None}))
    assert (found.records, found.list_present, found.status_message) == ((), False, "gone")


def test_odd_values_cost_their_own_field() -> None:
    info = {"collectionId": "5", "name": "x", "total": "2.9k", "cover": {}, "userName": 7}
    found = read(page({"collectionInfo": info}))
    (playlist,) = found.records
    assert isinstance(playlist, Playlist)
    assert (playlist.name, playlist.video_count, playlist.cover_url) == ("x", None, None)
    assert found.misread == {"playlist/video_count": 1, "playlist/owner_unique_id": 1}


@pytest.mark.parametrize(
    ("answer", "present"), [({"collectionList": []}, True), ({"collectionList": None}, False), ({}, False)]
)
def test_absent_list_is_no_empty_list(answer: dict[str, Any], *, present: bool) -> None:
    assert read(answer).list_present is present


@pytest.mark.parametrize(
    "body",
    [
        *NOTHING,
        b'{"__DEFAULT_SCOPE__": {}}',
        *(json.dumps(page(each)).encode() for each in ({}, None, [], {"collectionInfo": {}})),
    ],
)
def test_page_without_a_collection(body: bytes) -> None:
    with pytest.raises(PageLayoutError, match="collections at https://"):
        read(body)
