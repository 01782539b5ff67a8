"""Bookings with everything they promise, and their history."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    Identity,
    Index,
    SmallInteger,
    func,
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column

from app.bookings.domain import (
    MAX_BUFFER_MINUTES,
    MAX_DURATION_MINUTES,
    MIN_DURATION_MINUTES,
    TAKES_TIME,
    Action,
    BookingStatus,
    CancellationTier,
    LessonTime,
    Moment,
    Side,
    Transition,
    require_in_time,
    transition,
)
from app.core.database import Base, WallTime, created_at, updated_at, uuid_pk
from app.core.enums import Place


def _one_of(column: str, words: type[BookingStatus] | type[Place] | type[Side] | tuple[BookingStatus, ...]) -> str:
    listed = ", ".join(f"'{word.value}'" for word in words)
    return f"{column} IN ({listed})"


# By way of UTC, because adding to a `timestamptz` depends on the session's zone and generated columns may not.
OCCUPIED = (
    "tstzrange(starts_at,"
    " (ends_at AT TIME ZONE 'UTC' + make_interval(mins => buffer_minutes::integer)) AT TIME ZONE 'UTC')"
)


class Booking(Base):
    """A lesson as it was agreed: it copies what it depends on and stands on its own."""

    __tablename__ = "bookings"

    id: Mapped[uuid.UUID] = uuid_pk()
    instructor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("instructors.id"))
    student_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    offering_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("offerings.id"))
    status: Mapped[str]
    subject_slug: Mapped[str]
    subject_name: Mapped[str]
    booking_date: Mapped[date]
    start_time: Mapped[int] = mapped_column(WallTime)
    end_time: Mapped[int] = mapped_column(WallTime)
    timezone: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    duration_minutes: Mapped[int] = mapped_column(SmallInteger)
    buffer_minutes: Mapped[int] = mapped_column(SmallInteger)
    rate_cents: Mapped[int]
    price_cents: Mapped[int]
    place: Mapped[str]
    neighborhood_slug: Mapped[str | None]
    address: Mapped[str | None]
    note: Mapped[str | None]
    cancellation_tiers: Mapped[list[dict[str, int]]] = mapped_column(JSONB)
    expires_at: Mapped[datetime | None]
    # Held for somebody who waits, without their asking.
    is_offer: Mapped[bool] = mapped_column(server_default=text("false"))
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[str | None]
    cancel_reason: Mapped[str | None]
    refund_share_percent: Mapped[int | None] = mapped_column(SmallInteger)
    late_reschedules: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    sequence: Mapped[int] = mapped_column(server_default=text("0"))
    # The series that it was booked in, and which lesson of it; series stand above bookings and are not referred to.
    series_id: Mapped[uuid.UUID | None]
    series_position: Mapped[int | None] = mapped_column(SmallInteger)
    created_at: Mapped[datetime] = created_at()
    updated_at: Mapped[datetime] = updated_at()
    # Never read by services; what the constraints and free time are made of.
    takes_time: Mapped[bool] = mapped_column(
        Computed(_one_of("status", TAKES_TIME), persisted=True), deferred=True, deferred_raiseload=True
    )
    occupied: Mapped[Range[datetime]] = mapped_column(
        TSTZRANGE, Computed(OCCUPIED, persisted=True), deferred=True, deferred_raiseload=True
    )

    __table_args__ = (
        ExcludeConstraint(
            ("instructor_id", "="),
            ("occupied", "&&"),
            name="ex_bookings_instructor_time",
            using="gist",
            where=text("takes_time"),
        ),
        ExcludeConstraint(
            ("student_id", "="),
            (func.tstzrange(literal_column("starts_at"), literal_column("ends_at")), "&&"),
            name="ex_bookings_student_time",
            using="gist",
            where=text("takes_time"),
        ),
        CheckConstraint(_one_of("status", BookingStatus), name="status"),
        CheckConstraint(_one_of("place", Place), name="place"),
        CheckConstraint("student_id <> instructor_id", name="two_people"),
        CheckConstraint("ends_at - starts_at = make_interval(mins => duration_minutes::integer)", name="length"),
        CheckConstraint(
            f"duration_minutes BETWEEN {MIN_DURATION_MINUTES} AND {MAX_DURATION_MINUTES} AND duration_minutes % 15 = 0",
            name="duration",
        ),
        CheckConstraint(f"buffer_minutes BETWEEN 0 AND {MAX_BUFFER_MINUTES}", name="buffer"),
        CheckConstraint("extract(epoch FROM start_time)::integer % 900 = 0", name="quarter_hour"),
        CheckConstraint("price_cents = (rate_cents * duration_minutes + 30) / 60", name="price"),
        CheckConstraint("(status = 'held') <= (expires_at IS NOT NULL)", name="hold_expires"),
        CheckConstraint("(expires_at IS NOT NULL) <= (status IN ('held', 'expired'))", name="only_holds_expire"),
        CheckConstraint(
            "(status = 'cancelled') = (cancelled_at IS NOT NULL AND refund_share_percent IS NOT NULL)",
            name="cancelled",
        ),
        CheckConstraint(f"cancelled_by IS NULL OR {_one_of('cancelled_by', Side)}", name="cancelled_by"),
        CheckConstraint("refund_share_percent BETWEEN 0 AND 100", name="refund_share"),
        CheckConstraint("(series_id IS NULL) = (series_position IS NULL)", name="in_series"),
        Index(
            "uq_bookings_series",
            "series_id",
            "series_position",
            unique=True,
            postgresql_where=text("series_id IS NOT NULL"),
        ),
        Index("ix_bookings_instructor_id_starts_at", "instructor_id", "starts_at"),
        Index("ix_bookings_student_id_starts_at", "student_id", "starts_at"),
        Index("ix_bookings_offering_id", "offering_id"),
        Index("ix_bookings_to_complete", "ends_at", postgresql_where=text("status = 'confirmed'")),
        Index("ix_bookings_holds", "expires_at", postgresql_where=text("status = 'held'")),
    )

    @property
    def tiers(self) -> list[CancellationTier]:
        return [CancellationTier(**tier) for tier in self.cancellation_tiers]

    @property
    def moment(self) -> Moment:
        return Moment(self.starts_at, self.ends_at, self.expires_at, self.late_reschedules)

    @property
    def lesson_time(self) -> LessonTime:
        return LessonTime(
            self.booking_date, self.start_time, self.duration_minutes, self.timezone, self.starts_at, self.ends_at
        )

    def status_at(self, now: datetime) -> BookingStatus:
        """A hold whose time is over is expired, whether or not the task that writes it down has been by."""
        is_over = self.status == BookingStatus.HELD and self.expires_at is not None and self.expires_at <= now
        return BookingStatus.EXPIRED if is_over else BookingStatus(self.status)

    def side_of(self, user_id: uuid.UUID) -> Side:
        """Whose side somebody is on who may see this booking."""
        return Side.INSTRUCTOR if user_id == self.instructor_id else Side.STUDENT

    def check(self, action: Action, side: Side, now: datetime) -> Transition:
        """The transition, or the error that says why this cannot happen now."""
        found = transition(BookingStatus(self.status), action, side)
        require_in_time(action, side, self.moment, now)
        return found

    def move_to(self, action: Action, side: Side, now: datetime) -> Transition:
        """Takes the action; refuses what the table of transitions or the time does not allow."""
        found = self.check(action, side, now)
        self.status, self.updated_at = found.to, now
        return found

    def set_time(self, lesson: LessonTime) -> None:
        self.booking_date, self.start_time, self.end_time = lesson.booking_date, lesson.start_time, lesson.end_time
        self.timezone, self.starts_at, self.ends_at = lesson.timezone, lesson.starts_at, lesson.ends_at
        self.duration_minutes = lesson.duration_minutes


class BookingEvent(Base):
    """One line of a booking's history; `data` has the lesson's time when the event set it, and reasons."""

    __tablename__ = "booking_events"

    # Counted rather than random: events of one instant keep their order.
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    booking_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bookings.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    # Null when it happened by itself.
    actor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    data: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
