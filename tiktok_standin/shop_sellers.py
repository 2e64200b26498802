"""The sellers of the Shop."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tiktok_standin import ids, shop_words
from tiktok_standin.shop_tree import slug

FIRST_ID = "7495150558072178725"


@dataclass(frozen=True, slots=True)
class Seller:
    """One seller."""

    id: str
    name: str
    user_id: str
    sec_uid: str
    followers: int
    videos: int
    slogan: str
    official: bool
    shares: tuple[int, int, int]
    """Percentages: answers within a day, ships within two, praise."""

    def url(self) -> str:
        """Return the canonical address of the store."""
        return f"https://www.tiktok.com/shop/store/{slug(self.name)}/{self.id}"


def make_seller(number: int, seed: int) -> Seller:
    """Build the seller of a number."""
    dice = random.Random(f"seller-{seed}-{number}")
    name = (
        shop_words.SHOPS[number % len(shop_words.SHOPS)]
        + shop_words.SHOP_TAILS[number // len(shop_words.SHOPS) % 4]
    )
    return Seller(
        id=FIRST_ID if number == 0 else f"7495{dice.randrange(10**14, 10**15)}",
        name=name,
        user_id=str(7_000_000_000_000_000_000 + ids.number("shop user", seed, number, below=10**17)),
        sec_uid=ids.sec_uid("shop user", seed, number),
        followers=dice.randrange(40, 300_000),
        videos=dice.randrange(2_500),
        slogan="Health Simple✨\nMade with care." if number % 3 == 0 else "",
        official=number % 4 == 0,
        shares=(dice.randint(60, 100), dice.randint(50, 100), dice.randint(70, 99)),
    )
