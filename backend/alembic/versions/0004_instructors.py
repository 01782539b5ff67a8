"""Instructors: profile, offerings, service areas."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from alembic import op

revision = "0004_instructors"
down_revision = "0003_geo_catalog"
branch_labels = None
depends_on = None

DURATIONS = ", ".join(str(minutes) for minutes in range(30, 241, 15))


def upgrade() -> None:
    _create_instructors()
    _create_offerings()
    op.create_table(
        "service_areas",
        sa.Column("instructor_id", sa.Uuid(), nullable=False),
        sa.Column("neighborhood_slug", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("instructor_id", "neighborhood_slug", name="pk_service_areas"),
        sa.ForeignKeyConstraint(
            ["instructor_id"], ["instructors.id"], name="fk_service_areas_instructor_id_instructors"
        ),
        sa.ForeignKeyConstraint(
            ["neighborhood_slug"], ["neighborhoods.slug"], name="fk_service_areas_neighborhood_slug_neighborhoods"
        ),
    )
    op.create_index("ix_service_areas_neighborhood_slug", "service_areas", ["neighborhood_slug"])


def _create_instructors() -> None:
    op.create_table(
        "instructors",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("headline", sa.Text(), server_default="", nullable=False),
        sa.Column("bio", sa.Text(), server_default="", nullable=False),
        sa.Column("years_experience", sa.SmallInteger()),
        sa.Column("min_notice_minutes", sa.SmallInteger(), server_default=sa.text("120"), nullable=False),
        sa.Column("horizon_days", sa.SmallInteger(), server_default=sa.text("60"), nullable=False),
        sa.Column("buffer_minutes", sa.SmallInteger(), server_default=sa.text("15"), nullable=False),
        sa.Column("timezone", sa.Text(), server_default="America/New_York", nullable=False),
        sa.Column("suspended_at", sa.DateTime(timezone=True)),
        sa.Column("is_listed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("review_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("rating_sum", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_instructors"),
        sa.ForeignKeyConstraint(["id"], ["users.id"], name="fk_instructors_id_users"),
        sa.UniqueConstraint("slug", name="uq_instructors_slug"),
        sa.UniqueConstraint("id", "timezone", name="uq_instructors_id_timezone"),
        sa.CheckConstraint("min_notice_minutes BETWEEN 0 AND 4320", name=op.f("ck_instructors_notice")),
        sa.CheckConstraint("horizon_days BETWEEN 7 AND 365", name=op.f("ck_instructors_horizon")),
        sa.CheckConstraint("buffer_minutes BETWEEN 0 AND 120", name=op.f("ck_instructors_buffer")),
        sa.CheckConstraint("rating_sum BETWEEN review_count AND review_count * 5", name=op.f("ck_instructors_rating")),
    )


def _create_offerings() -> None:
    op.create_table(
        "offerings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instructor_id", sa.Uuid(), nullable=False),
        sa.Column("subject_slug", sa.Text(), nullable=False),
        sa.Column("rate_cents", sa.Integer(), nullable=False),
        sa.Column("durations", ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column("places", ARRAY(sa.Text()), nullable=False),
        sa.Column("levels", ARRAY(sa.Text()), nullable=False),
        sa.Column("age_groups", ARRAY(sa.Text()), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("is_listed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_offerings"),
        sa.ForeignKeyConstraint(["instructor_id"], ["instructors.id"], name="fk_offerings_instructor_id_instructors"),
        sa.ForeignKeyConstraint(["subject_slug"], ["subjects.slug"], name="fk_offerings_subject_slug_subjects"),
        sa.CheckConstraint("rate_cents BETWEEN 1000 AND 100000", name=op.f("ck_offerings_rate")),
        sa.CheckConstraint(
            f"durations <@ ARRAY[{DURATIONS}]::smallint[] AND cardinality(durations) > 0",
            name=op.f("ck_offerings_durations"),
        ),
        sa.CheckConstraint(
            "places <@ ARRAY['online', 'at_instructor', 'at_student']::text[] AND cardinality(places) > 0",
            name=op.f("ck_offerings_places"),
        ),
        sa.CheckConstraint(
            "levels <@ ARRAY['beginner', 'intermediate', 'advanced']::text[]", name=op.f("ck_offerings_levels")
        ),
        sa.CheckConstraint(
            "age_groups <@ ARRAY['kids', 'teens', 'adults', 'seniors']::text[]", name=op.f("ck_offerings_age_groups")
        ),
        sa.CheckConstraint("NOT is_listed OR archived_at IS NULL", name=op.f("ck_offerings_listed")),
    )
    op.create_index("ix_offerings_instructor_id", "offerings", ["instructor_id"])
    op.create_index(
        "uq_offerings_active_subject",
        "offerings",
        ["instructor_id", "subject_slug"],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL"),
    )
    op.create_index(
        "ix_offerings_listed",
        "offerings",
        ["subject_slug", "rate_cents"],
        postgresql_where=sa.text("is_listed"),
    )


def downgrade() -> None:
    op.drop_table("service_areas")
    op.drop_table("offerings")
    op.drop_table("instructors")
