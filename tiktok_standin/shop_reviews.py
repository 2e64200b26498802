"""What buyers wrote: from none to some hundreds of reviews a product."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tiktok_standin import ids, shop_words

if TYPE_CHECKING:
    from tiktok_standin.shop_products import Product, Sku

_DAY = 86_400
_WEIGHTS = (6, 4, 10, 20, 60)


@dataclass(frozen=True, slots=True)
class Review:
    """One review. ``time`` is in milliseconds; ``helpful`` is None where answers do not tell it."""

    id: str
    product_id: str
    sku: Sku
    rating: int
    text: str
    time: int
    country: str
    verified: bool
    incentivized: bool
    anonymous: bool
    name: str
    user_id: str
    sec_uid: str
    images: int
    has_video: bool
    helpful: int | None
    updated: bool

    @property
    def masked(self) -> str:
        """The name as lists of reviews show it: ``D**m``."""
        return f"{self.name[0]}**{self.name[-1]}"


def ratings(product: Product, seed: int) -> list[int]:
    """Return the stars of all reviews of a product, most relevant first."""
    dice = random.Random(f"stars-{seed}-{product.id}")
    return dice.choices((1, 2, 3, 4, 5), _WEIGHTS, k=product.reviews)


def distribution(stars: list[int]) -> dict[str, int]:
    """Count stars, by ``1`` to ``5``."""
    return {str(star): stars.count(star) for star in range(1, 6)}


def score(stars: list[int]) -> float:
    """Return the mean to one decimal; 0 without reviews."""
    return round(sum(stars) / len(stars), 1) if stars else 0.0


def make_reviews(product: Product, seed: int, now: int) -> list[Review]:
    """Build all reviews of a product, most relevant first; ``now`` is in epoch seconds."""
    dice = random.Random(f"reviews-{seed}-{product.id}")
    return [_review(dice, product, number, stars, now) for number, stars in enumerate(ratings(product, seed))]


def _review(dice: random.Random, product: Product, number: int, stars: int, now: int) -> Review:
    moment = now - dice.randrange(1, 700 * _DAY)
    user = dice.randrange(50_000)
    text = f"{dice.choice(shop_words.OPENINGS)} {dice.choice(shop_words.ENDINGS)}"
    return Review(
        id=ids.item_id(moment, int(product.id) % 900_000 * 1_000 + number),
        product_id=product.id,
        sku=dice.choice(product.skus),
        rating=stars,
        text=text if dice.random() < 0.9 else "",
        time=moment * 1000 + dice.randrange(1000),
        country=dice.choice(sorted(product.regions)),
        verified=dice.random() < 0.9,
        incentivized=dice.random() < 0.05,
        anonymous=dice.random() < 0.08,
        name=f"{shop_words.FIRST[user % 12]} {shop_words.LAST[user // 12 % 8]}{user}",
        user_id=str(6_800_000_000_000_000_000 + ids.number("buyer", user, below=10**17)),
        sec_uid=ids.sec_uid("buyer", user),
        images=dice.choice((0, 0, 0, 0, 1, 3)),
        has_video=dice.random() < 0.06,
        helpful=dice.randrange(40) if dice.random() < 0.3 else None,
        updated=dice.random() < 0.04,
    )


def specification(product: Product, sku: Sku) -> str:
    """Return what a buyer chose: ``Color: Navy, Size: M(6)``; ``Default`` where there is no choice."""
    chosen = zip(product.options, sku.values, strict=True)
    return ", ".join(f"{option.name}: {option.values[place][1]}" for option, place in chosen) or "Default"
