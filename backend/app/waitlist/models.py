"""What people wait for, and what they were offered."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, TSTZMULTIRANGE, Range
from sqlalchemy.orm import Mapped, mapped_column

from app.bookings.domain import MAX_DURATION_MINUTES, MIN_DURATION_MINUTES
from app.core.database import Base, WallTime, created_at, updated_at, uuid_pk
from app.core.enums import Place
from app.core.timerange import InstantRange
from app.waitlist.domain import OfferOutcome, Weekday, WishStatus


def multirange(ranges: Iterable[InstantRange]) -> list[Range[datetime]]:
    """As the database takes it."""
    return [Range(item.start, item.end) for item in ranges]


def _listed(words: type[WishStatus] | type[OfferOutcome] | type[Place] | type[Weekday]) -> str:
    return ", ".join(f"'{word.value}'" for word in words)


class WaitlistWish(Base):
    """One student waits for one lesson: of an offering, or of anybody who teaches the subject.

    `wanted` is what days and times come to as instants, on the clock of `timezone`.
    """

    __tablename__ = "waitlist_wishes"

    id: Mapped[uuid.UUID] = uuid_pk()
    student_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    instructor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("instructors.id"), index=True)
    offering_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("offerings.id"), index=True)
    subject_slug: Mapped[str] = mapped_column(ForeignKey("subjects.slug"), index=True)
    duration_minutes: Mapped[int] = mapped_column(SmallInteger)
    place: Mapped[str]
    neighborhood_slug: Mapped[str | None] = mapped_column(ForeignKey("neighborhoods.slug"), index=True)
    weekdays: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    dates: Mapped[list[date] | None] = mapped_column(ARRAY(Date))
    start_time: Mapped[int] = mapped_column(WallTime)
    end_time: Mapped[int] = mapped_column(WallTime)
    until: Mapped[date]
    timezone: Mapped[str]
    wanted: Mapped[Sequence[Range[datetime]]] = mapped_column(TSTZMULTIRANGE)
    over_at: Mapped[datetime]
    status: Mapped[str]
    created_at: Mapped[datetime] = created_at()
    updated_at: Mapped[datetime] = updated_at()

    __table_args__ = (
        CheckConstraint(f"status IN ({_listed(WishStatus)})", name="status"),
        CheckConstraint(f"place IN ({_listed(Place)})", name="place"),
        CheckConstraint(f"weekdays <@ ARRAY[{_listed(Weekday)}]::text[]", name="weekdays"),
        CheckConstraint("(instructor_id IS NULL) = (offering_id IS NULL)", name="offering"),
        CheckConstraint("instructor_id <> student_id", name="two_people"),
        CheckConstraint("start_time < end_time", name="times"),
        CheckConstraint("NOT isempty(wanted)", name="wanted"),
        CheckConstraint(
            f"duration_minutes BETWEEN {MIN_DURATION_MINUTES} AND {MAX_DURATION_MINUTES} AND duration_minutes % 15 = 0",
            name="duration",
        ),
        Index("ix_waitlist_wishes_student_id", "student_id", "id"),
        Index("ix_waitlist_wishes_open", "id", postgresql_where=text("status IN ('waiting', 'offered')")),
    )


class WaitlistOffer(Base):
    """A time that was held for a wish. `ended_at` is null while nobody said what became of it."""

    __tablename__ = "waitlist_offers"

    booking_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bookings.id"), primary_key=True)
    wish_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("waitlist_wishes.id"))
    instructor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("instructors.id"), index=True)
    starts_at: Mapped[datetime]
    offered_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None]

    __table_args__ = (
        CheckConstraint(f"outcome IN ({_listed(OfferOutcome)})", name="outcome"),
        CheckConstraint("(outcome IS NULL) = (ended_at IS NULL)", name="ended"),
        # Also what is looked up when a wish is offered something: nothing twice.
        Index("uq_waitlist_offers_time", "wish_id", "instructor_id", "starts_at", unique=True),
        Index("uq_waitlist_offers_open", "wish_id", unique=True, postgresql_where=text("ended_at IS NULL")),
    )
