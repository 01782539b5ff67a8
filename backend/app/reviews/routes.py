"""Reviews: written by students, answered by instructors, read by everybody."""

import uuid

from fastapi import APIRouter, status

from app.bookings.errors import BookingNotFound
from app.core.dependencies import PageDep
from app.core.errors import PermissionDenied, Unauthenticated
from app.core.http import problem_responses
from app.core.schemas import Page, SafeText
from app.instructors.errors import InstructorNotFound
from app.reviews.dependencies import CanAnswer, CanReview, CanViewLesson, ReviewReaderDep, ReviewServiceDep
from app.reviews.errors import NotCompleted, ReviewExists, ReviewNotFound, ReviewTooLate
from app.reviews.schemas import AnswerWrite, LessonReviewRead, ReviewCreate, ReviewRead

router = APIRouter(tags=["reviews"])

OWN = (Unauthenticated, PermissionDenied)


@router.post(
    "/api/bookings/{booking_id}/review",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(*OWN, BookingNotFound, ReviewExists, NotCompleted, ReviewTooLate),
)
async def create_review(
    student: CanReview, booking_id: uuid.UUID, payload: ReviewCreate, reviews: ReviewServiceDep
) -> ReviewRead:
    """Once for each completed lesson, within 30 days of its end."""
    return await reviews.review(student.id, booking_id, payload)


@router.get("/api/bookings/{booking_id}/review", responses=problem_responses(*OWN, BookingNotFound))
async def get_lesson_review(user: CanViewLesson, booking_id: uuid.UUID, reviews: ReviewReaderDep) -> LessonReviewRead:
    """The review of a lesson of one's own, for either side of it, and until when its student may still write one."""
    return await reviews.get_for_lesson(user.id, booking_id)


@router.put("/api/reviews/{review_id}/answer", responses=problem_responses(*OWN, ReviewNotFound))
async def answer_review(
    instructor: CanAnswer, review_id: uuid.UUID, payload: AnswerWrite, reviews: ReviewServiceDep
) -> ReviewRead:
    """The instructor's answer; sent again it takes the place of the first."""
    return await reviews.answer(instructor.id, review_id, payload.answer)


@router.get("/api/instructors/{id_or_slug}/reviews", responses=problem_responses(InstructorNotFound))
async def list_reviews(id_or_slug: SafeText, page: PageDep, reviews: ReviewReaderDep) -> Page[ReviewRead]:
    """What students say of an instructor, the newest first."""
    return await reviews.list_for_instructor(id_or_slug, page)
