"""Bookings that cannot overlap, their history, and answers to repeated requests."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0006_bookings"
down_revision = "0005_availability"
branch_labels = None
depends_on = None

STATUSES = "'held', 'confirmed', 'completed', 'cancelled', 'no_show', 'expired'"
TAKES_TIME = "status IN ('held', 'confirmed', 'completed', 'no_show')"
OCCUPIED = (
    "tstzrange(starts_at,"
    " (ends_at AT TIME ZONE 'UTC' + make_interval(mins => buffer_minutes::integer)) AT TIME ZONE 'UTC')"
)


def _instant(name: str, *, optional: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=optional)


def _touched(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False)


def upgrade() -> None:
    op.create_table("bookings", *_columns(), *_keys(), *_checks(), *_exclusions())
    op.create_index("ix_bookings_instructor_id_starts_at", "bookings", ["instructor_id", "starts_at"])
    op.create_index("ix_bookings_student_id_starts_at", "bookings", ["student_id", "starts_at"])
    op.create_index("ix_bookings_offering_id", "bookings", ["offering_id"])
    op.create_index(
        "ix_bookings_to_complete", "bookings", ["ends_at"], postgresql_where=sa.text("status = 'confirmed'")
    )
    op.create_index("ix_bookings_holds", "bookings", ["expires_at"], postgresql_where=sa.text("status = 'held'"))
    _create_events()
    _create_idempotency_keys()


def _columns() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instructor_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("subject_slug", sa.Text(), nullable=False),
        sa.Column("subject_name", sa.Text(), nullable=False),
        sa.Column("booking_date", sa.Date(), nullable=False),
        sa.Column("start_time", sa.Time(), nullable=False),
        sa.Column("end_time", sa.Time(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        _instant("starts_at", optional=False),
        _instant("ends_at", optional=False),
        sa.Column("duration_minutes", sa.SmallInteger(), nullable=False),
        sa.Column("buffer_minutes", sa.SmallInteger(), nullable=False),
        sa.Column("rate_cents", sa.Integer(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("neighborhood_slug", sa.Text()),
        sa.Column("address", sa.Text()),
        sa.Column("note", sa.Text()),
        sa.Column("cancellation_tiers", postgresql.JSONB(), nullable=False),
        _instant("expires_at"),
        _instant("cancelled_at"),
        sa.Column("cancelled_by", sa.Text()),
        sa.Column("cancel_reason", sa.Text()),
        sa.Column("refund_share_percent", sa.SmallInteger()),
        sa.Column("late_reschedules", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("sequence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        _touched("created_at"),
        _touched("updated_at"),
        sa.Column("takes_time", sa.Boolean(), sa.Computed(TAKES_TIME, persisted=True), nullable=False),
        sa.Column("occupied", postgresql.TSTZRANGE(), sa.Computed(OCCUPIED, persisted=True), nullable=False),
    ]


def _keys() -> list[sa.Constraint]:
    return [
        sa.PrimaryKeyConstraint("id", name="pk_bookings"),
        sa.ForeignKeyConstraint(["instructor_id"], ["instructors.id"], name="fk_bookings_instructor_id_instructors"),
        sa.ForeignKeyConstraint(["student_id"], ["users.id"], name="fk_bookings_student_id_users"),
        sa.ForeignKeyConstraint(["offering_id"], ["offerings.id"], name="fk_bookings_offering_id_offerings"),
    ]


def _checks() -> list[sa.CheckConstraint]:
    rules = {
        "status": f"status IN ({STATUSES})",
        "place": "place IN ('online', 'at_instructor', 'at_student')",
        "two_people": "student_id <> instructor_id",
        "length": "ends_at - starts_at = make_interval(mins => duration_minutes::integer)",
        "duration": "duration_minutes BETWEEN 30 AND 240 AND duration_minutes % 15 = 0",
        "buffer": "buffer_minutes BETWEEN 0 AND 120",
        "quarter_hour": "extract(epoch FROM start_time)::integer % 900 = 0",
        "price": "price_cents = (rate_cents * duration_minutes + 30) / 60",
        # `<=` between booleans reads "implies".
        "hold_expires": "(status = 'held') <= (expires_at IS NOT NULL)",
        "only_holds_expire": "(expires_at IS NOT NULL) <= (status IN ('held', 'expired'))",
        "cancelled": "(status = 'cancelled') = (cancelled_at IS NOT NULL AND refund_share_percent IS NOT NULL)",
        "cancelled_by": "cancelled_by IS NULL OR cancelled_by IN ('student', 'instructor', 'system')",
        "refund_share": "refund_share_percent BETWEEN 0 AND 100",
    }
    return [sa.CheckConstraint(rule, name=op.f(f"ck_bookings_{name}")) for name, rule in rules.items()]


def _exclusions() -> list[postgresql.ExcludeConstraint]:
    """Nobody is booked twice: the instructor not within a lesson and its buffer, the student not within a lesson."""
    lesson = sa.func.tstzrange(sa.literal_column("starts_at"), sa.literal_column("ends_at"))
    return [
        postgresql.ExcludeConstraint(
            (sa.column("instructor_id"), "="),
            (sa.column("occupied"), "&&"),
            name="ex_bookings_instructor_time",
            using="gist",
            where=sa.text("takes_time"),
        ),
        postgresql.ExcludeConstraint(
            (sa.column("student_id"), "="),
            (lesson, "&&"),
            name="ex_bookings_student_time",
            using="gist",
            where=sa.text("takes_time"),
        ),
    ]


def _create_events() -> None:
    op.create_table(
        "booking_events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        _instant("at", optional=False),
        sa.Column("actor_id", sa.Uuid()),
        sa.Column("data", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_booking_events"),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name="fk_booking_events_booking_id_bookings", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name="fk_booking_events_actor_id_users"),
    )
    op.create_index("ix_booking_events_booking_id", "booking_events", ["booking_id"])


def _create_idempotency_keys() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        _touched("created_at"),
        sa.PrimaryKeyConstraint("user_id", "key", name="pk_idempotency_keys"),
    )
    op.create_index("ix_idempotency_keys_created_at", "idempotency_keys", ["created_at"])


def downgrade() -> None:
    op.drop_table("idempotency_keys")
    op.drop_table("booking_events")
    op.drop_table("bookings")
