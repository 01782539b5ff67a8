"""Hours and black-out days: wall-clock time as people set it, with the instants that it means beside it."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Computed, ForeignKey, ForeignKeyConstraint, Index, SmallInteger, text
from sqlalchemy.dialects.postgresql import TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, WallTime, created_at, updated_at

SLOT_SPAN = (
    "tstzrange(wall_instant(specific_date + start_time, timezone), wall_instant(specific_date + end_time, timezone))"
)
BLACKOUT_SPAN = (
    "tstzrange(wall_instant(blackout_date::timestamp, timezone), wall_instant(blackout_date + time '24:00', timezone))"
)


def _zone_fk(table: str) -> ForeignKeyConstraint:
    """A change of the instructor's time zone reaches every row, and with it the generated instants."""
    return ForeignKeyConstraint(
        ["instructor_id", "timezone"],
        ["instructors.id", "instructors.timezone"],
        name=f"fk_{table}_instructor_id_timezone_instructors",
        onupdate="CASCADE",
        ondelete="CASCADE",
    )


class AvailabilitySlot(Base):
    """A range of a day in which an instructor is willing to teach. It has no id; nothing refers to it."""

    __tablename__ = "availability_slots"

    instructor_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    specific_date: Mapped[date] = mapped_column(primary_key=True)
    start_time: Mapped[int] = mapped_column(WallTime, primary_key=True)
    end_time: Mapped[int] = mapped_column(WallTime)
    timezone: Mapped[str]
    span: Mapped[Range[datetime]] = mapped_column(TSTZRANGE, Computed(SLOT_SPAN, persisted=True))

    __table_args__ = (
        _zone_fk("availability_slots"),
        CheckConstraint("start_time < end_time", name="order"),
        CheckConstraint(
            "extract(epoch FROM start_time)::integer % 900 = 0 AND extract(epoch FROM end_time)::integer % 900 = 0",
            name="quarter_hours",
        ),
        # Its index is also what free time is read from. Deferrable, so that it is checked at the end of a statement:
        # a change of zone moves all rows of an instructor, and on the way they overlap.
        ExcludeConstraint(
            ("instructor_id", "="),
            ("span", "&&"),
            name="ex_availability_slots_overlap",
            using="gist",
            deferrable=True,
            initially="IMMEDIATE",
        ),
        Index("ix_availability_slots_specific_date", "specific_date"),
    )


class AvailabilityWeek(Base):
    """How often a week was saved with a change; a week that never was has no row and version 0."""

    __tablename__ = "availability_weeks"

    instructor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("instructors.id", ondelete="CASCADE"), primary_key=True)
    week_start: Mapped[date] = mapped_column(primary_key=True)
    version: Mapped[int]
    updated_at: Mapped[datetime] = updated_at()

    __table_args__ = (
        CheckConstraint("extract(isodow FROM week_start) = 1", name="monday"),
        CheckConstraint("version > 0", name="version"),
    )


class EditedDay(Base):
    """A day whose hours somebody set by hand, if only to none: the weekly pattern leaves it alone."""

    __tablename__ = "edited_days"

    instructor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("instructors.id", ondelete="CASCADE"), primary_key=True)
    specific_date: Mapped[date] = mapped_column(primary_key=True)


class AvailabilityPattern(Base):
    """How often an instructor's weekly pattern was saved with a change, and the last day that has hours by it."""

    __tablename__ = "availability_patterns"

    instructor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("instructors.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int]
    filled_until: Mapped[date]
    updated_at: Mapped[datetime] = updated_at()

    __table_args__ = (
        CheckConstraint("version > 0", name="version"),
        Index("ix_availability_patterns_filled_until", "filled_until"),
    )


class PatternRange(Base):
    """A range of a weekday, Monday 0, in a weekly pattern."""

    __tablename__ = "pattern_ranges"

    instructor_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("availability_patterns.instructor_id", ondelete="CASCADE"), primary_key=True
    )
    weekday: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    start_time: Mapped[int] = mapped_column(WallTime, primary_key=True)
    end_time: Mapped[int] = mapped_column(WallTime)

    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("start_time < end_time", name="order"),
        CheckConstraint(
            "extract(epoch FROM start_time)::integer % 900 = 0 AND extract(epoch FROM end_time)::integer % 900 = 0",
            name="quarter_hours",
        ),
        ExcludeConstraint(
            ("instructor_id", "="),
            ("weekday", "="),
            (text("int4range(extract(epoch FROM start_time)::integer, extract(epoch FROM end_time)::integer)"), "&&"),
            name="ex_pattern_ranges_overlap",
            using="gist",
        ),
    )


class Blackout(Base):
    """A whole day on which an instructor does not teach, whatever the hours say."""

    __tablename__ = "blackouts"

    instructor_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    blackout_date: Mapped[date] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(server_default="")
    timezone: Mapped[str]
    span: Mapped[Range[datetime]] = mapped_column(TSTZRANGE, Computed(BLACKOUT_SPAN, persisted=True))
    created_at: Mapped[datetime] = created_at()

    __table_args__ = (
        _zone_fk("blackouts"),
        Index("ix_blackouts_instructor_id_span", "instructor_id", "span", postgresql_using="gist"),
    )
