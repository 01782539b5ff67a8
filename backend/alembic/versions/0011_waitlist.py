"""Waiting for a time: what people wish for and what they were offered; holds that nobody asked for."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0011_waitlist"
down_revision = "0015_muted_mails"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("bookings", sa.Column("is_offer", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.create_table(
        "waitlist_wishes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("instructor_id", sa.Uuid()),
        sa.Column("offering_id", sa.Uuid()),
        sa.Column("subject_slug", sa.Text(), nullable=False),
        sa.Column("duration_minutes", sa.SmallInteger(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("neighborhood_slug", sa.Text()),
        sa.Column("weekdays", postgresql.ARRAY(sa.Text())),
        sa.Column("dates", postgresql.ARRAY(sa.Date())),
        sa.Column("start_time", sa.Time(), nullable=False),
        sa.Column("end_time", sa.Time(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("wanted", postgresql.TSTZMULTIRANGE(), nullable=False),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_waitlist_wishes"),
        sa.ForeignKeyConstraint(["student_id"], ["users.id"], name="fk_waitlist_wishes_student_id_users"),
        sa.ForeignKeyConstraint(
            ["instructor_id"], ["instructors.id"], name="fk_waitlist_wishes_instructor_id_instructors"
        ),
        sa.ForeignKeyConstraint(["offering_id"], ["offerings.id"], name="fk_waitlist_wishes_offering_id_offerings"),
        sa.ForeignKeyConstraint(["subject_slug"], ["subjects.slug"], name="fk_waitlist_wishes_subject_slug_subjects"),
        sa.ForeignKeyConstraint(
            ["neighborhood_slug"], ["neighborhoods.slug"], name="fk_waitlist_wishes_neighborhood_slug_neighborhoods"
        ),
        sa.CheckConstraint(
            "status IN ('waiting', 'offered', 'fulfilled', 'expired', 'withdrawn')",
            name=op.f("ck_waitlist_wishes_status"),
        ),
        sa.CheckConstraint("place IN ('online', 'at_instructor', 'at_student')", name=op.f("ck_waitlist_wishes_place")),
        sa.CheckConstraint(
            "weekdays <@ ARRAY['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']::text[]",
            name=op.f("ck_waitlist_wishes_weekdays"),
        ),
        sa.CheckConstraint("(instructor_id IS NULL) = (offering_id IS NULL)", name=op.f("ck_waitlist_wishes_offering")),
        sa.CheckConstraint("instructor_id <> student_id", name=op.f("ck_waitlist_wishes_two_people")),
        sa.CheckConstraint("start_time < end_time", name=op.f("ck_waitlist_wishes_times")),
        sa.CheckConstraint("NOT isempty(wanted)", name=op.f("ck_waitlist_wishes_wanted")),
        sa.CheckConstraint(
            "duration_minutes BETWEEN 30 AND 240 AND duration_minutes % 15 = 0",
            name=op.f("ck_waitlist_wishes_duration"),
        ),
    )
    for column in ("instructor_id", "offering_id", "subject_slug", "neighborhood_slug"):
        op.create_index(f"ix_waitlist_wishes_{column}", "waitlist_wishes", [column])
    op.create_index("ix_waitlist_wishes_student_id", "waitlist_wishes", ["student_id", "id"])
    op.create_index(
        "ix_waitlist_wishes_open",
        "waitlist_wishes",
        ["id"],
        postgresql_where=sa.text("status IN ('waiting', 'offered')"),
    )
    op.create_table(
        "waitlist_offers",
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("wish_id", sa.Uuid(), nullable=False),
        sa.Column("instructor_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("outcome", sa.Text()),
        sa.PrimaryKeyConstraint("booking_id", name="pk_waitlist_offers"),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name="fk_waitlist_offers_booking_id_bookings"),
        sa.ForeignKeyConstraint(["wish_id"], ["waitlist_wishes.id"], name="fk_waitlist_offers_wish_id_waitlist_wishes"),
        sa.ForeignKeyConstraint(
            ["instructor_id"], ["instructors.id"], name="fk_waitlist_offers_instructor_id_instructors"
        ),
        sa.CheckConstraint("outcome IN ('accepted', 'declined', 'expired')", name=op.f("ck_waitlist_offers_outcome")),
        sa.CheckConstraint("(outcome IS NULL) = (ended_at IS NULL)", name=op.f("ck_waitlist_offers_ended")),
    )
    op.create_index("ix_waitlist_offers_instructor_id", "waitlist_offers", ["instructor_id"])
    op.create_index(
        "uq_waitlist_offers_time", "waitlist_offers", ["wish_id", "instructor_id", "starts_at"], unique=True
    )
    op.create_index(
        "uq_waitlist_offers_open",
        "waitlist_offers",
        ["wish_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("waitlist_offers")
    op.drop_table("waitlist_wishes")
    op.drop_column("bookings", "is_offer")
