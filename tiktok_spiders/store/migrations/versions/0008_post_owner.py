"""Whose a post is: its account may be forgotten before it, and the name be another's then."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("publish_posts", sa.Column("owner", sa.Text(), nullable=True))
    op.create_index("ix_publish_posts_owner_id", "publish_posts", ["owner", "id"])


def downgrade() -> None:
    op.drop_index("ix_publish_posts_owner_id", "publish_posts")
    op.drop_column("publish_posts", "owner")
