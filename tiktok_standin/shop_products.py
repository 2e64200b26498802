"""The products of the Shop, each made from its number and the seed when it is first wanted."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tiktok_standin import ids, shop_words
from tiktok_standin.shop_regions import REGIONS
from tiktok_standin.shop_tree import slug

if TYPE_CHECKING:
    from tiktok_standin.shop_tree import Category

Kind = Literal["normal", "gone", "gone_bare", "json_ld"]
FIRST_ID = "1731088507416187562"
_COLOR, _SIZE = "100000", "7354281659652474670"


@dataclass(frozen=True, slots=True)
class Option:
    """A choice: its id, its name, and pairs of value id and value."""

    id: str
    name: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sku:
    """One thing to buy. ``values`` are places in the options; ``extra`` cents are added to the base price."""

    id: str
    values: tuple[int, ...]
    extra: int
    purchase_limit: int
    warehouse_id: str


@dataclass(frozen=True, slots=True, eq=False)
class Product:
    """What stays the same of a product from day to day and in every region."""

    id: str
    seller_id: str
    leaf: str
    """Id of its category, which is of the third level."""

    title: str
    base: int
    """Price in US cents before discounts and before what a SKU adds."""

    discount: int
    """Percent, on day 0."""

    popularity: float
    regions: frozenset[str]
    options: tuple[Option, ...]
    skus: tuple[Sku, ...]
    specifications: tuple[tuple[str, str], ...]
    reviews: int
    """How many there are."""

    images: int
    has_video: bool
    newer: bool
    """Whether its page tells it in the newer shape."""

    masked: bool
    """Whether visitors without a login see no price on its page."""

    json_ld: bool
    """Whether its page has JSON-LD beside the state."""

    kind: Kind = "normal"

    @property
    def slug(self) -> str:
        """The words in its address."""
        return slug(self.title.partition(",")[0])

    @property
    def description(self) -> str:
        """The texts of its description, line by line."""
        return f"{self.title}\nMade to last. Colours may vary a little from the pictures."

    def url(self) -> str:
        """Return the canonical address."""
        return f"https://www.tiktok.com/shop/pdp/{self.slug}/{self.id}"


def make_product(number: int, seed: int, *, leaf: Category, seller_id: str, kind: Kind = "normal") -> Product:
    """Build the product of a number."""
    dice = random.Random(f"shop-{seed}-{kind}-{number}")
    product_id = FIRST_ID if (number, kind) == (0, "normal") else _id(dice, 1729)
    title = _title(dice, leaf.noun) if number or kind != "normal" else "Paper Boat Kit, Set of 3 for Kids"
    options = _options(dice)
    return Product(
        id=product_id,
        seller_id=seller_id,
        leaf=leaf.id,
        title=title,
        base=dice.choice((0, 500, 1_000, 2_500, 9_000)) + dice.randrange(299, 1_999),
        discount=dice.choice((0, 0, 10, 24, 35, 47, 50)),
        popularity=dice.random(),
        regions=_regions(dice, number, kind),
        options=options,
        skus=_skus(dice, options),
        specifications=(
            ("Material", dice.choice(shop_words.MATERIALS)),
            ("Style", dice.choice(("Casual", "Modern"))),
        ),
        reviews=_review_count(dice),
        images=dice.randint(1, 9),
        has_video=dice.random() < 0.3,
        newer=dice.random() < 0.25,
        masked=number > 0 and dice.random() < 0.06,
        json_ld=dice.random() < 0.03,
        kind=kind,
    )


def _id(dice: random.Random, head: int) -> str:
    return f"{head}{dice.randrange(10**14, 10**15)}"


def _title(dice: random.Random, noun: str) -> str:
    first, second = dice.sample(shop_words.ADJECTIVES, 2)
    words = [first, dice.choice(shop_words.MATERIALS), noun, dice.choice(shop_words.AUDIENCES)]
    return f"{' '.join(words)}, {second} {dice.choice(shop_words.EXTRAS)}"


def _regions(dice: random.Random, number: int, kind: Kind) -> frozenset[str]:
    drawn = {code for code, region in REGIONS.items() if dice.random() < region.share}
    if number < 3 or kind != "normal":
        return frozenset(REGIONS)
    return frozenset(drawn or {"US"})


def _options(dice: random.Random) -> tuple[Option, ...]:
    made = []
    if dice.random() < 0.7:
        made.append(_option(dice, _COLOR, "Color", shop_words.COLORS))
    if dice.random() < 0.4:
        made.append(_option(dice, _SIZE, "Size", shop_words.SIZES))
    return tuple(made)


def _option(dice: random.Random, option_id: str, name: str, words: tuple[str, ...]) -> Option:
    chosen = words[: dice.randint(2, len(words))]
    return Option(option_id, name, tuple((_value_id(word), word) for word in chosen))


def _value_id(word: str) -> str:
    return str(6_900_000_000_000_000_000 + ids.number("shop value", word, below=10**17))


def _skus(dice: random.Random, options: tuple[Option, ...]) -> tuple[Sku, ...]:
    places: list[tuple[int, ...]] = [()]
    for option in options:
        places = [(*place, index) for place in places for index in range(len(option.values))]
    step, warehouse = dice.choice((0, 0, 50, 120)), _id(dice, 7348)
    first = int(_id(dice, 1730))
    return tuple(
        Sku(str(first + index * 65_536), place, index * step, dice.choice((5, 20)), warehouse)
        for index, place in enumerate(places)
    )


def _review_count(dice: random.Random) -> int:
    kind = dice.random()
    if kind < 0.25:
        return 0
    if kind < 0.88:
        return dice.randint(1, 24)
    return dice.randint(25, 90) if kind < 0.985 else dice.randint(150, 420)
