"""Limits and lessons across the nights on which the clock changes: limits are real hours, people read wall time.

On 14 March 2027 the clock jumps from 2:00 to 3:00, on 7 November 2027 it goes from 2:00 back to 1:00.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from app.availability.models import AvailabilitySlot
from app.core.clock import FixedClock
from tests.factories.accounts import Caller, auth_headers
from tests.factories.lessons import Hours, Scene, make_hours

SPRING, AUTUMN, NEW_YEARS_EVE = date(2027, 3, 14), date(2027, 11, 7), date(2027, 12, 31)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def at(text: str) -> datetime:
    """An instant, in UTC, as written."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class Night:
    """The scene moved to another day, its people signed in there."""

    def __init__(self, scene: Scene, session: AsyncSession, clock: FixedClock) -> None:
        self.scene, self.session, self.clock = scene, session, clock

    async def open(self, hours: dict[date, Hours], **rules: int) -> None:
        """The instructor's hours, in place of all others, and their rules."""
        await self.session.execute(delete(AvailabilitySlot))
        await make_hours(self.session, self.scene.instructor.id, hours)
        await self.session.commit()
        if rules:
            await self.scene.client.put("/api/instructors/me", json=rules, headers=self.scene.teacher.headers)

    async def student(self, now: datetime) -> Caller:
        """At another time, for which the login has to be new."""
        self.clock.set(now)
        user = self.scene.student.user
        return Caller(user, await auth_headers(self.scene.container, user))

    async def booked(self, day: date, start: str, now: datetime, **changes: Any) -> dict[str, Any]:
        student = await self.student(now)
        return await self.scene.booked(start, student, date=str(day), **changes)

    async def refused(self, day: date, start: str, now: datetime) -> dict[str, Any]:
        response = await self.scene.book(start, await self.student(now), date=str(day))
        assert response.status_code == 422, response.text
        return dict(response.json())


@pytest.fixture
def night(scene: Scene, session: AsyncSession, clock: FixedClock) -> Night:
    return Night(scene, session, clock)


# A lesson at ten in the morning after: the wall clock's "yesterday at ten" is 23 and 25 hours before.
DAY_AFTER = [
    (SPRING, at("2027-03-14 14:00"), at("2027-03-13 15:00")),
    (AUTUMN, at("2027-11-07 15:00"), at("2027-11-06 14:00")),
]


class TestLimits:
    @pytest.mark.parametrize(("day", "starts_at", "yesterday_at_ten"), DAY_AFTER)
    async def test_what_cancelling_gives_back_is_decided_by_real_hours(
        self, night: Night, day: date, starts_at: datetime, yesterday_at_ten: datetime
    ) -> None:
        await night.open({day: [("09:00", "17:00")]})
        booking = await night.booked(day, "10:00", starts_at - 3 * DAY)
        assert datetime.fromisoformat(booking["starts_at"]) == starts_at
        moments = {
            starts_at - timedelta(hours=24): 100,
            starts_at - timedelta(hours=24) + SECOND: 50,
            starts_at - timedelta(hours=12): 50,
            starts_at - timedelta(hours=12) + SECOND: 0,
            yesterday_at_ten: 50 if day == SPRING else 100,
        }
        for moment, share in moments.items():
            student = await night.student(moment)
            path = f"/api/bookings/{booking['id']}/cancellation-quote"
            quote = (await night.scene.client.get(path, headers=student.headers)).json()
            assert quote["refund_share_percent"] == share, moment
        until = [datetime.fromisoformat(tier["until"]) for tier in booking["cancellation_tiers"]]
        assert until == [starts_at - timedelta(hours=hours) for hours in (24, 12, 0)]

    @pytest.mark.parametrize(("day", "starts_at", "yesterday_at_ten"), DAY_AFTER)
    async def test_moving_a_lesson_is_late_by_real_hours(
        self, night: Night, day: date, starts_at: datetime, yesterday_at_ten: datetime
    ) -> None:
        await night.open({day: [("09:00", "17:00")]})
        booking = await night.booked(day, "10:00", starts_at - 3 * DAY)

        async def move(moment: datetime, start: str) -> tuple[int, str | None]:
            body = {"date": str(day), "start_time": start}
            response = await night.scene.act(booking, "reschedule", await night.student(moment), body)
            return response.status_code, response.json().get("code")

        assert await move(starts_at - timedelta(hours=24), "10:15") == (200, None)
        starts_at += timedelta(minutes=15)
        late = starts_at - timedelta(hours=24) + SECOND
        assert await move(late, "10:30") == (200, None)
        starts_at += timedelta(minutes=15)
        assert await move(late + timedelta(hours=1), "10:45") == (422, "reschedule_limit")
        assert await move(starts_at - timedelta(hours=24), "10:45") == (200, None)
        starts_at += timedelta(minutes=15)
        assert await move(starts_at - timedelta(hours=12) + SECOND, "11:00") == (422, "too_late")

    async def test_two_hours_notice_across_the_missing_hour(self, night: Night) -> None:
        await night.open({SPRING: [("00:00", "12:00")]})
        # One in the morning; two real hours later it is four.
        refused = await night.refused(SPRING, "03:45", at("2027-03-14 06:00"))
        assert refused["detail"] == "Needs 2 hours' notice; the first start is 04:00."
        assert refused["first_start"]["starts_at"] == "2027-03-14T08:00:00Z"
        await night.booked(SPRING, "04:00", at("2027-03-14 06:00"))

    async def test_two_hours_notice_across_the_repeated_hour(self, night: Night) -> None:
        await night.open({AUTUMN: [("00:00", "12:00")]})
        # Half past midnight; two real hours later it is half past one for the second time, and starts mean the first.
        refused = await night.refused(AUTUMN, "01:45", at("2027-11-07 04:30"))
        assert refused["detail"] == "Needs 2 hours' notice; the first start is 02:00."
        await night.booked(AUTUMN, "02:00", at("2027-11-07 04:30"))

    @pytest.mark.parametrize(
        ("day", "now", "last"),
        [
            # Noon a week before; so many real hours later it is one, or eleven.
            (SPRING, at("2027-03-07 17:00"), "12:00"),
            (AUTUMN, at("2027-10-31 16:00"), "10:00"),
        ],
    )
    async def test_a_horizon_of_seven_days_is_168_hours(
        self, night: Night, day: date, now: datetime, last: str
    ) -> None:
        await night.open({day: [("00:00", "24:00")]}, horizon_days=7)
        night.clock.set(now)
        assert (await night.scene.starts(day))[-1] == last
        later = f"{last[:2]}:15"
        refused = await night.refused(day, later, now)
        assert (refused["code"], refused["last_date"]) == ("too_far", str(day))
        await night.booked(day, last, now)


class TestLessons:
    async def test_across_the_missing_hour(self, night: Night) -> None:
        await night.open({SPRING: [("01:00", "04:00")]})
        now = at("2027-03-12 12:00")
        night.clock.set(now)
        assert await night.scene.starts(SPRING) == ["01:00", "01:15", "01:30", "01:45", "03:00"]
        booking = await night.booked(SPRING, "01:30", now, duration_minutes=90)
        assert (booking["start_time"], booking["end_time"]) == ("01:30", "04:00")
        assert (booking["starts_at"], booking["ends_at"]) == ("2027-03-14T06:30:00Z", "2027-03-14T08:00:00Z")
        assert booking["price_cents"] == 12_000

    async def test_across_the_repeated_hour(self, night: Night) -> None:
        await night.open({AUTUMN: [("01:00", "02:00")]}, buffer_minutes=0)
        now = at("2027-11-05 12:00")
        night.clock.set(now)
        # The hours are open for two real hours; a start is the first of its name.
        assert await night.scene.starts(AUTUMN) == ["01:00", "01:15", "01:30", "01:45"]
        booking = await night.booked(AUTUMN, "01:45", now)
        assert (booking["start_time"], booking["end_time"]) == ("01:45", "01:45")
        assert (booking["starts_at"], booking["ends_at"]) == ("2027-11-07T05:45:00Z", "2027-11-07T06:45:00Z")
        assert await night.scene.starts(AUTUMN, 30) == ["01:00", "01:15"]

    async def test_hours_inside_the_missing_hour_are_none(self, night: Night) -> None:
        await night.open({SPRING: [("02:00", "03:00")]})
        night.clock.set(at("2027-03-12 12:00"))
        assert await night.scene.starts(SPRING, 30) == []

    @pytest.mark.parametrize(
        ("day", "starts_at"),
        [
            (SPRING - DAY, at("2027-03-14 04:30")),
            (AUTUMN - DAY, at("2027-11-07 03:30")),
            (SPRING, at("2027-03-15 03:30")),
            (AUTUMN, at("2027-11-08 04:30")),
            (NEW_YEARS_EVE, at("2028-01-01 04:30")),
        ],
    )
    async def test_across_midnight_before_and_after_a_change_and_into_a_new_year(
        self, night: Night, day: date, starts_at: datetime
    ) -> None:
        next_day = day + DAY
        await night.open({day: [("22:00", "24:00")], next_day: [("00:00", "01:00")]})
        booking = await night.booked(day, "23:30", starts_at - 3 * DAY)
        assert (booking["booking_date"], booking["start_time"], booking["end_time"]) == (str(day), "23:30", "00:30")
        assert datetime.fromisoformat(booking["starts_at"]) == starts_at
        assert datetime.fromisoformat(booking["ends_at"]) == starts_at + timedelta(hours=1)
        teacher = await auth_headers(night.scene.container, night.scene.teacher.user)
        parts = {}
        for each in (day, next_day):
            monday = each - timedelta(days=each.weekday())
            path = f"/api/availability/week?week_start={monday}"
            week = (await night.scene.client.get(path, headers=teacher)).json()
            parts[each] = [(item["start_time"], item["end_time"]) for item in week["booked"][str(each)]]
            assert week["outside_hours"] == []
        assert parts == {day: [("23:30", "24:00")], next_day: [("00:00", "00:30")]}

    async def test_a_buffer_across_the_missing_hour_is_real_minutes(self, night: Night) -> None:
        await night.open({SPRING: [("01:00", "06:00")]}, buffer_minutes=60)
        now = at("2027-03-12 12:00")
        await night.booked(SPRING, "01:00", now, duration_minutes=30)
        # From the end at half past one an hour of real time is until half past three.
        assert (await night.scene.starts(SPRING))[0] == "03:30"
