"""What a wish comes to, and what fits it."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bookings.domain import BookingStatus
from app.core.timerange import InstantRange, instant_to_wall
from app.waitlist.domain import (
    WEEKDAYS,
    Candidate,
    WantedTime,
    Weekday,
    WishStatus,
    first_fit,
    last_possible_day,
    over_at,
    starts_of,
    status_now,
)

NEW_YORK = "America/New_York"
SPRING, AUTUMN = date(2027, 3, 14), date(2027, 11, 7)
NOW = datetime(2027, 3, 8, 12, tzinfo=UTC)
QUARTERS = st.integers(0, 95).map(lambda quarter: quarter * 15)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


class TestWantedTime:
    def test_of_some_weekdays(self) -> None:
        wanted = WantedTime(date(2027, 3, 1), date(2027, 3, 14), 540, 720, [Weekday.TUE])
        assert [item.start.date() for item in wanted.ranges(NEW_YORK)] == [date(2027, 3, 2), date(2027, 3, 9)]

    def test_of_some_dates(self) -> None:
        days = [date(2027, 3, 5), date(2027, 3, 2), date(2027, 4, 1)]
        wanted = WantedTime(date(2027, 3, 1), date(2027, 3, 14), 540, 720, None, days)
        assert [item.start.date() for item in wanted.ranges(NEW_YORK)] == [date(2027, 3, 2), date(2027, 3, 5)]

    def test_whole_days_that_touch_are_one(self) -> None:
        (whole,) = WantedTime(date(2027, 3, 1), date(2027, 3, 3), 0, 1440).ranges(NEW_YORK)
        assert whole.end - whole.start == timedelta(days=3)

    @pytest.mark.parametrize(
        ("day", "start", "end", "hours"),
        [(SPRING, 60, 240, 2), (SPRING, 120, 180, 0), (AUTUMN, 30, 180, 3.5), (AUTUMN, 0, 1440, 25)],
    )
    def test_when_the_clock_changes(self, day: date, start: int, end: int, hours: float) -> None:
        ranges = WantedTime(day, day, start, end).ranges(NEW_YORK)
        assert sum((item.end - item.start for item in ranges), timedelta()) == timedelta(hours=hours)

    @given(
        first=st.dates(date(2026, 11, 1), date(2028, 12, 1)),
        days=st.integers(0, 30),
        start=QUARTERS,
        length=st.integers(1, 95),
        weekdays=st.none() | st.sets(st.sampled_from(WEEKDAYS), min_size=1),
        minute=st.integers(0, 32 * 96 - 1),
    )
    def test_a_moment_is_wanted_exactly_when_the_clock_says_so(
        self, first: date, days: int, start: int, length: int, weekdays: set[Weekday] | None, minute: int
    ) -> None:
        """Against the clock read at that moment: nothing of how ranges are made."""
        end = min(start + length * 15, 1440)
        last = first + timedelta(days=days)
        moment = datetime(first.year, first.month, first.day, tzinfo=UTC) + timedelta(minutes=15 * minute)
        day, read = instant_to_wall(moment, NEW_YORK)
        is_meant = first <= day <= last and (weekdays is None or WEEKDAYS[day.weekday()] in weekdays)
        ranges = WantedTime(first, last, start, end, weekdays).ranges(NEW_YORK)
        is_wanted = any(item.start <= moment < item.end for item in ranges)
        if day == AUTUMN.replace(year=day.year) or (day.month == 11 and day.day <= 7 and 60 <= read < 120):
            return  # the repeated hour: a wall-clock time means the first, and the range is longer
        assert is_wanted == (is_meant and start <= read < end)


def candidate(*pieces: tuple[int, int], instructor: int = 1) -> Candidate:
    day = date(2027, 3, 9)
    spans = [InstantRange(at(day, 14) + timedelta(minutes=a), at(day, 14) + timedelta(minutes=b)) for a, b in pieces]
    return Candidate(uuid.UUID(int=instructor), uuid.UUID(int=instructor), NEW_YORK, 60, spans)


def test_a_wish_may_wait_for_ninety_days_of_its_own_calendar() -> None:
    """At three in the morning in London it is still the day before in New York."""
    night = datetime(2027, 3, 9, 3, tzinfo=UTC)
    assert last_possible_day(night, NEW_YORK) == date(2027, 3, 8) + timedelta(days=90)


class TestFitting:
    def test_the_earliest_of_all(self) -> None:
        fit = first_fit([candidate((60, 180), instructor=1), candidate((0, 90), instructor=2)], ())
        assert fit is not None
        assert (fit[0].instructor_id.int, fit[1].start_time) == (2, 9 * 60)

    def test_starts_lie_on_quarter_hours(self) -> None:
        fit = first_fit([candidate((7, 90))], ())
        assert fit is not None
        assert fit[1].start_time == 9 * 60 + 15

    def test_a_known_start_is_left_out_of_that_instructor_only(self) -> None:
        known = {(uuid.UUID(int=1), at(date(2027, 3, 9), 14))}
        ones = first_fit([candidate((0, 90))], known)
        others = first_fit([candidate((0, 90), instructor=2)], known)
        assert ones is not None
        assert others is not None
        assert (ones[1].start_time, others[1].start_time) == (9 * 60 + 15, 9 * 60)

    def test_the_first_few_of_all_starts_across_days(self) -> None:
        day = 24 * 60
        starts = starts_of(candidate((45, 120), (day, day + 60)), 3)
        assert [(start.starts_at - at(date(2027, 3, 9), 14)) // timedelta(minutes=1) for start in starts] == [
            45,
            60,
            day,
        ]
        assert len(starts_of(candidate((0, 600)), 3)) == 3

    def test_nothing_is_long_enough(self) -> None:
        assert first_fit([candidate((0, 45), (60, 105))], ()) is None
        assert first_fit([], ()) is None

    @given(
        pieces=st.sets(st.integers(0, 40), min_size=2, max_size=8).filter(lambda edges: len(edges) % 2 == 0),
        known=st.sets(st.integers(0, 40)),
    )
    def test_against_every_quarter_hour(self, pieces: set[int], known: set[int]) -> None:
        edges = sorted(pieces)
        spans = [(edges[i] * 15, edges[i + 1] * 15) for i in range(0, len(edges), 2)]
        begin = at(date(2027, 3, 9), 14)
        seen = {(uuid.UUID(int=1), begin + timedelta(minutes=15 * quarter)) for quarter in known}
        possible = [
            quarter
            for quarter in range(41)
            if quarter not in known and any(a <= quarter * 15 and quarter * 15 + 60 <= b for a, b in spans)
        ]
        fit = first_fit([candidate(*spans)], seen)
        found = None if fit is None else (fit[1].starts_at - begin) // timedelta(minutes=15)
        assert found == min(possible, default=None)


SOON, PAST = NOW + timedelta(minutes=5), NOW


class TestStatus:
    @pytest.mark.parametrize(
        ("status", "over", "hold", "expected"),
        [
            (WishStatus.WAITING, SOON, None, WishStatus.WAITING),
            (WishStatus.WAITING, PAST, None, WishStatus.EXPIRED),
            (WishStatus.OFFERED, SOON, (BookingStatus.HELD, SOON), WishStatus.OFFERED),
            (WishStatus.OFFERED, PAST, (BookingStatus.HELD, SOON), WishStatus.OFFERED),
            (WishStatus.OFFERED, SOON, (BookingStatus.HELD, PAST), WishStatus.WAITING),
            (WishStatus.OFFERED, PAST, (BookingStatus.HELD, PAST), WishStatus.EXPIRED),
            (WishStatus.OFFERED, SOON, (BookingStatus.EXPIRED, PAST), WishStatus.WAITING),
            (WishStatus.OFFERED, PAST, (BookingStatus.CONFIRMED, None), WishStatus.FULFILLED),
            (WishStatus.OFFERED, SOON, (BookingStatus.CANCELLED, None), WishStatus.FULFILLED),
            (WishStatus.FULFILLED, PAST, (BookingStatus.CONFIRMED, None), WishStatus.FULFILLED),
            (WishStatus.WITHDRAWN, PAST, None, WishStatus.WITHDRAWN),
            (WishStatus.WITHDRAWN, SOON, (BookingStatus.EXPIRED, PAST), WishStatus.WITHDRAWN),
        ],
    )
    def test_at_this_moment(
        self,
        status: WishStatus,
        over: datetime,
        hold: tuple[BookingStatus, datetime | None] | None,
        expected: WishStatus,
    ) -> None:
        assert status_now(status, over, hold, NOW) is expected

    def test_a_wish_is_over_with_its_last_day(self) -> None:
        assert over_at(date(2027, 3, 14), NEW_YORK) == at(date(2027, 3, 15), 4)
