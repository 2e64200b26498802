"""The variants of a product."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.product import Sku
from tiktok_spiders.items.shop_parts import SkuProperty
from tiktok_spiders.pages.coerce import Misread, count, identifier, integer, text
from tiktok_spiders.pages.raw import without_personal
from tiktok_spiders.pages.shop_decode import converted, each_of, part
from tiktok_spiders.pages.shop_prices import price
from tiktok_spiders.pages.wire_shop_parts import WirePrice
from tiktok_spiders.pages.wire_shop_sku import WireSku, WireSkuPrice, WireSkuQuantity, WireSkuReal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiktok_spiders.items.run import Rejected
    from tiktok_spiders.pages.base import Capture
    from tiktok_spiders.pages.wire_shop_sku import WireSkuProperty

_NO_PRICE, _NO_SUM, _NO_QUANTITY, _NO_PROMO = WireSkuPrice(), WireSkuReal(), WireSkuQuantity(), WirePrice()
_FULL = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuContext:
    """What a SKU takes from its product."""

    product_id: str
    region: str | None
    capture: Capture
    prices: Mapping[str, Any] = field(default_factory=dict)
    """Newer shape: prices by SKU."""

    currency: str | None = None
    """Of the prices that do not tell their own."""


@dataclass(slots=True)
class SkusRead:
    """The SKUs of a page."""

    skus: list[Sku]
    rejects: list[Rejected]
    texts: list[object] = field(default_factory=list)
    """Price texts as sent."""

    told: bool = False
    """Whether the page held the list at all."""

    @property
    def stock_total(self) -> int | None:
        """The sum of all stocks; None unless every SKU tells its own."""
        stocks = [each.stock for each in self.skus if each.stock is not None]
        return sum(stocks) if stocks and len(stocks) == len(self.skus) and not self.rejects else None


def skus_of(value: object, context: SkuContext, misread: Misread) -> SkusRead:
    """Return the SKUs of a list; a member that cannot be read is set aside."""
    texts: list[object] = []
    skus, rejects = each_of(
        value, "sku/skus", misread, lambda member: _sku(member, context, texts, misread), "sku_id"
    )
    return SkusRead(skus, rejects, texts, told=type(value) is list)


def is_available(status: int | None, found: SkusRead) -> bool | None:
    """Return whether a product is on sale and some SKU in stock; None where the stock is not told.

    The newer shape has no status: what its page offers is on sale.
    """
    if status is not None and status != 1:
        return False
    if any(each.stock for each in found.skus):
        return True
    return False if found.stock_total == 0 else None


def _sku(member: Any, context: SkuContext, texts: list[object], misread: Misread) -> Sku:
    wire = converted(member, WireSku, "sku", misread)
    sku_id = identifier(wire.sku_id, "sku/sku_id", misread)
    if sku_id is None:
        raise ValueError("no sku_id")
    sale, original, currency = _prices(sku_id, wire, context, misread)
    texts.append(sale)
    quantity = wire.sku_quantity or _NO_QUANTITY
    pairs = wire.sku_sale_props if wire.property_pairs is None else wire.property_pairs
    stock = _either(quantity.available_quantity, wire.stock)
    warehouse = _either(quantity.warehouse_id, wire.warehouse_id)
    status = _either(wire.sku_status, wire.status)
    return Sku(
        **context.capture.envelope(detail=_FULL),
        raw=without_personal(member) if context.capture.keep_raw else None,
        sku_id=sku_id,
        product_id=context.product_id,
        region=context.region,
        properties=None if pairs is None else tuple([_property(each, misread) for each in pairs]),
        price=price(sale, "sku/price", misread),
        original_price=price(original, "sku/original_price", misread),
        currency=text(currency, "sku/currency", misread) or context.currency,
        stock=count(stock, "sku/stock", misread),
        low_stock_text=text(wire.low_stock_warning, "sku/low_stock_text", misread),
        purchase_limit=integer(wire.purchase_limit, "sku/purchase_limit", misread),
        status=integer(status, "sku/status", misread),
        warehouse_id=identifier(warehouse, "sku/warehouse_id", misread),
    )


def _prices(
    sku_id: str, wire: WireSku, context: SkuContext, misread: Misread
) -> tuple[object, object, object]:
    """Return the price texts and the currency: of the newer shape where it has this SKU."""
    promo = part(context.prices.get(sku_id), WirePrice, "sku/price", misread)
    if promo is not None:
        return promo.sale_price_decimal, promo.origin_price_decimal, promo.currency_name
    own = wire.price or _NO_PRICE
    real = own.real_price or _NO_SUM
    return real.price_val, own.original_price_value, real.currency


def _property(wire: WireSkuProperty, misread: Misread) -> SkuProperty:
    return SkuProperty(
        option_id=identifier(_either(wire.sku_property_id, wire.prop_id), "sku_property/option_id", misread),
        name=text(_either(wire.sku_property_name, wire.prop_name), "sku_property/name", misread),
        value_id=identifier(
            _either(wire.sku_property_value_id, wire.prop_value_id), "sku_property/value_id", misread
        ),
        value=text(_either(wire.sku_property_value_name, wire.prop_value), "sku_property/value", misread),
    )


def _either(newer: object, older: object) -> object:
    return older if newer is None else newer
