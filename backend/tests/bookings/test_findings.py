"""The rules of several lessons at once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bookings.domain import (
    NEARBY,
    Findings,
    LessonTime,
    Obstacle,
    Outcome,
    TimeSheet,
    outcome_of,
    span_of,
)
from app.core.timerange import InstantRange

NEW_YORK = "America/New_York"
DAY = date(2027, 6, 2)
LONG_AGO, FAR = datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
ALWAYS = [InstantRange(LONG_AGO, FAR)]


def lesson(minute: int, duration: int = 60, day: date = DAY) -> LessonTime:
    return LessonTime.of(day, minute, duration, NEW_YORK)


def sheet(
    *taken: LessonTime, free: list[InstantRange] | None = None, busy: list[LessonTime] | None = None
) -> TimeSheet:
    return TimeSheet(
        earliest=LONG_AGO,
        latest=FAR,
        hours=ALWAYS,
        blackouts=[],
        taken=[item.range for item in taken],
        free=free or [],
        buffer_minutes=15,
        student_taken=[item.range for item in busy or []],
    )


def test_each_lesson_has_its_own_obstacle() -> None:
    around = sheet(lesson(600))
    found = Findings.of(around, [lesson(480), lesson(630), lesson(720)], [0, 0, 0])
    assert found.sheet is around
    assert found.obstacles == [None, Obstacle.TAKEN, None]
    assert (found.fitting, found.all_fit) == ([0, 2], False)
    assert Findings.of(sheet(), [lesson(480), lesson(630)], [0, 0]).all_fit


@pytest.mark.parametrize(
    ("buffers", "second"), [((0, 0), None), ((15, 0), Obstacle.TAKEN), ((0, 15), None), ((15, 15), Obstacle.TAKEN)]
)
def test_lessons_keep_clear_of_one_another_with_their_buffers(
    buffers: tuple[int, int], second: Obstacle | None
) -> None:
    found = Findings.of(sheet(), [lesson(600), lesson(660)], buffers)
    assert found.obstacles == [None, second]


@given(st.lists(st.tuples(st.integers(0, 80), st.sampled_from([30, 60, 90]), st.integers(0, 60)), min_size=1))
def test_those_that_fit_can_all_be_had(wanted: list[tuple[int, int, int]]) -> None:
    lessons = [lesson(quarter * 15, duration) for quarter, duration, _ in wanted]
    buffers = [buffer for _, _, buffer in wanted]
    found = Findings.of(sheet(lesson(600)), lessons, buffers)
    occupied = [
        InstantRange(lessons[at].starts_at, lessons[at].ends_at + timedelta(minutes=buffers[at]))
        for at in found.fitting
    ]
    assert not any(one.overlaps(other) for at, one in enumerate(occupied) for other in occupied[:at])
    assert not any(lessons[at].range.overlaps(lesson(600).range) for at in found.fitting)


def test_what_went_meanwhile_is_taken() -> None:
    found = Findings.of(sheet(), [lesson(480), lesson(630)], [0, 0])
    assert found.without([1]) == Findings(found.sheet, [None, Obstacle.TAKEN])


def test_each_lesson_needs_its_buffer() -> None:
    with pytest.raises(ValueError, match="shorter"):
        Findings.of(sheet(), [lesson(480), lesson(630)], [0])


@pytest.mark.parametrize("obstacle", list(Obstacle))
def test_every_obstacle_is_a_conflict_or_leaves_the_date_out(obstacle: Obstacle) -> None:
    conflicts = {Obstacle.OUTSIDE_HOURS, Obstacle.STUDENT_BUSY, Obstacle.TAKEN}
    expected = Outcome.CONFLICT if obstacle in conflicts else Outcome.SKIPPED
    assert outcome_of(obstacle, Outcome.BOOKED) is expected
    assert outcome_of(None, Outcome.AVAILABLE) is Outcome.AVAILABLE


def test_the_span_of_lessons_has_a_margin() -> None:
    first, last = lesson(600), lesson(600, day=DAY + timedelta(days=14))
    span = span_of([last, first], NEARBY)
    assert span == InstantRange(first.starts_at - NEARBY, last.ends_at + NEARBY)


class TestNearestStarts:
    def nearest(self, *free: LessonTime, busy: list[LessonTime] | None = None) -> list[tuple[date, int]]:
        found = sheet(free=[item.range for item in free], busy=busy).nearest_starts(lesson(600), NEARBY)
        return [(start.date, start.start_time) for start in found]

    def test_the_closest_three_in_order_of_time(self) -> None:
        assert self.nearest(lesson(480, 90), lesson(690, 75)) == [(DAY, 495), (DAY, 510), (DAY, 690)]

    def test_not_further_than_three_days(self) -> None:
        before, near, far = (DAY + timedelta(days=days) for days in (-3, 3, 4))
        free = [lesson(600, 60, day) for day in (before, near, far)]
        assert self.nearest(*free) == [(before, 600), (near, 600)]
        assert self.nearest(lesson(585, 60, before), lesson(615, 60, near)) == []

    def test_not_where_the_student_has_another_lesson(self) -> None:
        assert self.nearest(lesson(480, 90), busy=[lesson(480, 30)]) == [(DAY, 510)]
