"""The database and Python agree on what a wall-clock time means."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.timerange import wall_to_instant

# Zones whose rules are old enough that every copy of the zone database has them; jumps of 30, 60 and 120 minutes,
# at midnight too, and on either side of the equator.
ZONES = (
    "America/New_York",
    "America/Los_Angeles",
    "America/St_Johns",
    "America/Santiago",
    "Europe/London",
    "Africa/Cairo",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Antarctica/Troll",
)
FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)
AGREEMENT = text(
    """
    SELECT day, minute, wall_instant(day + make_interval(mins => minute), :zone) AS instant
    FROM unnest(CAST(:days AS date[])) AS day, generate_series(0, 1440, CAST(:step AS integer)) AS minute
    """
)


def days_around_changes(zone: str) -> list[date]:
    """The days on which the clock changes, each with the one before and the one after."""
    found, moment = [], datetime(FIRST.year, 1, 1, tzinfo=UTC)
    while moment.date() <= LAST:
        local, later = (at.astimezone(ZoneInfo(zone)) for at in (moment, moment + timedelta(hours=12)))
        if local.utcoffset() != later.utcoffset():
            found += [local.date() + timedelta(days=offset) for offset in (-1, 0, 1)]
        moment += timedelta(hours=12)
    return sorted(set(found))


async def disagreements(session: AsyncSession, zone: str, days: list[date], step: int) -> list[object]:
    rows = await session.execute(AGREEMENT, {"zone": zone, "days": days, "step": step})
    return [row for row in rows if row.instant != wall_to_instant(row.day, row.minute, zone)]


@pytest.mark.parametrize("zone", ZONES)
async def test_every_five_minutes_of_the_days_around_a_change(session: AsyncSession, zone: str) -> None:
    assert await disagreements(session, zone, days_around_changes(zone), step=5) == []


async def test_every_quarter_hour_of_three_years_in_new_york(session: AsyncSession) -> None:
    days = [FIRST + timedelta(days=offset) for offset in range((LAST - FIRST).days + 1)]
    assert await disagreements(session, "America/New_York", days, step=15) == []


@pytest.mark.parametrize("session_zone", ["UTC", "America/New_York", "Pacific/Auckland"])
async def test_the_zone_of_the_connection_does_not_matter(session: AsyncSession, session_zone: str) -> None:
    await session.execute(text("SELECT set_config('timezone', :zone, true)"), {"zone": session_zone})
    days = [date(2027, 3, 13), date(2027, 3, 14), date(2027, 11, 6), date(2027, 11, 7)]
    assert await disagreements(session, "America/New_York", days, step=15) == []
