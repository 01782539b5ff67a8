"""Tables of instructors: the profile, what they offer, where they travel."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, created_at, updated_at, uuid_pk
from app.core.enums import AgeGroup, Level, Place
from app.instructors.domain import (
    DEFAULT_BUFFER_MINUTES,
    DEFAULT_HORIZON_DAYS,
    DEFAULT_NOTICE_MINUTES,
    DEFAULT_TIMEZONE,
    DURATIONS_MINUTES,
    MAX_BUFFER_MINUTES,
    MAX_HORIZON_DAYS,
    MAX_NOTICE_MINUTES,
    MAX_RATE_CENTS,
    MIN_HORIZON_DAYS,
    MIN_RATE_CENTS,
)


def _one_of(column: str, words: type[Place] | type[Level] | type[AgeGroup]) -> str:
    listed = ", ".join(f"'{word.value}'" for word in words)
    return f"{column} <@ ARRAY[{listed}]::text[]"


class Instructor(Base):
    """A person who teaches; `id` is the user's id. `is_listed` is kept by `InstructorRepository.refresh_listing`."""

    __tablename__ = "instructors"

    id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    headline: Mapped[str] = mapped_column(server_default="")
    bio: Mapped[str] = mapped_column(server_default="")
    years_experience: Mapped[int | None] = mapped_column(SmallInteger)
    min_notice_minutes: Mapped[int] = mapped_column(SmallInteger, server_default=text(str(DEFAULT_NOTICE_MINUTES)))
    horizon_days: Mapped[int] = mapped_column(SmallInteger, server_default=text(str(DEFAULT_HORIZON_DAYS)))
    buffer_minutes: Mapped[int] = mapped_column(SmallInteger, server_default=text(str(DEFAULT_BUFFER_MINUTES)))
    timezone: Mapped[str] = mapped_column(server_default=DEFAULT_TIMEZONE)
    suspended_at: Mapped[datetime | None]
    is_listed: Mapped[bool] = mapped_column(server_default=text("false"))
    review_count: Mapped[int] = mapped_column(server_default=text("0"))
    rating_sum: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[datetime] = created_at()
    updated_at: Mapped[datetime] = updated_at()

    __table_args__ = (
        # What rows of wall-clock time refer to, so that a change of zone reaches their instants.
        UniqueConstraint("id", "timezone", name="uq_instructors_id_timezone"),
        CheckConstraint(f"min_notice_minutes BETWEEN 0 AND {MAX_NOTICE_MINUTES}", name="notice"),
        CheckConstraint(f"horizon_days BETWEEN {MIN_HORIZON_DAYS} AND {MAX_HORIZON_DAYS}", name="horizon"),
        CheckConstraint(f"buffer_minutes BETWEEN 0 AND {MAX_BUFFER_MINUTES}", name="buffer"),
        CheckConstraint("rating_sum BETWEEN review_count AND review_count * 5", name="rating"),
    )


class Offering(Base):
    """One instructor's priced subject. Archived, never deleted: bookings point to it."""

    __tablename__ = "offerings"

    id: Mapped[uuid.UUID] = uuid_pk()
    instructor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("instructors.id"), index=True)
    subject_slug: Mapped[str] = mapped_column(ForeignKey("subjects.slug"))
    rate_cents: Mapped[int]
    durations: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    places: Mapped[list[str]] = mapped_column(ARRAY(Text))
    levels: Mapped[list[str]] = mapped_column(ARRAY(Text))
    age_groups: Mapped[list[str]] = mapped_column(ARRAY(Text))
    description: Mapped[str] = mapped_column(server_default="")
    is_listed: Mapped[bool] = mapped_column(server_default=text("false"))
    archived_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = created_at()
    updated_at: Mapped[datetime] = updated_at()

    __table_args__ = (
        CheckConstraint(f"rate_cents BETWEEN {MIN_RATE_CENTS} AND {MAX_RATE_CENTS}", name="rate"),
        CheckConstraint(
            f"durations <@ ARRAY[{', '.join(map(str, DURATIONS_MINUTES))}]::smallint[] AND cardinality(durations) > 0",
            name="durations",
        ),
        CheckConstraint(f"{_one_of('places', Place)} AND cardinality(places) > 0", name="places"),
        CheckConstraint(_one_of("levels", Level), name="levels"),
        CheckConstraint(_one_of("age_groups", AgeGroup), name="age_groups"),
        CheckConstraint("NOT is_listed OR archived_at IS NULL", name="listed"),
        Index(
            "uq_offerings_active_subject",
            "instructor_id",
            "subject_slug",
            unique=True,
            postgresql_where=text("archived_at IS NULL"),
        ),
        # With all that search asks of an offering, so that it need not read the rows.
        Index(
            "ix_offerings_listed",
            "subject_slug",
            "rate_cents",
            postgresql_include=["id", "instructor_id", "durations", "places", "levels", "age_groups"],
            postgresql_where=text("is_listed"),
        ),
    )


class ServiceArea(Base):
    """A neighbourhood that an instructor travels to, and where they are found."""

    __tablename__ = "service_areas"

    instructor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("instructors.id"), primary_key=True)
    neighborhood_slug: Mapped[str] = mapped_column(ForeignKey("neighborhoods.slug"), primary_key=True)

    __table_args__ = (Index("ix_service_areas_neighborhood_slug_instructor_id", "neighborhood_slug", "instructor_id"),)
