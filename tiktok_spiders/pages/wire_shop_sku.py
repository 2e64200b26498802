"""The wanted keys of a SKU, in both shapes."""

from __future__ import annotations

from typing import Any

from tiktok_spiders.pages.wire_shop_parts import ShopWire


class WireSkuProperty(ShopWire):
    """A choice, in both spellings."""

    prop_id: Any = None
    prop_name: Any = None
    prop_value_id: Any = None
    prop_value: Any = None
    sku_property_id: Any = None
    sku_property_name: Any = None
    sku_property_value_id: Any = None
    sku_property_value_name: Any = None


class WireSkuReal(ShopWire):
    """The price to pay."""

    price_val: Any = None
    currency: Any = None


class WireSkuPrice(ShopWire):
    """Prices; the newer shape has them elsewhere."""

    real_price: WireSkuReal | None = None
    original_price_value: Any = None


class WireSkuQuantity(ShopWire):
    """Newer shape: stock."""

    available_quantity: Any = None
    warehouse_id: Any = None


class WireSku(ShopWire):
    """One variant."""

    sku_id: Any = None
    sku_sale_props: list[WireSkuProperty] | None = None
    property_pairs: list[WireSkuProperty] | None = None
    stock: Any = None
    sku_quantity: WireSkuQuantity | None = None
    low_stock_warning: Any = None
    price: WireSkuPrice | None = None
    purchase_limit: Any = None
    status: Any = None
    sku_status: Any = None
    warehouse_id: Any = None
