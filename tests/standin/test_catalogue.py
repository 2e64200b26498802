"""The world: the same for the same seed, varied, growing, and truthful."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.narrow import there
from tiktok_standin import captions, counts, ids
from tiktok_standin.catalogue import Catalogue
from tiktok_standin.hosts import PUBLIC
from tiktok_standin.items import Items
from tiktok_standin.people import make_user
from tiktok_standin.posts import make_post

NOW = 1_790_000_000


def everything(world: Catalogue) -> str:
    items = Items(world)
    texts = [
        items.render(post, PUBLIC, page=True)
        for handle in world.handles
        for post in there(world.account(handle)).posts[:3]
    ]
    return json.dumps([world.truth(handle) for handle in world.handles]) + b"".join(texts).decode()


def test_a_seed_decides_everything() -> None:
    small: dict[str, Any] = {"users": 25, "videos": (0, 30)}
    first = everything(Catalogue.seeded(3, **small))
    assert first == everything(Catalogue.seeded(3, **small))
    assert first != everything(Catalogue.seeded(4, **small))
    assert first != everything(Catalogue.seeded(3, **small, now=NOW + 1))


def test_ids_tell_the_upload_time(catalogue: Catalogue) -> None:
    for handle in catalogue.handles:
        for item_id, post in catalogue.truth(handle)["posts"].items():
            assert 1 <= post["created_at"] - (int(item_id) >> 32) <= 40
            assert len(item_id) == 19


def test_the_world_is_varied(catalogue: Catalogue) -> None:
    truths = [catalogue.truth(handle) for handle in catalogue.handles]
    assert len(truths) == 60
    sizes = [len(truth["ids"]) for truth in truths]
    assert min(sizes) == 0
    assert max(sizes) == 1500
    posts = [post for truth in truths for post in truth["posts"].values()]
    assert {post["kind"] for post in posts} == {"video", "photo"}
    assert {post["status_code"] for post in posts} >= {0, 10204, 10213, 10215, 10216, 10217, 10231}
    assert max(post["plays"] for post in posts) > 1 << 31
    assert any("." in handle for handle in catalogue.handles)
    assert any("_" in handle for handle in catalogue.handles)
    assert all(post["created_at"] < catalogue.now for post in posts)


def test_item_ids_are_unique(catalogue: Catalogue) -> None:
    counted = [item for handle in catalogue.handles for item in catalogue.truth(handle)["posts"]]
    assert len(counted) == len(set(counted))


def test_the_profile_may_count_more_than_lists_show(catalogue: Catalogue) -> None:
    truth = catalogue.truth("missing_mink")
    assert (truth["video_count"], len(truth["ids"])) == (20, 14)


def test_bulk_worlds_are_alike() -> None:
    world = Catalogue.bulk(4, 50)
    assert [len(world.truth(handle)["ids"]) for handle in world.handles] == [50] * 4


def test_an_explicit_world() -> None:
    user = make_user("one.of", nickname="One")
    world = Catalogue.of(
        [(user, [make_post("one.of", 0, NOW - 5), make_post("one.of", 1, NOW - 9)])], now=NOW
    )
    truth = world.truth("one.of")
    assert [truth["posts"][item]["created_at"] for item in truth["ids"]] == [NOW - 5, NOW - 9]
    assert truth["user"]["nickname"] == "One"
    assert world.account(user.id) is world.account("one.of") is world.account(user.sec_uid)
    assert world.account("nobody") is None


def test_the_world_grows() -> None:
    world = Catalogue.of(
        [(make_user("grower"), [make_post("grower", 0, NOW - 86_400)]), (make_user("new"), [])]
    )
    added = world.add_posts("grower", 5, now=NOW)
    truth = world.truth("grower")
    assert truth["ids"][:5] == added[::-1]
    assert len(set(truth["ids"])) == truth["video_count"] == 6
    assert all(NOW - 86_400 < truth["posts"][item]["created_at"] < NOW for item in added)
    assert world.post(added[0]) is not None
    assert len(world.add_posts("new", 2)) == 2
    with pytest.raises(KeyError):
        world.add_posts("nobody", 1)


def test_a_post_of_nobody_cannot_be_rendered() -> None:
    with pytest.raises(KeyError):
        Items(Catalogue.of([])).render(make_post("ghost", 0, NOW), PUBLIC, page=True)


def test_rendered_items_are_kept_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tiktok_standin.items._KEPT", 3)
    world = Catalogue.bulk(1, 6)
    items = Items(world)
    posts = there(world.account("bulk00000")).listed
    texts = [items.listed(post, PUBLIC) for post in posts]
    assert items.listed(posts[-1], PUBLIC) is texts[-1]
    assert items.listed(posts[0], PUBLIC) == texts[0]
    assert items.listed(posts[0], PUBLIC) is not texts[0]


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        (9_999, 9_999),
        (427_682, 427_700),
        (6_764_096, 6_800_000),
        (162_986_107, 163_000_000),
        (2_680_875_280, 2_700_000_000),
    ],
)
def test_rounding(exact: int, shown: int) -> None:
    assert counts.rounded(exact) == shown


def test_overflow_and_share_text() -> None:
    assert counts.heart_count(2_680_875_280) == -1_614_092_016
    assert counts.heart_count(2_147_483_647) == 2_100_000_000
    assert [counts.compact(count) for count in (3666, 272_628, 6_764_096)] == ["3666", "272.6k", "6.8m"]


def test_marks_count_utf16_units() -> None:
    hashtag, mention = captions.marks("🚄 #Go @some.one!")
    assert (hashtag.name, hashtag.start, hashtag.end) == ("go", 3, 6)
    assert (mention.name, mention.start, mention.end, mention.is_hashtag) == ("some.one", 7, 16, False)


def test_sec_uids_have_the_known_form() -> None:
    assert len(ids.sec_uid("a")) == 76
    assert ids.sec_uid("a").startswith("MS4wLjABAAAA")


def test_nobody_posts_before_tiktok(catalogue: Catalogue) -> None:
    posts = [post for handle in catalogue.handles for post in catalogue.truth(handle)["posts"].values()]
    assert min(post["created_at"] for post in posts) > 1_500_000_000


def test_an_account_is_older_than_its_posts(catalogue: Catalogue) -> None:
    for handle in catalogue.handles:
        truth = catalogue.truth(handle)
        assert all(post["created_at"] > truth["user"]["created_at"] for post in truth["posts"].values())
