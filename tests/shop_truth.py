"""What crawls of the Shop brought, beside what is true of the stand-in."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.source_truth import epoch, wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tests.crawling import Crawl
    from tests.standin_process import StandinProcess

Truth = dict[str, Any]
Row = dict[str, Any]

SCALE = Decimal(10_000)
"""Parts of a unit of currency in which SQLite holds money."""

PRICES = ("price_min", "price_max", "original_price_min", "original_price_max")
COUNTED = ("sold_count", "rating", "review_count", "stock_total")
PRODUCT = {
    name: name
    for name in (
        "product_id", "seller_id", "title", "description", "region", "currency", "discount_percent",
        "specifications", "return_policy", *PRICES, *COUNTED,
    )
}  # fmt: skip
CARD = {name: name for name in ("product_id", "seller_id", "title", "region", "currency", "sold_count")}
SKU = {
    name: name
    for name in (
        "sku_id", "properties", "price", "original_price", "currency", "stock", "low_stock_text",
        "purchase_limit", "warehouse_id",
    )
}  # fmt: skip
REVIEW = {
    name: name
    for name in (
        "review_id", "product_id", "sku_id", "sku_text", "rating", "text", "country", "is_incentivized",
        "helpful_count",
    )
}  # fmt: skip
MASKED = dict.fromkeys((*PRICES, "discount_percent"))
"""What a page with masked prices does not tell."""


class Shop:
    """The truth of a stand-in's Shop, each thing asked for once."""

    def __init__(self, standin: StandinProcess) -> None:
        self._standin = standin
        self._told: dict[str, Any] = {}

    def __call__(self, path: str) -> Any:
        """Return what is true: ``products/{id}?region=GB``, ``search/{words}?region=MY``…"""
        if path not in self._told:
            self._told[path] = self._standin.shop(path)
        return self._told[path]

    def product(self, product_id: str, region: str = "US") -> Truth:
        """Return what is true of a product in a region."""
        found: Truth = self(f"products/{product_id}?region={region}")
        return found

    def ids(self, path: str) -> list[str]:
        """Return the ids of the products of a list."""
        found: list[str] = self(path)["ids"]
        return found

    def first(self, kind: str, keeps: Callable[[Truth], bool] = lambda _truth: True) -> str:
        """Return the first product of a kind (``masked``, ``newer``, ``gone``…) that is wanted."""
        keys: list[str] = self("special?region=US")[kind]
        return next(key for key in keys if keeps(self.product(key)))


def rows_of(crawl: Crawl, record_type: str, section: str, **values: Any) -> list[Row]:
    """Return the records of a type that a section brought, in their order."""
    found = (one for one in crawl.records(record_type) if one["source"]["section"] == section)
    return [one for one in found if all(one[name] == value for name, value in values.items())]


def listed(crawl: Crawl, section: str, target: str) -> list[str]:
    """Return the ids of the products that a list of a target brought, in their order."""
    return [
        one["product_id"] for one in rows_of(crawl, "product", section) if one["source"]["target"] == target
    ]


def wrong_product(product: Row, truth: Truth) -> dict[str, Any]:
    """Return the fields of a product's page that say something else than the truth.

    The older shape tells no stars one by one, the newer one no policy of returns.
    """
    is_newer = truth["shape"] == "new"
    shown = truth | (MASKED if truth["masked"] else {}) | ({"return_policy": None} if is_newer else {})
    found = wrong(product, shown, PRODUCT)
    if truth["masked"]:
        found.pop("discount_percent", None)
    stars = {str(star): product[f"rating_{star}"] for star in range(1, 6)}
    told = {
        "ratings": (stars, truth["ratings"] if is_newer else dict.fromkeys(stars)),
        "price_masked": (product["price_masked"], truth["masked"]),
        "is_available": (product["is_available"], truth["stock_total"] > 0),
        "categories": (_categories(product), _categories(truth)),
        "options": (_options(product, "id", "name"), _options(truth, "value_id", "value")),
        "images": (len(product["images"] or ()), len(truth["images"])),
        "shipping_fee": (Decimal(product["shipping_fee"]), Decimal(truth["shipping"]["fee"])),
        "shipping_currency": (product["shipping_currency"], truth["shipping"]["currency"]),
        "free_shipping": (product["free_shipping"], truth["shipping"]["free"]),
        "delivery_name": (product["delivery_name"], truth["shipping"]["name"]),
    }
    return found | {name: pair for name, pair in told.items() if pair[0] != pair[1]}


def _categories(product: Mapping[str, Any]) -> list[str]:
    return [one["category_id"] for one in product["categories"] or ()]


def _options(product: Mapping[str, Any], key: str, name: str) -> list[Any]:
    return [
        (one["option_id"], one["name"], [(value[key], value[name]) for value in one["values"]])
        for one in product["options"] or ()
    ]


def wrong_card(product: Row, truth: Truth) -> dict[str, Any]:
    """Return the fields of a card that say something else than the truth."""
    found = wrong(product, truth, CARD)
    told = {"review_count": truth["review_count"], "rating": truth["rating"]}
    if not product["price_masked"]:
        told["price_min"] = truth["price_min"]
        told["original_price_min"] = truth["original_price_min"]
    return found | {name: (product[name], value) for name, value in told.items() if product[name] != value}


def wrong_skus(skus: Iterable[Row], truth: Truth) -> list[Any]:
    """Return what the SKUs of a product say otherwise than the truth, and those that lack.

    The newer shape has no words about a low stock.
    """
    found = {one["sku_id"]: one for one in skus}
    hidden = {"price": None, "original_price": None} if truth["masked"] else {}
    hidden |= {"low_stock_text": None} if truth["shape"] == "new" else {}
    shown = [one | hidden for one in truth["skus"]]
    bad = [wrong(found[one["sku_id"]], one, SKU) for one in shown if one["sku_id"] in found]
    lacks = {one["sku_id"] for one in shown} ^ set(found)
    return [*(one for one in bad if one), *lacks]


def wrong_review(review: Row, truth: Truth) -> dict[str, Any]:
    """Return the fields of a review that say something else than the truth; nobody's name is among them."""
    found = wrong(review, truth, REVIEW)
    told = {
        "created_at": (epoch(review["created_at"]), truth["time_ms"] // 1000),
        "is_verified_purchase": (review["is_verified_purchase"], truth["is_verified_purchase"]),
        "images": (len(review["images"] or ()), truth["images"]),
    }
    return found | {name: pair for name, pair in told.items() if pair[0] != pair[1]}


def reviews_of(shop: Shop, product_id: str) -> dict[str, Truth]:
    """Return the truth of a product's reviews by their ids."""
    return {one["review_id"]: one for one in shop(f"reviews/{product_id}")["reviews"]}


def wrong_money(crawl: Crawl, shop: Shop) -> list[Any]:
    """Return the prices in the database that are not the truth's to the cent."""
    fields = ("price_min", "price_max", "original_price_min")
    query = (
        f"select product_id, region, {', '.join(fields)} from products where detail > 0 and price_masked = 0"
    )
    bad = []
    for product_id, region, *stored in crawl.rows(query):
        truth = shop.product(product_id, region)
        for name, value in zip(fields, stored, strict=True):
            wanted = None if truth[name] is None else Decimal(truth[name])
            if value is not None and Decimal(value) / SCALE != wanted:
                bad.append((product_id, region, name, value, truth[name]))
    return bad


def wrong_sku_money(crawl: Crawl, shop: Shop) -> list[Any]:
    """Return the SKUs in the database whose price, original price or stock is not the truth's."""
    bad = []
    for product_id, region, sku_id, *stored in crawl.rows(
        "select product_id, region, sku_id, price, original_price, stock from skus"
    ):
        truth = shop.product(product_id, region)
        if truth["masked"]:
            continue
        one = next(each for each in truth["skus"] if each["sku_id"] == sku_id)
        wanted = [
            None if one[name] is None else Decimal(one[name]) * SCALE for name in ("price", "original_price")
        ]
        if stored != [*wanted, one["stock"]]:
            bad.append((product_id, region, sku_id, stored, one))
    return bad
