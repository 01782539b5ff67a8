"""A lesson as it is agreed: whether just this is sold, and what a booking copies of the offer. Pure."""

from dataclasses import asdict
from datetime import datetime

from app.bookings.domain import CANCELLATION_TIERS, HOLD_LIFETIME, BookingStatus, Learner, LessonTime, price_cents
from app.bookings.errors import DurationNotOffered, OutsideServiceArea, OwnOffering, PlaceNotOffered
from app.bookings.models import Booking
from app.bookings.repository import Lesson, Name, Offer
from app.bookings.schemas import BookingCreate, LessonRequest, LessonTerms
from app.core.database import uuid7
from app.core.enums import Place

TERMS = [asdict(tier) for tier in CANCELLATION_TIERS]


def require_sold(offer: Offer, student: Learner, wanted: LessonTerms) -> None:
    """A RuleViolation that says what of it the instructor does not offer."""
    if student.id == offer.instructor.id:
        raise OwnOffering
    if wanted.duration_minutes not in offer.durations:
        raise DurationNotOffered(offer.durations)
    if wanted.place not in offer.places:
        raise PlaceNotOffered(offer.places)
    if wanted.place is Place.AT_STUDENT and not offer.travels_there:
        raise OutsideServiceArea(is_known=offer.neighborhood is not None)


def neighborhood_of(offer: Offer, wanted: LessonTerms) -> str | None:
    """Where the instructor would travel to, if they do."""
    return offer.neighborhood if wanted.place is Place.AT_STUDENT else None


def new_lesson(
    student: Learner, offer: Offer, time: LessonTime, wanted: LessonRequest, status: BookingStatus, now: datetime
) -> Lesson:
    """A booking that nobody has written yet; price and terms are those of this moment."""
    booking = Booking(
        id=uuid7(),
        instructor_id=offer.instructor.id,
        student_id=student.id,
        offering_id=offer.offering_id,
        status=status,
        subject_slug=offer.subject_slug,
        subject_name=offer.subject_name,
        buffer_minutes=offer.buffer_minutes,
        rate_cents=offer.rate_cents,
        price_cents=price_cents(offer.rate_cents, time.duration_minutes),
        place=wanted.place,
        neighborhood_slug=neighborhood_of(offer, wanted),
        cancellation_tiers=[*TERMS],
        expires_at=now + HOLD_LIFETIME if status is BookingStatus.HELD else None,
        is_offer=False,
        late_reschedules=0,
        sequence=0,
        created_at=now,
        updated_at=now,
    )
    booking.set_time(time)
    if isinstance(wanted, BookingCreate):
        booking.address, booking.note = wanted.address or None, wanted.note or None
    return Lesson(
        booking, Name(student.id, student.first_name, student.last_name), offer.instructor, offer.instructor_slug
    )
