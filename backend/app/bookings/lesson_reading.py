"""A booking as its two sides read it: in answers, in mails, in their calendars. Pure."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from app.accounts.domain import Principal, display_name
from app.bookings.domain import (
    PERMISSIONS,
    REMINDERS,
    Action,
    BookingStatus,
    CancellationTier,
    EventKind,
    LessonTime,
    Reminder,
    Side,
    refund_cents,
)
from app.bookings.models import Booking, BookingEvent
from app.bookings.repository import Lesson, Name
from app.bookings.schemas import (
    BookingDetail,
    BookingRead,
    EventRead,
    LessonSubjectRead,
    StudentRead,
    TeacherRead,
    TierRead,
)
from app.core.enums import Place
from app.core.errors import AppError
from app.notifications.calendar import CalendarLesson, lesson_calendar, subscribed_calendar
from app.notifications.domain import MAIL_TOPIC, MailTemplate

Message = tuple[str, str, Mapping[str, Any]]

CONFIRMED_MAILS = {
    Side.STUDENT: MailTemplate.BOOKING_CONFIRMED_STUDENT,
    Side.INSTRUCTOR: MailTemplate.BOOKING_CONFIRMED_INSTRUCTOR,
}
RESCHEDULED_MAILS = {
    Side.STUDENT: MailTemplate.BOOKING_RESCHEDULED_STUDENT,
    Side.INSTRUCTOR: MailTemplate.BOOKING_RESCHEDULED_INSTRUCTOR,
}
SEVERAL_MAILS = {
    EventKind.BOOKED: MailTemplate.LESSONS_BOOKED,
    EventKind.RESCHEDULED: MailTemplate.LESSONS_MOVED,
    EventKind.CANCELLED: MailTemplate.LESSONS_CANCELLED,
}
CANCELLED_MAILS = {
    Side.STUDENT: MailTemplate.BOOKING_CANCELLED_STUDENT,
    Side.INSTRUCTOR: MailTemplate.BOOKING_CANCELLED_INSTRUCTOR,
}
REMINDER_MAILS = {
    Side.STUDENT: MailTemplate.LESSON_REMINDER_STUDENT,
    Side.INSTRUCTOR: MailTemplate.LESSON_REMINDER_INSTRUCTOR,
}


# What is read as it is stored.
COPIED = [name for name in BookingRead.model_fields if hasattr(Booking, name)]


# Answers


def read_booking(lesson: Lesson, viewer: Principal, now: datetime) -> BookingRead:
    return BookingRead.model_validate(_fields(lesson, viewer, now))


def read_detail(lesson: Lesson, history: Sequence[BookingEvent], viewer: Principal, now: datetime) -> BookingDetail:
    events = [_read_event(event, lesson.booking) for event in history]
    return BookingDetail.model_validate(_fields(lesson, viewer, now) | {"history": events})


def read_tiers(tiers: Sequence[CancellationTier], starts_at: datetime) -> list[TierRead]:
    return [
        TierRead(
            hours_before=tier.hours_before,
            refund_share_percent=tier.refund_share_percent,
            until=starts_at - timedelta(hours=tier.hours_before),
        )
        for tier in tiers
    ]


def side_of(lesson: Lesson, viewer: Principal) -> Side | None:
    """None for an administrator who looks on."""
    return lesson.booking.side_of(viewer.id) if viewer.id in (lesson.student.id, lesson.instructor.id) else None


def _fields(lesson: Lesson, viewer: Principal, now: datetime) -> dict[str, Any]:
    booking, side = lesson.booking, side_of(lesson, viewer)
    status = booking.status_at(now)
    copied = {name: getattr(booking, name) for name in COPIED}
    share = booking.refund_share_percent
    return copied | {
        "status": status,
        "instructor": TeacherRead(**_person(lesson.instructor), slug=lesson.instructor_slug),
        "student": StudentRead(**_person(lesson.student)),
        "subject": LessonSubjectRead(slug=booking.subject_slug, name=booking.subject_name),
        "neighborhood": booking.neighborhood_slug,
        "cancellation_tiers": read_tiers(booking.tiers, booking.starts_at),
        "refund_cents": None if share is None else refund_cents(booking.price_cents, share),
        "viewer": side,
        "actions": []
        if side is None or status is BookingStatus.EXPIRED
        else [item for item in Action if _may(item, booking, side, viewer, now)],
    }


def _person(name: Name) -> dict[str, Any]:
    return {
        "id": name.id,
        "display_name": display_name(name.first_name, name.last_name),
        "first_name": name.first_name,
        "last_name": name.last_name,
    }


def _may(action: Action, booking: Booking, side: Side, viewer: Principal, now: datetime) -> bool:
    permission = PERMISSIONS.get((action, side))
    if permission is None or not viewer.may(permission):
        return False
    try:
        booking.check(action, side, now)
    except AppError:
        return False
    return True


def _read_event(event: BookingEvent, booking: Booking) -> EventRead:
    # What an administrator did, nobody of the two did.
    is_theirs = event.actor_id in (booking.student_id, booking.instructor_id)
    by = booking.side_of(event.actor_id) if event.actor_id and is_theirs else Side.SYSTEM
    unset = dict.fromkeys(EventRead.model_fields)
    return EventRead.model_validate(unset | event.data | {"kind": event.kind, "at": event.at, "by": by})


# Mails


def confirmed_mails(lesson: Lesson) -> list[Message]:
    """To both sides, for a new lesson."""
    return _mails(lesson, CONFIRMED_MAILS, EventKind.BOOKED, {})


def rescheduled_mails(lesson: Lesson, before: LessonTime) -> list[Message]:
    """To both sides, for a lesson that was moved; `sequence` tells one move from another."""
    was = {"was_starts_at": before.starts_at.isoformat(), "was_ends_at": before.ends_at.isoformat()}
    return _mails(lesson, RESCHEDULED_MAILS, EventKind.RESCHEDULED, was)


def cancelled_mails(lesson: Lesson) -> list[Message]:
    return _mails(lesson, CANCELLED_MAILS, EventKind.CANCELLED, _cancellation(lesson))


def mails_about_several(lessons: Sequence[Lesson], kind: EventKind) -> list[Message]:
    """One to each side for lessons of the same two people that were booked, moved or cancelled together.

    A single lesson that was booked or cancelled is told of as such.
    """
    if len(lessons) == 1:
        return cancelled_mails(lessons[0]) if kind is EventKind.CANCELLED else confirmed_mails(lessons[0])
    first = lessons[0]
    told = [said_in_mails(item) | (_cancellation(item) if kind is EventKind.CANCELLED else {}) for item in lessons]
    about = f"lessons:{first.booking.id}:{kind}:{first.booking.sequence}"
    return [
        (
            MAIL_TOPIC,
            f"{about}:{side}",
            {
                "template": SEVERAL_MAILS[kind],
                "user_id": str(user_id),
                "context": {"reader": side, "lessons": told},
            },
        )
        for side, user_id in _receivers(first).items()
    ]


def _cancellation(lesson: Lesson) -> dict[str, Any]:
    booking = lesson.booking
    return {
        "cancelled_by": booking.cancelled_by,
        "reason": booking.cancel_reason,
        "refund_share_percent": booking.refund_share_percent,
    }


def _receivers(lesson: Lesson) -> dict[Side, uuid.UUID]:
    return {Side.STUDENT: lesson.student.id, Side.INSTRUCTOR: lesson.instructor.id}


def reminder_mails(lesson: Lesson, reminder: Reminder) -> list[Message]:
    """To both sides, once for each time that the lesson has."""
    said = {"hours_before": int(reminder.before.total_seconds()) // 3_600}
    good_until = reminder.good_until(lesson.booking.starts_at)
    return _mails(lesson, REMINDER_MAILS, reminder.name, said, {"good_until": good_until.isoformat()})


def reminder_keys(booking: Booking) -> list[str]:
    """Of all reminders of the time that the booking has now."""
    about = [f"booking:{booking.id}:{reminder.name}:{booking.sequence}" for reminder in REMINDERS]
    return [f"{prefix}:{side}" for prefix in about for side in REMINDER_MAILS]


def _mails(
    lesson: Lesson,
    templates: Mapping[Side, MailTemplate],
    kind: str,
    said: dict[str, Any],
    terms: Mapping[str, str] | None = None,
) -> list[Message]:
    """`said` belongs to the mail's words, `terms` to its delivery."""
    common = {"context": said_in_mails(lesson) | said} | dict(terms or {})
    about = f"booking:{lesson.booking.id}:{kind}:{lesson.booking.sequence}"
    return [
        (MAIL_TOPIC, f"{about}:{side}", {"template": templates[side], "user_id": str(user_id)} | common)
        for side, user_id in _receivers(lesson).items()
    ]


def said_in_mails(lesson: Lesson) -> dict[str, Any]:
    booking = lesson.booking
    return booking.lesson_time.as_data() | {
        "booking_id": str(booking.id),
        "sequence": booking.sequence,
        "subject": booking.subject_name,
        "student_name": _full_name(lesson.student),
        "instructor_name": _full_name(lesson.instructor),
        "timezone": booking.timezone,
        "place": booking.place,
        "address": booking.address,
        "note": booking.note,
        "price_cents": booking.price_cents,
    }


def _full_name(name: Name) -> str:
    return f"{name.first_name} {name.last_name}".strip()


# Calendars


def read_calendar(lesson: Lesson, side: Side | None) -> bytes:
    """The lesson as a calendar file; an administrator sees it as the student does."""
    return lesson_calendar(_calendar_lesson(lesson, side), stamped_at=lesson.booking.updated_at)


def read_subscription(lessons: Sequence[Lesson], owner_id: uuid.UUID) -> bytes:
    """Somebody's lessons as one calendar, the same file while nothing changes."""
    return subscribed_calendar(
        [(_calendar_lesson(item, item.booking.side_of(owner_id)), item.booking.updated_at) for item in lessons]
    )


def _calendar_lesson(lesson: Lesson, side: Side | None) -> CalendarLesson:
    booking = lesson.booking
    other = lesson.student if side is Side.INSTRUCTOR else lesson.instructor
    return CalendarLesson(
        booking_id=booking.id,
        sequence=booking.sequence,
        subject_name=booking.subject_name,
        with_name=_full_name(other),
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        place=Place(booking.place),
        address=booking.address,
        price_cents=booking.price_cents,
        is_cancelled=booking.cancelled_at is not None,
    )
