from __future__ import annotations

import pytest

from tiktok_spiders.items import Mention, TextSpan
from tiktok_spiders.items.handles import (
    hidden_mention,
    hidden_span,
    hide_handles,
    without_handles,
)


def name(user_id: str | None) -> str | None:
    return f"p_{user_id}" if user_id else None


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        (None, None),
        ("", ""),
        ("no one", "no one"),
        ("@demo.user_1 hi", "@… hi"),
        ("hi @demo. And (@other)!", "hi @…. And (@…)!"),
        ("@ébène と@ユーザー", "@… と@ユーザー"),
        ("write to me@example.com", "write to me@example.com"),
        ("at 5 @ noon", "at 5 @ noon"),
        ("@a@b", "@…@b"),
    ],
)
def test_handles_in_texts(text: str | None, hidden: str | None) -> None:
    assert without_handles(text) == hidden


def test_mentions_become_pseudonyms_where_they_stand() -> None:
    text = "🎉 @Some Body and @other, @third"
    mentions = [Mention(user_id="1", start=2, end=12), Mention(start=17, end=23)]
    assert hide_handles(text, mentions, name).text == "🎉 @p_1 and @…, @…"
    assert hide_handles(text, mentions, lambda _: None).text == "🎉 @… and @…, @…"


def test_places_move_with_the_text() -> None:
    text = "@somebody #cats @other #dogs"
    hidden = hide_handles(text, [Mention(user_id="1", start=0, end=9)], name)
    assert hidden.text == "@p_1 #cats @… #dogs"
    spans = [
        TextSpan(start=0, end=9, kind="mention", ref="somebody"),
        TextSpan(start=10, end=15, kind="hashtag", ref="cats"),
        TextSpan(start=16, end=22, kind="mention", ref="other"),
        TextSpan(start=23, end=28, kind="hashtag", ref="dogs"),
    ]
    moved = [hidden_span(span, hidden) for span in spans]
    assert [hidden.text[span.start : span.end] for span in moved] == ["@p_1", "#cats", "@…", "#dogs"]
    assert [span.ref for span in moved] == [None, "cats", None, "dogs"]


def test_a_place_inside_of_what_was_replaced_is_its_end() -> None:
    hidden = hide_handles("a @somebody b", [], name)
    assert (hidden.text, hidden.moved(5), hidden.moved(None)) == ("a @… b", 4, None)


def test_mentions_keep_their_pseudonym_only() -> None:
    mention = Mention(user_id="1", sec_uid="MS4", unique_id="somebody", start=3, end=12)
    hidden = hide_handles("hi @somebody", [mention], name)
    assert hidden_mention(mention, hidden, name) == Mention(user_id="p_1", start=3, end=7)


@pytest.mark.parametrize(("start", "end"), [(None, 3), (5, 2), (0, 99), (-1, 3)])
def test_mentions_without_a_place_in_the_text_are_found_by_their_handle(start, end) -> None:
    hidden = hide_handles("@somebody", [Mention(user_id="1", start=start, end=end)], name)
    assert hidden.text == "@…"


def test_overlapping_mentions_leave_nothing() -> None:
    mentions = [Mention(user_id="1", start=0, end=6), Mention(user_id="2", start=4, end=9)]
    assert hide_handles("@somebody!", mentions, name).text == "@p_1!"
