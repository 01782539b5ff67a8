"""What the tables themselves refuse and keep true."""

import uuid
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.availability.models import AvailabilitySlot, Blackout
from app.core.timerange import wall_to_instant
from tests.factories.instructors import make_instructor
from tests.factories.lessons import make_hours

NEW_YORK, LOS_ANGELES = "America/New_York", "America/Los_Angeles"
DAY, SPRING, AUTUMN = date(2027, 6, 2), date(2027, 3, 14), date(2027, 11, 7)


@pytest.fixture
async def instructor_id(session: AsyncSession) -> uuid.UUID:
    return (await make_instructor(session)).id


async def spans(session: AsyncSession, instructor_id: uuid.UUID) -> list[Range[datetime]]:
    query = select(AvailabilitySlot.span).where(AvailabilitySlot.instructor_id == instructor_id)
    return list(await session.scalars(query.order_by(AvailabilitySlot.specific_date, AvailabilitySlot.start_time)))


@pytest.mark.parametrize("hours", [("09:00", "11:00"), ("10:00", "10:30"), ("08:00", "12:00"), ("10:45", "11:00")])
async def test_hours_of_a_day_do_not_overlap(
    session: AsyncSession, instructor_id: uuid.UUID, hours: tuple[str, str]
) -> None:
    await make_hours(session, instructor_id, {DAY: [("10:00", "11:00")]})
    with pytest.raises(IntegrityError, match=r"ex_availability_slots_overlap|pk_availability_slots"):
        await make_hours(session, instructor_id, {DAY: [hours]})


async def test_hours_that_touch_do_not_overlap_across_midnight_either(
    session: AsyncSession, instructor_id: uuid.UUID
) -> None:
    await make_hours(session, instructor_id, {DAY: [("22:00", "24:00")], date(2027, 6, 3): [("00:00", "01:00")]})
    first, second = await spans(session, instructor_id)
    assert first.upper == second.lower == datetime(2027, 6, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize("hours", [("10:00", "10:00"), ("10:10", "11:00"), ("10:00", "10:50")])
async def test_hours_have_a_length_and_lie_on_quarter_hours(
    session: AsyncSession, instructor_id: uuid.UUID, hours: tuple[str, str]
) -> None:
    with pytest.raises(IntegrityError, match="ck_availability_slots"):
        await make_hours(session, instructor_id, {DAY: [hours]})


async def test_a_range_is_cut_by_the_missing_hour_and_longer_over_the_repeated_one(
    session: AsyncSession, instructor_id: uuid.UUID
) -> None:
    await make_hours(session, instructor_id, {SPRING: [("01:00", "04:00")], AUTUMN: [("00:00", "03:00")]})
    lengths = [span.upper - span.lower for span in await spans(session, instructor_id) if span.upper and span.lower]
    assert [length.total_seconds() / 3_600 for length in lengths] == [2, 4]


async def test_a_range_inside_the_missing_hour_is_empty(session: AsyncSession, instructor_id: uuid.UUID) -> None:
    await make_hours(session, instructor_id, {SPRING: [("02:00", "03:00")]})
    assert [span.isempty for span in await spans(session, instructor_id)] == [True]


async def test_a_change_of_zone_takes_the_hours_with_it(session: AsyncSession, instructor_id: uuid.UUID) -> None:
    # Three hours later, each range lies where the next one was.
    await make_hours(session, instructor_id, {DAY: [("06:00", "09:00"), ("09:15", "12:00"), ("12:15", "15:00")]})
    session.add(Blackout(instructor_id=instructor_id, blackout_date=DAY, timezone=NEW_YORK))
    await session.flush()
    await session.execute(
        text("UPDATE instructors SET timezone = :zone WHERE id = :id"), {"zone": LOS_ANGELES, "id": instructor_id}
    )
    moved = await spans(session, instructor_id)
    assert moved[0].lower == wall_to_instant(DAY, 360, LOS_ANGELES)
    blackout = await session.scalar(select(Blackout.span).where(Blackout.instructor_id == instructor_id))
    assert blackout == Range(wall_to_instant(DAY, 0, LOS_ANGELES), wall_to_instant(DAY, 1_440, LOS_ANGELES))
