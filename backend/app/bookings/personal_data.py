"""What the tables of bookings know of their two sides, and for how long."""

import uuid
from datetime import timedelta

from sqlalchemy import ColumnElement, Text, and_, case, cast, literal, or_, select

from app.bookings.models import Booking, BookingEvent
from app.core.events import OutboxMessage
from app.core.idempotency import IdempotencyKey
from app.core.personal_data import Blank, PersonalData, Remove, Retention

# As long as tax law may ask for a lesson's price; who came where is not part of that.
KEEP_CONTACT = timedelta(days=7 * 365 + 2)

# What is cancelled because somebody leaves, at `now` or after, says so in our own words: these stay.
_NO_CONTACT = Blank(
    lambda _, now: {
        "address": None,
        "note": None,
        "cancel_reason": case((Booking.cancelled_at >= now, Booking.cancel_reason)),
    }
)
_NO_REASON = Blank(
    lambda _, now: {
        "data": case((BookingEvent.at >= now, BookingEvent.data), else_=BookingEvent.data.op("-")(literal("reason")))
    }
)


def _of(user_id: uuid.UUID) -> ColumnElement[bool]:
    return or_(Booking.student_id == user_id, Booking.instructor_id == user_id)


def _about_lessons_of(user_id: uuid.UUID) -> ColumnElement[bool]:
    theirs = select(cast(Booking.id, Text)).where(_of(user_id))
    is_over = or_(OutboxMessage.delivered_at.is_not(None), OutboxMessage.dead_at.is_not(None))
    return and_(OutboxMessage.payload["context"]["booking_id"].astext.in_(theirs), is_over)


PERSONAL_DATA = (
    PersonalData(
        BookingEvent,
        "booking_history",
        "What happened to your lessons.",
        lambda user_id: BookingEvent.booking_id.in_(select(Booking.id).where(_of(user_id))),
        _NO_REASON,
        hidden=frozenset({"actor_id"}),
    ),
    PersonalData(
        Booking,
        "bookings_as_student",
        "The lessons that you booked.",
        lambda user_id: Booking.student_id == user_id,
        _NO_CONTACT,
    ),
    PersonalData(
        Booking,
        "bookings_as_instructor",
        "The lessons that were booked with you; where and why the student wanted them is theirs.",
        lambda user_id: Booking.instructor_id == user_id,
        _NO_CONTACT,
        hidden=frozenset({"student_id", "address", "note"}),
    ),
    PersonalData(
        IdempotencyKey,
        "repeated_requests",
        "Keys of requests that you may repeat for a day, whose answers are kept for that long.",
        lambda user_id: or_(IdempotencyKey.user_id == user_id, IdempotencyKey.body.contains(str(user_id))),
        Remove(),
        hidden=frozenset({"user_id", "fingerprint", "body"}),
    ),
    PersonalData(
        OutboxMessage,
        "mails_about_lessons",
        "Mails about your lessons that went out to the other side, or never will.",
        _about_lessons_of,
        # One that is on its way may go out with the name in it; it is emptied then.
        Blank(lambda _, __: {"payload": OutboxMessage.payload.op("-")(literal("context"))}),
        is_exported=False,
    ),
)
RETENTION = (
    Retention(
        "booking contact data",
        Booking,
        KEEP_CONTACT,
        lambda before: (
            (Booking.ends_at < before)
            & or_(Booking.address.is_not(None), Booking.note.is_not(None), Booking.cancel_reason.is_not(None))
        ),
        _NO_CONTACT,
        "Addresses, notes and reasons of lessons, for as long as a dispute may need them.",
    ),
    Retention(
        "booking history reasons",
        BookingEvent,
        KEEP_CONTACT,
        lambda before: (BookingEvent.at < before) & BookingEvent.data.has_key("reason"),
        _NO_REASON,
        "The reasons that people gave, for as long as a dispute may need them.",
    ),
)
