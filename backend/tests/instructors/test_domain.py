"""Slugs, ratings and lengths."""

import pytest

from app.instructors.domain import average_rating, default_duration, free_slug, slug_base


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Sarah C.", "sarah-c"),
        ("José Ñ.", "jose-n"),
        ("Mary-Jane O.", "mary-jane-o"),
        ("李 明", "instructor"),
        ("  ", "instructor"),
        ("<b>x</b>", "b-x-b"),
    ],
)
def test_a_slug_is_plain(name: str, slug: str) -> None:
    assert slug_base(name) == slug


def test_a_taken_slug_gets_the_next_number() -> None:
    assert free_slug("sarah-c", set()) == "sarah-c"
    assert free_slug("sarah-c", {"sarah-c"}) == "sarah-c-2"
    assert free_slug("sarah-c", {"sarah-c", "sarah-c-2", "sarah-c-4"}) == "sarah-c-3"


def test_a_word_of_our_own_paths_is_never_a_slug() -> None:
    assert free_slug("me", set()) == "me-2"


@pytest.mark.parametrize(("total", "count", "shown"), [(0, 0, None), (10, 2, None), (14, 3, 4.7), (5, 5, 1.0)])
def test_the_average_shows_from_three_reviews_on(total: int, count: int, shown: float | None) -> None:
    assert average_rating(total, count) == shown


@pytest.mark.parametrize(("sold", "minutes"), [([30, 60, 90], 60), ([45, 90], 45), ([240], 240)])
def test_a_lesson_lasts_an_hour_where_that_is_sold(sold: list[int], minutes: int) -> None:
    assert default_duration(sold) == minutes
