"""The mails that a person wants no more of."""

import sqlalchemy as sa

from alembic import op

revision = "0015_muted_mails"
down_revision = "0014_search_sums"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.create_table(
        "muted_mails",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "kind", name="pk_muted_mails"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_muted_mails_user_id_users", ondelete="CASCADE"),
        sa.CheckConstraint("kind IN ('reminders', 'review_requests')", name=op.f("ck_muted_mails_kind")),
    )


def downgrade() -> None:
    op.drop_table("muted_mails")
