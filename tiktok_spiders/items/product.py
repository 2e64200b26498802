"""Shop products and their SKUs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tiktok_spiders.items.common import Record

if TYPE_CHECKING:
    from decimal import Decimal

    from tiktok_spiders.items.parts import Image
    from tiktok_spiders.items.shop_parts import Category, NameValue, Option, ShopVideo, SkuProperty, VideoRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Product(Record):
    """A Shop product in one region. Its SKUs and reviews are records of their own."""

    key_field: ClassVar[str] = "product_id"
    key_with: ClassVar[tuple[str, ...]] = ("region",)
    required: ClassVar[tuple[str, ...]] = ("product_id",)

    record_type: str = "product"
    """Always ``product``."""

    product_id: str
    """Decimal identifier, 19 digits."""

    seller_id: str | None = None
    """Decimal identifier of the seller."""

    title: str | None = None
    """Shown title."""

    url: str | None = None
    """Address of the page, without a query."""

    description: str | None = None
    """The description's texts, a line each."""

    status: int | None = None
    """TikTok's number of the state; 1 is on sale."""

    is_available: bool | None = None
    """Whether it is on sale and some SKU is in stock."""

    region: str | None = None
    """ISO 3166-1 alpha-2 code of the market; price and stock depend on it."""

    currency: str | None = None
    """ISO 4217 code of all prices."""

    price_min: Decimal | None = None
    """Lowest price of a SKU, in ``currency``; None where TikTok masks it."""

    price_max: Decimal | None = None
    """Highest price of a SKU, in ``currency``."""

    original_price_min: Decimal | None = None
    """Lowest price before discounts, in ``currency``."""

    original_price_max: Decimal | None = None
    """Highest price before discounts, in ``currency``."""

    price_masked: bool | None = None
    """True where TikTok shows a price with hidden digits."""

    discount_percent: int | None = None
    """Discount in per cent, as a positive number."""

    price_text: str | None = None
    """Price as shown; never parsed: ``69.000`` may be 69000 rupiah."""

    sold_count: int | None = None
    """Units sold."""

    rating: float | None = None
    """Mean rating, 0 to 5; None without reviews."""

    review_count: int | None = None
    """Reviews."""

    rating_1: int | None = None
    """Reviews with one star."""

    rating_2: int | None = None
    """Reviews with two stars."""

    rating_3: int | None = None
    """Reviews with three stars."""

    rating_4: int | None = None
    """Reviews with four stars."""

    rating_5: int | None = None
    """Reviews with five stars."""

    rounded_counts: tuple[str, ...] = ()
    """Names of the counts above that TikTok has rounded."""

    images: tuple[Image, ...] | None = None
    """Pictures, in order."""

    videos: tuple[ShopVideo, ...] | None = None
    """Videos of the description."""

    specifications: tuple[NameValue, ...] | None = None
    """Specifications, in order."""

    categories: tuple[Category, ...] | None = None
    """Categories, root first."""

    options: tuple[Option, ...] | None = None
    """What a buyer chooses, with the choices."""

    stock_total: int | None = None
    """Units in stock; None unless every SKU tells its own."""

    shipping_fee: Decimal | None = None
    """Shipping fee for the exit's region, in ``shipping_currency``."""

    shipping_currency: str | None = None
    """ISO 4217 code of the shipping fee."""

    free_shipping: bool | None = None
    """Whether shipping is free."""

    delivery_name: str | None = None
    """Name of the delivery, such as ``Standard shipping``."""

    delivery_min_days: int | None = None
    """Fewest days until delivery."""

    delivery_max_days: int | None = None
    """Most days until delivery."""

    ships_from: str | None = None
    """Where it ships from, as sent."""

    return_policy: str | None = None
    """Return policy: its title and descriptions, a line each."""

    related_videos: tuple[VideoRef, ...] | None = None
    """Posts that the page shows; each is emitted as a thin video too."""

    status_code: int | None = None
    """Shop's own error code of the answer; 23002102 is not sold in this region."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sku(Record):
    """One variant of a product in one region."""

    key_field: ClassVar[str] = "sku_id"
    key_with: ClassVar[tuple[str, ...]] = ("region",)
    required: ClassVar[tuple[str, ...]] = ("sku_id", "product_id")

    record_type: str = "sku"
    """Always ``sku``."""

    sku_id: str
    """Decimal identifier."""

    product_id: str
    """Decimal identifier of the product."""

    region: str | None = None
    """ISO 3166-1 alpha-2 code of the market, as the product's."""

    properties: tuple[SkuProperty, ...] | None = None
    """The value that it has of each option."""

    price: Decimal | None = None
    """Price in ``currency``; None where TikTok masks it."""

    original_price: Decimal | None = None
    """Price before discounts, in ``currency``."""

    currency: str | None = None
    """ISO 4217 code of the prices."""

    stock: int | None = None
    """Units in stock; 0 is known to be sold out."""

    low_stock_text: str | None = None
    """TikTok's words for a low stock, such as ``1 item left``."""

    purchase_limit: int | None = None
    """Most units that one buyer may order."""

    status: int | None = None
    """TikTok's number of the state."""

    warehouse_id: str | None = None
    """Decimal identifier of the warehouse."""
