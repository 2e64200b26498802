"""Publishing: accounts, logins under way, the queue with its history, webhooks, caps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tiktok_spiders.store.types import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "publish_accounts",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("open_id", sa.Text(), nullable=True),
        sa.Column("client_key", sa.Text(), nullable=True),
        sa.Column("display_name", sa.Text(), nullable=True),
        sa.Column("scopes", sa.JSON(), nullable=True),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column("access_issued_at", UtcDateTime(), nullable=True),
        sa.Column("access_expires_at", UtcDateTime(), nullable=True),
        sa.Column("refresh_expires_at", UtcDateTime(), nullable=True),
        sa.Column("refresh_owner", sa.Text(), nullable=True),
        sa.Column("refresh_until", UtcDateTime(), nullable=True),
        sa.Column("lost_reason", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_publish_accounts")),
    )
    op.create_index(
        "uq_publish_accounts_client_key_open_id", "publish_accounts", ["client_key", "open_id"], unique=True
    )
    op.create_table(
        "publish_logins",
        sa.Column("state_hash", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column("redirect_uri", sa.Text(), nullable=True),
        sa.Column("scopes", sa.JSON(), nullable=True),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=True),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_publish_logins")),
    )
    op.create_index("ix_publish_logins_expires_at", "publish_logins", ["expires_at"])
    op.create_table(
        "publish_posts",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("mode", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("machine", sa.Text(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("mtime", sa.Double(), nullable=True),
        sa.Column("file_hash", sa.Text(), nullable=True),
        sa.Column("caption", sa.Text(), nullable=True),
        sa.Column("urls", sa.JSON(), nullable=True),
        sa.Column("options", sa.JSON(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("publish_id", sa.Text(), nullable=True),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column("uploaded_bytes", sa.BigInteger(), nullable=True),
        sa.Column("chunk_size", sa.BigInteger(), nullable=True),
        sa.Column("post_ids", sa.JSON(), nullable=True),
        sa.Column("tries", sa.BigInteger(), nullable=True),
        sa.Column("inits", sa.BigInteger(), nullable=True),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("claimed_until", UtcDateTime(), nullable=True),
        sa.Column("init_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publish_posts")),
    )
    op.create_index("ix_publish_posts_publish_id", "publish_posts", ["publish_id"])
    op.create_index("ix_publish_posts_state_due_at", "publish_posts", ["state", "due_at"])
    op.create_index("uq_publish_posts_account_key", "publish_posts", ["account", "key"], unique=True)
    op.create_table(
        "publish_post_history",
        sa.Column(
            "serial", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("post_id", sa.BigInteger(), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"],
            ["publish_posts.id"],
            name=op.f("fk_publish_post_history_post_id_publish_posts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("serial", name=op.f("pk_publish_post_history")),
    )
    op.create_index("ix_publish_post_history_post_id_at", "publish_post_history", ["post_id", "at"])
    op.create_table(
        "publish_webhooks",
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=True),
        sa.Column("client_key", sa.Text(), nullable=True),
        sa.Column("open_id", sa.Text(), nullable=True),
        sa.Column("publish_id", sa.Text(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("received_at", UtcDateTime(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("body_hash", name=op.f("pk_publish_webhooks")),
    )
    op.create_index("ix_publish_webhooks_received_at", "publish_webhooks", ["received_at"])
    op.create_table(
        "publish_limits",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("log_id", sa.Text(), nullable=True),
        sa.Column("noted_at", UtcDateTime(), nullable=True),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("scope", "code", name=op.f("pk_publish_limits")),
    )


def downgrade() -> None:
    op.drop_table("publish_limits")
    op.drop_table("publish_webhooks")
    op.drop_table("publish_post_history")
    op.drop_table("publish_posts")
    op.drop_table("publish_logins")
    op.drop_table("publish_accounts")
