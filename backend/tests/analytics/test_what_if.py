"""The one opening that would have helped the most: each search that it counts, and each that it does not."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analytics.what_if import OPENINGS, Asked, Taught, Teaching, Wish, best_opening, openings_for
from app.core.enums import AgeGroup, Level, Place
from app.core.timerange import MINUTES_PER_DAY, MinuteRange
from app.search.domain import Constraints, Weekday

HOUR = 60
MONDAY = date(2026, 11, 23)
PIANO = Taught("piano", "music", 6_000, (60,), (Place.AT_STUDENT,), (Level.BEGINNER,), (AgeGroup.KIDS,))
TEACHING = Teaching((PIANO,), {"astoria": "queens"}, {}, frozenset(), 120, 60)
WANTED = Constraints(
    subjects=("piano",), neighborhoods=("astoria",), weekdays=(Weekday.TUE,), start_time=18 * HOUR, end_time=20 * HOUR
)


def asked(wanted: Constraints = WANTED, on: date = MONDAY, minute: int = 12 * HOUR) -> Asked:
    return Asked(wanted, on, minute)


def test_the_opening_is_the_one_that_was_asked_for() -> None:
    best = best_opening([asked(), asked(), asked(replace(WANTED, weekdays=(Weekday.WED,)))], TEACHING)
    assert best
    assert (best.weekday, best.hours) == (Weekday.TUE, MinuteRange(17 * HOUR, 19 * HOUR))
    assert (best.searches, best.most_common, best.most_common_searches) == (2, Wish("piano", "astoria"), 2)


@pytest.mark.parametrize(
    "change",
    [
        {"subjects": ("violin",)},
        {"category": "languages"},
        {"subjects": (), "excluded_subjects": ("piano",)},
        {"neighborhoods": (), "excluded_places": (Place.AT_STUDENT,)},
        {"max_rate_cents": 5_999},
        {"min_rate_cents": 6_001},
        {"neighborhoods": ("harlem-south",)},
        {"boroughs": ("brooklyn",)},
        {"place": Place.ONLINE},
        {"level": Level.ADVANCED},
        {"age_group": AgeGroup.ADULTS},
        {"duration_minutes": 90},
        {"end_time": 18 * HOUR + 45},
        {"date_from": MONDAY + timedelta(days=90)},
        {"date_to": MONDAY - timedelta(days=1)},
    ],
)
def test_what_would_not_have_fitted_anyway_does_not_count(change: dict[str, object]) -> None:
    assert best_opening([asked(replace(WANTED, **change))], TEACHING) is None


@pytest.mark.parametrize(
    "change",
    [
        {"subjects": ()},
        {"category": "music", "subjects": ()},
        {"max_rate_cents": 6_000},
        {"boroughs": ("queens",), "neighborhoods": ()},
        {"neighborhoods": ("harlem-south", "astoria")},
        {"place": Place.AT_STUDENT},
        {"level": Level.BEGINNER},
        {"duration_minutes": 60},
        {"excluded_places": (Place.ONLINE,), "excluded_subjects": ("violin",)},
    ],
)
def test_what_fits_but_for_the_time_counts(change: dict[str, object]) -> None:
    assert best_opening([asked(replace(WANTED, **change))], TEACHING)


def test_online_lessons_are_not_given_in_a_neighbourhood() -> None:
    online = replace(TEACHING, offerings=(replace(PIANO, places=(Place.ONLINE,)),))
    assert best_opening([asked()], online) is None
    assert best_opening([asked(replace(WANTED, neighborhoods=(), place=Place.ONLINE))], online)


def test_hours_that_would_have_done_leave_nothing_to_open() -> None:
    tuesday = MONDAY + timedelta(days=8)
    enough = replace(TEACHING, hours={tuesday: [MinuteRange(17 * HOUR, 19 * HOUR)]})
    too_short = replace(TEACHING, hours={tuesday: [MinuteRange(17 * HOUR, 18 * HOUR + 45)]})
    assert best_opening([asked()], enough) is None
    assert best_opening([asked()], too_short)


def test_a_holiday_cannot_be_opened_and_notice_is_kept() -> None:
    tuesday = MONDAY + timedelta(days=1)
    on_tuesday = replace(WANTED, date_from=tuesday, date_to=tuesday)
    assert best_opening([asked(on_tuesday)], TEACHING)
    assert best_opening([asked(on_tuesday)], replace(TEACHING, blackouts=frozenset({tuesday}))) is None
    late = asked(on_tuesday, on=tuesday, minute=17 * HOUR + 1)
    assert best_opening([late], TEACHING) is None
    assert best_opening([replace(late, minute=17 * HOUR)], TEACHING)


minutes = st.integers(0, 96).map(lambda quarter: 15 * quarter)
spans = st.tuples(minutes, minutes).filter(lambda span: span[0] < span[1])


@st.composite
def searches(draw: st.DrawFn) -> Asked:
    start, end = draw(spans)
    days = draw(st.one_of(st.none(), st.tuples(st.integers(-2, 20), st.integers(0, 10))))
    wanted = Constraints(
        weekdays=tuple(draw(st.sets(st.sampled_from(Weekday)))),
        start_time=draw(st.sampled_from((None, start))),
        end_time=draw(st.sampled_from((None, end))),
        date_from=MONDAY + timedelta(days=days[0]) if days else None,
        date_to=MONDAY + timedelta(days=days[0] + days[1]) if days else None,
    )
    return Asked(wanted, MONDAY, draw(st.integers(0, MINUTES_PER_DAY - 1)))


@st.composite
def calendars(draw: st.DrawFn) -> Teaching:
    hours = draw(st.dictionaries(st.integers(0, 25), spans, max_size=3))
    return replace(
        TEACHING,
        hours={MONDAY + timedelta(days=day): [MinuteRange(*span)] for day, span in hours.items()},
        blackouts=frozenset(MONDAY + timedelta(days=day) for day in draw(st.sets(st.integers(0, 25), max_size=2))),
        min_notice_minutes=draw(st.sampled_from((0, 120, 1_440))),
        horizon_days=draw(st.integers(7, 30)),
    )


def possible_starts(search: Asked, teaching: Teaching, extra: tuple[int, MinuteRange] | None = None) -> bool:
    """The brute force: is there a quarter hour at which a lesson of an hour could begin?"""
    wanted = search.constraints
    for offset in range(teaching.horizon_days + 1):
        day = search.on + timedelta(days=offset)
        asked_for = (
            (wanted.date_from or day) <= day <= (wanted.date_to or day)
            and (not wanted.weekdays or list(Weekday)[day.weekday()] in wanted.weekdays)
            and day not in teaching.blackouts
        )
        opened = [extra[1]] if extra and extra[0] == day.weekday() else []
        for start in range(0, MINUTES_PER_DAY, 15) if asked_for else ():
            lesson = MinuteRange(start, start + 60) if start + 60 <= MINUTES_PER_DAY else None
            if (
                lesson
                and start >= (wanted.start_time or 0)
                and start + 60 <= (wanted.end_time or MINUTES_PER_DAY)
                and any(hours.contains(lesson) for hours in [*teaching.hours.get(day, ()), *opened])
                and (not opened or offset * MINUTES_PER_DAY + start - search.minute >= teaching.min_notice_minutes)
            ):
                return True
    return False


@settings(max_examples=150, deadline=None)
@given(searches(), calendars())
def test_an_opening_counts_exactly_when_some_start_becomes_possible(search: Asked, teaching: Teaching) -> None:
    found = set(openings_for(search, 60, teaching))
    if possible_starts(search, teaching):
        assert found == set()
        return
    for opening in ((weekday, hours) for weekday in range(7) for hours in OPENINGS):
        assert (opening in found) == possible_starts(search, replace(teaching, hours={}), opening)
