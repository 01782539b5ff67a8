"""What subjects mean, as vectors of a model. Filled by scripts/prep_db.py."""

import sqlalchemy as sa

from alembic import op

revision = "0009_subject_embeddings"
down_revision = "0008_search"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "subject_embeddings",
        sa.Column("subject_slug", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("vector", sa.ARRAY(sa.REAL()), nullable=False),
        sa.PrimaryKeyConstraint("subject_slug", name="pk_subject_embeddings"),
        sa.ForeignKeyConstraint(
            ["subject_slug"],
            ["subjects.slug"],
            name="fk_subject_embeddings_subject_slug_subjects",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("cardinality(vector) = 384", name=op.f("ck_subject_embeddings_dimensions")),
    )


def downgrade() -> None:
    op.drop_table("subject_embeddings")
