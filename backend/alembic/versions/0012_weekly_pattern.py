"""Weekly patterns of hours, and the days whose hours were set by hand and that patterns leave alone."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0012_weekly_pattern"
down_revision = "0016_audit"
branch_labels = None
depends_on = None

# All hours that are there before there were patterns.
MARK_EDITED = """
INSERT INTO edited_days (instructor_id, specific_date)
SELECT DISTINCT instructor_id, specific_date FROM availability_slots
"""


def upgrade() -> None:
    op.create_table(
        "edited_days",
        sa.Column("instructor_id", sa.Uuid(), nullable=False),
        sa.Column("specific_date", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("instructor_id", "specific_date", name="pk_edited_days"),
        sa.ForeignKeyConstraint(
            ["instructor_id"],
            ["instructors.id"],
            name="fk_edited_days_instructor_id_instructors",
            ondelete="CASCADE",
        ),
    )
    op.execute(MARK_EDITED)
    op.create_table(
        "availability_patterns",
        sa.Column("instructor_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("filled_until", sa.Date(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("instructor_id", name="pk_availability_patterns"),
        sa.ForeignKeyConstraint(
            ["instructor_id"],
            ["instructors.id"],
            name="fk_availability_patterns_instructor_id_instructors",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_availability_patterns_version")),
    )
    op.create_index("ix_availability_patterns_filled_until", "availability_patterns", ["filled_until"])
    _create_ranges()


def _create_ranges() -> None:
    op.create_table(
        "pattern_ranges",
        sa.Column("instructor_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("start_time", sa.Time(), nullable=False),
        sa.Column("end_time", sa.Time(), nullable=False),
        sa.PrimaryKeyConstraint("instructor_id", "weekday", "start_time", name="pk_pattern_ranges"),
        sa.ForeignKeyConstraint(
            ["instructor_id"],
            ["availability_patterns.instructor_id"],
            name="fk_pattern_ranges_instructor_id_availability_patterns",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_pattern_ranges_weekday")),
        sa.CheckConstraint("start_time < end_time", name=op.f("ck_pattern_ranges_order")),
        sa.CheckConstraint(
            "extract(epoch FROM start_time)::integer % 900 = 0 AND extract(epoch FROM end_time)::integer % 900 = 0",
            name=op.f("ck_pattern_ranges_quarter_hours"),
        ),
        postgresql.ExcludeConstraint(
            (sa.column("instructor_id"), "="),
            (sa.column("weekday"), "="),
            (
                sa.text("int4range(extract(epoch FROM start_time)::integer, extract(epoch FROM end_time)::integer)"),
                "&&",
            ),
            name="ex_pattern_ranges_overlap",
            using="gist",
        ),
    )


def downgrade() -> None:
    op.drop_table("pattern_ranges")
    op.drop_table("availability_patterns")
    op.drop_table("edited_days")
