"""Whose e-mail is proved, where people sign in from, and what an administrator does with dead messages."""

import sqlalchemy as sa

from alembic import op

revision = "0015_mails"
down_revision = "0014_search_events"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.add_column("users", sa.Column("email_verified_at", sa.DateTime(timezone=True)))
    op.create_table(
        "email_verifications",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_email_verifications"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_email_verifications_user_id_users", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_email_verifications_user_id", "email_verifications", ["user_id"])
    op.create_table(
        "known_devices",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "fingerprint", name="pk_known_devices"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_known_devices_user_id_users", ondelete="CASCADE"),
    )
    op.add_column("outbox", sa.Column("request_id", sa.Text()))
    op.add_column("outbox", sa.Column("discarded_at", sa.DateTime(timezone=True)))
    op.create_index(
        "ix_outbox_dead",
        "outbox",
        ["dead_at"],
        postgresql_where=sa.text("dead_at IS NOT NULL AND discarded_at IS NULL"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_index("ix_outbox_dead", "outbox")
    op.drop_column("outbox", "discarded_at")
    op.drop_column("outbox", "request_id")
    op.drop_table("known_devices")
    op.drop_table("email_verifications")
    op.drop_column("users", "email_verified_at")
