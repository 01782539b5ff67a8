"""Lessons that repeat: what was asked for as one, and which lesson of it a booking is."""

import sqlalchemy as sa

from alembic import op

revision = "0010_series"
down_revision = "0015_mails"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "booking_series",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("instructor_id", sa.Uuid(), nullable=False),
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("first_date", sa.Date(), nullable=False),
        sa.Column("start_time", sa.Time(), nullable=False),
        sa.Column("duration_minutes", sa.SmallInteger(), nullable=False),
        sa.Column("interval_weeks", sa.SmallInteger(), nullable=False),
        sa.Column("count", sa.SmallInteger(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_booking_series"),
        sa.ForeignKeyConstraint(["student_id"], ["users.id"], name="fk_booking_series_student_id_users"),
        sa.ForeignKeyConstraint(
            ["instructor_id"], ["instructors.id"], name="fk_booking_series_instructor_id_instructors"
        ),
        sa.ForeignKeyConstraint(["offering_id"], ["offerings.id"], name="fk_booking_series_offering_id_offerings"),
        sa.CheckConstraint("interval_weeks BETWEEN 1 AND 2", name=op.f("ck_booking_series_interval")),
        sa.CheckConstraint("count BETWEEN 2 AND 26", name=op.f("ck_booking_series_count")),
        sa.CheckConstraint("mode IN ('all_or_nothing', 'best_effort')", name=op.f("ck_booking_series_mode")),
    )
    op.create_index("ix_booking_series_student_id", "booking_series", ["student_id"])
    op.create_index("ix_booking_series_instructor_id", "booking_series", ["instructor_id"])
    # Which series a lesson came with is a copy, as all of a booking is: bookings know nothing of the table above.
    op.add_column("bookings", sa.Column("series_id", sa.Uuid()))
    op.add_column("bookings", sa.Column("series_position", sa.SmallInteger()))
    op.create_check_constraint(
        op.f("ck_bookings_in_series"), "bookings", "(series_id IS NULL) = (series_position IS NULL)"
    )
    op.create_index(
        "uq_bookings_series",
        "bookings",
        ["series_id", "series_position"],
        unique=True,
        postgresql_where=sa.text("series_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("uq_bookings_series", "bookings")
    op.drop_constraint(op.f("ck_bookings_in_series"), "bookings")
    op.drop_column("bookings", "series_position")
    op.drop_column("bookings", "series_id")
    op.drop_table("booking_series")
