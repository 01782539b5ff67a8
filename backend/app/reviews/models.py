"""The table of reviews."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, desc
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base
from app.reviews.domain import MAX_STARS, MAX_TEXT_LENGTH, MIN_STARS


class Review(Base):
    """What a student says of a lesson, once; the booking's id is the review's."""

    __tablename__ = "reviews"

    booking_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bookings.id"), primary_key=True)
    instructor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("instructors.id"))
    student_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"), index=True)
    rating: Mapped[int] = mapped_column(SmallInteger)
    text: Mapped[str]
    answer: Mapped[str | None]
    created_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(f"rating BETWEEN {MIN_STARS} AND {MAX_STARS}", name="rating"),
        CheckConstraint(
            f"char_length(text) <= {MAX_TEXT_LENGTH} AND char_length(answer) <= {MAX_TEXT_LENGTH}", name="length"
        ),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
        Index("ix_reviews_instructor_id_created_at", "instructor_id", desc("created_at"), desc("booking_id")),
    )
