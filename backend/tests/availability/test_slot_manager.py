"""Ranges of a day against sets of minutes."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.availability.slot_manager import SlotManager
from app.core.timerange import MINUTES_PER_DAY, MinuteRange

SLOTS = SlotManager()


@st.composite
def minute_ranges(draw: st.DrawFn) -> MinuteRange:
    start = draw(st.integers(0, MINUTES_PER_DAY - 1))
    return MinuteRange(start, draw(st.integers(start + 1, MINUTES_PER_DAY)))


some_ranges = st.lists(minute_ranges(), max_size=8)


def minutes_of(ranges: list[MinuteRange]) -> set[int]:
    return {minute for item in ranges for minute in range(item.start, item.end)}


@given(minute_ranges(), st.sampled_from([5, 15, 30, 60]))
def test_aligned_ranges_are_whole_steps_and_no_time_more(item: MinuteRange, step: int) -> None:
    steps = (range(first, first + step) for first in range(0, MINUTES_PER_DAY, step))
    whole = {minute for one in steps if item.start <= one[0] and one[-1] < item.end for minute in one}
    aligned = SlotManager(step).align([item])
    assert minutes_of(aligned) == whole
    assert len(aligned) == bool(whole)


@given(some_ranges)
def test_each_range_is_aligned_by_itself(ranges: list[MinuteRange]) -> None:
    aligned = SLOTS.align(ranges)
    assert aligned == sorted(piece for item in ranges for piece in SLOTS.align([item]))
    assert SLOTS.align(aligned) == aligned


@given(some_ranges)
def test_merging_keeps_every_minute_and_leaves_gaps_between(ranges: list[MinuteRange]) -> None:
    merged = SLOTS.merge(ranges)
    assert minutes_of(merged) == minutes_of(ranges)
    assert all(one.end < other.start for one, other in pairwise(merged))


@given(some_ranges, st.lists(st.integers(0, MINUTES_PER_DAY), max_size=6))
def test_splitting_keeps_every_minute_and_crosses_no_cut(ranges: list[MinuteRange], cuts: list[int]) -> None:
    pieces = SLOTS.split(ranges, cuts)
    assert sum(piece.end - piece.start for piece in pieces) == sum(item.end - item.start for item in ranges)
    assert minutes_of(pieces) == minutes_of(ranges)
    assert not any(piece.start < cut < piece.end for piece in pieces for cut in cuts)
    inside = sum(item.start < cut < item.end for item in ranges for cut in set(cuts))
    assert len(pieces) == len(ranges) + inside


@given(some_ranges, some_ranges)
def test_gaps_are_just_the_minutes_that_are_missing(ranges: list[MinuteRange], within: list[MinuteRange]) -> None:
    gaps = SLOTS.gaps(ranges, within)
    assert minutes_of(gaps) == minutes_of(within) - minutes_of(ranges)
    assert gaps == SLOTS.merge(gaps)
