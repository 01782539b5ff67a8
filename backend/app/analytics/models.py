"""Tables of analytics: sums of searches by hour and day, facts of subjects and instructors. All can be made again."""

import uuid
from datetime import datetime

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Float, ForeignKey, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base


class SearchSum(Base):
    """What was searched for in an hour, or in a day of the city; see `domain.Totals`. `people` are those who agreed."""

    __tablename__ = "search_sums"

    grain: Mapped[str] = mapped_column(primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(primary_key=True)
    searches: Mapped[int]
    later_pages: Mapped[int]
    without_results: Mapped[int]
    not_understood: Mapped[int]
    results: Mapped[int] = mapped_column(BigInteger)
    viewed: Mapped[int]
    booked: Mapped[int]
    views: Mapped[int]
    clicks: Mapped[int]
    bookings: Mapped[int]
    rank_sum: Mapped[float] = mapped_column(Float)
    took_ms: Mapped[int] = mapped_column(BigInteger)
    people: Mapped[int]
    p50_ms: Mapped[int]
    p95_ms: Mapped[int]
    p99_ms: Mapped[int]

    __table_args__ = (CheckConstraint("grain IN ('hour', 'day')", name="grain"),)


class SubjectFacts(Base):
    """Of the last 28 days. Rates are cents an hour of what is listed now; hours and ISO weekdays those of lessons."""

    __tablename__ = "subject_facts"

    subject_slug: Mapped[str] = mapped_column(ForeignKey("subjects.slug", ondelete="CASCADE"), primary_key=True)
    computed_at: Mapped[datetime]
    searches: Mapped[int]
    without_results: Mapped[int]
    bookings: Mapped[int]
    instructors: Mapped[int]
    rate_p25_cents: Mapped[int | None]
    rate_p50_cents: Mapped[int | None]
    rate_p75_cents: Mapped[int | None]
    peak_hours: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    peak_weekdays: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    searches_per_instructor: Mapped[float | None] = mapped_column(Float)


class InstructorFacts(Base):
    """Of the last 28 days. Minutes are those that were offered, and those of lessons that took place or stand."""

    __tablename__ = "instructor_facts"

    instructor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("instructors.id", ondelete="CASCADE"), primary_key=True)
    computed_at: Mapped[datetime]
    searches: Mapped[int]
    average_position: Mapped[float | None] = mapped_column(Float)
    clicks: Mapped[int]
    bookings_from_search: Mapped[int]
    bookings: Mapped[int]
    peak_hours: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    peak_weekdays: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    minutes_open: Mapped[int]
    minutes_booked: Mapped[int]
