"""Comments and replies: complete, in order, with their oddities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tiktok_standin.cast import COMMENTS
from tiktok_standin.comments import MOST
from tiktok_standin.switches import Switches

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from tests.standin.conftest import Web

    Serving = Callable[..., AbstractAsyncContextManager[Web]]

LIST, REPLIES = "/api/comment/list/", "/api/comment/list/reply/"


def chatty(web: Web) -> list[str]:
    return web.catalogue.truth("chatty_cedar")["ids"]


async def crawl(web: Web, path: str, **query: str) -> list[dict[str, Any]]:
    """Ask until two empty pages in a row or the end."""
    found: list[dict[str, Any]] = []
    cursor, empty = 0, 0
    while empty < 2:
        page = await web.ask(path, **query, cursor=cursor, count=50)
        empty = 0 if page["comments"] else empty + 1
        found += page["comments"] or []
        cursor = page["cursor"]
        if not page["has_more"]:
            break
    return found


async def test_lists_and_replies_add_up_to_what_the_item_counts(web: Web) -> None:
    for item_id, count in list(zip(chatty(web), COMMENTS, strict=False))[:11]:
        truth = await web.truth("comments", item_id)
        assert (
            truth["listed"]
            == truth["total"]
            == count
            == web.catalogue.truth("chatty_cedar")["posts"][item_id]["comments"]
        )
        top = await crawl(web, LIST, aweme_id=item_id)
        assert [each["cid"] for each in top] == truth["top"]
        found = {}
        for each in top:
            if each["reply_comment_total"]:
                below = await crawl(web, REPLIES, item_id=item_id, comment_id=each["cid"])
                found[each["cid"]] = [answer["cid"] for answer in below]
        assert found == truth["replies"]
        assert len(truth["comments"]) == count


async def test_fields_of_comments(web: Web) -> None:
    item_id = chatty(web)[10]
    truth = (await web.truth("comments", item_id))["comments"]
    for each in await crawl(web, LIST, aweme_id=item_id):
        known = truth[each["cid"]]
        assert (each["text"], each["create_time"], each["digg_count"]) == (
            known["text"],
            known["created_at"],
            known["like_count"],
        )
        assert each["user"]["uid"] == known["user_id"]
        assert each["reply_comment_total"] == known["reply_count"]
        assert (each["reply_id"], each["reply_to_reply_id"]) == ("0", "0")
        assert len(each["image_list"] or []) == known["images"]
        assert 8 <= each["create_time"] - (int(each["cid"]) >> 32) < 168
        assert each["create_time"] < web.catalogue.now


async def test_what_only_some_comments_have(web: Web) -> None:
    top = await crawl(web, LIST, aweme_id=chatty(web)[12])
    assert any(each["text"] == "" and each["image_list"] for each in top)
    previews = [each["reply_comment"] for each in top]
    assert None in previews
    shown = next(each for each in top if each["reply_comment"])
    assert shown["reply_comment"][0]["reply_id"] == shown["cid"]
    assert "reply_comment_total" not in shown["reply_comment"][0]
    assert any("predicted_age_group" in each["user"] for each in top)
    assert any("comment_author_id=" in each["share_info"]["url"] for each in top)
    assert any(each["text_extra"] for each in top)
    author = web.catalogue.truth("chatty_cedar")["user"]["id"]
    assert any(each["user"]["uid"] == author and each["label_list"] for each in top)
    assert len({each["user"]["uid"] for each in top}) > len(top) // 2


async def test_replies_answer_replies(web: Web) -> None:
    truth = await web.truth("comments", chatty(web)[12])
    answered = [each for each in truth["comments"].values() if each["reply_to_comment_id"]]
    assert answered
    for each in answered:
        assert each["reply_to_comment_id"] in truth["replies"][each["parent_comment_id"]]
        assert each["created_at"] > truth["comments"][each["reply_to_comment_id"]]["created_at"]


async def test_replies_want_the_id_of_the_video(web: Web) -> None:
    item_id = chatty(web)[9]
    truth = await web.truth("comments", item_id)
    comment_id = next(iter(truth["replies"]))
    author = truth["comments"][comment_id]["user_id"]
    for wrong in (author, chatty(web)[8]):
        page = await web.ask(REPLIES, item_id=wrong, comment_id=comment_id)
        assert (page["comments"], page["has_more"], page["total"]) == ([], 0, 0)
    for unknown in ("x", "1", item_id, truth["replies"][comment_id][0]):
        assert (await web.ask(REPLIES, item_id=item_id, comment_id=unknown))["comments"] == []


async def test_unknown_hidden_and_closed(web: Web) -> None:
    hidden = next(iter(web.catalogue.truth("mixed_marsh")["hidden"]))
    private = web.catalogue.truth("private_plum")["ids"][0]
    for item_id in ("7000000000000000000", hidden, private):
        page = await web.ask(LIST, aweme_id=item_id)
        assert (page["comments"], "total" in page, page["status_code"]) == (None, False, 0)
        assert await web.truth("comments", item_id) == {"told": False}
    off = chatty(web)[-1]
    page = await web.ask(LIST, aweme_id=off)
    assert (page["comments"], page["total"], page["has_more"]) == ([], 0, 0)
    own = (await web.scopes(f"/@_/video/{off}"))["webapp.video-detail"]["itemInfo"]["itemStruct"]
    assert (own["itemCommentStatus"], own["stats"]["commentCount"]) == (3, 0)


async def test_an_empty_page_is_there_when_asked_for_again(serving: Serving) -> None:
    async with serving(switches=Switches(signing="placeholder", comment_empty_pages=1.0)) as web:
        item_id = chatty(web)[10]
        pages = [await web.ask(LIST, aweme_id=item_id, cursor=20) for _ in range(3)]
        assert [bool(page["comments"]) for page in pages] == [False, True, False]
        assert (pages[0]["has_more"], pages[0]["cursor"]) == (1, 20)
        assert len(await crawl(web, LIST, aweme_id=item_id)) == len(
            (await web.truth("comments", item_id))["top"]
        )


async def test_some_lists_promise_more_for_ever(serving: Serving) -> None:
    async with serving(switches=Switches(signing="placeholder", comment_empty_pages=0.0)) as web:
        ends = []
        for item_id in web.catalogue.truth("many_moths")["ids"][:40]:
            page = await web.ask(LIST, aweme_id=item_id, cursor=100_000)
            assert page["comments"] == []
            ends.append(page["has_more"])
    assert set(ends) == {0, 1}


async def test_pages_have_at_most_50_and_sometimes_one_less(web: Web) -> None:
    item_id, sizes, cursor = chatty(web)[13], set(), 0
    while cursor < 2000:
        page = await web.ask(LIST, aweme_id=item_id, count=200, cursor=cursor)
        sizes.add(len(page["comments"]))
        cursor = page["cursor"]
    assert sizes >= {49, 50}
    assert max(sizes) == 50


async def test_thousands_of_comments(web: Web) -> None:
    truth = await web.truth("comments", chatty(web)[13])
    assert truth["listed"] == 6000
    giant = await web.truth("comments", web.catalogue.truth("giant_gale")["ids"][3])
    assert giant["listed"] == MOST < giant["total"]


@pytest.mark.parametrize("path", [LIST, REPLIES])
async def test_comments_are_signed(web: Web, path: str) -> None:
    assert await web.text(f"{path}?aweme_id=1") == ""
