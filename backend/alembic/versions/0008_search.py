"""Favourites."""

import sqlalchemy as sa

from alembic import op

revision = "0008_search"
down_revision = "0007_reviews"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "favorites",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("instructor_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "instructor_id", name="pk_favorites"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_favorites_user_id_users", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["instructor_id"], ["instructors.id"], name="fk_favorites_instructor_id_instructors", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_favorites_instructor_id", "favorites", ["instructor_id"])


def downgrade() -> None:
    op.drop_table("favorites")
