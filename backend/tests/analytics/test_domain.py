"""How good a search is, periods of the city, and tables that a spreadsheet cannot run."""

import csv
import io
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analytics.domain import QUALITY_WEIGHTS, Period, Totals, midnight, quality, share
from app.analytics.export import RUNS_AS_FORMULA, cell, csv_lines

NOON = datetime(2026, 11, 24, 17, tzinfo=UTC)
counts = st.integers(min_value=0, max_value=10**6)


def test_the_weights_are_shares_of_one() -> None:
    assert sum(QUALITY_WEIGHTS.values()) == pytest.approx(1)


def test_a_perfect_search_scores_a_hundred_and_a_useless_one_nothing() -> None:
    perfect = quality(Totals(searches=10, viewed=10, rank_sum=10.0))
    useless = quality(Totals(searches=10, without_results=10, not_understood=10))
    assert perfect
    assert useless
    assert (perfect.score, useless.score) == (100.0, 0.0)
    assert quality(Totals()) is None


def test_the_score_is_what_its_formula_says() -> None:
    known = quality(Totals(searches=100, without_results=20, not_understood=10, viewed=40, rank_sum=30.0))
    assert known
    assert (known.found, known.understood, known.viewed, known.rank) == (0.8, 0.9, 0.5, 0.75)
    assert known.score == pytest.approx(100 * (0.35 * 0.8 + 0.25 * 0.9 + 0.25 * 0.5 + 0.15 * 0.75), abs=0.05)


@given(counts, counts, counts, counts, st.floats(0, 1e6))
def test_the_score_stays_between_nothing_and_a_hundred(a: int, b: int, c: int, d: int, rank: float) -> None:
    searches = a + b + c + d
    known = quality(
        Totals(searches=searches, without_results=b, not_understood=c, viewed=min(d, searches), rank_sum=rank)
    )
    assert known is None or 0 <= known.score <= 100


def test_nothing_has_no_share() -> None:
    assert (share(1, 0), share(1, 3)) == (0.0, 0.3333)


def test_days_are_those_of_the_city() -> None:
    late = datetime(2026, 11, 25, 2, tzinfo=UTC)  # nine in the evening of the 24th
    assert Period.of_days(1, late) == Period(datetime(2026, 11, 24, 5, tzinfo=UTC), late)
    assert Period.of_days(2, late).since == datetime(2026, 11, 23, 5, tzinfo=UTC)
    before = Period.before_days(2, late)
    assert (before.since, before.until) == (
        datetime(2026, 11, 21, 5, tzinfo=UTC),
        datetime(2026, 11, 23, 5, tzinfo=UTC),
    )


@pytest.mark.parametrize(("day", "hours"), [(date(2027, 3, 14), 23), (date(2027, 11, 7), 25), (date(2027, 6, 1), 24)])
def test_a_day_is_as_long_as_the_clock_makes_it(day: date, hours: int) -> None:
    assert midnight(day + timedelta(days=1)) - midnight(day) == timedelta(hours=hours)


# Tables


async def written(*rows: Mapping[str, Any]) -> str:
    async def source() -> AsyncIterator[Mapping[str, Any]]:
        for row in rows:
            yield row

    return "".join([line async for line in csv_lines(source())])


async def test_a_table_has_names_rows_and_line_ends_of_the_rfc() -> None:
    table = await written(
        {"q": 'say "hi", now', "n": 3, "at": NOON, "none": None}, {"q": "x", "n": -1.5, "at": NOON, "none": 0}
    )
    assert table == (
        'q,n,at,none\r\n"say ""hi"", now",3,2026-11-24T17:00:00+00:00,\r\nx,-1.5,2026-11-24T17:00:00+00:00,0\r\n'
    )
    assert await written() == ""


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_what_would_run_becomes_text(text: str) -> None:
    assert cell(text) == f"'{text}"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
async def test_no_text_runs_and_none_is_lost(text: str) -> None:
    rows = list(csv.reader(io.StringIO(await written({"q": text}), newline="")))
    (read,) = rows[1] or [""]
    assert not read.startswith(RUNS_AS_FORMULA)
    assert read.removeprefix("'") == text.removeprefix("'")


def test_things_are_written_as_json() -> None:
    assert cell({"b": [1], "a": "é"}) == '{"a": "é", "b": [1]}'
