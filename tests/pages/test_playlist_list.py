from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.pages.golden import Case
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.items import Playlist

if TYPE_CHECKING:
    from tiktok_spiders.pages.base import PageRead

LIST = Case("playlist_list", "made_up_both_spellings")
OWNER = {"owner_id": "6", "owner_sec_uid": "MS4", "owner_unique_id": "me"}


def read(answer: Any, **changes: Any) -> PageRead:
    return LIST.read_answer(answer, **({"args": {}} | changes))


def owners(page: PageRead) -> tuple[str | None, ...]:
    (playlist,) = page.records
    assert isinstance(playlist, Playlist)
    return (playlist.owner_id, playlist.owner_sec_uid, playlist.owner_unique_id)


def test_creator_comes_before_the_account_asked_for() -> None:
    one = {"mixId": "5", "creator": {"id": "9", "uniqueId": "Other"}}
    assert owners(read({"playList": [one]}, args=OWNER)) == ("9", None, "other")


@pytest.mark.parametrize(("args", "told"), [(OWNER, ("6", "MS4", "me")), ({}, (None, None, None))])
def test_owner_without_a_creator(args: dict[str, str], told: tuple[str | None, ...]) -> None:
    assert owners(read({"playList": [{"id": "5", "creator": {}}]}, args=args)) == told


@pytest.mark.parametrize(
    ("answer", "present"),
    [({"playList": []}, True), ({"playList": None}, False), ({}, False), ({"mixInfo": {}}, False)],
)
def test_absent_list_is_no_empty_list(answer: dict[str, Any], *, present: bool) -> None:
    page = read(answer)
    assert (page.records, page.list_present) == ((), present)


def test_members_keep_their_rank_beside_bad_ones() -> None:
    page = read({"playList": [7, {"id": "5"}], "hasMore": 1, "cursor": 20, "total": "2"}, first_rank=10)
    assert [each.source.rank for each in page.records] == [11]
    assert [each.reason for each in page.rejected] == ["not a JSON object"]
    assert (page.cursor, page.has_more, page.total) == ("20", True, 2)


def test_detail_is_full_and_has_no_rank() -> None:
    (playlist,) = read({"mixInfo": {"mixId": "5"}}, keep_raw=True).records
    assert (playlist.detail, playlist.source.rank, playlist.raw) == (3, None, {"mixId": "5"})


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"<html>", b'{"playList": 5}'])
def test_what_is_no_answer(body: bytes) -> None:
    with pytest.raises(PageLayoutError, match="playlists at https://"):
        read(body)
