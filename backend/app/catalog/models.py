"""Tables of the catalog: categories, subjects and the words for them."""

from datetime import datetime

from sqlalchemy import ARRAY, REAL, CheckConstraint, ForeignKey, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base
from app.core.embeddings import DIMENSIONS

KIND_CHECK = "kind IN ('name', 'alias', 'misspelling')"


class Category(Base):
    __tablename__ = "categories"

    slug: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    bullet: Mapped[str]
    position: Mapped[int] = mapped_column(SmallInteger)

    __table_args__ = (CheckConstraint("length(bullet) = 1", name="bullet"),)


class CategoryAlias(Base):
    """A normalised word for a category, its name among them; the key makes a word mean one thing only."""

    __tablename__ = "category_aliases"

    alias: Mapped[str] = mapped_column(primary_key=True)
    category_slug: Mapped[str] = mapped_column(ForeignKey("categories.slug", ondelete="CASCADE"), index=True)
    kind: Mapped[str]

    __table_args__ = (CheckConstraint(KIND_CHECK, name="kind"),)


class Subject(Base):
    """`instructors_count` and `min_rate_cents` say what is listed now; instructors' changes keep them."""

    __tablename__ = "subjects"

    slug: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    category_slug: Mapped[str] = mapped_column(ForeignKey("categories.slug"), index=True)
    position: Mapped[int] = mapped_column(SmallInteger)
    instructors_count: Mapped[int] = mapped_column(server_default=text("0"))
    min_rate_cents: Mapped[int | None]

    __table_args__ = (CheckConstraint("(instructors_count = 0) = (min_rate_cents IS NULL)", name="supply"),)


class SubjectAlias(Base):
    """A normalised word for a subject, its name among them; the key makes a word mean one thing only."""

    __tablename__ = "subject_aliases"

    alias: Mapped[str] = mapped_column(primary_key=True)
    subject_slug: Mapped[str] = mapped_column(ForeignKey("subjects.slug", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    # When somebody taught us the word; None for those of the catalog's files.
    learned_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(KIND_CHECK, name="kind"),
        Index(
            "ix_subject_aliases_alias_trigrams",
            "alias",
            postgresql_using="gin",
            postgresql_ops={"alias": "gin_trgm_ops"},
        ),
    )


class SubjectEmbedding(Base):
    """What a subject means to `model`, made of the text whose hash is kept: another text or model, another vector."""

    __tablename__ = "subject_embeddings"

    subject_slug: Mapped[str] = mapped_column(ForeignKey("subjects.slug", ondelete="CASCADE"), primary_key=True)
    model: Mapped[str]
    content_hash: Mapped[str]
    vector: Mapped[list[float]] = mapped_column(ARRAY(REAL))

    __table_args__ = (CheckConstraint(f"cardinality(vector) = {DIMENSIONS}", name="dimensions"),)
