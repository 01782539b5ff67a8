"""Sums of searches, facts of subjects and instructors, and words that were learned."""

import sqlalchemy as sa

from alembic import op

revision = "0014_search_sums"
down_revision = "0010_series"
branch_labels = None
depends_on = None

COUNTS = ("searches", "later_pages", "without_results", "not_understood", "viewed", "booked", "views", "clicks")
MORE_COUNTS = ("bookings", "people", "p50_ms", "p95_ms", "p99_ms")


def _count(name: str, type_: sa.types.TypeEngine[int] | None = None) -> sa.Column[int]:
    return sa.Column(name, type_ or sa.Integer(), nullable=False)


def _facts(table: str, key: sa.Column, foreign: str, *columns: sa.Column) -> None:
    op.create_table(
        table,
        key,
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        *columns,
        sa.Column("peak_hours", sa.ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column("peak_weekdays", sa.ARRAY(sa.SmallInteger()), nullable=False),
        sa.PrimaryKeyConstraint(key.name, name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            [key.name], [foreign], name=f"fk_{table}_{key.name}_{foreign.partition('.')[0]}", ondelete="CASCADE"
        ),
    )


def upgrade() -> None:
    op.add_column("subject_aliases", sa.Column("learned_at", sa.DateTime(timezone=True)))
    op.create_table(
        "search_sums",
        sa.Column("grain", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        *(_count(name) for name in (*COUNTS, *MORE_COUNTS)),
        _count("results", sa.BigInteger()),
        _count("took_ms", sa.BigInteger()),
        sa.Column("rank_sum", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("grain", "starts_at", name="pk_search_sums"),
        sa.CheckConstraint("grain IN ('hour', 'day')", name=op.f("ck_search_sums_grain")),
    )
    _facts(
        "subject_facts",
        sa.Column("subject_slug", sa.Text(), nullable=False),
        "subjects.slug",
        *(_count(name) for name in ("searches", "without_results", "bookings", "instructors")),
        *(sa.Column(f"rate_{share}_cents", sa.Integer()) for share in ("p25", "p50", "p75")),
        sa.Column("searches_per_instructor", sa.Float()),
    )
    _facts(
        "instructor_facts",
        sa.Column("instructor_id", sa.Uuid(), nullable=False),
        "instructors.id",
        *(_count(name) for name in ("searches", "clicks", "bookings_from_search", "bookings")),
        sa.Column("average_position", sa.Float()),
        *(_count(name) for name in ("minutes_open", "minutes_booked")),
    )


def downgrade() -> None:
    op.drop_table("instructor_facts")
    op.drop_table("subject_facts")
    op.drop_table("search_sums")
    op.drop_column("subject_aliases", "learned_at")
