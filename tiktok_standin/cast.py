"""Who lives in the seeded world: peculiar accounts, everyday ones, and alike ones in bulk."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tiktok_standin import ids, people, posts
from tiktok_standin.people import User, make_user
from tiktok_standin.posts import Post, as_photo, make_post

if TYPE_CHECKING:
    from collections.abc import Iterable

Made = tuple[User, list[Post]]

NOW = 1_790_000_000
DAY = 86_400
_SYLLABLES = ("ba", "ko", "li", "mur", "ne", "os", "pra", "quil", "ru", "sen", "tal", "ve", "wi", "yo", "zan")
_JOINTS = ("", "", "", "_", ".", "__")


def special(seed: int, now: int) -> list[Made]:
    """Return the accounts with a peculiarity, named after it."""
    many, daily = (
        _steady("many_moths", seed, now, 1500, DAY // 3),
        _steady("daily.dune", seed, now, 90, DAY // 5),
    )
    daily[0].reposts = tuple(post.id for post in many[1][:40])
    moss = _steady("monthly_moss", seed, now, 18, 30 * DAY)
    daily[0].likes = moss[0].likes = tuple(post.id for post in many[1][50:105])
    daily[0].open_favorite = True
    return [
        many,
        daily,
        moss,
        _silent("quiet.heron", seed, now),
        _same_second("twin.seconds", seed, now),
        _pinned("pinned_pine", seed, now),
        _photos("photo_fern", seed, now),
        _odd_captions("odd.captions__", seed, now),
        _hidden_items("mixed_marsh", seed, now),
        _giant("giant_gale", seed, now),
        _steady("single.sparrow", seed, now, 1, DAY),
        (make_user("empty.elm", seed=seed), []),
        _closed("private_plum", people.PRIVATE, seed, now),
        _closed("banned_basil", people.BANNED, seed, now),
        _closed("young_yarrow", people.UNDER_AGE, seed, now),
        _no_embed("no_embed_newt", seed, now),
        _short_of_count("missing_mink", seed, now),
        _older("older_oak", seed, now),
        _commented("chatty_cedar", seed, now),
        _on_air("live_larch", seed, now),
    ]


LAUNCH = 1_504_224_000
"""September 2017: nobody posted on TikTok before."""


def everyday(seed: int, now: int, users: int, videos: tuple[int, int]) -> list[Made]:
    """Return up to ``users`` accounts; most have few posts, few have many."""
    dice = random.Random(f"everyday-{seed}")
    low, high = videos
    names = _handles(dice, users)
    return [_everyday(name, seed, now, low + int((high - low) * dice.random() ** 8), dice) for name in names]


def bulk(seed: int, now: int, users: int, videos: int) -> Iterable[Made]:
    """Yield alike accounts ``bulk00000``, ``bulk00001``…: one post every eight hours."""
    for index in range(users):
        yield _steady(f"bulk{index:05d}", seed, now, videos, DAY // 3)


def _handles(dice: random.Random, count: int) -> list[str]:
    names: dict[str, None] = {}
    while len(names) < count:
        parts = ["".join(dice.choices(_SYLLABLES, k=2)) for _ in range(2)]
        names[dice.choice(_JOINTS).join(parts) + str(dice.randrange(100)) * dice.randrange(2)] = None
    return list(names)


def _everyday(handle: str, seed: int, now: int, count: int, dice: random.Random) -> Made:
    user = make_user(handle, seed=seed)
    user.exact_v2 = dice.random() < 0.8
    every = dice.choice((DAY // 6, DAY // 2, DAY, 3 * DAY, 9 * DAY))
    every = min(every, (now - LAUNCH) // max(count, 1))
    times = [now - 600 - index * every - dice.randrange(every // 2) for index in range(count)]
    made = [
        make_post(handle, index, time, seed=seed, odd=dice.random() < 0.2) for index, time in enumerate(times)
    ]
    for post in made:
        _vary(post, dice)
    return user, made


def _vary(post: Post, dice: random.Random) -> None:
    if dice.random() < 0.1:
        as_photo(post, dice.randrange(1, 9))
    post.advert = dice.random() < 0.03
    post.region = dice.choice(("US", "GB", "DE", "JP", "BR"))


def _times(now: int, count: int, every: int) -> list[int]:
    return [now - 3600 - index * every for index in range(count)]


def _steady(handle: str, seed: int, now: int, count: int, every: int, *, odd: bool = False) -> Made:
    times = _times(now, count, every)
    made = [make_post(handle, index, time, seed=seed, odd=odd) for index, time in enumerate(times)]
    return make_user(handle, seed=seed), made


def _silent(handle: str, seed: int, now: int) -> Made:
    user, made = _steady(handle, seed, now, 12, 2 * DAY)
    before = [make_post(handle, 12 + index, now - (200 + 3 * index) * DAY, seed=seed) for index in range(12)]
    return user, made + before


def _same_second(handle: str, seed: int, now: int) -> Made:
    times = [now - 3600 - index // 3 * (DAY // 4) for index in range(45)]
    return make_user(handle, seed=seed), [
        make_post(handle, index, time, seed=seed) for index, time in enumerate(times)
    ]


def _pinned(handle: str, seed: int, now: int) -> Made:
    user, made = _steady(handle, seed, now, 40, DAY // 2)
    for index in (7, 21, 39):
        made[index].pinned = True
    return user, made


def _photos(handle: str, seed: int, now: int) -> Made:
    user, made = _steady(handle, seed, now, 24, DAY // 2)
    for index, post in enumerate(made):
        if index % 2 == 0:
            as_photo(post, 1 + index % 5)
    return user, made


def _odd_captions(handle: str, seed: int, now: int) -> Made:
    user, made = _steady(handle, seed, now, 52, DAY // 2, odd=True)
    user.nickname = "Ödd ✨ \u2028<i>captions</i>"
    user.signature = '=HYPERLINK("https://example.com")\nשלום\u0000'
    return user, made


def _hidden_items(handle: str, seed: int, now: int) -> Made:
    user, made = _steady(handle, seed, now, 30, DAY // 2)
    for index, status in enumerate(posts.MESSAGES):
        made[3 * index + 1].status_code = status
    made[20].classified = True
    return user, made


def _giant(handle: str, seed: int, now: int) -> Made:
    times = _times(now, 30, DAY)
    made = [
        make_post(handle, index, time, seed=seed, popularity=9_000_000) for index, time in enumerate(times)
    ]
    made[3].plays, made[3].likes = 2_411_222_333, 51_234_567
    user = make_user(handle, seed=seed)
    user.followers, user.hearts, user.verified = 162_986_107, 2_680_875_280, True
    return user, made


def _closed(handle: str, status: int, seed: int, now: int) -> Made:
    user, made = _steady(handle, seed, now, 5, DAY)
    user.status_code = status
    return user, made


def _older(handle: str, seed: int, now: int) -> Made:
    user, made = _steady(handle, seed, now, 20, DAY // 2)
    user.tells_v2 = False
    return user, made


def _no_embed(handle: str, seed: int, now: int) -> Made:
    user, made = _steady(handle, seed, now, 10, DAY)
    user.embeddable = False
    return user, made


def _short_of_count(handle: str, seed: int, now: int) -> Made:
    user, made = _steady(handle, seed, now, 14, DAY)
    user.uncounted = 6
    return user, made


COMMENTS = (0, 1, 2, 7, 19, 20, 21, 50, 57, 120, 250, 999, 2400, 6000)
"""How many comments the posts of ``chatty_cedar`` have, newest post first; one more has them off."""


def _commented(handle: str, seed: int, now: int) -> Made:
    user, made = _steady(handle, seed, now, len(COMMENTS) + 1, 9 * DAY)
    for post, count in zip(made, (*COMMENTS, 0), strict=True):
        post.comments = count
    made[-1].comments_off = True
    return user, made


def _on_air(handle: str, seed: int, now: int) -> Made:
    user, made = _steady(handle, seed, now, 6, DAY)
    user.room_id = ids.item_id(now - 5400, ids.number("room", handle, below=1 << 32))
    return user, made
