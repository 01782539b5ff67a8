"""Asks the students of completed lessons for a review, once a lesson."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import Clock
from app.core.events import Outbox
from app.core.service import BaseService, measure_operation
from app.notifications.domain import MAIL_TOPIC, MailTemplate
from app.reviews.domain import ASK_WITHIN, REVIEW_WITHIN, request_key
from app.reviews.repository import ReviewRepository, UnreviewedLesson


class ReviewRequestService(BaseService):
    def __init__(self, session: AsyncSession, repository: ReviewRepository, outbox: Outbox, clock: Clock) -> None:
        super().__init__(session)
        self._reviews = repository
        self._outbox = outbox
        self._clock = clock

    @measure_operation
    async def ask_due(self) -> int:
        """How many students were asked. Found by looking at the lessons, so safe to run twice, and late."""
        now = self._clock.now()
        async with self.transaction():
            lessons = await self._reviews.to_ask(now - ASK_WITHIN, now)
            if lessons:
                await self._outbox.add_all([_request(lesson) for lesson in lessons])
            return len(lessons)


def _request(lesson: UnreviewedLesson) -> tuple[str, str, Mapping[str, Any]]:
    context = {
        "booking_id": str(lesson.booking_id),
        "subject": lesson.subject_name,
        "instructor_name": f"{lesson.first_name} {lesson.last_name}".strip(),
        "starts_at": lesson.starts_at.isoformat(),
        "timezone": lesson.timezone,
    }
    payload = {
        "template": MailTemplate.REVIEW_REQUEST,
        "user_id": str(lesson.student_id),
        "good_until": (lesson.ends_at + REVIEW_WITHIN).isoformat(),
        "context": context,
    }
    return MAIL_TOPIC, request_key(lesson.booking_id), payload
