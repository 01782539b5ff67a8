"""The rules of lessons, each against a table or a slower model of it."""

import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bookings.domain import (
    CANCELLATION_TIERS,
    REMINDERS,
    TAKES_TIME,
    TRANSITIONS,
    Action,
    BookingStatus,
    CancellationTier,
    LessonTime,
    Moment,
    Obstacle,
    Reason,
    ReasonCode,
    Side,
    Start,
    Taker,
    TimeSheet,
    affected_days,
    by_day,
    covered_hours,
    day_range,
    days_between,
    hours_within,
    is_late_reschedule,
    nearest,
    price_cents,
    reasons,
    refund_cents,
    refund_share_percent,
    refund_until,
    require_in_time,
    starts_within,
    transition,
)
from app.bookings.errors import (
    AlreadyStarted,
    HoldExpired,
    NotOverYet,
    RescheduleLimit,
    TooEarlyForNoShow,
    TooLateForNoShow,
    TooLateToReschedule,
    WrongSide,
    WrongStatus,
)
from app.core.errors import AppError
from app.core.timerange import InstantRange, MinuteRange, wall_exists, wall_to_instant

NEW_YORK = "America/New_York"
SPRING, AUTUMN, PLAIN = date(2027, 3, 14), date(2027, 11, 7), date(2027, 6, 2)
START = datetime(2027, 6, 2, 14, tzinfo=UTC)
END = START + timedelta(hours=1)
SECOND = timedelta(seconds=1)

HELD, CONFIRMED, COMPLETED = BookingStatus.HELD, BookingStatus.CONFIRMED, BookingStatus.COMPLETED
CANCELLED, NO_SHOW, EXPIRED = BookingStatus.CANCELLED, BookingStatus.NO_SHOW, BookingStatus.EXPIRED
STUDENT, INSTRUCTOR, SYSTEM = Side.STUDENT, Side.INSTRUCTOR, Side.SYSTEM

# Written again, from the product's words: state, action, who -> where it leads. All other cells are refused.
ALLOWED = {
    (HELD, Action.CONFIRM, STUDENT): CONFIRMED,
    (HELD, Action.RELEASE, STUDENT): EXPIRED,
    (HELD, Action.EXPIRE, SYSTEM): EXPIRED,
    (CONFIRMED, Action.RESCHEDULE, STUDENT): CONFIRMED,
    (CONFIRMED, Action.CANCEL, STUDENT): CANCELLED,
    (CONFIRMED, Action.CANCEL, INSTRUCTOR): CANCELLED,
    (CONFIRMED, Action.CANCEL, SYSTEM): CANCELLED,
    (CONFIRMED, Action.COMPLETE, INSTRUCTOR): COMPLETED,
    (CONFIRMED, Action.COMPLETE, SYSTEM): COMPLETED,
    (CONFIRMED, Action.NO_SHOW, INSTRUCTOR): NO_SHOW,
}


def test_reminders_are_good_until_the_next_one_or_the_lesson() -> None:
    assert [START - reminder.good_until(START) for reminder in REMINDERS] == [timedelta(hours=1), timedelta(0)]


class TestLife:
    @pytest.mark.parametrize(("status", "action", "side"), list(product(BookingStatus, Action, Side)))
    def test_every_state_action_and_side(self, status: BookingStatus, action: Action, side: Side) -> None:
        if (status, action, side) in ALLOWED:
            assert transition(status, action, side).to == ALLOWED[status, action, side]
        else:
            refusal = WrongSide if (status, action) in TRANSITIONS else WrongStatus
            with pytest.raises(refusal):
                transition(status, action, side)

    def test_what_is_over_stays_over(self) -> None:
        assert {status for status, _ in TRANSITIONS} == {HELD, CONFIRMED}
        assert set(TAKES_TIME) == {HELD, CONFIRMED, COMPLETED, NO_SHOW}


MOMENT = Moment(START, END, START - timedelta(hours=3), late_reschedules=0)
MOVED_LATE = Moment(START, END, None, late_reschedules=1)

# The last and the first second of each rule.
IN_TIME: list[tuple[Action, Side, Moment, datetime, type[AppError] | None]] = [
    (Action.CONFIRM, STUDENT, MOMENT, START - timedelta(hours=3) - SECOND, None),
    (Action.CONFIRM, STUDENT, MOMENT, START - timedelta(hours=3), HoldExpired),
    (Action.RELEASE, STUDENT, MOMENT, START, None),
    (Action.EXPIRE, SYSTEM, MOMENT, START, None),
    (Action.CANCEL, STUDENT, MOMENT, START - SECOND, None),
    (Action.CANCEL, STUDENT, MOMENT, START, AlreadyStarted),
    (Action.CANCEL, INSTRUCTOR, MOMENT, START, AlreadyStarted),
    (Action.COMPLETE, INSTRUCTOR, MOMENT, END - SECOND, NotOverYet),
    (Action.COMPLETE, INSTRUCTOR, MOMENT, END, None),
    (Action.COMPLETE, SYSTEM, MOMENT, END + timedelta(hours=24) - SECOND, NotOverYet),
    (Action.COMPLETE, SYSTEM, MOMENT, END + timedelta(hours=24), None),
    (Action.NO_SHOW, INSTRUCTOR, MOMENT, START + timedelta(minutes=10) - SECOND, TooEarlyForNoShow),
    (Action.NO_SHOW, INSTRUCTOR, MOMENT, START + timedelta(minutes=10), None),
    (Action.NO_SHOW, INSTRUCTOR, MOMENT, END + timedelta(hours=24), None),
    (Action.NO_SHOW, INSTRUCTOR, MOMENT, END + timedelta(hours=24) + SECOND, TooLateForNoShow),
    (Action.RESCHEDULE, STUDENT, MOVED_LATE, START - timedelta(hours=24), None),
    (Action.RESCHEDULE, STUDENT, MOVED_LATE, START - timedelta(hours=24) + SECOND, RescheduleLimit),
    (Action.RESCHEDULE, STUDENT, MOMENT, START - timedelta(hours=24) + SECOND, None),
    (Action.RESCHEDULE, STUDENT, MOMENT, START - timedelta(hours=12), None),
    (Action.RESCHEDULE, STUDENT, MOMENT, START - timedelta(hours=12) + SECOND, TooLateToReschedule),
]


class TestInTime:
    @pytest.mark.parametrize(("action", "side", "moment", "now", "refusal"), IN_TIME)
    def test_the_first_and_the_last_second(
        self, action: Action, side: Side, moment: Moment, now: datetime, refusal: type[AppError] | None
    ) -> None:
        if refusal is None:
            require_in_time(action, side, moment, now)
        else:
            with pytest.raises(refusal):
                require_in_time(action, side, moment, now)

    def test_exactly_24_hours_before_is_not_late(self) -> None:
        assert not is_late_reschedule(START, START - timedelta(hours=24))
        assert is_late_reschedule(START, START - timedelta(hours=24) + SECOND)


class TestMoney:
    @given(st.integers(1_000, 100_000), st.sampled_from(range(30, 241, 15)))
    def test_a_price_is_rate_times_minutes_half_up(self, rate: int, minutes: int) -> None:
        exact = Decimal(rate) * minutes / 60
        assert price_cents(rate, minutes) == exact.quantize(Decimal(1), ROUND_HALF_UP)

    @pytest.mark.parametrize(("rate", "price"), [(1_029, 17), (1_030, 17), (1_031, 17), (1_049, 17), (1_050, 18)])
    def test_half_a_cent_is_a_cent_and_less_is_none(self, rate: int, price: int) -> None:
        assert price_cents(rate, 1) == price

    @given(st.integers(0, 400_000), st.integers(0, 100))
    def test_a_refund_is_its_share_half_up(self, price: int, share: int) -> None:
        exact = Decimal(price) * share / 100
        assert refund_cents(price, share) == exact.quantize(Decimal(1), ROUND_HALF_UP)

    @pytest.mark.parametrize(
        ("hours", "seconds", "share"),
        [(48, 0, 100), (24, 0, 100), (24, -1, 50), (12, 0, 50), (12, -1, 0), (0, 1, 0), (0, 0, 0)],
    )
    def test_what_a_student_gets_back(self, hours: int, seconds: int, share: int) -> None:
        at = START - timedelta(hours=hours, seconds=seconds)
        assert refund_share_percent(CANCELLATION_TIERS, START, at, STUDENT) == share
        assert refund_share_percent(CANCELLATION_TIERS, START, at, INSTRUCTOR) == 100
        assert refund_share_percent(CANCELLATION_TIERS, START, at, SYSTEM) == 100

    def test_below_the_last_tier_there_is_nothing_and_nothing_changes_until_the_start(self) -> None:
        only = [CancellationTier(hours_before=24, refund_share_percent=100)]
        late = START - timedelta(hours=23)
        assert refund_share_percent(only, START, late, STUDENT) == 0
        assert refund_until(only, START, late, STUDENT) == START

    @given(st.integers(0, 60 * 60 * 60))
    def test_the_share_changes_after_the_moment_that_is_told_and_not_before(self, seconds: int) -> None:
        at = START - timedelta(seconds=seconds)
        until = refund_until(CANCELLATION_TIERS, START, at, STUDENT)
        share = refund_share_percent(CANCELLATION_TIERS, START, at, STUDENT)
        assert at <= until <= START
        assert refund_share_percent(CANCELLATION_TIERS, START, until, STUDENT) == share
        if until < START:
            assert refund_share_percent(CANCELLATION_TIERS, START, until + SECOND, STUDENT) < share
        assert refund_until(CANCELLATION_TIERS, START, at, INSTRUCTOR) == START

    @pytest.mark.parametrize(
        ("hours", "seconds", "until"),
        [(25, 0, 24), (24, 0, 24), (24, -1, 12), (12, 0, 12), (12, -1, 0), (0, 1, 0), (0, 0, 0)],
    )
    def test_until_when_the_share_stays(self, hours: int, seconds: int, until: int) -> None:
        at = START - timedelta(hours=hours, seconds=seconds)
        assert refund_until(CANCELLATION_TIERS, START, at, STUDENT) == START - timedelta(hours=until)


class TestLessonTime:
    @given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.integers(0, 95), st.sampled_from(range(30, 241, 15)))
    def test_it_lasts_as_long_as_it_says(self, day: date, quarter: int, duration: int) -> None:
        lesson = LessonTime.of(day, quarter * 15, duration, NEW_YORK)
        assert lesson.ends_at - lesson.starts_at == timedelta(minutes=duration)
        assert lesson.range == InstantRange(lesson.starts_at, lesson.ends_at)
        assert lesson.exists == wall_exists(day, quarter * 15, NEW_YORK)

    @pytest.mark.parametrize(
        ("day", "start", "duration", "end"),
        [
            (PLAIN, 600, 60, 660),
            (PLAIN, 1_380, 60, 1_440),
            (PLAIN, 1_410, 60, 30),
            (SPRING, 60, 120, 240),  # 1:00 to 4:00 on the clock
            (AUTUMN, 30, 120, 90),  # 0:30 to the second 1:30
            (AUTUMN, 90, 60, 90),  # the first 1:30 to the second
            (date(2027, 12, 31), 1_425, 30, 15),
        ],
    )
    def test_the_end_on_the_clock(self, day: date, start: int, duration: int, end: int) -> None:
        assert LessonTime.of(day, start, duration, NEW_YORK).end_time == end

    def test_as_data(self) -> None:
        assert LessonTime.of(PLAIN, 1_380, 60, NEW_YORK).as_data() == {
            "booking_date": "2027-06-02",
            "start_time": "23:00",
            "end_time": "24:00",
            "starts_at": "2027-06-03T03:00:00+00:00",
            "ends_at": "2027-06-03T04:00:00+00:00",
        }


def free_ranges(middle: datetime) -> st.SearchStrategy[list[InstantRange]]:
    """Sorted ranges that do not touch, some minutes to some hours long, around a moment."""
    steps = st.lists(st.tuples(st.integers(1, 300), st.integers(1, 500)), max_size=8)

    def build(pairs: Iterable[tuple[int, int]]) -> list[InstantRange]:
        at, ranges = middle - timedelta(hours=16), []
        for gap, length in pairs:
            start = at + timedelta(minutes=gap)
            at = start + timedelta(minutes=length)
            ranges.append(InstantRange(start, at))
        return ranges

    return steps.map(build)


some_day = st.sampled_from([SPRING, AUTUMN, PLAIN])


class TestFitting:
    @given(st.data(), some_day, st.sampled_from(range(30, 241, 15)))
    def test_a_start_is_offered_exactly_when_the_lesson_fits(
        self, data: st.DataObject, day: date, duration: int
    ) -> None:
        free = data.draw(free_ranges(wall_to_instant(day, 720, NEW_YORK)))
        offered = starts_within(free, day, duration, NEW_YORK)
        expected = [
            Start(day, minute, lesson.starts_at)
            for minute in range(0, 1_440, 15)
            for lesson in [LessonTime.of(day, minute, duration, NEW_YORK)]
            if lesson.exists and any(item.contains(lesson.range) for item in free)
        ]
        assert offered == expected

    @given(st.data(), some_day)
    def test_hours_on_the_clock_lie_inside_free_time_and_lose_no_start(self, data: st.DataObject, day: date) -> None:
        free = data.draw(free_ranges(wall_to_instant(day, 720, NEW_YORK)))
        hours = hours_within(free, day, NEW_YORK)
        spans = [
            InstantRange(wall_to_instant(day, item.start, NEW_YORK), wall_to_instant(day, item.end, NEW_YORK))
            for item in hours
        ]
        assert all(any(item.contains(span) for item in free) for span in spans)
        assert all(wall_exists(day, item.start, NEW_YORK) for item in hours)
        midnight = day_range(day, NEW_YORK).end
        for start in starts_within(free, day, 30, NEW_YORK):
            end = start.starts_at + timedelta(minutes=30)
            # In the repeated hour the clock cannot name an end.
            is_repeated = day == AUTUMN and end.hour in (6, 7)
            assert (
                end > midnight
                or is_repeated
                or any(span.contains(InstantRange(start.starts_at, end)) for span in spans)
            )

    def test_the_missing_hour_is_an_end_and_no_start(self) -> None:
        night = InstantRange(wall_to_instant(SPRING, 60, NEW_YORK), wall_to_instant(SPRING, 120, NEW_YORK))
        morning = InstantRange(wall_to_instant(SPRING, 120, NEW_YORK), wall_to_instant(SPRING, 240, NEW_YORK))
        assert hours_within([night], SPRING, NEW_YORK) == [MinuteRange(60, 120)]
        assert hours_within([morning], SPRING, NEW_YORK) == [MinuteRange(180, 240)]
        assert [start.start_time for start in starts_within([morning], SPRING, 30, NEW_YORK)] == [180, 195, 210]

    @given(some_day, st.integers(-300, 1_700), st.sampled_from(range(15, 241, 15)))
    def test_a_lesson_covers_its_hours_of_each_day(self, day: date, start: int, duration: int) -> None:
        starts_at = day_range(day, NEW_YORK).start + timedelta(minutes=start // 15 * 15)
        lesson = InstantRange(starts_at, starts_at + timedelta(minutes=duration))
        hours, whole = covered_hours(lesson, day, NEW_YORK), day_range(day, NEW_YORK)
        if not lesson.overlaps(whole):
            assert hours is None
            return
        assert hours is not None
        inside = InstantRange(max(lesson.start, whole.start), min(lesson.end, whole.end))
        span = InstantRange(wall_to_instant(day, hours.start, NEW_YORK), wall_to_instant(day, hours.end, NEW_YORK))
        assert span.contains(inside)
        if day == PLAIN:
            assert span == inside

    @pytest.mark.parametrize(
        ("start", "duration", "hours"),
        [(-60, 60, None), (-60, 75, MinuteRange(0, 15)), (1_425, 15, MinuteRange(1_425, 1_440)),
         (1_425, 60, MinuteRange(1_425, 1_440)), (1_440, 60, None)],
    )  # fmt: skip
    def test_what_touches_a_day_at_midnight_covers_none_of_it(
        self, start: int, duration: int, hours: MinuteRange | None
    ) -> None:
        starts_at = day_range(PLAIN, NEW_YORK).start + timedelta(minutes=start)
        assert covered_hours(InstantRange(starts_at, starts_at + timedelta(minutes=duration)), PLAIN, NEW_YORK) == hours

    @given(st.data())
    def test_each_day_gets_the_ranges_that_reach_into_it(self, data: st.DataObject) -> None:
        free = data.draw(free_ranges(wall_to_instant(AUTUMN, 720, NEW_YORK)))
        days = list(days_between(AUTUMN - timedelta(days=1), AUTUMN + timedelta(days=2)))
        for day, ranges in by_day(free, days, NEW_YORK):
            assert list(ranges) == [item for item in free if item.overlaps(day_range(day, NEW_YORK))]


def at(hours: float) -> Start:
    return Start(PLAIN, 0, START + timedelta(hours=hours))


def test_the_nearest_starts_come_in_order_of_time() -> None:
    starts = [at(-5), at(-1), at(1), at(2), at(9)]
    assert nearest(starts, START, 3) == [at(-1), at(1), at(2)]
    assert nearest(starts, START, 1) == [at(-1)]
    assert nearest([], START, 3) == []


def span(start: float, end: float) -> InstantRange:
    return InstantRange(START + timedelta(hours=start), START + timedelta(hours=end))


def sheet(**changes: object) -> TimeSheet:
    """One in which the lesson at `START` can be booked."""
    values = {
        "earliest": START,
        "latest": END,
        "hours": [span(0, 1)],
        "blackouts": [span(1, 25)],
        "taken": [span(-2, 0), span(1, 3)],
        "free": [span(0, 1)],
        "buffer_minutes": 15,
        "student_taken": [span(-1, 0)],
    }
    return TimeSheet(**values | changes)  # type: ignore[arg-type]


LESSON = LessonTime.of(PLAIN, 600, 60, NEW_YORK)


class TestWhyNot:
    @pytest.mark.parametrize(
        ("changes", "obstacles"),
        [
            ({}, []),
            ({"earliest": START + SECOND}, [Obstacle.TOO_SOON]),
            ({"latest": END - SECOND}, [Obstacle.TOO_FAR]),
            ({"hours": [span(0, 0.5), span(0.5, 1)]}, [Obstacle.OUTSIDE_HOURS]),
            ({"hours": []}, [Obstacle.OUTSIDE_HOURS]),
            ({"blackouts": [span(-12, 0.25)]}, [Obstacle.BLACKOUT]),
            ({"taken": [span(0.75, 2)]}, [Obstacle.TAKEN]),
            ({"student_taken": [span(-1, 0.25)]}, [Obstacle.STUDENT_BUSY]),
            ({"taken": [span(0, 1)], "student_taken": [span(0, 1)]}, [Obstacle.STUDENT_BUSY, Obstacle.TAKEN]),
            ({"earliest": END, "hours": []}, [Obstacle.TOO_SOON, Obstacle.OUTSIDE_HOURS]),
        ],
    )
    def test_each_rule_by_itself(self, changes: dict[str, object], obstacles: list[Obstacle]) -> None:
        assert LESSON.starts_at == START
        assert sheet(**changes).obstacles(LESSON) == obstacles

    def test_a_time_that_does_not_exist_has_no_other_obstacle(self) -> None:
        assert sheet().obstacles(LessonTime.of(SPRING, 150, 60, NEW_YORK)) == [Obstacle.MISSING_HOUR]

    def test_whether_the_student_is_busy(self) -> None:
        assert sheet(student_taken=[span(0.5, 2)]).is_student_busy(at(0), 60)
        assert not sheet(student_taken=[span(1, 2)]).is_student_busy(at(0), 60)


def taker(start: float, end: float, buffers: tuple[float, float] = (0.25, 0.25), **changes: object) -> Taker:
    """A lesson that keeps buffers free before and behind it, in hours."""
    values = {
        "booking_id": uuid.UUID(int=1),
        "is_hold": False,
        "lesson": span(start, end),
        "blocked": span(start - buffers[0], end + buffers[1]),
        "buffer_minutes": 15,
        "expires_at": None,
        "student_name": "Mia O.",
    }
    return Taker(**values | changes)  # type: ignore[arg-type]


class TestReasons:
    """Of the lesson from `START` on, an hour long."""

    @pytest.mark.parametrize(
        ("other", "code"),
        [
            (taker(0.75, 2), ReasonCode.BOOKED),
            (taker(-1, 0.25, is_hold=True), ReasonCode.HOLD),
            (taker(1, 2), ReasonCode.BUFFER),
            (taker(-1, 0), ReasonCode.BUFFER),
            (taker(-1, 0, is_hold=True), ReasonCode.BUFFER),
            (taker(1.25, 2), None),
            (taker(-1, -0.25), None),
        ],
    )
    def test_what_takes_the_time_and_how(self, other: Taker, code: ReasonCode | None) -> None:
        assert other.reason(LESSON.range) == code
        expected = [Reason(code, other)] if code else []
        assert reasons(sheet(taken=[]), [other], LESSON) == expected

    def test_everything_is_named_in_the_order_in_which_it_is_told(self) -> None:
        takers = [taker(-1, 0), taker(0.25, 0.75), taker(5, 6), taker(1, 2, is_hold=True)]
        found = reasons(sheet(earliest=END, hours=[], taken=[]), takers, LESSON)
        assert found == [
            Reason(ReasonCode.TOO_SOON),
            Reason(ReasonCode.OUTSIDE_HOURS),
            Reason(ReasonCode.BUFFER, takers[0]),
            Reason(ReasonCode.BOOKED, takers[1]),
            Reason(ReasonCode.BUFFER, takers[3]),
        ]

    def test_without_takers_nothing_is_taken(self) -> None:
        assert reasons(sheet(taken=[span(0, 1)]), [], LESSON) == []

    def test_the_missing_hour_is_the_only_reason(self) -> None:
        missing = LessonTime.of(SPRING, 150, 60, NEW_YORK)
        assert reasons(sheet(hours=[]), [], missing) == [Reason(ReasonCode.MISSING_HOUR)]

    def test_the_last_date_is_that_of_the_last_start(self) -> None:
        # The horizon ends at one in the morning: a lesson of an hour can begin at midnight, a longer one cannot.
        midnight = wall_to_instant(PLAIN, 0, NEW_YORK)
        horizon = sheet(latest=midnight + timedelta(hours=1))
        assert horizon.last_date(LessonTime.of(PLAIN, 600, 60, NEW_YORK)) == PLAIN
        assert horizon.last_date(LessonTime.of(PLAIN, 600, 90, NEW_YORK)) == PLAIN - timedelta(days=1)


class TestAffectedDays:
    """A day's starts depend on a lesson when one of four hours with its buffer of two could reach it, or its buffer."""

    @pytest.mark.parametrize(
        ("start", "duration", "days"),
        [
            (720, 60, [0]),
            (360, 60, [0]),
            (359, 60, [-1, 0]),
            (1_259, 60, [0]),
            (1_260, 60, [0, 1]),
            (0, 30, [-1, 0]),
        ],
    )
    def test_which_days_a_lesson_touches(self, start: int, duration: int, days: list[int]) -> None:
        starts_at = wall_to_instant(PLAIN, 0, NEW_YORK) + timedelta(minutes=start)
        lesson = InstantRange(starts_at, starts_at + timedelta(minutes=duration))
        assert affected_days(lesson, NEW_YORK) == [PLAIN + timedelta(days=offset) for offset in days]
