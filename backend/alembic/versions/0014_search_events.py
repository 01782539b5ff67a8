"""What people searched for and did with it; what each person said about keeping it."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from alembic import op

revision = "0014_search_events"
down_revision = "0012_weekly_pattern"
branch_labels = None
depends_on = None


def _user_fk(table: str, on_delete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"fk_{table}_user_id_users", ondelete=on_delete)


def upgrade() -> None:
    op.add_column("users", sa.Column("analytics_consent", sa.Boolean()))
    op.add_column(
        "users", sa.Column("keeps_search_history", sa.Boolean(), server_default=sa.text("true"), nullable=False)
    )
    op.create_table(
        "search_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid()),
        sa.Column("guest_session_id", sa.Uuid()),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("referrer_host", sa.Text()),
        sa.Column("address_hash", sa.Text()),
        sa.Column("q", sa.Text()),
        sa.Column("understood", JSONB(), nullable=False),
        sa.Column("unrecognized", ARRAY(sa.Text()), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.Column("result_ids", ARRAY(sa.Uuid()), nullable=False),
        sa.Column("first_position", sa.Integer(), nullable=False),
        sa.Column("ranking_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_events"),
        _user_fk("search_events", "SET NULL"),
        sa.CheckConstraint(
            "device IN ('desktop', 'mobile', 'tablet', 'bot', 'other')", name=op.f("ck_search_events_device")
        ),
    )
    op.create_index("ix_search_events_at", "search_events", ["at"])
    op.create_index(
        "ix_search_events_user_id", "search_events", ["user_id"], postgresql_where=sa.text("user_id IS NOT NULL")
    )
    op.create_index(
        "ix_search_events_guest_session_id",
        "search_events",
        ["guest_session_id"],
        postgresql_where=sa.text("guest_session_id IS NOT NULL"),
    )
    op.create_index("ix_search_events_result_ids", "search_events", ["result_ids"], postgresql_using="gin")
    op.create_table(
        "search_interactions",
        sa.Column("search_id", sa.Uuid(), nullable=False),
        sa.Column("instructor_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ms_since_search", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("search_id", "instructor_id", "kind", name="pk_search_interactions"),
        sa.ForeignKeyConstraint(
            ["search_id"],
            ["search_events.id"],
            name="fk_search_interactions_search_id_search_events",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["instructor_id"],
            ["instructors.id"],
            name="fk_search_interactions_instructor_id_instructors",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("kind IN ('view', 'click', 'book')", name=op.f("ck_search_interactions_kind")),
    )
    op.create_index("ix_search_interactions_instructor_id_at", "search_interactions", ["instructor_id", "at"])
    op.create_table(
        "search_history",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid()),
        sa.Column("guest_session_id", sa.Uuid()),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("q", sa.Text(), nullable=False),
        sa.Column("filters", JSONB(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("searched_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_history"),
        _user_fk("search_history", "CASCADE"),
        sa.CheckConstraint("num_nonnulls(user_id, guest_session_id) = 1", name=op.f("ck_search_history_one_owner")),
        sa.UniqueConstraint("user_id", "fingerprint", name="uq_search_history_user_id_fingerprint"),
        sa.UniqueConstraint("guest_session_id", "fingerprint", name="uq_search_history_guest_session_id_fingerprint"),
    )
    op.create_index("ix_search_history_searched_at", "search_history", ["searched_at"])


def downgrade() -> None:
    op.drop_table("search_history")
    op.drop_table("search_interactions")
    op.drop_table("search_events")
    op.drop_column("users", "keeps_search_history")
    op.drop_column("users", "analytics_consent")
