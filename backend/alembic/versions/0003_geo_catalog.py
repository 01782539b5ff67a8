"""Places of the city; what can be taught; the words for both. Seeding fills them."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from alembic import op

revision = "0003_geo_catalog"
down_revision = "0002_accounts"
branch_labels = None
depends_on = None

KINDS_OF_WORD = "kind IN ('name', 'alias', 'misspelling')"
KINDS_OF_NEIGHBORHOOD = "kind IN ('residential', 'park', 'cemetery', 'airport', 'other')"


def upgrade() -> None:
    _create_neighborhoods()
    _create_names_of_places()
    _create_categories()
    _create_subjects()


def _create_neighborhoods() -> None:
    op.create_table(
        "boroughs",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("boundary", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name="pk_boroughs"),
        sa.UniqueConstraint("name", name="uq_boroughs_name"),
    )
    op.create_table(
        "borough_aliases",
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("borough_slug", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("alias", name="pk_borough_aliases"),
        sa.ForeignKeyConstraint(
            ["borough_slug"],
            ["boroughs.slug"],
            name="fk_borough_aliases_borough_slug_boroughs",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_borough_aliases_borough_slug", "borough_aliases", ["borough_slug"])
    op.create_table(
        "neighborhoods",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("nta_code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("borough_slug", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Float(53), nullable=False),
        sa.Column("longitude", sa.Float(53), nullable=False),
        sa.Column("boundary", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name="pk_neighborhoods"),
        sa.UniqueConstraint("nta_code", name="uq_neighborhoods_nta_code"),
        sa.CheckConstraint(KINDS_OF_NEIGHBORHOOD, name="ck_neighborhoods_kind"),
        sa.ForeignKeyConstraint(["borough_slug"], ["boroughs.slug"], name="fk_neighborhoods_borough_slug_boroughs"),
    )
    op.create_index("ix_neighborhoods_borough_slug", "neighborhoods", ["borough_slug"])


def _create_names_of_places() -> None:
    op.create_table(
        "neighborhood_aliases",
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("neighborhood_slug", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("alias", "neighborhood_slug", name="pk_neighborhood_aliases"),
        sa.ForeignKeyConstraint(
            ["neighborhood_slug"],
            ["neighborhoods.slug"],
            name="fk_neighborhood_aliases_neighborhood_slug_neighborhoods",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_neighborhood_aliases_neighborhood_slug", "neighborhood_aliases", ["neighborhood_slug"])
    _create_trigram_index("neighborhood_aliases")
    op.create_table(
        "zip_areas",
        sa.Column("zip", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Float(53), nullable=False),
        sa.Column("longitude", sa.Float(53), nullable=False),
        sa.Column("neighborhood_slug", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("zip", name="pk_zip_areas"),
        sa.CheckConstraint("zip ~ '^[0-9]{5}$'", name="ck_zip_areas_zip"),
        sa.ForeignKeyConstraint(
            ["neighborhood_slug"], ["neighborhoods.slug"], name="fk_zip_areas_neighborhood_slug_neighborhoods"
        ),
    )
    op.create_index("ix_zip_areas_neighborhood_slug", "zip_areas", ["neighborhood_slug"])


def _create_categories() -> None:
    op.create_table(
        "categories",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("bullet", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name="pk_categories"),
        sa.UniqueConstraint("name", name="uq_categories_name"),
        sa.CheckConstraint("length(bullet) = 1", name="ck_categories_bullet"),
    )
    _create_words("category_aliases", "category_slug", "categories")


def _create_subjects() -> None:
    op.create_table(
        "subjects",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("category_slug", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("instructors_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("min_rate_cents", sa.Integer()),
        sa.PrimaryKeyConstraint("slug", name="pk_subjects"),
        sa.UniqueConstraint("name", name="uq_subjects_name"),
        sa.CheckConstraint("(instructors_count = 0) = (min_rate_cents IS NULL)", name="ck_subjects_supply"),
        sa.ForeignKeyConstraint(["category_slug"], ["categories.slug"], name="fk_subjects_category_slug_categories"),
    )
    op.create_index("ix_subjects_category_slug", "subjects", ["category_slug"])
    _create_words("subject_aliases", "subject_slug", "subjects")
    _create_trigram_index("subject_aliases")


def _create_words(table: str, meaning: str, meant: str) -> None:
    """Words that each mean one row of another table."""
    op.create_table(
        table,
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column(meaning, sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("alias", name=f"pk_{table}"),
        sa.CheckConstraint(KINDS_OF_WORD, name=f"ck_{table}_kind"),
        sa.ForeignKeyConstraint([meaning], [f"{meant}.slug"], name=f"fk_{table}_{meaning}_{meant}", ondelete="CASCADE"),
    )
    op.create_index(f"ix_{table}_{meaning}", table, [meaning])


def _create_trigram_index(table: str) -> None:
    op.create_index(
        f"ix_{table}_alias_trigrams",
        table,
        ["alias"],
        postgresql_using="gin",
        postgresql_ops={"alias": "gin_trgm_ops"},
    )


def downgrade() -> None:
    for table in (
        "subject_aliases",
        "subjects",
        "category_aliases",
        "categories",
        "zip_areas",
        "neighborhood_aliases",
        "neighborhoods",
        "borough_aliases",
        "boroughs",
    ):
        op.drop_table(table)
