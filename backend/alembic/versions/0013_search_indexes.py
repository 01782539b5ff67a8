"""Indexes that answer what a search asks of offerings and areas by themselves, without the rows.

In a city of 100,000 instructors a narrow search looks at thousands of offerings of its subject and of areas: read from
the index that is a few pages, read from the tables nearly as many pages as rows.
"""

import sqlalchemy as sa

from alembic import op

revision = "0013_search_indexes"
down_revision = "0011_waitlist"
branch_labels = None
depends_on = None

LISTED = sa.text("is_listed")


def upgrade() -> None:
    op.drop_index("ix_service_areas_neighborhood_slug", "service_areas")
    op.create_index(
        "ix_service_areas_neighborhood_slug_instructor_id", "service_areas", ["neighborhood_slug", "instructor_id"]
    )
    op.drop_index("ix_offerings_listed", "offerings")
    op.create_index(
        "ix_offerings_listed",
        "offerings",
        ["subject_slug", "rate_cents"],
        postgresql_include=["id", "instructor_id", "durations", "places", "levels", "age_groups"],
        postgresql_where=LISTED,
    )


def downgrade() -> None:
    op.drop_index("ix_offerings_listed", "offerings")
    op.create_index("ix_offerings_listed", "offerings", ["subject_slug", "rate_cents"], postgresql_where=LISTED)
    op.drop_index("ix_service_areas_neighborhood_slug_instructor_id", "service_areas")
    op.create_index("ix_service_areas_neighborhood_slug", "service_areas", ["neighborhood_slug"])
