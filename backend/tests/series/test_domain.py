"""The rules of series, each against another way to say them."""

import uuid
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.series.domain import Scope, Step, dates_of, in_scope, shifted

DAY = date(2027, 3, 14)
days = st.dates(date(2026, 1, 1), date(2028, 12, 31))


def step(days_later: int, *, is_open: bool = True) -> Step:
    day = DAY + timedelta(days=days_later)
    return Step(uuid.uuid4(), day, datetime(day.year, day.month, day.day, 15, tzinfo=UTC), is_open)


steps = st.lists(
    st.builds(lambda later, is_open: step(later, is_open=is_open), st.integers(0, 400), st.booleans()), min_size=1
)


@given(days, st.integers(1, 2), st.integers(2, 26))
def test_dates_are_one_or_two_weeks_apart(first: date, weeks: int, count: int) -> None:
    dates = dates_of(first, weeks, count)
    assert len(dates) == count
    assert dates[0] == first
    assert {later - earlier for earlier, later in pairwise(dates)} == {timedelta(days=7 * weeks)}
    assert len({day.weekday() for day in dates}) == 1


@given(steps, st.data())
def test_scopes_nest(lessons: list[Step], data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from(lessons))
    assert in_scope(lessons, Scope.ONE, chosen) == [chosen]
    following = in_scope(lessons, Scope.FOLLOWING, chosen)
    everything = in_scope(lessons, Scope.ALL, chosen)
    assert set(following) <= set(everything)
    assert set(everything) == {lesson for lesson in lessons if lesson.is_open}
    assert set(following) == {lesson for lesson in everything if lesson.starts_at >= chosen.starts_at}
    assert (chosen in following) == chosen.is_open
    for found in (following, everything):
        assert found == sorted(found, key=lambda lesson: lesson.starts_at)
    assert in_scope(lessons, Scope.ALL, None) == everything


def test_one_without_a_lesson_is_none() -> None:
    assert in_scope([step(0)], Scope.ONE, None) == []


@given(steps, days, st.data())
def test_all_go_as_many_days(lessons: list[Step], to: date, data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from(lessons))
    dates = shifted(lessons, chosen, to)
    assert dates[chosen.booking_id] == to
    assert {dates[lesson.booking_id] - lesson.date for lesson in lessons} == {to - chosen.date}
