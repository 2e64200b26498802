"""The wanted keys of what Shop's products, cards, sellers and reviews are made of, as its answers send them.

Leaves are ``Any`` for the reason that ``wire_parts`` gives.
"""

from __future__ import annotations

from typing import Any

import msgspec


class ShopWire(msgspec.Struct, gc=False):
    """Base of the structures below: unknown keys are skipped, absent ones are None."""


class WireShopImage(ShopWire):
    """A picture."""

    url_list: Any = None
    width: Any = None
    height: Any = None
    uri: Any = None


class WireShopFile(ShopWire):
    """One file of a video."""

    main_url: Any = None
    url_expire: Any = None


class WireShopVideo(ShopWire):
    """A video of a description or review."""

    id: Any = None
    duration: Any = None
    post_url: Any = None
    video_infos: list[WireShopFile] | None = None


class WireChoice(ShopWire):
    """One choice of an option, in both spellings."""

    prop_value_id: Any = None
    prop_value: Any = None
    property_value_id: Any = None
    property_value_name: Any = None
    image: WireShopImage | None = None


class WireOption(ShopWire):
    """What a buyer chooses, in both spellings."""

    prop_id: Any = None
    prop_name: Any = None
    sale_prop_values: list[WireChoice] | None = None
    property_id: Any = None
    property_name: Any = None
    property_values: list[WireChoice] | None = None


class WireSpecification(ShopWire):
    """One line of the specifications; the newer spelling looks like an option's."""

    name: Any = None
    value: Any = None
    property_name: Any = None
    property_value: Any = None
    property_values: list[WireChoice] | None = None


class WireCategory(ShopWire):
    """A category."""

    category_id: Any = None
    category_name: Any = None
    level: Any = None
    parent_id: Any = None
    is_leaf: Any = None


class WireScore(ShopWire):
    """A score of a shop: of the shop's own block, or of the product's page (``score_percentile``)."""

    type: Any = None
    score: Any = None
    score_percentage: Any = None
    score_percentile: Any = None


class WirePrice(ShopWire):
    """The price of a card, and of one SKU in the newer shape."""

    sale_price_decimal: Any = None
    sale_price_format: Any = None
    origin_price_decimal: Any = None
    discount_decimal: Any = None
    discount_format: Any = None
    currency_name: Any = None


class WireRatings(ShopWire):
    """Reviews by stars."""

    review_count: Any = None
    overall_score: Any = None
    rating_result: Any = None
