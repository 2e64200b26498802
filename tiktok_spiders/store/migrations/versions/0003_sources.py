"""Comments, relations, playlists, suggestions, Shop; pseudonyms; sightings of rows with longer keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tiktok_spiders.store.types import Money, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_SIGHTED = ["run_id", "record_type", "record_id", "target", "section"]
_PSEUDONYMS = ("users", "videos")
_TABLES = (
    "sku_history",
    "skus",
    "product_history",
    "product_categories",
    "playlist_items",
    "comments",
    "seller_counters",
    "products",
    "sellers",
    "relations",
    "playlists",
    "suggestions",
    "reviews",
)
"""Those that refer to others before these."""


def upgrade() -> None:
    op.create_table(
        "reviews",
        sa.Column("review_id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=True),
        sa.Column("sku_id", sa.Text(), nullable=True),
        sa.Column("sku_text", sa.Text(), nullable=True),
        sa.Column("rating", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=True),
        sa.Column("is_verified_purchase", sa.Boolean(), nullable=True),
        sa.Column("is_incentivized", sa.Boolean(), nullable=True),
        sa.Column("is_anonymous", sa.Boolean(), nullable=True),
        sa.Column("reviewer_name", sa.Text(), nullable=True),
        sa.Column("reviewer_id", sa.Text(), nullable=True),
        sa.Column("reviewer_sec_uid", sa.Text(), nullable=True),
        sa.Column("reviewer_avatar_url", sa.Text(), nullable=True),
        sa.Column("images", sa.JSON(), nullable=True),
        sa.Column("videos", sa.JSON(), nullable=True),
        sa.Column("helpful_count", sa.BigInteger(), nullable=True),
        sa.Column("rounded_counts", sa.JSON(), nullable=True),
        sa.Column("is_updated", sa.Boolean(), nullable=True),
        sa.Column("is_pseudonymous", sa.Boolean(), nullable=True),
        sa.Column("transport", sa.Text(), nullable=True),
        sa.Column("endpoint", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.Column("schema_version", sa.BigInteger(), nullable=True),
        sa.Column("raw_ref", sa.Text(), nullable=True),
        sa.Column("first_seen_at", UtcDateTime(), nullable=True),
        sa.Column("last_seen_at", UtcDateTime(), nullable=True),
        sa.Column("detail", sa.BigInteger(), nullable=True),
        sa.Column("detail_at", UtcDateTime(), nullable=True),
        sa.Column("counters_at", UtcDateTime(), nullable=True),
        sa.Column("history_at", UtcDateTime(), nullable=True),
        sa.Column("gone_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_reviews")),
    )
    op.create_index("ix_reviews_product_id_created_at", "reviews", ["product_id", "created_at"])

    op.create_table(
        "suggestions",
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("word_id", sa.Text(), nullable=True),
        sa.Column("rank", sa.BigInteger(), nullable=True),
        sa.Column("transport", sa.Text(), nullable=True),
        sa.Column("endpoint", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.Column("schema_version", sa.BigInteger(), nullable=True),
        sa.Column("raw_ref", sa.Text(), nullable=True),
        sa.Column("first_seen_at", UtcDateTime(), nullable=True),
        sa.Column("last_seen_at", UtcDateTime(), nullable=True),
        sa.Column("detail", sa.BigInteger(), nullable=True),
        sa.Column("detail_at", UtcDateTime(), nullable=True),
        sa.Column("counters_at", UtcDateTime(), nullable=True),
        sa.Column("history_at", UtcDateTime(), nullable=True),
        sa.Column("gone_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("query", "kind", "text", name=op.f("pk_suggestions")),
    )
    op.create_table(
        "playlists",
        sa.Column("playlist_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("owner_id", sa.Text(), nullable=True),
        sa.Column("owner_sec_uid", sa.Text(), nullable=True),
        sa.Column("owner_unique_id", sa.Text(), nullable=True),
        sa.Column("video_count", sa.BigInteger(), nullable=True),
        sa.Column("rounded_counts", sa.JSON(), nullable=True),
        sa.Column("cover_url", sa.Text(), nullable=True),
        sa.Column("transport", sa.Text(), nullable=True),
        sa.Column("endpoint", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.Column("schema_version", sa.BigInteger(), nullable=True),
        sa.Column("raw_ref", sa.Text(), nullable=True),
        sa.Column("first_seen_at", UtcDateTime(), nullable=True),
        sa.Column("last_seen_at", UtcDateTime(), nullable=True),
        sa.Column("detail", sa.BigInteger(), nullable=True),
        sa.Column("detail_at", UtcDateTime(), nullable=True),
        sa.Column("counters_at", UtcDateTime(), nullable=True),
        sa.Column("history_at", UtcDateTime(), nullable=True),
        sa.Column("gone_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.user_id"], name=op.f("fk_playlists_owner_id_users"), onupdate="CASCADE"
        ),
        sa.PrimaryKeyConstraint("playlist_id", name=op.f("pk_playlists")),
    )
    op.create_index("ix_playlists_owner_id", "playlists", ["owner_id"])

    op.create_table(
        "relations",
        sa.Column("owner_id", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("owner_unique_id", sa.Text(), nullable=True),
        sa.Column("member_sec_uid", sa.Text(), nullable=True),
        sa.Column("member_unique_id", sa.Text(), nullable=True),
        sa.Column("member_nickname", sa.Text(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.Column("list_total", sa.BigInteger(), nullable=True),
        sa.Column("is_truncated", sa.Boolean(), nullable=True),
        sa.Column("is_pseudonymous", sa.Boolean(), nullable=True),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.Column("transport", sa.Text(), nullable=True),
        sa.Column("endpoint", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.Column("schema_version", sa.BigInteger(), nullable=True),
        sa.Column("raw_ref", sa.Text(), nullable=True),
        sa.Column("first_seen_at", UtcDateTime(), nullable=True),
        sa.Column("last_seen_at", UtcDateTime(), nullable=True),
        sa.Column("detail", sa.BigInteger(), nullable=True),
        sa.Column("detail_at", UtcDateTime(), nullable=True),
        sa.Column("counters_at", UtcDateTime(), nullable=True),
        sa.Column("history_at", UtcDateTime(), nullable=True),
        sa.Column("gone_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.user_id"], name=op.f("fk_relations_member_id_users"), onupdate="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.user_id"], name=op.f("fk_relations_owner_id_users"), onupdate="CASCADE"
        ),
        sa.PrimaryKeyConstraint("owner_id", "direction", "member_id", name=op.f("pk_relations")),
    )
    op.create_index("ix_relations_member_id_direction", "relations", ["member_id", "direction"])

    op.create_table(
        "sellers",
        sa.Column("seller_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("logo_url", sa.Text(), nullable=True),
        sa.Column("user_id", sa.Text(), nullable=True),
        sa.Column("user_sec_uid", sa.Text(), nullable=True),
        sa.Column("creator_name", sa.Text(), nullable=True),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("rating", sa.Double(), nullable=True),
        sa.Column("follower_count", sa.BigInteger(), nullable=True),
        sa.Column("sold_count", sa.BigInteger(), nullable=True),
        sa.Column("video_count", sa.BigInteger(), nullable=True),
        sa.Column("product_count", sa.BigInteger(), nullable=True),
        sa.Column("review_count", sa.BigInteger(), nullable=True),
        sa.Column("rounded_counts", sa.JSON(), nullable=True),
        sa.Column("scores", sa.JSON(), nullable=True),
        sa.Column("slogan", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("badge", sa.Text(), nullable=True),
        sa.Column("status", sa.BigInteger(), nullable=True),
        sa.Column("transport", sa.Text(), nullable=True),
        sa.Column("endpoint", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.Column("schema_version", sa.BigInteger(), nullable=True),
        sa.Column("raw_ref", sa.Text(), nullable=True),
        sa.Column("first_seen_at", UtcDateTime(), nullable=True),
        sa.Column("last_seen_at", UtcDateTime(), nullable=True),
        sa.Column("detail", sa.BigInteger(), nullable=True),
        sa.Column("detail_at", UtcDateTime(), nullable=True),
        sa.Column("counters_at", UtcDateTime(), nullable=True),
        sa.Column("history_at", UtcDateTime(), nullable=True),
        sa.Column("gone_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_sellers_user_id_users"), onupdate="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seller_id", name=op.f("pk_sellers")),
    )
    op.create_index("ix_sellers_user_id", "sellers", ["user_id"])

    op.create_table(
        "products",
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("seller_id", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("status", sa.BigInteger(), nullable=True),
        sa.Column("is_available", sa.Boolean(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("price_min", Money(), nullable=True),
        sa.Column("price_max", Money(), nullable=True),
        sa.Column("original_price_min", Money(), nullable=True),
        sa.Column("original_price_max", Money(), nullable=True),
        sa.Column("price_masked", sa.Boolean(), nullable=True),
        sa.Column("discount_percent", sa.BigInteger(), nullable=True),
        sa.Column("price_text", sa.Text(), nullable=True),
        sa.Column("sold_count", sa.BigInteger(), nullable=True),
        sa.Column("rating", sa.Double(), nullable=True),
        sa.Column("review_count", sa.BigInteger(), nullable=True),
        sa.Column("rating_1", sa.BigInteger(), nullable=True),
        sa.Column("rating_2", sa.BigInteger(), nullable=True),
        sa.Column("rating_3", sa.BigInteger(), nullable=True),
        sa.Column("rating_4", sa.BigInteger(), nullable=True),
        sa.Column("rating_5", sa.BigInteger(), nullable=True),
        sa.Column("rounded_counts", sa.JSON(), nullable=True),
        sa.Column("images", sa.JSON(), nullable=True),
        sa.Column("videos", sa.JSON(), nullable=True),
        sa.Column("specifications", sa.JSON(), nullable=True),
        sa.Column("options", sa.JSON(), nullable=True),
        sa.Column("stock_total", sa.BigInteger(), nullable=True),
        sa.Column("shipping_fee", Money(), nullable=True),
        sa.Column("shipping_currency", sa.Text(), nullable=True),
        sa.Column("free_shipping", sa.Boolean(), nullable=True),
        sa.Column("delivery_name", sa.Text(), nullable=True),
        sa.Column("delivery_min_days", sa.BigInteger(), nullable=True),
        sa.Column("delivery_max_days", sa.BigInteger(), nullable=True),
        sa.Column("ships_from", sa.Text(), nullable=True),
        sa.Column("return_policy", sa.Text(), nullable=True),
        sa.Column("related_videos", sa.JSON(), nullable=True),
        sa.Column("status_code", sa.BigInteger(), nullable=True),
        sa.Column("child_hashes", sa.JSON(), nullable=True),
        sa.Column("transport", sa.Text(), nullable=True),
        sa.Column("endpoint", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.Column("schema_version", sa.BigInteger(), nullable=True),
        sa.Column("raw_ref", sa.Text(), nullable=True),
        sa.Column("first_seen_at", UtcDateTime(), nullable=True),
        sa.Column("last_seen_at", UtcDateTime(), nullable=True),
        sa.Column("detail", sa.BigInteger(), nullable=True),
        sa.Column("detail_at", UtcDateTime(), nullable=True),
        sa.Column("counters_at", UtcDateTime(), nullable=True),
        sa.Column("history_at", UtcDateTime(), nullable=True),
        sa.Column("gone_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["seller_id"],
            ["sellers.seller_id"],
            name=op.f("fk_products_seller_id_sellers"),
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("product_id", "region", name=op.f("pk_products")),
    )
    op.create_index("ix_products_last_seen_at", "products", ["last_seen_at"])
    op.create_index("ix_products_seller_id", "products", ["seller_id"])

    op.create_table(
        "seller_counters",
        sa.Column("seller_id", sa.Text(), nullable=False),
        sa.Column("observed_at", UtcDateTime(), nullable=False),
        sa.Column("follower_count", sa.BigInteger(), nullable=True),
        sa.Column("sold_count", sa.BigInteger(), nullable=True),
        sa.Column("product_count", sa.BigInteger(), nullable=True),
        sa.Column("review_count", sa.BigInteger(), nullable=True),
        sa.Column("rating", sa.Double(), nullable=True),
        sa.Column("rounded_counts", sa.JSON(), nullable=True),
        sa.Column("transport", sa.Text(), nullable=True),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["seller_id"],
            ["sellers.seller_id"],
            name=op.f("fk_seller_counters_seller_id_sellers"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("seller_id", "observed_at", name=op.f("pk_seller_counters")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_seller_counters_observed_at", "seller_counters", ["observed_at"])

    op.create_table(
        "comments",
        sa.Column("comment_id", sa.Text(), nullable=False),
        sa.Column("video_id", sa.Text(), nullable=True),
        sa.Column("parent_comment_id", sa.Text(), nullable=True),
        sa.Column("reply_to_comment_id", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=True),
        sa.Column("like_count", sa.BigInteger(), nullable=True),
        sa.Column("reply_count", sa.BigInteger(), nullable=True),
        sa.Column("rounded_counts", sa.JSON(), nullable=True),
        sa.Column("liked_by_author", sa.Boolean(), nullable=True),
        sa.Column("pinned_by_author", sa.Boolean(), nullable=True),
        sa.Column("by_video_author", sa.Boolean(), nullable=True),
        sa.Column("labels", sa.JSON(), nullable=True),
        sa.Column("mentions", sa.JSON(), nullable=True),
        sa.Column("images", sa.JSON(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.BigInteger(), nullable=True),
        sa.Column("is_translatable", sa.Boolean(), nullable=True),
        sa.Column("is_high_purchase_intent", sa.Boolean(), nullable=True),
        sa.Column("is_folded", sa.Boolean(), nullable=True),
        sa.Column("share_url", sa.Text(), nullable=True),
        sa.Column("user_id", sa.Text(), nullable=True),
        sa.Column("sec_uid", sa.Text(), nullable=True),
        sa.Column("unique_id", sa.Text(), nullable=True),
        sa.Column("nickname", sa.Text(), nullable=True),
        sa.Column("avatar_thumb_url", sa.Text(), nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=True),
        sa.Column("rank", sa.BigInteger(), nullable=True),
        sa.Column("is_pseudonymous", sa.Boolean(), nullable=True),
        sa.Column("transport", sa.Text(), nullable=True),
        sa.Column("endpoint", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.Column("schema_version", sa.BigInteger(), nullable=True),
        sa.Column("raw_ref", sa.Text(), nullable=True),
        sa.Column("first_seen_at", UtcDateTime(), nullable=True),
        sa.Column("last_seen_at", UtcDateTime(), nullable=True),
        sa.Column("detail", sa.BigInteger(), nullable=True),
        sa.Column("detail_at", UtcDateTime(), nullable=True),
        sa.Column("counters_at", UtcDateTime(), nullable=True),
        sa.Column("history_at", UtcDateTime(), nullable=True),
        sa.Column("gone_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["parent_comment_id"],
            ["comments.comment_id"],
            name=op.f("fk_comments_parent_comment_id_comments"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_comments_user_id_users"), onupdate="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["video_id"], ["videos.video_id"], name=op.f("fk_comments_video_id_videos"), onupdate="CASCADE"
        ),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_comments")),
    )
    op.create_index("ix_comments_parent_comment_id", "comments", ["parent_comment_id"])
    op.create_index("ix_comments_user_id", "comments", ["user_id"])
    op.create_index("ix_comments_video_id_created_at", "comments", ["video_id", "created_at"])

    op.create_table(
        "playlist_items",
        sa.Column("playlist_id", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("video_id", sa.Text(), nullable=True),
        sa.Column("transport", sa.Text(), nullable=True),
        sa.Column("endpoint", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.Column("schema_version", sa.BigInteger(), nullable=True),
        sa.Column("raw_ref", sa.Text(), nullable=True),
        sa.Column("first_seen_at", UtcDateTime(), nullable=True),
        sa.Column("last_seen_at", UtcDateTime(), nullable=True),
        sa.Column("detail", sa.BigInteger(), nullable=True),
        sa.Column("detail_at", UtcDateTime(), nullable=True),
        sa.Column("counters_at", UtcDateTime(), nullable=True),
        sa.Column("history_at", UtcDateTime(), nullable=True),
        sa.Column("gone_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["playlist_id"],
            ["playlists.playlist_id"],
            name=op.f("fk_playlist_items_playlist_id_playlists"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["video_id"],
            ["videos.video_id"],
            name=op.f("fk_playlist_items_video_id_videos"),
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("playlist_id", "position", name=op.f("pk_playlist_items")),
    )
    op.create_index("ix_playlist_items_video_id", "playlist_items", ["video_id"])

    op.create_table(
        "product_categories",
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("category_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("level", sa.BigInteger(), nullable=True),
        sa.Column("parent_id", sa.Text(), nullable=True),
        sa.Column("is_leaf", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["product_id", "region"],
            ["products.product_id", "products.region"],
            name=op.f("fk_product_categories_product_id_region_products"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("product_id", "region", "position", name=op.f("pk_product_categories")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_product_categories_category_id", "product_categories", ["category_id"])

    op.create_table(
        "product_history",
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("observed_at", UtcDateTime(), nullable=False),
        sa.Column("price_min", Money(), nullable=True),
        sa.Column("price_max", Money(), nullable=True),
        sa.Column("original_price_min", Money(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("sold_count", sa.BigInteger(), nullable=True),
        sa.Column("rating", sa.Double(), nullable=True),
        sa.Column("review_count", sa.BigInteger(), nullable=True),
        sa.Column("stock_total", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.BigInteger(), nullable=True),
        sa.Column("rounded_counts", sa.JSON(), nullable=True),
        sa.Column("transport", sa.Text(), nullable=True),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["product_id", "region"],
            ["products.product_id", "products.region"],
            name=op.f("fk_product_history_product_id_region_products"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("product_id", "region", "observed_at", name=op.f("pk_product_history")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_product_history_observed_at", "product_history", ["observed_at"])

    op.create_table(
        "skus",
        sa.Column("sku_id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("properties", sa.JSON(), nullable=True),
        sa.Column("price", Money(), nullable=True),
        sa.Column("original_price", Money(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("stock", sa.BigInteger(), nullable=True),
        sa.Column("low_stock_text", sa.Text(), nullable=True),
        sa.Column("purchase_limit", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.BigInteger(), nullable=True),
        sa.Column("warehouse_id", sa.Text(), nullable=True),
        sa.Column("transport", sa.Text(), nullable=True),
        sa.Column("endpoint", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.Column("schema_version", sa.BigInteger(), nullable=True),
        sa.Column("raw_ref", sa.Text(), nullable=True),
        sa.Column("first_seen_at", UtcDateTime(), nullable=True),
        sa.Column("last_seen_at", UtcDateTime(), nullable=True),
        sa.Column("detail", sa.BigInteger(), nullable=True),
        sa.Column("detail_at", UtcDateTime(), nullable=True),
        sa.Column("counters_at", UtcDateTime(), nullable=True),
        sa.Column("history_at", UtcDateTime(), nullable=True),
        sa.Column("gone_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["product_id", "region"],
            ["products.product_id", "products.region"],
            name=op.f("fk_skus_product_id_region_products"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sku_id", "product_id", "region", name=op.f("pk_skus")),
    )
    op.create_index("ix_skus_product_id_region", "skus", ["product_id", "region"])

    op.create_table(
        "sku_history",
        sa.Column("sku_id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("observed_at", UtcDateTime(), nullable=False),
        sa.Column("price", Money(), nullable=True),
        sa.Column("original_price", Money(), nullable=True),
        sa.Column("stock", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.BigInteger(), nullable=True),
        sa.Column("transport", sa.Text(), nullable=True),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["sku_id", "product_id", "region"],
            ["skus.sku_id", "skus.product_id", "skus.region"],
            name=op.f("fk_sku_history_sku_id_product_id_region_skus"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sku_id", "region", "observed_at", name=op.f("pk_sku_history")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sku_history_observed_at", "sku_history", ["observed_at"])

    with op.batch_alter_table("sightings", table_kwargs={"sqlite_with_rowid": False}) as sightings:
        sightings.add_column(sa.Column("scope", sa.Text(), nullable=False, server_default=""))
        sightings.drop_constraint("pk_sightings", type_="primary")
        sightings.create_primary_key("pk_sightings", [*_SIGHTED, "scope"])
    for name in _PSEUDONYMS:
        mark: sa.Column[bool] = sa.Column(
            "is_pseudonymous", sa.Boolean(), nullable=True, server_default=sa.false()
        )
        op.add_column(name, mark)
    op.add_column("video_subtitles", sa.Column("text", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("video_subtitles", "text")
    for name in _PSEUDONYMS:
        op.drop_column(name, "is_pseudonymous")
    op.execute(sa.text("DELETE FROM sightings WHERE scope <> ''"))
    with op.batch_alter_table("sightings", table_kwargs={"sqlite_with_rowid": False}) as sightings:
        sightings.drop_constraint("pk_sightings", type_="primary")
        sightings.create_primary_key("pk_sightings", _SIGHTED)
        sightings.drop_column("scope")
    for name in _TABLES:
        op.drop_table(name)
