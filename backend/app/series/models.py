"""The table of series. Which bookings came of one, the bookings know themselves."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, WallTime, created_at
from app.series.domain import MAX_INTERVAL_WEEKS, MAX_LESSONS, MIN_INTERVAL_WEEKS, MIN_LESSONS, SeriesMode


class Series(Base):
    """What was asked for as one; its lessons then have lives of their own."""

    __tablename__ = "booking_series"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    student_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"), index=True)
    instructor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("instructors.id"), index=True)
    offering_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("offerings.id"))
    first_date: Mapped[date]
    start_time: Mapped[int] = mapped_column(WallTime)
    duration_minutes: Mapped[int] = mapped_column(SmallInteger)
    interval_weeks: Mapped[int] = mapped_column(SmallInteger)
    count: Mapped[int] = mapped_column(SmallInteger)
    mode: Mapped[str]
    created_at: Mapped[datetime] = created_at()

    __table_args__ = (
        CheckConstraint(f"interval_weeks BETWEEN {MIN_INTERVAL_WEEKS} AND {MAX_INTERVAL_WEEKS}", name="interval"),
        CheckConstraint(f"count BETWEEN {MIN_LESSONS} AND {MAX_LESSONS}", name="count"),
        CheckConstraint(f"mode IN ({', '.join(repr(mode.value) for mode in SeriesMode)})", name="mode"),
    )
