"""What students say of their lessons, and what instructors answer."""

import uuid

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.domain import display_name
from app.bookings.domain import BookingStatus
from app.bookings.errors import BookingNotFound
from app.bookings.models import Booking
from app.core.clock import Clock
from app.core.schemas import Page, PageParams
from app.core.service import BaseService, measure_operation
from app.instructors.service import InstructorService
from app.reviews.domain import closes_at, is_in_time
from app.reviews.errors import NotCompleted, ReviewExists, ReviewNotFound, ReviewTooLate
from app.reviews.repository import NamedReview, ReviewRepository
from app.reviews.schemas import LessonReviewRead, ReviewCreate, ReviewRead


class ReviewService(BaseService):
    def __init__(
        self, session: AsyncSession, repository: ReviewRepository, instructors: InstructorService, clock: Clock
    ) -> None:
        super().__init__(session)
        self._reviews = repository
        self._instructors = instructors
        self._clock = clock

    @measure_operation
    async def review(self, student_id: uuid.UUID, booking_id: uuid.UUID, payload: ReviewCreate) -> ReviewRead:
        """Once, by the student of a completed lesson, for 30 days; the instructor's average moves with it."""
        now = self._clock.now()
        async with self.transaction():
            lesson = await self._reviews.get_own_lesson(student_id, booking_id)
            if lesson is None:
                raise BookingNotFound
            if lesson.status != BookingStatus.COMPLETED:
                raise NotCompleted
            if not is_in_time(lesson.ends_at, now):
                raise ReviewTooLate
            if not await self._reviews.add(lesson, payload.rating, payload.text, now):
                raise ReviewExists
            await self._instructors.add_rating(lesson.instructor_id, payload.rating)
            return _read(await self._reviews.named(booking_id))

    @measure_operation
    async def get_for_lesson(self, user_id: uuid.UUID, booking_id: uuid.UUID) -> LessonReviewRead:
        """For either side of the lesson; BookingNotFound for anybody else."""
        lesson = await self._reviews.get_lesson_of(user_id, booking_id)
        if lesson is None:
            raise BookingNotFound
        found = await self._reviews.find_named(booking_id)
        is_open = found is None and self._is_open_to(user_id, lesson)
        return LessonReviewRead(
            review=None if found is None else _read(found),
            open_until=closes_at(lesson.ends_at) if is_open else None,
        )

    def _is_open_to(self, user_id: uuid.UUID, lesson: Booking) -> bool:
        is_done = lesson.status == BookingStatus.COMPLETED
        return lesson.student_id == user_id and is_done and is_in_time(lesson.ends_at, self._clock.now())

    @measure_operation
    async def answer(self, instructor_id: uuid.UUID, review_id: uuid.UUID, text: str) -> ReviewRead:
        """The instructor's answer under a review of theirs."""
        async with self.transaction():
            review = await self._reviews.get_of_instructor(instructor_id, review_id)
            if review is None:
                raise ReviewNotFound
            review.answer, review.answered_at = text, self._clock.now()
            await self._reviews.flush()
            return _read(await self._reviews.named(review_id))

    @measure_operation
    async def list_for_instructor(self, id_or_slug: str, page: PageParams) -> Page[ReviewRead]:
        """The newest first; InstructorNotFound for somebody who is not listed."""
        instructor = await self._instructors.find_listed(id_or_slug)
        found, total = await self._reviews.list_for_instructor(instructor.id, page.limit, page.offset)
        return Page(items=[_read(item) for item in found], total=total, limit=page.limit, offset=page.offset)


def _read(named: NamedReview) -> ReviewRead:
    review = named.review
    return ReviewRead(
        id=review.booking_id,
        student_display_name=display_name(named.first_name, named.last_name),
        subject_name=named.subject_name,
        rating=review.rating,
        text=review.text,
        created_at=review.created_at,
        answer=review.answer,
        answered_at=review.answered_at,
    )
