"""The tables of what people do around videos: comments, relations, playlists, and what search suggests."""

from __future__ import annotations

import sqlalchemy as sa

from tiktok_spiders.store.tables import entity, ordered

comments = entity(
    "comments",
    "text comment_id",
    """
    >video video_id
    text parent_comment_id reply_to_comment_id text language
    time created_at
    int like_count reply_count
    json rounded_counts
    bool liked_by_author pinned_by_author by_video_author
    json labels mentions images
    int position status
    bool is_translatable is_high_purchase_intent is_folded
    text share_url
    >user user_id
    text sec_uid unique_id nickname avatar_thumb_url
    bool verified
    int rank
    bool is_pseudonymous
    """,
    sa.ForeignKeyConstraint(["parent_comment_id"], ["comments.comment_id"], ondelete="SET NULL"),
    sa.Index("ix_comments_video_id_created_at", "video_id", "created_at"),
    sa.Index("ix_comments_parent_comment_id", "parent_comment_id"),
    sa.Index("ix_comments_user_id", "user_id"),
    ordered("comments", "created_at", "comment_id"),
    ordered("comments", "like_count", "comment_id"),
)

relations = entity(
    "relations",
    """
    >user owner_id
    text direction
    >user member_id
    """,
    """
    text owner_unique_id member_sec_uid member_unique_id member_nickname
    int position list_total
    bool is_truncated is_pseudonymous
    time left_at
    """,
    sa.Index("ix_relations_member_id_direction", "member_id", "direction"),
)
"""``left_at``: end of the first complete listing in which the member was lacking."""

playlists = entity(
    "playlists",
    "text playlist_id",
    """
    text kind name
    >user owner_id
    text owner_sec_uid owner_unique_id
    int video_count
    json rounded_counts
    text cover_url
    """,
    sa.Index("ix_playlists_owner_id", "owner_id"),
)

playlist_items = entity(
    "playlist_items",
    """
    >playlist playlist_id
    int position
    """,
    ">video video_id",
    sa.Index("ix_playlist_items_video_id", "video_id"),
)
"""``gone_at``: end of the first complete listing without anything at this position."""

suggestions = entity(
    "suggestions",
    "text query kind text",
    """
    text word_id
    int rank
    """,
)
