"""How reviews are built, and who may write them."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.dependencies import require_permission
from app.accounts.domain import Principal
from app.core.clock import Clock
from app.core.dependencies import ClockDep, LiveDep, ReadSessionDep, SessionDep
from app.core.enums import PermissionName
from app.core.events import Outbox
from app.core.live import LivePublisher
from app.instructors.dependencies import build_instructor_service
from app.reviews.repository import ReviewRepository
from app.reviews.review_requests import ReviewRequestService
from app.reviews.service import ReviewService

CanReview = Annotated[Principal, Depends(require_permission(PermissionName.CREATE_BOOKINGS))]
CanViewLesson = Annotated[Principal, Depends(require_permission(PermissionName.VIEW_OWN_BOOKINGS))]
CanAnswer = Annotated[Principal, Depends(require_permission(PermissionName.MANAGE_INSTRUCTOR_PROFILE))]


def build_review_service(session: AsyncSession, clock: Clock, live: LivePublisher) -> ReviewService:
    return ReviewService(session, ReviewRepository(session), build_instructor_service(session, clock, live), clock)


def build_review_request_service(session: AsyncSession, clock: Clock) -> ReviewRequestService:
    return ReviewRequestService(session, ReviewRepository(session), Outbox(session), clock)


async def get_review_service(session: SessionDep, clock: ClockDep, live: LiveDep) -> ReviewService:
    return build_review_service(session, clock, live)


async def get_review_reader(session: ReadSessionDep, clock: ClockDep, live: LiveDep) -> ReviewService:
    """The same over a session that needs no transaction: for reading only."""
    return build_review_service(session, clock, live)


ReviewServiceDep = Annotated[ReviewService, Depends(get_review_service)]
ReviewReaderDep = Annotated[ReviewService, Depends(get_review_reader)]
