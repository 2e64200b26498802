"""What it costs to send a product, how long it takes, and how it goes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tiktok_standin import ids

if TYPE_CHECKING:
    from tiktok_standin.shop_products import Product
    from tiktok_standin.shop_regions import Region

RETURNS = ("Return policy", "Free returns within 30 days")


@dataclass(frozen=True, slots=True)
class Shipping:
    """Fee in the smallest unit of the region's currency; days."""

    fee: int
    least_days: int
    most_days: int
    ships_from: str
    name: str = "Standard shipping"


def shipping(product: Product, region: Region) -> Shipping:
    """Return how a product is sent within a region; a fee of 0 is free."""
    chance = ids.number("shop shipping", product.id, region.code, below=1000)
    dollars = 0 if chance % 3 == 0 else 299 + chance % 600
    fee = round(dollars * region.rate * 10**region.digits / 100)
    least = 2 + chance % 5
    return Shipping(fee, least, least + 3, "local" if chance % 4 else "overseas")


def plain(region: Region, amount: int) -> str:
    """Write an amount without zeros at its end, as shipping fees are: ``7.8``."""
    text = region.decimal(amount)
    return text.rstrip("0").rstrip(".") if "." in text else text


def logistic(product: Product, region: Region) -> dict[str, Any]:
    """Return ``logistic``."""
    found = shipping(product, region)
    fee = plain(region, found.fee)
    return {
        "delivery_option": 4,
        "delivery_name": found.name,
        "is_default": False,
        "reachable": True,
        "shipping_fee": {"price_str": region.text(found.fee), "price_val": fee, "currency": region.currency},
        "free_shipping": not found.fee,
        "delivery_min_days": found.least_days,
        "delivery_max_days": found.most_days,
        "event_tracking": {
            "shipping_currency": region.currency,
            "ship_from": found.ships_from,
            "shipping_price": fee,
            "shipping_type": "send_by_seller",
            "est_delivery_day_min": str(found.least_days),
            "est_delivery_day_max": str(found.most_days),
        },
        "original_shipping_val": fee,
        "cod_available": False,
    }


def return_policy(_product: Product) -> dict[str, Any]:
    """Return ``return_policy_module``."""
    title, terms = RETURNS
    return {"title": title, "description_list": [{"template": terms}]}
