"""Weeks: what they are made of and what a change of one touches."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.availability.domain import (
    MAX_RANGES_PER_DAY,
    WEEKDAYS,
    CalendarDays,
    CopyMode,
    Weekday,
    affected_days,
    compare_weeks,
    copy_hours,
    dates_between,
    fill_days,
    hand_back,
    normalise_pattern,
    normalise_week,
    week_days,
    week_of,
)
from app.availability.errors import DayOutsideWeek, NotAMonday, TooManyDays, TooManyRanges
from app.core.timerange import MinuteRange

MONDAY = date(2027, 3, 8)
NINE_TO_TEN, TEN_TO_ELEVEN, NINE_TO_ELEVEN = MinuteRange(540, 600), MinuteRange(600, 660), MinuteRange(540, 660)


def quarters(count: int) -> list[MinuteRange]:
    """So many ranges of a quarter hour that do not touch."""
    return [MinuteRange(at * 30, at * 30 + 15) for at in range(count)]


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_a_week_is_seven_days_from_a_monday(day: date) -> None:
    if day.weekday():
        with pytest.raises(NotAMonday) as refused:
            week_days(day)
        assert refused.value.errors == [{"field": "week_start", "message": f"{day} is not a Monday."}]
    else:
        assert week_days(day) == [day + timedelta(days=offset) for offset in range(7)]


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_a_day_lies_in_the_week_of_its_monday(day: date) -> None:
    assert day in week_days(week_of(day))


@pytest.mark.parametrize("field", ["from_week", "to_week"])
def test_the_field_that_is_no_monday_is_named(field: str) -> None:
    with pytest.raises(NotAMonday) as refused:
        week_days(MONDAY + timedelta(days=2), field)
    assert [error["field"] for error in refused.value.errors] == [field]


@pytest.mark.parametrize("days", [1, 2, 366])
def test_a_range_of_days_has_both_ends(days: int) -> None:
    dates = dates_between(MONDAY, MONDAY + timedelta(days=days - 1))
    assert dates == [MONDAY + timedelta(days=offset) for offset in range(days)]


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_range_of_days_is_a_year_at_most(days: int) -> None:
    with pytest.raises(TooManyDays) as refused:
        dates_between(MONDAY, MONDAY + timedelta(days=days - 1))
    assert [error["field"] for error in refused.value.errors] == ["end_date"]
    assert "within 366 days" in str(refused.value)


def test_a_change_touches_the_starts_of_the_day_before() -> None:
    tuesday = MONDAY + timedelta(days=1)
    assert affected_days([tuesday, tuesday]) == {MONDAY, tuesday}


def test_ranges_that_overlap_or_touch_become_one() -> None:
    week = normalise_week(MONDAY, {MONDAY: [TEN_TO_ELEVEN, NINE_TO_TEN, NINE_TO_TEN]})
    assert week[MONDAY] == [NINE_TO_ELEVEN]
    assert [list(hours) for day, hours in week.items() if day != MONDAY] == [[]] * 6


@pytest.mark.parametrize("offset", [-1, 7, 400])
def test_a_day_of_another_week_is_refused_by_name(offset: int) -> None:
    stranger = MONDAY + timedelta(days=offset)
    with pytest.raises(DayOutsideWeek) as refused:
        normalise_week(MONDAY, {MONDAY: [], stranger: [NINE_TO_TEN]})
    assert [error["field"] for error in refused.value.errors] == [f"days.{stranger}"]


def test_a_day_has_at_most_24_ranges_after_merging() -> None:
    assert len(normalise_week(MONDAY, {MONDAY: quarters(24)})[MONDAY]) == 24 == MAX_RANGES_PER_DAY
    assert len(normalise_week(MONDAY, {MONDAY: [NINE_TO_TEN] * 40})[MONDAY]) == 1
    with pytest.raises(TooManyRanges, match="at most 24 ranges"):
        normalise_week(MONDAY, {MONDAY: quarters(MAX_RANGES_PER_DAY + 1)})


def test_hours_are_cut_to_quarter_hours() -> None:
    assert normalise_week(MONDAY, {MONDAY: [MinuteRange(535, 609)]})[MONDAY] == [NINE_TO_TEN]


class TestCopying:
    source = {MONDAY: [NINE_TO_TEN], MONDAY + timedelta(days=1): [TEN_TO_ELEVEN]}  # noqa: RUF012 - read only
    there, wednesday = MONDAY + timedelta(days=14), MONDAY + timedelta(days=16)

    def test_each_day_gets_its_weekdays_hours(self) -> None:
        days = [self.there, self.there + timedelta(days=1), self.wednesday]
        stored = {self.there: [TEN_TO_ELEVEN], self.wednesday: [NINE_TO_TEN]}
        replaced = copy_hours(self.source, stored, days, CopyMode.REPLACE)
        assert [list(replaced[day]) for day in days] == [[NINE_TO_TEN], [TEN_TO_ELEVEN], []]
        merged = copy_hours(self.source, stored, days, CopyMode.MERGE)
        assert [list(merged[day]) for day in days] == [[NINE_TO_ELEVEN], [TEN_TO_ELEVEN], [NINE_TO_TEN]]

    def test_a_day_that_would_be_too_full_is_named(self) -> None:
        stored = {self.there: quarters(24)}
        late = {MONDAY: [MinuteRange(1_425, 1_440)]}
        with pytest.raises(TooManyRanges) as refused:
            copy_hours(late, stored, [self.there], CopyMode.MERGE)
        assert [error["field"] for error in refused.value.errors] == [f"days.{self.there}"]
        assert copy_hours(late, stored, [self.there], CopyMode.REPLACE) == {self.there: late[MONDAY]}


class TestComparing:
    stored = {MONDAY: [NINE_TO_TEN], MONDAY + timedelta(days=1): [NINE_TO_TEN]}  # noqa: RUF012 - read only

    def test_days_that_are_the_same_are_not_written(self) -> None:
        change = compare_weeks(self.stored, normalise_week(MONDAY, self.stored), MONDAY)
        assert (change.changed, change.skipped) == ({}, [])

    def test_days_that_differ_are_written_with_what_they_had(self) -> None:
        wanted = normalise_week(MONDAY, {MONDAY: [NINE_TO_TEN], MONDAY + timedelta(days=2): [TEN_TO_ELEVEN]})
        change = compare_weeks(self.stored, wanted, MONDAY)
        tuesday, wednesday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
        assert change.changed == {tuesday: [], wednesday: [TEN_TO_ELEVEN]}
        assert change.before == {tuesday: [NINE_TO_TEN], wednesday: ()}

    def test_days_gone_by_stay_as_they_are_and_today_does_not(self) -> None:
        today = MONDAY + timedelta(days=1)
        change = compare_weeks(self.stored, normalise_week(MONDAY, {}), today)
        assert (list(change.changed), change.skipped) == ([today], [MONDAY])


class TestPattern:
    pattern = normalise_pattern({Weekday.MON: [NINE_TO_TEN], Weekday.TUE: [TEN_TO_ELEVEN]})
    sunday = MONDAY + timedelta(days=6)

    @given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
    def test_every_day_has_its_weekday(self, day: date) -> None:
        assert Weekday.of(day) == day.strftime("%a").lower()

    def test_all_seven_days_are_there_and_merged(self) -> None:
        pattern = normalise_pattern({Weekday.SUN: [TEN_TO_ELEVEN, NINE_TO_TEN]})
        assert list(pattern) == list(WEEKDAYS)
        assert pattern[Weekday.SUN] == [NINE_TO_ELEVEN]
        assert pattern[Weekday.MON] == []

    def test_a_day_that_is_too_full_is_named(self) -> None:
        with pytest.raises(TooManyRanges) as refused:
            normalise_pattern({Weekday.WED: quarters(MAX_RANGES_PER_DAY + 1), Weekday.FRI: quarters(3)})
        assert [error["field"] for error in refused.value.errors] == ["wed"]

    def test_days_that_differ_are_filled_or_emptied(self) -> None:
        wednesday = MONDAY + timedelta(days=2)
        stored = {MONDAY: [NINE_TO_TEN], wednesday: [NINE_TO_TEN]}
        change, kept = fill_days(self.pattern, CalendarDays(stored, ()), MONDAY, self.sunday)
        assert change.changed == {MONDAY + timedelta(days=1): [TEN_TO_ELEVEN], wednesday: []}
        assert change.before == {MONDAY + timedelta(days=1): (), wednesday: [NINE_TO_TEN]}
        assert change.skipped == ()
        assert kept == []

    def test_a_weekday_that_the_pattern_does_not_name_has_no_hours(self) -> None:
        stored = {MONDAY: [NINE_TO_TEN], self.sunday: [NINE_TO_TEN]}
        change, _ = fill_days({Weekday.MON: [NINE_TO_TEN]}, CalendarDays(stored, ()), MONDAY, self.sunday)
        assert change.changed == {self.sunday: ()}

    def test_edited_days_stay_and_are_named_when_they_differ(self) -> None:
        tuesday = MONDAY + timedelta(days=1)
        edited = {MONDAY, tuesday, self.sunday}
        calendar = CalendarDays({MONDAY: [NINE_TO_TEN]}, edited)
        change, kept = fill_days(self.pattern, calendar, MONDAY, self.sunday)
        assert (change.changed, kept) == ({}, [tuesday])

    def test_no_days_are_no_change(self) -> None:
        change, kept = fill_days(self.pattern, CalendarDays({}, ()), self.sunday, MONDAY)
        assert (change.changed, kept) == ({}, [])

    @given(st.integers(-9, 9), st.sampled_from([[], [NINE_TO_TEN], [TEN_TO_ELEVEN]]))
    def test_a_day_handed_back_is_as_if_nobody_had_ever_edited_it(self, ahead: int, by_hand: list[MinuteRange]) -> None:
        day, filled_until = MONDAY + timedelta(days=ahead), MONDAY
        stored = {day: by_hand} if by_hand else {}
        handed = hand_back(self.pattern, filled_until, day, stored, "America/New_York")
        never_edited, _ = fill_days(self.pattern, CalendarDays({}, ()), day, min(day, filled_until))
        assert list(handed.hours) == list(never_edited.changed.get(day, ()))
        assert handed.filled_later == (ahead > 0)
        assert handed.change.before == ({day: stored.get(day, ())} if handed.change.changed else {})
        assert list({**stored, **handed.change.changed}.get(day, ())) == list(handed.hours)
