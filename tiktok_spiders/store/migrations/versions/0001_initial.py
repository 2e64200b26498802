"""Entities, their child rows, runs and history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tiktok_spiders.store.types import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915 -- one statement a table and index
    op.create_table(
        "hashtags",
        sa.Column("hashtag_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("cover_url", sa.Text(), nullable=True),
        sa.Column("profile_url", sa.Text(), nullable=True),
        sa.Column("is_commerce", sa.Boolean(), nullable=True),
        sa.Column("split_title", sa.Text(), nullable=True),
        sa.Column("view_count", sa.BigInteger(), nullable=True),
        sa.Column("video_count", sa.BigInteger(), nullable=True),
        sa.Column("rounded_counts", sa.JSON(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("status_code", sa.BigInteger(), nullable=True),
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
        sa.PrimaryKeyConstraint("hashtag_id", name=op.f("pk_hashtags")),
    )
    with op.batch_alter_table("hashtags", schema=None) as batch_op:
        batch_op.create_index("uq_hashtags_name", ["name"], unique=True)

    op.create_table(
        "names",
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("observed_at", UtcDateTime(), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("entity", "id", "field", "observed_at", name=op.f("pk_names")),
    )
    with op.batch_alter_table("names", schema=None) as batch_op:
        batch_op.create_index("ix_names_observed_at", ["observed_at"], unique=False)

    op.create_table(
        "runs",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("spider", sa.Text(), nullable=True),
        sa.Column("node", sa.Text(), nullable=True),
        sa.Column("job_id", sa.Text(), nullable=True),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("arguments", sa.JSON(), nullable=True),
        sa.Column("finish_reason", sa.Text(), nullable=True),
        sa.Column("targets_by_status", sa.JSON(), nullable=True),
        sa.Column("items_by_type", sa.JSON(), nullable=True),
        sa.Column("blocks_by_outcome", sa.JSON(), nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("last_beat_at", UtcDateTime(), nullable=True),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("targets", sa.BigInteger(), nullable=True),
        sa.Column("requests", sa.BigInteger(), nullable=True),
        sa.Column("bytes", sa.BigInteger(), nullable=True),
        sa.Column("identities_used", sa.BigInteger(), nullable=True),
        sa.Column("rejected_rows", sa.BigInteger(), nullable=True),
        sa.Column("peak_memory_bytes", sa.BigInteger(), nullable=True),
        sa.Column("browser_seconds", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_runs")),
    )
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.create_index("ix_runs_spider_started_at", ["spider", "started_at"], unique=False)
        batch_op.create_index("uq_runs_name", ["name"], unique=True)

    op.create_table(
        "statuses",
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("observed_at", UtcDateTime(), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("status_code", sa.BigInteger(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("entity", "id", "observed_at", name=op.f("pk_statuses")),
    )
    with op.batch_alter_table("statuses", schema=None) as batch_op:
        batch_op.create_index("ix_statuses_observed_at", ["observed_at"], unique=False)

    op.create_table(
        "users",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("sec_uid", sa.Text(), nullable=True),
        sa.Column("unique_id", sa.Text(), nullable=True),
        sa.Column("unique_id_is_current", sa.Boolean(), nullable=True),
        sa.Column("short_id", sa.Text(), nullable=True),
        sa.Column("nickname", sa.Text(), nullable=True),
        sa.Column("bio", sa.Text(), nullable=True),
        sa.Column("bio_link", sa.Text(), nullable=True),
        sa.Column("bio_link_risk", sa.BigInteger(), nullable=True),
        sa.Column("avatar_thumb_url", sa.Text(), nullable=True),
        sa.Column("avatar_medium_url", sa.Text(), nullable=True),
        sa.Column("avatar_url", sa.Text(), nullable=True),
        sa.Column("avatar_key", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=True),
        sa.Column("is_private", sa.Boolean(), nullable=True),
        sa.Column("is_secret", sa.Boolean(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=True),
        sa.Column("unique_id_changed_at", UtcDateTime(), nullable=True),
        sa.Column("nickname_changed_at", UtcDateTime(), nullable=True),
        sa.Column("is_commerce", sa.Boolean(), nullable=True),
        sa.Column("commerce_category", sa.Text(), nullable=True),
        sa.Column("is_seller", sa.Boolean(), nullable=True),
        sa.Column("is_organization", sa.Boolean(), nullable=True),
        sa.Column("is_virtual", sa.Boolean(), nullable=True),
        sa.Column("is_minor_flag", sa.Boolean(), nullable=True),
        sa.Column("room_id", sa.Text(), nullable=True),
        sa.Column("is_live", sa.Boolean(), nullable=True),
        sa.Column("follower_count", sa.BigInteger(), nullable=True),
        sa.Column("following_count", sa.BigInteger(), nullable=True),
        sa.Column("heart_count", sa.BigInteger(), nullable=True),
        sa.Column("video_count", sa.BigInteger(), nullable=True),
        sa.Column("liked_count", sa.BigInteger(), nullable=True),
        sa.Column("friend_count", sa.BigInteger(), nullable=True),
        sa.Column("rounded_counts", sa.JSON(), nullable=True),
        sa.Column("likes_are_public", sa.Boolean(), nullable=True),
        sa.Column("following_visibility", sa.BigInteger(), nullable=True),
        sa.Column("comment_setting", sa.BigInteger(), nullable=True),
        sa.Column("duet_setting", sa.BigInteger(), nullable=True),
        sa.Column("stitch_setting", sa.BigInteger(), nullable=True),
        sa.Column("download_setting", sa.BigInteger(), nullable=True),
        sa.Column("embed_allowed", sa.Boolean(), nullable=True),
        sa.Column("has_playlist_tab", sa.Boolean(), nullable=True),
        sa.Column("has_music_tab", sa.Boolean(), nullable=True),
        sa.Column("has_question_tab", sa.Boolean(), nullable=True),
        sa.Column("story_status", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("status_code", sa.BigInteger(), nullable=True),
        sa.Column("status_message", sa.Text(), nullable=True),
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
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_users")),
    )
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.create_index("ix_users_last_seen_at", ["last_seen_at"], unique=False)
        batch_op.create_index("ix_users_unique_id", ["unique_id"], unique=False)
        batch_op.create_index("uq_users_sec_uid", ["sec_uid"], unique=True)

    op.create_table(
        "checkpoints",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=True),
        sa.Column("new", sa.BigInteger(), nullable=True),
        sa.Column("updated", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.run_id"], name=op.f("fk_checkpoints_run_id_runs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "target", "resource", name=op.f("pk_checkpoints")),
    )
    op.create_table(
        "erased",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.run_id"], name=op.f("fk_erased_run_id_runs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_erased")),
    )
    with op.batch_alter_table("erased", schema=None) as batch_op:
        batch_op.create_index("ix_erased_created_at", ["created_at"], unique=False)

    op.create_table(
        "hashtag_counters",
        sa.Column("hashtag_id", sa.Text(), nullable=False),
        sa.Column("observed_at", UtcDateTime(), nullable=False),
        sa.Column("view_count", sa.BigInteger(), nullable=True),
        sa.Column("video_count", sa.BigInteger(), nullable=True),
        sa.Column("rounded_counts", sa.JSON(), nullable=True),
        sa.Column("transport", sa.Text(), nullable=True),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["hashtag_id"],
            ["hashtags.hashtag_id"],
            name=op.f("fk_hashtag_counters_hashtag_id_hashtags"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("hashtag_id", "observed_at", name=op.f("pk_hashtag_counters")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("hashtag_counters", schema=None) as batch_op:
        batch_op.create_index("ix_hashtag_counters_observed_at", ["observed_at"], unique=False)

    op.create_table(
        "raw_payloads",
        sa.Column("raw_ref", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.Column("record_type", sa.Text(), nullable=True),
        sa.Column("record_id", sa.Text(), nullable=True),
        sa.Column("endpoint", sa.Text(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.run_id"], name=op.f("fk_raw_payloads_run_id_runs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("raw_ref", name=op.f("pk_raw_payloads")),
    )
    with op.batch_alter_table("raw_payloads", schema=None) as batch_op:
        batch_op.create_index("ix_raw_payloads_created_at", ["created_at"], unique=False)

    op.create_table(
        "rejected_rows",
        sa.Column("serial", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("resource", sa.Text(), nullable=True),
        sa.Column("record_type", sa.Text(), nullable=True),
        sa.Column("record_id", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.run_id"], name=op.f("fk_rejected_rows_run_id_runs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("serial", name=op.f("pk_rejected_rows")),
    )
    with op.batch_alter_table("rejected_rows", schema=None) as batch_op:
        batch_op.create_index("ix_rejected_rows_created_at", ["created_at"], unique=False)

    op.create_table(
        "sightings",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("record_type", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.run_id"], name=op.f("fk_sightings_run_id_runs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "run_id", "record_type", "record_id", "target", "section", name=op.f("pk_sightings")
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("sightings", schema=None) as batch_op:
        batch_op.create_index(
            "ix_sightings_record_type_record_id", ["record_type", "record_id"], unique=False
        )

    op.create_table(
        "sounds",
        sa.Column("sound_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("author_name", sa.Text(), nullable=True),
        sa.Column("album", sa.Text(), nullable=True),
        sa.Column("author_id", sa.Text(), nullable=True),
        sa.Column("author_sec_uid", sa.Text(), nullable=True),
        sa.Column("author_unique_id", sa.Text(), nullable=True),
        sa.Column("owner_unique_id", sa.Text(), nullable=True),
        sa.Column("is_original", sa.Boolean(), nullable=True),
        sa.Column("duration_s", sa.Double(), nullable=True),
        sa.Column("shoot_duration_s", sa.Double(), nullable=True),
        sa.Column("full_duration_s", sa.Double(), nullable=True),
        sa.Column("play_url", sa.Text(), nullable=True),
        sa.Column("cover_thumb_url", sa.Text(), nullable=True),
        sa.Column("cover_medium_url", sa.Text(), nullable=True),
        sa.Column("cover_url", sa.Text(), nullable=True),
        sa.Column("video_count", sa.BigInteger(), nullable=True),
        sa.Column("rounded_counts", sa.JSON(), nullable=True),
        sa.Column("is_private", sa.Boolean(), nullable=True),
        sa.Column("is_copyrighted", sa.Boolean(), nullable=True),
        sa.Column("is_commerce_music", sa.Boolean(), nullable=True),
        sa.Column("is_unlimited", sa.Boolean(), nullable=True),
        sa.Column("matched_song_id", sa.Text(), nullable=True),
        sa.Column("matched_song_title", sa.Text(), nullable=True),
        sa.Column("matched_song_author", sa.Text(), nullable=True),
        sa.Column("external_ids", sa.JSON(), nullable=True),
        sa.Column("released_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("status_code", sa.BigInteger(), nullable=True),
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
            ["author_id"], ["users.user_id"], name=op.f("fk_sounds_author_id_users"), onupdate="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sound_id", name=op.f("pk_sounds")),
    )
    op.create_table(
        "user_aliases",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_user_aliases_user_id_users"), onupdate="CASCADE"
        ),
        sa.PrimaryKeyConstraint("kind", "value", name=op.f("pk_user_aliases")),
    )
    with op.batch_alter_table("user_aliases", schema=None) as batch_op:
        batch_op.create_index("ix_user_aliases_user_id", ["user_id"], unique=False)

    op.create_table(
        "user_counters",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("observed_at", UtcDateTime(), nullable=False),
        sa.Column("follower_count", sa.BigInteger(), nullable=True),
        sa.Column("following_count", sa.BigInteger(), nullable=True),
        sa.Column("heart_count", sa.BigInteger(), nullable=True),
        sa.Column("video_count", sa.BigInteger(), nullable=True),
        sa.Column("liked_count", sa.BigInteger(), nullable=True),
        sa.Column("friend_count", sa.BigInteger(), nullable=True),
        sa.Column("rounded_counts", sa.JSON(), nullable=True),
        sa.Column("transport", sa.Text(), nullable=True),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.user_id"],
            name=op.f("fk_user_counters_user_id_users"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", "observed_at", name=op.f("pk_user_counters")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("user_counters", schema=None) as batch_op:
        batch_op.create_index("ix_user_counters_observed_at", ["observed_at"], unique=False)

    op.create_table(
        "verdicts",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("target_kind", sa.Text(), nullable=True),
        sa.Column("target_key", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("stop_reason", sa.Text(), nullable=True),
        sa.Column("asked", sa.BigInteger(), nullable=True),
        sa.Column("expected", sa.BigInteger(), nullable=True),
        sa.Column("expected_from", sa.Text(), nullable=True),
        sa.Column("received", sa.BigInteger(), nullable=True),
        sa.Column("unique", sa.BigInteger(), nullable=True),
        sa.Column("new", sa.BigInteger(), nullable=True),
        sa.Column("updated", sa.BigInteger(), nullable=True),
        sa.Column("coverage", sa.Double(), nullable=True),
        sa.Column("pages", sa.BigInteger(), nullable=True),
        sa.Column("requests", sa.BigInteger(), nullable=True),
        sa.Column("bytes", sa.BigInteger(), nullable=True),
        sa.Column("duration_s", sa.Double(), nullable=True),
        sa.Column("transports", sa.JSON(), nullable=True),
        sa.Column("endpoints", sa.JSON(), nullable=True),
        sa.Column("outcomes", sa.JSON(), nullable=True),
        sa.Column("identities_used", sa.BigInteger(), nullable=True),
        sa.Column("countries", sa.JSON(), nullable=True),
        sa.Column("oldest_at", UtcDateTime(), nullable=True),
        sa.Column("newest_at", UtcDateTime(), nullable=True),
        sa.Column("last_cursor", sa.Text(), nullable=True),
        sa.Column("status_code", sa.BigInteger(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("scraped_at", UtcDateTime(), nullable=True),
        sa.Column("schema_version", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.run_id"], name=op.f("fk_verdicts_run_id_runs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "target", "resource", name=op.f("pk_verdicts")),
    )
    with op.batch_alter_table("verdicts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_verdicts_target_key_resource_finished_at",
            ["target_key", "resource", "finished_at"],
            unique=False,
        )

    op.create_table(
        "sound_counters",
        sa.Column("sound_id", sa.Text(), nullable=False),
        sa.Column("observed_at", UtcDateTime(), nullable=False),
        sa.Column("video_count", sa.BigInteger(), nullable=True),
        sa.Column("rounded_counts", sa.JSON(), nullable=True),
        sa.Column("transport", sa.Text(), nullable=True),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["sound_id"],
            ["sounds.sound_id"],
            name=op.f("fk_sound_counters_sound_id_sounds"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sound_id", "observed_at", name=op.f("pk_sound_counters")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("sound_counters", schema=None) as batch_op:
        batch_op.create_index("ix_sound_counters_observed_at", ["observed_at"], unique=False)

    op.create_table(
        "videos",
        sa.Column("video_id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("author_id", sa.Text(), nullable=True),
        sa.Column("author_sec_uid", sa.Text(), nullable=True),
        sa.Column("author_unique_id", sa.Text(), nullable=True),
        sa.Column("author_nickname", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=True),
        sa.Column("created_at_is_estimated", sa.Boolean(), nullable=True),
        sa.Column("uploaded_at", UtcDateTime(), nullable=True),
        sa.Column("scheduled_at", UtcDateTime(), nullable=True),
        sa.Column("play_count", sa.BigInteger(), nullable=True),
        sa.Column("like_count", sa.BigInteger(), nullable=True),
        sa.Column("comment_count", sa.BigInteger(), nullable=True),
        sa.Column("share_count", sa.BigInteger(), nullable=True),
        sa.Column("save_count", sa.BigInteger(), nullable=True),
        sa.Column("repost_count", sa.BigInteger(), nullable=True),
        sa.Column("download_count", sa.BigInteger(), nullable=True),
        sa.Column("rounded_counts", sa.JSON(), nullable=True),
        sa.Column("duration_s", sa.Double(), nullable=True),
        sa.Column("width", sa.BigInteger(), nullable=True),
        sa.Column("height", sa.BigInteger(), nullable=True),
        sa.Column("ratio", sa.Text(), nullable=True),
        sa.Column("definition", sa.Text(), nullable=True),
        sa.Column("format", sa.Text(), nullable=True),
        sa.Column("codec", sa.Text(), nullable=True),
        sa.Column("bitrate", sa.BigInteger(), nullable=True),
        sa.Column("file_size", sa.BigInteger(), nullable=True),
        sa.Column("file_uri", sa.Text(), nullable=True),
        sa.Column("file_hash", sa.Text(), nullable=True),
        sa.Column("loudness", sa.Double(), nullable=True),
        sa.Column("peak", sa.Double(), nullable=True),
        sa.Column("quality_score", sa.Double(), nullable=True),
        sa.Column("play_url", sa.Text(), nullable=True),
        sa.Column("download_url", sa.Text(), nullable=True),
        sa.Column("url_expires_at", UtcDateTime(), nullable=True),
        sa.Column("cover_url", sa.Text(), nullable=True),
        sa.Column("origin_cover_url", sa.Text(), nullable=True),
        sa.Column("dynamic_cover_url", sa.Text(), nullable=True),
        sa.Column("audio_language", sa.Text(), nullable=True),
        sa.Column("transcript", sa.Text(), nullable=True),
        sa.Column("image_cover_url", sa.Text(), nullable=True),
        sa.Column("text_spans", sa.JSON(), nullable=True),
        sa.Column("effects", sa.JSON(), nullable=True),
        sa.Column("sticker_texts", sa.JSON(), nullable=True),
        sa.Column("topics", sa.JSON(), nullable=True),
        sa.Column("topic_id", sa.BigInteger(), nullable=True),
        sa.Column("category_id", sa.BigInteger(), nullable=True),
        sa.Column("suggested_words", sa.JSON(), nullable=True),
        sa.Column("keyword_tags", sa.JSON(), nullable=True),
        sa.Column("channel_tags", sa.JSON(), nullable=True),
        sa.Column("sound_id", sa.Text(), nullable=True),
        sa.Column("poi", sa.JSON(), nullable=True),
        sa.Column("location_created", sa.Text(), nullable=True),
        sa.Column("is_ad", sa.Boolean(), nullable=True),
        sa.Column("is_ad_authorized", sa.Boolean(), nullable=True),
        sa.Column("is_paid_partnership", sa.Boolean(), nullable=True),
        sa.Column("is_commission_eligible", sa.Boolean(), nullable=True),
        sa.Column("is_ai_generated", sa.Boolean(), nullable=True),
        sa.Column("ai_label_type", sa.BigInteger(), nullable=True),
        sa.Column("ai_description", sa.Text(), nullable=True),
        sa.Column("is_pinned", sa.Boolean(), nullable=True),
        sa.Column("is_muted", sa.Boolean(), nullable=True),
        sa.Column("is_private", sa.Boolean(), nullable=True),
        sa.Column("for_friends", sa.Boolean(), nullable=True),
        sa.Column("is_secret", sa.Boolean(), nullable=True),
        sa.Column("is_reviewing", sa.Boolean(), nullable=True),
        sa.Column("is_original", sa.Boolean(), nullable=True),
        sa.Column("is_official", sa.Boolean(), nullable=True),
        sa.Column("is_indexable", sa.Boolean(), nullable=True),
        sa.Column("is_taken_down", sa.Boolean(), nullable=True),
        sa.Column("is_sensitive", sa.Boolean(), nullable=True),
        sa.Column("warnings", sa.JSON(), nullable=True),
        sa.Column("comment_setting", sa.BigInteger(), nullable=True),
        sa.Column("can_comment", sa.Boolean(), nullable=True),
        sa.Column("can_share", sa.Boolean(), nullable=True),
        sa.Column("can_repost", sa.Boolean(), nullable=True),
        sa.Column("duet_enabled", sa.Boolean(), nullable=True),
        sa.Column("stitch_enabled", sa.Boolean(), nullable=True),
        sa.Column("duet_from_id", sa.Text(), nullable=True),
        sa.Column("playlist_id", sa.Text(), nullable=True),
        sa.Column("anchors", sa.JSON(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("status_code", sa.BigInteger(), nullable=True),
        sa.Column("status_message", sa.Text(), nullable=True),
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
            ["author_id"], ["users.user_id"], name=op.f("fk_videos_author_id_users"), onupdate="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sound_id"], ["sounds.sound_id"], name=op.f("fk_videos_sound_id_sounds"), onupdate="CASCADE"
        ),
        sa.PrimaryKeyConstraint("video_id", name=op.f("pk_videos")),
    )
    with op.batch_alter_table("videos", schema=None) as batch_op:
        batch_op.create_index("ix_videos_author_id_created_at", ["author_id", "created_at"], unique=False)
        batch_op.create_index("ix_videos_created_at", ["created_at"], unique=False)
        batch_op.create_index("ix_videos_last_seen_at", ["last_seen_at"], unique=False)
        batch_op.create_index("ix_videos_sound_id", ["sound_id"], unique=False)
        batch_op.create_index("ix_videos_status", ["status"], unique=False)

    op.create_table(
        "video_counters",
        sa.Column("video_id", sa.Text(), nullable=False),
        sa.Column("observed_at", UtcDateTime(), nullable=False),
        sa.Column("play_count", sa.BigInteger(), nullable=True),
        sa.Column("like_count", sa.BigInteger(), nullable=True),
        sa.Column("comment_count", sa.BigInteger(), nullable=True),
        sa.Column("share_count", sa.BigInteger(), nullable=True),
        sa.Column("save_count", sa.BigInteger(), nullable=True),
        sa.Column("repost_count", sa.BigInteger(), nullable=True),
        sa.Column("download_count", sa.BigInteger(), nullable=True),
        sa.Column("rounded_counts", sa.JSON(), nullable=True),
        sa.Column("transport", sa.Text(), nullable=True),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["video_id"],
            ["videos.video_id"],
            name=op.f("fk_video_counters_video_id_videos"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("video_id", "observed_at", name=op.f("pk_video_counters")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("video_counters", schema=None) as batch_op:
        batch_op.create_index("ix_video_counters_observed_at", ["observed_at"], unique=False)

    op.create_table(
        "video_hashtags",
        sa.Column("video_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hashtag_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("is_commerce", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["hashtag_id"],
            ["hashtags.hashtag_id"],
            name=op.f("fk_video_hashtags_hashtag_id_hashtags"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["video_id"],
            ["videos.video_id"],
            name=op.f("fk_video_hashtags_video_id_videos"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("video_id", "position", name=op.f("pk_video_hashtags")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("video_hashtags", schema=None) as batch_op:
        batch_op.create_index("ix_video_hashtags_hashtag_id", ["hashtag_id"], unique=False)

    op.create_table(
        "video_images",
        sa.Column("video_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("index", sa.BigInteger(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("width", sa.BigInteger(), nullable=True),
        sa.Column("height", sa.BigInteger(), nullable=True),
        sa.Column("key", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["video_id"],
            ["videos.video_id"],
            name=op.f("fk_video_images_video_id_videos"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("video_id", "position", name=op.f("pk_video_images")),
        sqlite_with_rowid=True,
    )
    op.create_table(
        "video_mentions",
        sa.Column("video_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Text(), nullable=True),
        sa.Column("sec_uid", sa.Text(), nullable=True),
        sa.Column("unique_id", sa.Text(), nullable=True),
        sa.Column("start", sa.BigInteger(), nullable=True),
        sa.Column("end", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["video_id"],
            ["videos.video_id"],
            name=op.f("fk_video_mentions_video_id_videos"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("video_id", "position", name=op.f("pk_video_mentions")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("video_mentions", schema=None) as batch_op:
        batch_op.create_index("ix_video_mentions_user_id", ["user_id"], unique=False)

    op.create_table(
        "video_products",
        sa.Column("video_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["video_id"],
            ["videos.video_id"],
            name=op.f("fk_video_products_video_id_videos"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("video_id", "position", name=op.f("pk_video_products")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("video_products", schema=None) as batch_op:
        batch_op.create_index("ix_video_products_product_id", ["product_id"], unique=False)

    op.create_table(
        "video_renditions",
        sa.Column("video_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("codec", sa.Text(), nullable=True),
        sa.Column("bitrate", sa.BigInteger(), nullable=True),
        sa.Column("fps", sa.Double(), nullable=True),
        sa.Column("width", sa.BigInteger(), nullable=True),
        sa.Column("height", sa.BigInteger(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("uri", sa.Text(), nullable=True),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("file_hash", sa.Text(), nullable=True),
        sa.Column("urls", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["video_id"],
            ["videos.video_id"],
            name=op.f("fk_video_renditions_video_id_videos"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("video_id", "position", name=op.f("pk_video_renditions")),
        sqlite_with_rowid=True,
    )
    op.create_table(
        "video_subtitles",
        sa.Column("video_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("format", sa.Text(), nullable=True),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("is_auto", sa.Boolean(), nullable=True),
        sa.Column("is_original", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["video_id"],
            ["videos.video_id"],
            name=op.f("fk_video_subtitles_video_id_videos"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("video_id", "position", name=op.f("pk_video_subtitles")),
        sqlite_with_rowid=True,
    )


def downgrade() -> None:  # noqa: PLR0915 -- one statement a table and index
    op.drop_table("video_subtitles")
    op.drop_table("video_renditions")
    with op.batch_alter_table("video_products", schema=None) as batch_op:
        batch_op.drop_index("ix_video_products_product_id")

    op.drop_table("video_products")
    with op.batch_alter_table("video_mentions", schema=None) as batch_op:
        batch_op.drop_index("ix_video_mentions_user_id")

    op.drop_table("video_mentions")
    op.drop_table("video_images")
    with op.batch_alter_table("video_hashtags", schema=None) as batch_op:
        batch_op.drop_index("ix_video_hashtags_hashtag_id")

    op.drop_table("video_hashtags")
    with op.batch_alter_table("video_counters", schema=None) as batch_op:
        batch_op.drop_index("ix_video_counters_observed_at")

    op.drop_table("video_counters")
    with op.batch_alter_table("videos", schema=None) as batch_op:
        batch_op.drop_index("ix_videos_status")
        batch_op.drop_index("ix_videos_sound_id")
        batch_op.drop_index("ix_videos_last_seen_at")
        batch_op.drop_index("ix_videos_created_at")
        batch_op.drop_index("ix_videos_author_id_created_at")

    op.drop_table("videos")
    with op.batch_alter_table("sound_counters", schema=None) as batch_op:
        batch_op.drop_index("ix_sound_counters_observed_at")

    op.drop_table("sound_counters")
    with op.batch_alter_table("verdicts", schema=None) as batch_op:
        batch_op.drop_index("ix_verdicts_target_key_resource_finished_at")

    op.drop_table("verdicts")
    with op.batch_alter_table("user_counters", schema=None) as batch_op:
        batch_op.drop_index("ix_user_counters_observed_at")

    op.drop_table("user_counters")
    with op.batch_alter_table("user_aliases", schema=None) as batch_op:
        batch_op.drop_index("ix_user_aliases_user_id")

    op.drop_table("user_aliases")
    op.drop_table("sounds")
    with op.batch_alter_table("sightings", schema=None) as batch_op:
        batch_op.drop_index("ix_sightings_record_type_record_id")

    op.drop_table("sightings")
    with op.batch_alter_table("rejected_rows", schema=None) as batch_op:
        batch_op.drop_index("ix_rejected_rows_created_at")

    op.drop_table("rejected_rows")
    with op.batch_alter_table("raw_payloads", schema=None) as batch_op:
        batch_op.drop_index("ix_raw_payloads_created_at")

    op.drop_table("raw_payloads")
    with op.batch_alter_table("hashtag_counters", schema=None) as batch_op:
        batch_op.drop_index("ix_hashtag_counters_observed_at")

    op.drop_table("hashtag_counters")
    with op.batch_alter_table("erased", schema=None) as batch_op:
        batch_op.drop_index("ix_erased_created_at")

    op.drop_table("erased")
    op.drop_table("checkpoints")
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_index("uq_users_sec_uid")
        batch_op.drop_index("ix_users_unique_id")
        batch_op.drop_index("ix_users_last_seen_at")

    op.drop_table("users")
    with op.batch_alter_table("statuses", schema=None) as batch_op:
        batch_op.drop_index("ix_statuses_observed_at")

    op.drop_table("statuses")
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.drop_index("uq_runs_name")
        batch_op.drop_index("ix_runs_spider_started_at")

    op.drop_table("runs")
    with op.batch_alter_table("names", schema=None) as batch_op:
        batch_op.drop_index("ix_names_observed_at")

    op.drop_table("names")
    with op.batch_alter_table("hashtags", schema=None) as batch_op:
        batch_op.drop_index("uq_hashtags_name")

    op.drop_table("hashtags")
