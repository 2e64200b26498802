from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.pages.document import NOTHING
from tests.pages.golden import Case
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.items import Hashtag

if TYPE_CHECKING:
    from tiktok_spiders.pages.base import PageRead

RENDERED = Case("hashtag_page", "rendered_dom")

read = RENDERED.read_answer


def rendered(heading: str) -> bytes:
    return RENDERED.body.replace(b"20.2M videos", heading.encode())


def only(page: PageRead) -> Hashtag:
    (hashtag,) = page.records
    assert isinstance(hashtag, Hashtag)
    return hashtag


@pytest.mark.parametrize(
    ("code", "status"), [(0, "ok"), (10205, "missing"), (10209, "unavailable"), (10212, "unavailable")]
)
def test_status_beside_data(code: int, status: str) -> None:
    hashtag = only(read({"statusCode": code, "challengeInfo": {"challenge": {"title": "x"}}}))
    assert (hashtag.status, hashtag.status_code) == (status, code)


@pytest.mark.parametrize("code", [10205, 10209, 10211, 10212, -1])
@pytest.mark.parametrize("info", [{}, {"challengeInfo": {}}, {"challengeInfo": None}])
def test_refusal_without_data(code: int, info: dict[str, Any]) -> None:
    page = read({"status_code": code, "status_msg": "why", **info})
    assert (page.records, page.list_present) == ((), False)
    assert (page.status_code, page.status_message) == (code, "why")


def test_nameless_hashtag_is_set_aside() -> None:
    page = read({"challengeInfo": {"challenge": {"id": "5", "title": "#"}}})
    assert page.records == ()
    assert [each.reason for each in page.rejected] == ["no name"]


def test_odd_parts_cost_themselves() -> None:
    page = read(
        {"challengeInfo": {"challenge": {"title": "x"}, "stats": 5, "statsV2": {"videoCount": "2.9k"}}}
    )
    assert only(page).video_count is None
    assert page.misread == {"hashtag/stats": 1, "hashtag/video_count": 1}


def test_raw_is_kept_on_demand() -> None:
    info = {"challenge": {"title": "x", "odd": 1}}
    assert only(read({"challengeInfo": info}, keep_raw=True)).raw == info


@pytest.mark.parametrize(
    ("heading", "views", "videos", "rounded"),
    [
        ("20.2M videos", None, 20_200_000, ("video_count",)),
        ("1.2K posts", None, 1200, ("video_count",)),
        ("950 videos", None, 950, ()),
        ("1 video", None, 1, ()),
        ("98.7B views", 98_700_000_000, None, ("view_count",)),
    ],
)
def test_rendered_number_counts_what_its_word_says(
    heading: str, views: int | None, videos: int | None, rounded: tuple[str, ...]
) -> None:
    hashtag = only(read(rendered(heading)))
    assert (hashtag.view_count, hashtag.video_count, hashtag.rounded_counts) == (views, videos, rounded)
    assert hashtag.detail == 1


@pytest.mark.parametrize("heading", ["20,2 Mio. Beiträge", "20.2M Videos de", "lots"])
def test_rendered_number_in_other_words_is_misread(heading: str) -> None:
    page = read(rendered(heading))
    assert (only(page).view_count, only(page).video_count) == (None, None)
    assert page.misread == {"hashtag/rendered_count": 1}


def test_heading_without_a_number() -> None:
    hashtag = only(read(b'<h1 data-e2e="challenge-title"># fyp</h1>'.replace(b"# ", b"#")))
    assert (hashtag.name, hashtag.hashtag_id, hashtag.video_count) == ("fyp", None, None)


@pytest.mark.parametrize(
    "body",
    [
        *NOTHING,
        b"{}",
        b'{"challengeInfo": {}}',
        b'<meta property="og:url" content="https://www.tiktok.com/tag/x">',
        b'<meta property="og:url" content="https://x/@u"> snssdk1://challenge/detail/5',
        b'<script id="__UNIVERSAL_DATA_FOR_REHYDRATION__">{"__DEFAULT_SCOPE__": {</script>',
    ],
)
def test_page_without_a_hashtag(body: bytes) -> None:
    with pytest.raises(PageLayoutError, match="hashtag page at https://"):
        read(body)
