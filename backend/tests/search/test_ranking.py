"""Scores that can be added up and told in words; constraints that can be given up one by one; slips of the keyboard."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.domain import Constraints, SubjectMatch, Weekday
from app.search.lexicon import Lexicon, Term, TermKind, WordKind, dump_terms, load_lexicon
from app.search.phrases import slips_between
from app.search.ranking import SUBJECT_FIT, WEIGHTS, Facts, Part, reasons, score

FACTS = Facts("Piano", SubjectMatch.EXACT, 3.0, 4.8, 12, 1.5)
shares = st.decimals(min_value=0, max_value=1, places=4)


def test_the_weights_are_a_whole() -> None:
    assert sum(WEIGHTS.values()) == 1
    assert set(WEIGHTS) == set(Part)
    assert all(0 <= value <= 1 for value in SUBJECT_FIT.values())


@given(st.dictionaries(st.sampled_from(Part), shares))
def test_a_score_is_the_sum_of_its_reasons_and_at_most_one(values: dict[Part, Decimal]) -> None:
    told = reasons(values, FACTS)
    assert sum((reason.contribution for reason in told), start=Decimal()) == score(values) <= 1
    assert {reason.part for reason in told} == set(values)
    assert all(reason.text.endswith(".") for reason in told)


@given(st.sampled_from(Part), shares, shares)
def test_a_better_part_never_lowers_a_score(part: Part, one: Decimal, other: Decimal) -> None:
    low, high = sorted([one, other])
    assert score({part: low}) <= score({part: high})


def _facts(
    match: SubjectMatch = SubjectMatch.EXACT,
    hours: float | None = None,
    rating: float | None = None,
    reviews: int = 0,
    miles: float | None = None,
) -> Facts:
    return Facts("Piano", match, hours, rating, reviews, miles)


@pytest.mark.parametrize(
    ("part", "facts", "text"),
    [
        (Part.TIME_FIT, _facts(), "No free time in the coming week."),
        (Part.TIME_FIT, _facts(hours=0.5), "Free within the hour."),
        (Part.TIME_FIT, _facts(hours=1.2), "Free in 1 hour."),
        (Part.TIME_FIT, _facts(hours=72), "Free in 3 days."),
        (Part.RATING, _facts(reviews=1), "Only 1 review so far, so counted as nearly average."),
        (Part.RATING, _facts(rating=4.6, reviews=9), "Rated 4.6 of 5 in 9 reviews."),
        (Part.DISTANCE, _facts(), "Names no neighborhood, so the distance is not known."),
        (Part.DISTANCE, _facts(miles=2.5), "2.5 miles from you."),
        (Part.RELIABILITY, _facts(), "No lessons here yet, so counted as usual."),
        (Part.RELIABILITY, replace(_facts(), lessons_kept=1), "Kept the only lesson of the last half year."),
        (Part.RELIABILITY, replace(_facts(), lessons_kept=9), "Kept all 9 lessons of the last half year."),
        (Part.LEVEL_AND_AGE_FIT, replace(_facts(), level_and_age="kids"), "Teaches kids and few others."),
        (Part.DISTANCE, replace(_facts(miles=0.0), origin_name="Astoria"), "Travels to Astoria."),
        (Part.DISTANCE, replace(_facts(miles=1.5), origin_name="Astoria"), "1.5 miles from Astoria."),
        (Part.SUBJECT_FIT, _facts(SubjectMatch.CATEGORY), "Piano is in the category you asked for."),
    ],
)
def test_every_part_has_a_sentence(part: Part, facts: Facts, text: str) -> None:
    assert reasons({part: Decimal("0.5")}, facts)[0].text == text


def test_each_constraint_can_be_given_up() -> None:
    day = date(2026, 12, 1)
    asked = Constraints(subjects=("piano",), max_rate_cents=8_000, date_from=day, date_to=day, weekdays=(Weekday.TUE,))
    assert list(asked.given()) == ["subjects", "max_rate_cents", "date_from", "weekdays"]
    assert asked.without("subjects").subjects == ()
    assert asked.without("date_from") == asked.without("date_to")
    assert asked.without("date_from").date_to is None
    assert list(Constraints(date_to=day).given()) == ["date_to"]
    assert not Constraints(subjects=("piano",)).asks_for_a_time


def test_a_filter_replaces_what_was_said_of_the_same_thing() -> None:
    said = Constraints(subjects=("piano",), category=None, max_rate_cents=8_000)
    assert said.replaced_by({"max_rate_cents": 5_000, "place": None}).max_rate_cents == 5_000
    assert said.replaced_by({"category": "music"}) == Constraints(category="music", max_rate_cents=8_000)
    assert said.replaced_by({}) == said


@pytest.mark.parametrize(
    ("typed", "meant", "slips"),
    [("piano", "piano", 0), ("pinao", "piano", 1), ("pano", "piano", 1), ("pianno", "piano", 1), ("", "abc", 3)],
)
def test_slips_are_counted(typed: str, meant: str, slips: int) -> None:
    assert slips_between(typed, meant) == slips_between(meant, typed) == slips


def _subject(text: str, slug: str) -> Term:
    return Term(text, TermKind.SUBJECT, WordKind.NAME, (slug,), slug.title(), "music", 3)


def test_a_slip_between_two_words_is_no_guess() -> None:
    lexicon = Lexicon([_subject("tabla", "tabla"), _subject("tabli", "tabli")])
    assert lexicon.guess(["tablu"], 0) is None
    found = lexicon.guess(["tabll"], 0)
    assert found is None
    assert Lexicon([_subject("tabla", "tabla")]).guess(["tablu"], 0) is not None
    assert Lexicon([_subject("oud", "oud")]).guess(["oub"], 0) is None


def test_a_lexicon_outlives_a_cache() -> None:
    terms = [_subject("piano", "piano"), Term("astoria", TermKind.NEIGHBORHOOD, WordKind.ALIAS, ("a", "b"), "Astoria")]
    dumped = dump_terms(terms)
    assert list(load_lexicon(dumped).terms) == terms
    assert load_lexicon(bytes(bytearray(dumped))) is load_lexicon(dumped)
