"""The wanted keys of a product, in both shapes that its page has had."""

from __future__ import annotations

from typing import Any

from tiktok_spiders.pages.wire_shop_parts import (
    ShopWire,
    WireCategory,
    WireOption,
    WirePrice,
    WireRatings,
    WireShopImage,
    WireShopVideo,
    WireSpecification,
)
from tiktok_spiders.pages.wire_shop_seller import (  # noqa: TC001 - msgspec resolves annotations at run time
    WireSellerBlock,
    WireShopInfo,
)


class WireBasePrice(ShopWire):
    """Prices of all SKUs together."""

    real_price: Any = None
    discount: Any = None
    min_sku_price: Any = None
    max_sku_price: Any = None
    min_sku_original_price: Any = None
    max_sku_original_price: Any = None
    currency: Any = None


class WireProductBase(ShopWire):
    """What is shown first."""

    title: Any = None
    desc_detail: Any = None
    desc_video: WireShopVideo | list[WireShopVideo] | None = None
    images: list[WireShopImage] | None = None
    specifications: list[WireSpecification] | None = None
    sold_count: Any = None
    price: WireBasePrice | None = None


class WireMoney(ShopWire):
    """An amount."""

    price_val: Any = None
    currency: Any = None


class WireShippedFrom(ShopWire):
    """Where it ships from."""

    ship_from: Any = None


class WireLogistic(ShopWire):
    """Shipping to the visitor."""

    shipping_fee: WireMoney | None = None
    free_shipping: Any = None
    delivery_name: Any = None
    delivery_min_days: Any = None
    delivery_max_days: Any = None
    event_tracking: WireShippedFrom | None = None


class WireReturns(ShopWire):
    """How a product can be sent back; the descriptions are blocks with a template."""

    title: Any = None
    description: Any = None
    description_list: Any = None


class WireLogisticModule(ShopWire):
    """Words about shipping and returns."""

    return_policy_module: WireReturns | None = None


class WireDetailReview(ShopWire):
    """The reviews on the page."""

    product_rating: Any = None
    review_count: Any = None
    review_items: Any = None


class WireProductModel(ShopWire):
    """Newer shape: the product without its prices."""

    product_id: Any = None
    seller_id: Any = None
    status: Any = None
    name: Any = None
    description: Any = None
    sold_count: Any = None
    images: list[WireShopImage] | None = None
    videos: list[WireShopVideo] | None = None
    product_properties: list[WireSpecification] | None = None
    sale_properties: list[WireOption] | None = None
    skus: Any = None


class WirePromoPrice(ShopWire):
    """Newer shape: prices."""

    min_price: WirePrice | None = None
    skus_price: Any = None


class WirePromoFee(ShopWire):
    """Newer shape: a shipping fee."""

    real_price: Any = None
    price_val: Any = None
    currency: Any = None


class WirePromoLogistic(ShopWire):
    """Newer shape: one way of shipping."""

    free_shipping: Any = None
    shipping_fee: WirePromoFee | None = None
    delivery_name: Any = None


class WirePromotion(ShopWire):
    """Newer shape: prices and shipping."""

    promotion_product_price: WirePromoPrice | None = None
    promotion_logistic_list: list[WirePromoLogistic] | None = None


class WireReviewModel(ShopWire):
    """Newer shape: rating, distribution and the page's reviews."""

    product_review_count: Any = None
    product_overall_score: Any = None
    review_ratings: WireRatings | None = None
    product_reviews: Any = None


class WireProduct(ShopWire):
    """``product_info``."""

    product_id: Any = None
    seller_id: Any = None
    status: Any = None
    seller: WireSellerBlock | None = None
    product_base: WireProductBase | None = None
    sale_props: list[WireOption] | None = None
    skus: Any = None
    logistic: WireLogistic | None = None
    pdp_logistic_module: WireLogisticModule | None = None
    product_detail_review: WireDetailReview | None = None
    product_model: WireProductModel | None = None
    promotion_model: WirePromotion | None = None
    seller_model: WireShopInfo | None = None
    shop_info: WireShopInfo | None = None
    review_model: WireReviewModel | None = None
    review_info: WireReviewModel | None = None
    categories: list[WireCategory] | None = None
