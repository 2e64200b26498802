"""The tables of Shop. A product's key has the region in it: price and stock depend on that."""

from __future__ import annotations

import sqlalchemy as sa

from tiktok_spiders.store.tables import columns, entity, metadata, ordered

sellers = entity(
    "sellers",
    "text seller_id",
    """
    text name url logo_url
    >user user_id
    text user_sec_uid creator_name location region
    real rating
    int follower_count sold_count video_count product_count review_count
    json rounded_counts scores
    text slogan description badge
    int status
    """,
    sa.Index("ix_sellers_user_id", "user_id"),
)

products = entity(
    "products",
    "text product_id region",
    """
    >seller seller_id
    text title url description
    int status
    bool is_available
    text currency
    money price_min price_max original_price_min original_price_max
    bool price_masked
    int discount_percent
    text price_text
    int sold_count
    real rating
    int review_count rating_1 rating_2 rating_3 rating_4 rating_5
    json rounded_counts images videos specifications options
    int stock_total
    money shipping_fee
    text shipping_currency
    bool free_shipping
    text delivery_name
    int delivery_min_days delivery_max_days
    text ships_from return_policy
    json related_videos
    int status_code
    json child_hashes
    """,
    sa.Index("ix_products_seller_id", "seller_id"),
    sa.Index("ix_products_last_seen_at", "last_seen_at"),
    ordered("products", "sold_count", "product_id", "region"),
    ordered("products", "price_min", "product_id", "region"),
    ordered("products", "rating", "product_id", "region"),
)
"""``region`` is ``""`` where it is not known."""

skus = entity(
    "skus",
    "text sku_id product_id region",
    """
    json properties
    money price original_price
    text currency
    int stock
    text low_stock_text
    int purchase_limit status
    text warehouse_id
    """,
    sa.ForeignKeyConstraint(
        ["product_id", "region"], ["products.product_id", "products.region"], ondelete="CASCADE"
    ),
    sa.Index("ix_skus_product_id_region", "product_id", "region"),
)

product_categories = sa.Table(
    "product_categories",
    metadata,
    *columns("text product_id region\nint position", key=True),
    *columns(
        """
        text category_id name
        int level
        text parent_id
        bool is_leaf
        """
    ),
    sa.ForeignKeyConstraint(
        ["product_id", "region"], ["products.product_id", "products.region"], ondelete="CASCADE"
    ),
    sa.Index("ix_product_categories_category_id", "category_id"),
    sqlite_with_rowid=False,
)

reviews = entity(
    "reviews",
    "text review_id",
    """
    text product_id sku_id sku_text
    int rating
    text text
    time created_at
    bool is_verified_purchase is_incentivized is_anonymous
    text reviewer_name reviewer_id reviewer_sec_uid reviewer_avatar_url
    json images videos
    int helpful_count
    json rounded_counts
    bool is_updated is_pseudonymous
    """,
    sa.Index("ix_reviews_product_id_created_at", "product_id", "created_at"),
)
"""``country`` is the buyer's. A review belongs to a product in all regions, so no row is its parent."""
