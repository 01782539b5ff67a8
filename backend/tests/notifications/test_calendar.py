from datetime import UTC, datetime
from typing import Any

import pytest
from icalendar import Calendar

from app.core.enums import Place
from app.notifications.calendar import CalendarLesson, lesson_calendar
from tests.notifications.lessons import BOOKING_ID

STAMPED_AT = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


def calendar_of(**values: Any) -> Calendar:
    defaults: dict[str, Any] = {
        "booking_id": BOOKING_ID,
        "sequence": 2,
        "subject_name": "Piano",
        "with_name": "Sarah Chen",
        "starts_at": datetime(2026, 11, 24, 19, 0, tzinfo=UTC),
        "ends_at": datetime(2026, 11, 24, 20, 0, tzinfo=UTC),
        "place": Place.AT_INSTRUCTOR,
        "address": "12 W 72nd St",
        "price_cents": 7_500,
        "is_cancelled": False,
    }
    return Calendar.from_ical(lesson_calendar(CalendarLesson(**defaults | values), STAMPED_AT))


def test_a_lesson_is_one_event_with_a_stable_uid() -> None:
    calendar = calendar_of()
    (event,) = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("PUBLISH", "CONFIRMED", 2)
    assert event["UID"] == f"{BOOKING_ID}@instainstru.com"
    assert event["SUMMARY"] == "Piano with Sarah Chen"
    assert event["LOCATION"] == "12 W 72nd St"
    assert "$75.00, paid to the instructor at the lesson" in event["DESCRIPTION"]
    assert event["DTSTART"].dt == datetime(2026, 11, 24, 19, 0, tzinfo=UTC)
    assert event["DTEND"].dt == datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
    assert event["DTSTAMP"].dt == STAMPED_AT


def test_a_cancelled_lesson_takes_itself_out_of_calendars() -> None:
    calendar = calendar_of(is_cancelled=True, sequence=3)
    (event,) = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 3)
    assert event["ORGANIZER"] == "mailto:lessons@instainstru.com"


def test_a_lesson_without_an_address_says_its_place() -> None:
    (event,) = calendar_of(place=Place.ONLINE, address=None).walk("VEVENT")
    assert event["LOCATION"] == "Online"


@pytest.mark.parametrize("hostile", ["A\r\nATTENDEE:mailto:x@example.com", "A;B,C\\D", "Ω" * 200])
def test_names_cannot_add_lines(hostile: str) -> None:
    calendar = calendar_of(with_name=hostile, address=hostile)
    (event,) = calendar.walk("VEVENT")
    assert "ATTENDEE" not in event
    assert str(event["SUMMARY"]) == f"Piano with {hostile}".replace("\r\n", "\n")


def test_lines_are_at_most_75_bytes_and_end_as_the_standard_says() -> None:
    lines = calendar_of(with_name="Ω" * 100).to_ical().split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
