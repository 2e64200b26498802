"""Prices of the Shop: decimal texts only, which TikTok masks for some visitors."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from tiktok_spiders.pages.coerce import Misread, money

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tiktok_spiders.items.product import Sku

_PERCENT = re.compile(r"[-\u2212]?\s*([0-9]{1,3})(?:\.[0-9]+)?\s*%")
_DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?")
_MASKS = ("?", "*")
_HUNDRED = Decimal(100)


def price(value: object, field: str, misread: Misread) -> Decimal | None:
    """Return an amount; a masked one (``2?``, ``2*``) is None, which is no failure."""
    return None if is_masked(value) else money(value, field, misread)


def is_masked(value: object) -> bool:
    """Tell whether digits of a price are hidden."""
    return type(value) is str and any(mask in value for mask in _MASKS)


def any_masked(values: Iterable[object], *, known: bool) -> bool | None:
    """Return whether a price text is no number; None where no price is told at all.

    ``known`` says whether a price could be read.
    """
    texts = [value for value in values if type(value) is str and value]
    if any(_DECIMAL.fullmatch(each) is None for each in texts):
        return True
    return False if known else None


def spread(
    skus: Sequence[Decimal | None], low: Decimal | None, high: Decimal | None
) -> tuple[Decimal | None, Decimal | None]:
    """Return the lowest and highest price: of the SKUs where all are readable, else as told."""
    readable = [each for each in skus if each is not None]
    if readable and len(readable) == len(skus):
        return min(readable), max(readable)
    return low, high


def highest(value: object, lowest: Decimal | None, field: str, misread: Misread) -> Decimal | None:
    """Return the highest price as told; where it is left out, all SKUs cost the same."""
    return lowest if value is None or value == "" else price(value, field, misread)


def percent_text(value: object, field: str, misread: Misread) -> int | None:
    """Return the per cent of ``-47%`` or ``50%``; ``""`` is absent."""
    if type(value) is str:
        found = _PERCENT.fullmatch(value.strip())
        if found and int(found[1]) <= _HUNDRED:
            return int(found[1])
    if value is not None and value != "":
        misread.add(field)
    return None


def percent_share(value: object, field: str, misread: Misread) -> int | None:
    """Return the per cent of a share: ``0.5`` is 50; ``""`` is absent."""
    share = money(value, field, misread)
    if share is None:
        return None
    if share <= 1:
        return _whole(share * _HUNDRED)
    misread.add(field)
    return None


def discount_of(told: int | None, low: Decimal | None, original: Decimal | None) -> int | None:
    """Return the discount as told, else as the two prices say."""
    if told is not None or low is None or original is None or not 0 < low < original:
        return told
    return _whole(_HUNDRED * (original - low) / original)


def price_fields(
    *,
    skus: Sequence[Sku],
    told: tuple[Decimal | None, Decimal | None],
    told_original: tuple[Decimal | None, Decimal | None],
    discount: int | None,
    texts: Iterable[object],
) -> dict[str, Any]:
    """Return a product's price fields from what it tells itself and from its SKUs.

    ``texts`` are all decimal texts of prices, to see whether one is masked.
    """
    low, high = spread([each.price for each in skus], *told)
    own_low, own_high = told_original
    if own_low is None or own_high is None:
        own_low, own_high = spread([each.original_price for each in skus], own_low, own_high)
    return {
        "price_min": low,
        "price_max": high,
        "original_price_min": own_low,
        "original_price_max": own_high,
        "price_masked": any_masked(texts, known=low is not None),
        "discount_percent": discount_of(discount, low, own_low),
    }


def _whole(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_HALF_UP))
