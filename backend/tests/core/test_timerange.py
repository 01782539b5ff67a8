"""Wall clock and instants, compared with slow and plain models written independently."""

import time
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.timerange import (
    MINUTES_PER_DAY,
    InstantRange,
    MinuteRange,
    end_to_wall,
    format_minute,
    instant_to_wall,
    merge,
    parse_minute,
    wall_exists,
    wall_to_instant,
)

NEW_YORK = "America/New_York"
SPRING, AUTUMN = date(2027, 3, 14), date(2027, 11, 7)
ZONES = (NEW_YORK, "Europe/London", "Australia/Lord_Howe", "Antarctica/Troll", "America/Santiago", "Asia/Kathmandu")

days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
minutes_of_day = st.integers(0, MINUTES_PER_DAY)


@st.composite
def minute_ranges(draw: st.DrawFn) -> MinuteRange:
    start = draw(st.integers(0, MINUTES_PER_DAY - 1))
    return MinuteRange(start, draw(st.integers(start + 1, MINUTES_PER_DAY)))


def covered(ranges: list[MinuteRange]) -> set[int]:
    return {minute for item in ranges for minute in range(item.start, item.end)}


def naive(day: date, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001 - wall clock


def by_looking_at_every_minute(day: date, minute: int, zone: str) -> datetime:
    """The first instant at which the clock on the wall shows this time or a later one."""
    wanted = naive(day, minute)
    instant = wanted.replace(tzinfo=UTC) - timedelta(hours=15)
    while instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) < wanted:
        instant += timedelta(minutes=1)
    return instant


class TestRanges:
    @given(st.lists(minute_ranges(), max_size=12))
    def test_merging_keeps_every_minute_and_leaves_gaps_between(self, ranges: list[MinuteRange]) -> None:
        merged = merge(ranges)
        assert covered(merged) == covered(ranges)
        assert all(one.end < other.start for one, other in pairwise(merged))

    @pytest.mark.parametrize(("start", "end"), [(60, 60), (61, 60), (-1, 60), (0, 1441)])
    def test_no_range_is_empty_or_leaves_the_day(self, start: int, end: int) -> None:
        with pytest.raises(ValueError, match="not a range"):
            MinuteRange(start, end)

    @pytest.mark.parametrize(
        ("start", "end", "inside"),
        [(60, 120, True), (75, 105, True), (60, 61, True), (119, 120, True), (59, 120, False), (60, 121, False),
         (0, 30, False), (130, 140, False), (0, 1_440, False)],
    )  # fmt: skip
    def test_a_range_contains_what_reaches_over_neither_edge(self, start: int, end: int, inside: bool) -> None:
        assert MinuteRange(60, 120).contains(MinuteRange(start, end)) == inside
        day = datetime(2027, 1, 1, tzinfo=UTC)
        outer, inner = (
            InstantRange(day + timedelta(minutes=first), day + timedelta(minutes=last))
            for first, last in ((60, 120), (start, end))
        )
        assert outer.contains(inner) == inside

    @pytest.mark.parametrize(
        ("start", "end", "overlaps"),
        [(0, 60, False), (0, 61, True), (119, 130, True), (120, 130, False), (80, 90, True), (0, 300, True)],
    )
    def test_ranges_overlap_when_they_share_a_moment(self, start: int, end: int, overlaps: bool) -> None:
        day = datetime(2027, 1, 1, tzinfo=UTC)
        one, other = (
            InstantRange(day + timedelta(minutes=first), day + timedelta(minutes=last))
            for first, last in ((60, 120), (start, end))
        )
        assert one.overlaps(other) == other.overlaps(one) == overlaps

    def test_instants_that_touch_do_not_overlap(self) -> None:
        noon = datetime(2027, 1, 1, 12, tzinfo=UTC)
        hour = timedelta(hours=1)
        first, second = InstantRange(noon, noon + hour), InstantRange(noon + hour, noon + 2 * hour)
        assert not first.overlaps(second)
        assert first.overlaps(InstantRange(noon + hour / 2, noon + 2 * hour))
        assert InstantRange(noon, noon + 2 * hour).contains(second)
        assert not second.contains(first)
        with pytest.raises(ValueError, match="not a range"):
            InstantRange(noon, noon)


class TestText:
    @given(minutes_of_day)
    @example(MINUTES_PER_DAY)
    def test_what_is_written_is_read_back(self, minute: int) -> None:
        assert parse_minute(format_minute(minute)) == minute

    @pytest.mark.parametrize(
        "text",
        ["", "9:00", "24:01", "25:00", "12:60", "12-00", "12:0a", "12:a0", "a2:00", "1a:00", "١٢:٠٠", "12:0٣",
         "12:00:00", "+1:00", "12:00\n"],
    )  # fmt: skip
    def test_anything_else_is_refused(self, text: str) -> None:
        with pytest.raises(ValueError, match=r"^a time is HH:MM, 00:00 to 24:00$"):
            parse_minute(text)


class TestWallClock:
    @given(days, minutes_of_day, st.sampled_from(ZONES))
    def test_an_instant_is_the_first_at_which_the_clock_shows_the_time(self, day: date, minute: int, zone: str) -> None:
        assert wall_to_instant(day, minute, zone) == by_looking_at_every_minute(day, minute, zone)

    @pytest.mark.parametrize("day", [SPRING, AUTUMN])
    @pytest.mark.parametrize("minute", range(0, 300, 5))
    def test_on_the_days_on_which_the_clock_changes(self, day: date, minute: int) -> None:
        assert wall_to_instant(day, minute, NEW_YORK) == by_looking_at_every_minute(day, minute, NEW_YORK)

    @given(days, minutes_of_day, st.sampled_from(ZONES))
    def test_a_time_that_exists_is_read_back(self, day: date, minute: int, zone: str) -> None:
        instant = wall_to_instant(day, minute, zone)
        if wall_exists(day, minute, zone):
            shown, at = instant_to_wall(instant, zone)
            assert naive(shown, at) == naive(day, minute)
        else:
            before = (instant - timedelta(minutes=1)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
            assert before < naive(day, minute) < instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)

    @given(days, minutes_of_day, days, minutes_of_day, st.sampled_from(ZONES))
    def test_the_order_of_the_clock_is_the_order_of_instants(
        self, day: date, minute: int, other_day: date, other_minute: int, zone: str
    ) -> None:
        if naive(day, minute) <= naive(other_day, other_minute):
            assert wall_to_instant(day, minute, zone) <= wall_to_instant(other_day, other_minute, zone)

    def test_the_hour_that_is_missing_is_the_moment_of_the_jump(self) -> None:
        jump = datetime(2027, 3, 14, 7, tzinfo=UTC)
        assert [wall_to_instant(SPRING, minute, NEW_YORK) for minute in (120, 150, 179, 180)] == [jump] * 4
        assert [wall_exists(SPRING, minute, NEW_YORK) for minute in (119, 120, 179, 180)] == [True, False, False, True]

    def test_the_hour_that_happens_twice_is_the_first(self) -> None:
        assert wall_to_instant(AUTUMN, 60, NEW_YORK) == datetime(2027, 11, 7, 5, tzinfo=UTC)
        assert wall_to_instant(AUTUMN, 120, NEW_YORK) == datetime(2027, 11, 7, 7, tzinfo=UTC)
        assert wall_exists(AUTUMN, 90, NEW_YORK)

    @pytest.mark.parametrize("machine", ["America/Los_Angeles", "Pacific/Auckland"])
    @pytest.mark.parametrize(("day", "minute"), [(SPRING, 119), (SPRING, 120), (SPRING, 150), (AUTUMN, 90)])
    def test_instants_are_in_utc_wherever_the_machine_stands(
        self, machine: str, day: date, minute: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as elsewhere:
            elsewhere.setenv("TZ", machine)
            time.tzset()
            instant, exists = wall_to_instant(day, minute, NEW_YORK), wall_exists(day, minute, NEW_YORK)
        time.tzset()
        assert instant == wall_to_instant(day, minute, NEW_YORK)
        assert instant.tzinfo is UTC
        assert exists == wall_exists(day, minute, NEW_YORK)

    def test_midnight_ends_a_day_and_starts_another(self) -> None:
        midnight = wall_to_instant(SPRING, MINUTES_PER_DAY, NEW_YORK)
        assert instant_to_wall(midnight, NEW_YORK) == (date(2027, 3, 15), 0)
        assert end_to_wall(midnight, NEW_YORK) == (SPRING, MINUTES_PER_DAY)
        assert end_to_wall(midnight + timedelta(minutes=30), NEW_YORK) == (date(2027, 3, 15), 30)
