"""Reviews of lessons."""

import sqlalchemy as sa

from alembic import op

revision = "0007_reviews"
down_revision = "0006_bookings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reviews",
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("instructor_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("rating", sa.SmallInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("booking_id", name="pk_reviews"),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name="fk_reviews_booking_id_bookings"),
        sa.ForeignKeyConstraint(["instructor_id"], ["instructors.id"], name="fk_reviews_instructor_id_instructors"),
        sa.ForeignKeyConstraint(["student_id"], ["users.id"], name="fk_reviews_student_id_users"),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name=op.f("ck_reviews_rating")),
        sa.CheckConstraint("char_length(text) <= 1000 AND char_length(answer) <= 1000", name=op.f("ck_reviews_length")),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_reviews_answered")),
    )
    op.create_index("ix_reviews_student_id", "reviews", ["student_id"])
    op.create_index(
        "ix_reviews_instructor_id_created_at",
        "reviews",
        ["instructor_id", sa.text("created_at DESC"), sa.text("booking_id DESC")],
    )


def downgrade() -> None:
    op.drop_table("reviews")
