"""Tables of geo: boroughs, neighbourhoods, the names for them, ZIP areas."""

from typing import Any

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, SmallInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base
from app.geo.domain import NeighborhoodKind

KIND_CHECK = "kind IN ({})".format(", ".join(f"'{kind.value}'" for kind in NeighborhoodKind))


class Borough(Base):
    __tablename__ = "boroughs"

    slug: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(SmallInteger)
    boundary: Mapped[dict[str, Any]] = mapped_column(JSONB)


class BoroughAlias(Base):
    """A normalised name of a borough, its own among them."""

    __tablename__ = "borough_aliases"

    alias: Mapped[str] = mapped_column(primary_key=True)
    borough_slug: Mapped[str] = mapped_column(ForeignKey("boroughs.slug", ondelete="CASCADE"), index=True)
    label: Mapped[str]


class Neighborhood(Base):
    """A Neighborhood Tabulation Area of 2020; the boundary is simplified, for drawing, not for judging."""

    __tablename__ = "neighborhoods"

    slug: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    nta_code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    borough_slug: Mapped[str] = mapped_column(ForeignKey("boroughs.slug"), index=True)
    latitude: Mapped[float] = mapped_column(Float(53))
    longitude: Mapped[float] = mapped_column(Float(53))
    boundary: Mapped[dict[str, Any]] = mapped_column(JSONB)

    __table_args__ = (CheckConstraint(KIND_CHECK, name="kind"),)


class NeighborhoodAlias(Base):
    """A normalised name that covers this neighbourhood, and perhaps others: `astoria` is four of them.

    Every neighbourhood's own name is here too, and every ZIP code, so that one look-up knows all names.
    """

    __tablename__ = "neighborhood_aliases"

    alias: Mapped[str] = mapped_column(primary_key=True)
    neighborhood_slug: Mapped[str] = mapped_column(
        ForeignKey("neighborhoods.slug", ondelete="CASCADE"), primary_key=True
    )
    label: Mapped[str]
    position: Mapped[int] = mapped_column(SmallInteger)

    __table_args__ = (
        Index("ix_neighborhood_aliases_neighborhood_slug", "neighborhood_slug"),
        Index(
            "ix_neighborhood_aliases_alias_trigrams",
            "alias",
            postgresql_using="gin",
            postgresql_ops={"alias": "gin_trgm_ops"},
        ),
    )


class ZipArea(Base):
    """A ZIP code's middle and the neighbourhood that has the largest part of it; the names know the others."""

    __tablename__ = "zip_areas"

    zip: Mapped[str] = mapped_column(primary_key=True)
    latitude: Mapped[float] = mapped_column(Float(53))
    longitude: Mapped[float] = mapped_column(Float(53))
    neighborhood_slug: Mapped[str] = mapped_column(ForeignKey("neighborhoods.slug"), index=True)

    __table_args__ = (CheckConstraint("zip ~ '^[0-9]{5}$'", name="zip"),)
