"""A lesson as a calendar file (RFC 5545): the same one in mails and for download."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vText

from app.core.enums import Place

PRODUCT_ID = "-//InstaInstru//Lessons//EN"
CALENDAR_NAME = "InstaInstru lessons"
ASKED_EVERY = timedelta(minutes=30)
ORGANIZER = "lessons@instainstru.com"
PLACE_NAMES = {Place.ONLINE: "Online", Place.AT_INSTRUCTOR: "At the instructor's", Place.AT_STUDENT: "At the student's"}


@dataclass(frozen=True, slots=True)
class CalendarLesson:
    """What a calendar knows of a lesson, seen by one of its two sides; `with_name` is the other side's name."""

    booking_id: uuid.UUID
    sequence: int
    subject_name: str
    with_name: str
    starts_at: datetime
    ends_at: datetime
    place: Place
    address: str | None
    price_cents: int
    is_cancelled: bool


def lesson_calendar(lesson: CalendarLesson, stamped_at: datetime) -> bytes:
    """As `lessons_calendar`, of one lesson."""
    return lessons_calendar([lesson], stamped_at)


def lessons_calendar(lessons: Sequence[CalendarLesson], stamped_at: datetime) -> bytes:
    """One VCALENDAR with a VEVENT for each lesson, for `text/calendar; charset=utf-8`; all cancelled, or none.

    The UID is the booking's and stays; `sequence` must grow with each change, or calendars keep the old time.
    Times are in UTC, so that the hour which happens twice is unambiguous. A cancelled lesson has METHOD:CANCEL.
    `stamped_at` is the instant that the file is made at.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT_ID)
    calendar.add("version", "2.0")
    calendar.add("method", calendar_method(is_cancelled=lessons[0].is_cancelled))
    for lesson in lessons:
        calendar.add_component(_event(lesson, stamped_at))
    ics: bytes = calendar.to_ical()
    return ics


def subscribed_calendar(lessons: Iterable[tuple[CalendarLesson, datetime]]) -> bytes:
    """One VCALENDAR to subscribe to: a VEVENT for each lesson and the instant that it last changed.

    It has no METHOD, which would make it a message: what is cancelled says so by its STATUS.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT_ID)
    calendar.add("version", "2.0")
    calendar.add("name", CALENDAR_NAME)
    calendar.add("x-wr-calname", CALENDAR_NAME)
    calendar.add("refresh-interval", ASKED_EVERY, parameters={"value": "DURATION"})
    for lesson, changed_at in lessons:
        calendar.add_component(_event(lesson, changed_at))
    ics: bytes = calendar.to_ical()
    return ics


def calendar_method(*, is_cancelled: bool) -> str:
    return "CANCEL" if is_cancelled else "PUBLISH"


def _event(lesson: CalendarLesson, stamped_at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{lesson.booking_id}@instainstru.com")
    event.add("sequence", lesson.sequence)
    event.add("dtstamp", stamped_at.astimezone(UTC))
    event.add("dtstart", lesson.starts_at.astimezone(UTC))
    event.add("dtend", lesson.ends_at.astimezone(UTC))
    event.add("summary", f"{lesson.subject_name} with {lesson.with_name}")
    event.add("location", _location(lesson))
    event.add("description", _description(lesson))
    event.add("status", "CANCELLED" if lesson.is_cancelled else "CONFIRMED")
    event.add("organizer", _organizer())
    return event


def _location(lesson: CalendarLesson) -> str:
    return lesson.address or PLACE_NAMES[lesson.place]


def _description(lesson: CalendarLesson) -> str:
    if lesson.is_cancelled:
        return "This lesson is cancelled."
    return f"${lesson.price_cents / 100:,.2f}, paid to the instructor at the lesson."


def _organizer() -> vCalAddress:
    organizer = vCalAddress(f"mailto:{ORGANIZER}")
    organizer.params["CN"] = vText("InstaInstru")
    return organizer
