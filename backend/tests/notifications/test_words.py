import pytest

from app.notifications.words import LessonWords, money, one_line, refunded_cents
from tests.notifications.lessons import cancellation, lesson


def test_a_lesson_is_said_in_its_own_zone() -> None:
    words = LessonWords(lesson())
    assert words.when == "Tuesday, November 24, 2026, 2:00 PM to 3:00 PM EST"
    assert (words.short_date, words.start) == ("Tue, Nov 24", "2:00 PM")


def test_a_lesson_over_the_hour_that_happens_twice_names_both_times() -> None:
    words = LessonWords(lesson(starts_at="2027-11-07T05:30:00Z", ends_at="2027-11-07T06:30:00Z"))
    assert words.when == "Sunday, November 7, 2027, 1:30 AM EDT to 1:30 AM EST"


def test_midnight_and_noon() -> None:
    words = LessonWords(lesson(starts_at="2026-11-24T05:00:00Z", ends_at="2026-11-24T17:00:00Z"))
    assert words.when.endswith("12:00 AM to 12:00 PM EST")


@pytest.mark.parametrize(
    ("price", "share", "owed"),
    [
        (7_500, 100, "nothing"),
        (7_500, 50, "$37.50 of $75.00"),
        (7_500, 0, "$75.00 of $75.00"),
        (7_501, 50, "$37.50 of $75.01"),
    ],
)
def test_what_stays_due_after_a_cancellation(price: int, share: int, owed: str) -> None:
    assert LessonWords(cancellation(price_cents=price, refund_share_percent=share)).owed == owed


def test_a_refund_is_rounded_half_up() -> None:
    assert [refunded_cents(cents, 50) for cents in (100, 101, 103)] == [50, 51, 52]


def test_money_has_thousands_and_cents() -> None:
    assert [money(5), money(123_450)] == ["$0.05", "$1,234.50"]


@pytest.mark.parametrize("hostile", ["a\r\nBcc: b@c.d", "a\x00b", "a\u2028b", "\u202eevil", "  a \t b  "])
def test_one_line_has_no_breaks_and_no_control_characters(hostile: str) -> None:
    assert one_line(hostile).isprintable()
