"""Queries on reviews."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.bookings.domain import BookingStatus
from app.bookings.models import Booking
from app.core.events import OutboxMessage
from app.core.repository import BaseRepository
from app.reviews.models import Review

ASKED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class NamedReview:
    """A review with the names that are shown beside it."""

    review: Review
    first_name: str
    last_name: str
    subject_name: str


@dataclass(frozen=True, slots=True)
class UnreviewedLesson:
    """A lesson that is over, with its instructor's name."""

    booking_id: uuid.UUID
    student_id: uuid.UUID
    subject_name: str
    first_name: str
    last_name: str
    starts_at: datetime
    ends_at: datetime
    timezone: str


class ReviewRepository(BaseRepository):
    async def to_ask(self, ended_after: datetime, now: datetime) -> list[UnreviewedLesson]:
        """Completed lessons without a review whose students were not asked for one; at most a batch."""
        # As `domain.request_key` writes it.
        key = func.concat("booking:", Booking.id, ":review_request:student")
        is_asked = select(OutboxMessage.id).where(OutboxMessage.key == key).exists()
        is_reviewed = select(Review.booking_id).where(Review.booking_id == Booking.id).exists()
        columns = (
            Booking.id, Booking.student_id, Booking.subject_name, User.first_name, User.last_name,
            Booking.starts_at, Booking.ends_at, Booking.timezone,
        )  # fmt: skip
        query = (
            select(*columns)
            .join(User, User.id == Booking.instructor_id)
            .where(Booking.status == BookingStatus.COMPLETED, Booking.ends_at > ended_after, Booking.ends_at <= now)
            .where(~is_reviewed, ~is_asked)
            .order_by(Booking.ends_at)
            .limit(ASKED_AT_ONCE)
        )
        return [UnreviewedLesson(*row) for row in await self.session.execute(query)]

    async def get_own_lesson(self, student_id: uuid.UUID, booking_id: uuid.UUID) -> Booking | None:
        return await self.session.scalar(
            select(Booking).where(Booking.id == booking_id, Booking.student_id == student_id)
        )

    async def get_lesson_of(self, user_id: uuid.UUID, booking_id: uuid.UUID) -> Booking | None:
        """A lesson that this person is a side of."""
        is_side = or_(Booking.student_id == user_id, Booking.instructor_id == user_id)
        return await self.session.scalar(select(Booking).where(Booking.id == booking_id, is_side))

    async def find_named(self, review_id: uuid.UUID) -> NamedReview | None:
        row = (await self.session.execute(_named().where(Review.booking_id == review_id))).one_or_none()
        return None if row is None else NamedReview(*row)

    async def add(self, lesson: Booking, rating: int, text: str, now: datetime) -> bool:
        """False when the lesson has its review already."""
        statement = insert(Review).values(
            booking_id=lesson.id,
            instructor_id=lesson.instructor_id,
            student_id=lesson.student_id,
            rating=rating,
            text=text,
            created_at=now,
        )
        added = statement.on_conflict_do_nothing(index_elements=["booking_id"]).returning(Review.booking_id)
        return await self.session.scalar(added) is not None

    async def get_of_instructor(self, instructor_id: uuid.UUID, review_id: uuid.UUID) -> Review | None:
        return await self.session.scalar(
            select(Review).where(Review.booking_id == review_id, Review.instructor_id == instructor_id)
        )

    async def named(self, review_id: uuid.UUID) -> NamedReview:
        row = (await self.session.execute(_named().where(Review.booking_id == review_id))).one()
        return NamedReview(*row)

    async def list_for_instructor(
        self, instructor_id: uuid.UUID, limit: int, offset: int
    ) -> tuple[Sequence[NamedReview], int]:
        """The newest first, and how many there are in all."""
        rows = await self.session.execute(
            _named()
            .where(Review.instructor_id == instructor_id)
            .order_by(Review.created_at.desc(), Review.booking_id.desc())
            .limit(limit)
            .offset(offset)
        )
        count = select(func.count()).select_from(Review).where(Review.instructor_id == instructor_id)
        return [NamedReview(*row) for row in rows], await self.session.scalar(count) or 0


def _named() -> Select[Review, str, str, str]:
    return (
        select(Review, User.first_name, User.last_name, Booking.subject_name)
        .join(User, User.id == Review.student_id)
        .join(Booking, Booking.id == Review.booking_id)
    )
