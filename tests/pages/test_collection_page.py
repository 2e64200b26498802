from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime

import pytest

from tests.pages.golden import Case
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.pages.base import Capture
from tiktok_spiders.pages.collection_page import CollectionHeader, read_collection_page

RECORDED = Case("collection_page", "mobile")
CAPTURE = Capture(
    url="https://www.tiktok.com/@a/collection/b-1", scraped_at=datetime(2026, 11, 21, tzinfo=UTC)
)
SCOPE = "sharing.collection.collection_state"


def page(state: object) -> bytes:
    return json.dumps({"__DEFAULT_SCOPE__": {SCOPE: state}}).encode()


@pytest.mark.parametrize("field", [each.name for each in dataclasses.fields(CollectionHeader)])
def test_recorded(field):
    header = read_collection_page(RECORDED.body, RECORDED.capture())
    assert getattr(header, field) == RECORDED.expected[field]


def test_status_without_a_collection():
    header = read_collection_page(page({"statusCode": 10204, "statusMsg": "gone"}), CAPTURE)
    assert header == CollectionHeader(status_code=10204, status_message="gone")


def test_odd_values_cost_their_own_field():
    header = read_collection_page(
        page({"collectionInfo": {"name": "x", "total": "2.9k", "cover": {}}}), CAPTURE
    )
    assert header == CollectionHeader(name="x")


@pytest.mark.parametrize(
    "body", [b"", page({}), page(None), page([]), page({"collectionInfo": 1}), b'{"__DEFAULT_SCOPE__":{}}']
)
def test_page_without_a_collection(body):
    with pytest.raises(PageLayoutError, match="collection"):
        read_collection_page(body, CAPTURE)
