"""The tables of current state: entities, their child rows, and the columns that all entities share.

Columns are named as the records' fields are and stand in the order of the data dictionary.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from tiktok_spiders.store.types import Money, UtcDateTime

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_KINDS: dict[str, Any] = {
    "text": sa.Text,
    "int": sa.BigInteger,
    "real": sa.Double,
    "bool": sa.Boolean,
    "time": UtcDateTime,
    "json": sa.JSON,
    "money": Money,
}
_PARENTS = {
    "user": "users.user_id",
    "sound": "sounds.sound_id",
    "hashtag": "hashtags.hashtag_id",
    "video": "videos.video_id",
    "playlist": "playlists.playlist_id",
    "seller": "sellers.seller_id",
}

BOOKKEEPING = """
text transport endpoint country run_id
int schema_version
text raw_ref
time first_seen_at last_seen_at
int detail
time detail_at counters_at history_at gone_at
"""
"""Of the newest answer: transport to raw_ref. ``history_at``: the last counters row."""


def columns(block: str, *, key: bool = False) -> list[sa.Column[Any]]:
    """Return the columns of ``kind name name …`` lines; ``>user`` is a reference to a user, and so on."""
    made: list[sa.Column[Any]] = []
    for line in block.strip().splitlines():
        kind, *names = line.split()
        made.extend(_column(kind, name, key=key) for name in names)
    return made


def _column(kind: str, name: str, *, key: bool) -> sa.Column[Any]:
    if kind.startswith(">"):
        parent = sa.ForeignKey(_PARENTS[kind[1:]], onupdate="CASCADE")
        return sa.Column(name, sa.Text, parent, primary_key=key)
    return sa.Column(name, _KINDS[kind], primary_key=key, autoincrement=False)


def entity(name: str, key: str, block: str, *extra: sa.schema.SchemaItem) -> sa.Table:
    """Return the table of a record type; ``key`` holds the lines of the columns of its key."""
    return sa.Table(name, metadata, *columns(key, key=True), *columns(block), *columns(BOOKKEEPING), *extra)


def _children(name: str, block: str, *extra: sa.Index, small: bool = False) -> sa.Table:
    # Without a rowid SQLite keeps a row in its key's tree: half the work for small rows, more for large ones.
    parent = sa.ForeignKey("videos.video_id", ondelete="CASCADE")
    return sa.Table(
        name,
        metadata,
        sa.Column("video_id", sa.Text, parent, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        *columns(block),
        *extra,
        sqlite_with_rowid=not small,
    )


def ordered(table: str, column: str, *rest: str) -> sa.Index:
    """Return the index of records in an order, without stubs.

    ``detail`` stands in it too: SQLite looks up every row again for the condition else.
    """
    listed = sa.text("detail > 0")
    name = f"ix_{table}_by_{column}"
    return sa.Index(name, column, *rest, "detail", sqlite_where=listed, postgresql_where=listed)


users = entity(
    "users",
    "text user_id",
    """
    text sec_uid unique_id
    bool unique_id_is_current
    text short_id nickname bio bio_link
    int bio_link_risk
    text avatar_thumb_url avatar_medium_url avatar_url avatar_key url
    bool verified is_private is_secret
    text region language
    time created_at unique_id_changed_at nickname_changed_at
    bool is_commerce
    text commerce_category
    bool is_seller is_organization is_virtual is_minor_flag
    text room_id
    bool is_live
    int follower_count following_count heart_count video_count liked_count friend_count
    json rounded_counts
    bool likes_are_public
    int following_visibility comment_setting duet_setting stitch_setting download_setting
    bool embed_allowed has_playlist_tab has_music_tab has_question_tab
    int story_status
    text status
    int status_code
    text status_message
    bool is_pseudonymous
    """,
    sa.Index("uq_users_sec_uid", "sec_uid", unique=True),
    sa.Index("ix_users_unique_id", "unique_id", "user_id", "detail"),
    ordered("users", "follower_count", "user_id"),
    ordered("users", "video_count", "user_id"),
    sa.Index("ix_users_last_seen_at", "last_seen_at"),
)

user_aliases = sa.Table(
    "user_aliases",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, sa.ForeignKey("users.user_id", onupdate="CASCADE"), nullable=False),
    sa.Column("is_current", sa.Boolean, nullable=False),
    sa.Column("seen_at", UtcDateTime, nullable=False),
    sa.Index("ix_user_aliases_user_id", "user_id"),
)

sounds = entity(
    "sounds",
    "text sound_id",
    """
    text title author_name album
    >user author_id
    text author_sec_uid author_unique_id owner_unique_id
    bool is_original
    real duration_s shoot_duration_s full_duration_s
    text play_url cover_thumb_url cover_medium_url cover_url
    int video_count
    json rounded_counts
    bool is_private is_copyrighted is_commerce_music is_unlimited
    text matched_song_id matched_song_title matched_song_author
    json external_ids
    time released_at created_at
    text language url status
    int status_code
    """,
    ordered("sounds", "video_count", "sound_id"),
)

hashtags = entity(
    "hashtags",
    "text hashtag_id",
    """
    text name title description cover_url profile_url
    bool is_commerce
    text split_title
    int view_count video_count
    json rounded_counts
    text url status
    int status_code
    """,
    sa.Index("uq_hashtags_name", "name", unique=True),
    ordered("hashtags", "view_count", "hashtag_id"),
    ordered("hashtags", "video_count", "hashtag_id"),
)

videos = entity(
    "videos",
    "text video_id",
    """
    text type url
    >user author_id
    text author_sec_uid author_unique_id author_nickname description title language
    time created_at
    bool created_at_is_estimated
    time uploaded_at scheduled_at
    int play_count like_count comment_count share_count save_count repost_count download_count
    json rounded_counts
    real duration_s
    int width height
    text ratio definition format codec
    int bitrate file_size
    text file_uri file_hash
    real loudness peak quality_score
    text play_url download_url
    time url_expires_at
    text cover_url origin_cover_url dynamic_cover_url audio_language transcript image_cover_url
    json text_spans effects sticker_texts topics
    int topic_id category_id
    json suggested_words keyword_tags channel_tags
    >sound sound_id
    json poi
    text location_created
    bool is_ad is_ad_authorized is_paid_partnership is_commission_eligible is_ai_generated
    int ai_label_type
    text ai_description
    bool is_pinned is_muted is_private for_friends is_secret is_reviewing is_original is_official is_indexable
    bool is_taken_down is_sensitive
    json warnings
    int comment_setting
    bool can_comment can_share can_repost duet_enabled stitch_enabled
    text duet_from_id playlist_id
    json anchors
    text status
    int status_code
    text status_message
    bool is_pseudonymous
    json child_hashes
    """,
    sa.Index("ix_videos_author_id_created_at", "author_id", "created_at"),
    sa.Index("ix_videos_sound_id", "sound_id"),
    ordered(
        "videos",
        "created_at",
        "video_id",
        "author_id",
        "play_count",
        "like_count",
        "comment_count",
        "share_count",
    ),
    ordered("videos", "play_count", "video_id"),
    ordered("videos", "like_count", "video_id"),
    sa.Index("ix_videos_last_seen_at", "last_seen_at"),
    sa.Index("ix_videos_status", "status"),
)

video_hashtags = _children(
    "video_hashtags",
    """
    >hashtag hashtag_id
    text name
    bool is_commerce
    """,
    sa.Index("ix_video_hashtags_hashtag_id", "hashtag_id"),
    small=True,
)
video_mentions = _children(
    "video_mentions",
    """
    text user_id sec_uid unique_id
    int start end
    """,
    sa.Index("ix_video_mentions_user_id", "user_id"),
    small=True,
)
video_images = _children(
    "video_images",
    """
    int index
    text url
    int width height
    text key
    """,
)
video_subtitles = _children(
    "video_subtitles",
    """
    text language source format version url
    time expires_at
    int size
    bool is_auto is_original
    text text
    """,
)
video_renditions = _children(
    "video_renditions",
    """
    text name codec
    int bitrate
    real fps
    int width height size
    text uri key file_hash
    json urls
    """,
)
video_products = _children(
    "video_products",
    "text product_id title",
    sa.Index("ix_video_products_product_id", "product_id"),
    small=True,
)
