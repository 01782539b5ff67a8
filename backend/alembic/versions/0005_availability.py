"""Hours, weeks and black-out days; and what a wall-clock time means as an instant."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0005_availability"
down_revision = "0004_instructors"
branch_labels = None
depends_on = None

# The same answer as app/core/timerange.py `wall_to_instant`; a property test compares them. Immutable because generated
# columns need it. New rules of a time zone change nothing by themselves: rows of that zone are then written anew.
WALL_INSTANT = """
CREATE FUNCTION wall_instant(wall timestamp, zone text) RETURNS timestamptz
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
    -- PostgreSQL takes the second of a repeated time, and shifts a missing one to after the jump.
    guess timestamptz := wall AT TIME ZONE zone;
    day_before timestamptz := guess - interval '24 hours';
    first timestamptz;
BEGIN
    IF guess AT TIME ZONE zone <> wall THEN
        RETURN (
            SELECT min(instant)
            FROM generate_series(day_before, guess, interval '1 minute') AS instant
            WHERE instant AT TIME ZONE zone >= wall
        );
    END IF;
    first := (wall - (day_before AT TIME ZONE zone - day_before AT TIME ZONE 'UTC')) AT TIME ZONE 'UTC';
    IF first < guess AND first AT TIME ZONE zone = wall THEN
        RETURN first;
    END IF;
    RETURN guess;
END
$$
"""
SLOT_SPAN = (
    "tstzrange(wall_instant(specific_date + start_time, timezone), wall_instant(specific_date + end_time, timezone))"
)
BLACKOUT_SPAN = (
    "tstzrange(wall_instant(blackout_date::timestamp, timezone), wall_instant(blackout_date + time '24:00', timezone))"
)


def _zone_fk(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["instructor_id", "timezone"],
        ["instructors.id", "instructors.timezone"],
        name=f"fk_{table}_instructor_id_timezone_instructors",
        onupdate="CASCADE",
        ondelete="CASCADE",
    )


def upgrade() -> None:
    op.execute(WALL_INSTANT)
    _create_slots()
    op.create_table(
        "availability_weeks",
        sa.Column("instructor_id", sa.Uuid(), nullable=False),
        sa.Column("week_start", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("instructor_id", "week_start", name="pk_availability_weeks"),
        sa.ForeignKeyConstraint(
            ["instructor_id"],
            ["instructors.id"],
            name="fk_availability_weeks_instructor_id_instructors",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("extract(isodow FROM week_start) = 1", name=op.f("ck_availability_weeks_monday")),
        sa.CheckConstraint("version > 0", name=op.f("ck_availability_weeks_version")),
    )
    op.create_table(
        "blackouts",
        sa.Column("instructor_id", sa.Uuid(), nullable=False),
        sa.Column("blackout_date", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("span", postgresql.TSTZRANGE(), sa.Computed(BLACKOUT_SPAN, persisted=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("instructor_id", "blackout_date", name="pk_blackouts"),
        _zone_fk("blackouts"),
    )
    op.create_index("ix_blackouts_instructor_id_span", "blackouts", ["instructor_id", "span"], postgresql_using="gist")


def _create_slots() -> None:
    op.create_table(
        "availability_slots",
        sa.Column("instructor_id", sa.Uuid(), nullable=False),
        sa.Column("specific_date", sa.Date(), nullable=False),
        sa.Column("start_time", sa.Time(), nullable=False),
        sa.Column("end_time", sa.Time(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("span", postgresql.TSTZRANGE(), sa.Computed(SLOT_SPAN, persisted=True), nullable=False),
        sa.PrimaryKeyConstraint("instructor_id", "specific_date", "start_time", name="pk_availability_slots"),
        _zone_fk("availability_slots"),
        sa.CheckConstraint("start_time < end_time", name=op.f("ck_availability_slots_order")),
        sa.CheckConstraint(
            "extract(epoch FROM start_time)::integer % 900 = 0 AND extract(epoch FROM end_time)::integer % 900 = 0",
            name=op.f("ck_availability_slots_quarter_hours"),
        ),
        postgresql.ExcludeConstraint(
            (sa.column("instructor_id"), "="),
            (sa.column("span"), "&&"),
            name="ex_availability_slots_overlap",
            using="gist",
            deferrable=True,
            initially="IMMEDIATE",
        ),
    )
    op.create_index("ix_availability_slots_specific_date", "availability_slots", ["specific_date"])


def downgrade() -> None:
    op.drop_table("blackouts")
    op.drop_table("availability_weeks")
    op.drop_table("availability_slots")
    op.execute("DROP FUNCTION wall_instant(timestamp, text)")
