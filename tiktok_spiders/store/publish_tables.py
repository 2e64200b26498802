"""The tables of publishing: accounts, logins under way, the queue with its history, webhooks, caps.

Everything secret stands in ``sealed``, encrypted with the key ring: tokens, code verifiers, upload addresses.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from tiktok_spiders.store.tables import columns, metadata
from tiktok_spiders.store.types import UtcDateTime


def _key(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text, primary_key=True) for name in names]


def _serial(name: str) -> sa.Column[Any]:
    # SQLite counts by itself only in a column that it calls INTEGER.
    kind = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    return sa.Column(name, kind, primary_key=True, autoincrement=True)


publish_accounts = sa.Table(
    "publish_accounts",
    metadata,
    *_key("name"),
    *columns(
        """
        text open_id client_key display_name
        json scopes
        text sealed
        time access_issued_at access_expires_at refresh_expires_at
        text refresh_owner
        time refresh_until
        text lost_reason
        time created_at updated_at
        text owner
        """
    ),
    sa.Index("uq_publish_accounts_client_key_open_id", "client_key", "open_id", unique=True),
)
"""``sealed``: access and refresh token, None when the login is lost. ``refresh_owner`` renews them until
``refresh_until``: nobody else does meanwhile. ``owner``: the API key that connected it, None for one
connected on the command line."""

publish_logins = sa.Table(
    "publish_logins",
    metadata,
    *_key("state_hash"),
    *columns(
        """
        text sealed redirect_uri
        json scopes
        text account owner
        time created_at expires_at used_at
        """
    ),
    sa.Index("ix_publish_logins_expires_at", "expires_at"),
)
"""``sealed``: the state itself and the code verifier."""

publish_posts = sa.Table(
    "publish_posts",
    metadata,
    _serial("id"),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    *columns(
        """
        text content_hash kind mode source path machine
        int size
        real mtime
        text file_hash caption
        json urls options
        text state reason
        time due_at
        text publish_id sealed
        int uploaded_bytes chunk_size
        json post_ids
        int tries inits
        text claimed_by
        time claimed_until init_at created_at updated_at
        text owner
        """
    ),
    sa.Index("uq_publish_posts_account_key", "account", "key", unique=True),
    sa.Index("ix_publish_posts_state_due_at", "state", "due_at"),
    sa.Index("ix_publish_posts_publish_id", "publish_id"),
    sa.Index("ix_publish_posts_owner_id", "owner", "id"),
)
"""``sealed``: upload address and what else the upload needs. ``urls``: of a pull or of photos.
``mtime``: seconds since 1970. ``owner``: that of the account, which may be forgotten before the post is."""

publish_post_history = sa.Table(
    "publish_post_history",
    metadata,
    _serial("serial"),
    sa.Column(
        "post_id", sa.BigInteger, sa.ForeignKey("publish_posts.id", ondelete="CASCADE"), nullable=False
    ),
    *columns("text old new reason actor"),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Index("ix_publish_post_history_post_id_at", "post_id", "at"),
)

publish_webhooks = sa.Table(
    "publish_webhooks",
    metadata,
    *_key("body_hash"),
    *columns(
        """
        text event client_key open_id publish_id
        json content
        time sent_at received_at
        text state reason
        """
    ),
    sa.Index("ix_publish_webhooks_received_at", "received_at"),
)
"""One row a body: who sends one twice finds the first."""

publish_limits = sa.Table(
    "publish_limits",
    metadata,
    *_key("scope", "code"),
    *columns("text log_id\ntime noted_at until"),
)
"""Caps that TikTok named, remembered until they are over. ``scope``: an account's name."""
