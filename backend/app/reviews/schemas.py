"""Shapes of reviews."""

import uuid
from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.core.schemas import RequestModel, ResponseModel
from app.reviews.domain import MAX_STARS, MAX_TEXT_LENGTH, MIN_STARS


class ReviewCreate(RequestModel):
    """Stars, and words if one likes."""

    rating: Annotated[int, Field(ge=MIN_STARS, le=MAX_STARS, strict=True)]
    text: Annotated[str, Field(max_length=MAX_TEXT_LENGTH)] = ""


class AnswerWrite(RequestModel):
    """The instructor's one answer; sent again it takes the place of the first."""

    answer: Annotated[str, Field(min_length=1, max_length=MAX_TEXT_LENGTH)]


class ReviewRead(ResponseModel):
    """What everybody may read; `id` is the booking's."""

    id: uuid.UUID
    student_display_name: str
    subject_name: str
    rating: int
    text: str
    created_at: datetime
    answer: str | None
    answered_at: datetime | None


class LessonReviewRead(ResponseModel):
    """What a lesson's two sides see; `open_until` is set while the asker may still write the review."""

    review: ReviewRead | None
    open_until: datetime | None
