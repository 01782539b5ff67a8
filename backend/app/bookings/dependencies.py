"""How the services of bookings are built, and who may use them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request, Response, status
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.dependencies import require_permission
from app.accounts.domain import Principal
from app.bookings.booking_reader import BookingReader
from app.bookings.conflict_checker import ConflictChecker
from app.bookings.free_time_finder import FreeTimeFinder
from app.bookings.lesson_life import LessonLife
from app.bookings.reminders import ReminderService
from app.bookings.repository import BookingRepository
from app.bookings.service import BookingService
from app.bookings.several_lessons import SeveralLessons
from app.bookings.time_taker import TimeTaker
from app.core.audit import AuditTrail
from app.core.clock import Clock
from app.core.dependencies import (
    ClockDep,
    ReadSessionDep,
    SessionDep,
    address_of,
    container_of,
)
from app.core.enums import PermissionName
from app.core.events import Outbox
from app.core.idempotency import IdempotencyRepository, IdempotencyService, KeyedRequest
from app.core.live import LivePublisher, TimeChanges
from app.core.rate_limit import Limit, Window

BOOKING_LIMIT = Limit("booking", account=Window(30, 60), address=Window(300, 60), everybody=Window(6_000, 60))

CanBook = Annotated[Principal, Depends(require_permission(PermissionName.CREATE_BOOKINGS))]
CanViewOwn = Annotated[Principal, Depends(require_permission(PermissionName.VIEW_OWN_BOOKINGS))]
CanComplete = Annotated[Principal, Depends(require_permission(PermissionName.COMPLETE_BOOKINGS))]

IdempotencyKeyHeader = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        pattern=r"^[\x21-\x7e]+$",
        description="1 to 255 visible ASCII characters. The same key and body give the first answer again, for a day.",
    ),
]


async def count_booking(request: Request, student: CanBook) -> Principal:
    limiter = container_of(request).rate_limiter
    await limiter.check(BOOKING_LIMIT, account=str(student.id), address=address_of(request))
    return student


# Whoever may book, each use counted.
Booker = Annotated[Principal, Depends(count_booking)]


def build_booking_service(
    session: AsyncSession, clock: Clock, live: LivePublisher, repository: BookingRepository | None = None
) -> BookingService:
    bookings = repository or BookingRepository(session)
    taker = TimeTaker(bookings, TimeChanges(session, live), clock)
    return BookingService(
        session,
        bookings,
        ConflictChecker(session, bookings, clock),
        taker,
        LessonLife(bookings, taker, Outbox(session), clock),
        Outbox(session),
        AuditTrail(session, clock),
        clock,
    )


def build_several_lessons(
    session: AsyncSession, clock: Clock, live: LivePublisher, repository: BookingRepository | None = None
) -> SeveralLessons:
    bookings = repository or BookingRepository(session)
    taker = TimeTaker(bookings, TimeChanges(session, live), clock)
    return SeveralLessons(
        session, bookings, taker, LessonLife(bookings, taker, Outbox(session), clock), Outbox(session), clock
    )


def build_booking_reader(session: AsyncSession, clock: Clock) -> BookingReader:
    return BookingReader(session, BookingRepository(session), AuditTrail(session, clock), clock)


def build_reminder_service(session: AsyncSession, clock: Clock) -> ReminderService:
    return ReminderService(session, BookingRepository(session), Outbox(session), clock)


def build_conflict_checker(session: AsyncSession, clock: Clock) -> ConflictChecker:
    return ConflictChecker(session, BookingRepository(session), clock)


def build_free_time_finder(session: AsyncSession, clock: Clock) -> FreeTimeFinder:
    return FreeTimeFinder(session, BookingRepository(session), clock)


async def get_booking_repository(session: SessionDep) -> BookingRepository:
    return BookingRepository(session)


BookingRepositoryDep = Annotated[BookingRepository, Depends(get_booking_repository)]


async def get_booking_service(request: Request, repository: BookingRepositoryDep) -> BookingService:
    container = container_of(request)
    return build_booking_service(repository.session, container.clock, container.live, repository)


async def get_several_lessons(request: Request, repository: BookingRepositoryDep) -> SeveralLessons:
    container = container_of(request)
    return build_several_lessons(repository.session, container.clock, container.live, repository)


async def get_booking_reader(session: ReadSessionDep, clock: ClockDep) -> BookingReader:
    return build_booking_reader(session, clock)


async def get_free_time_finder(session: ReadSessionDep, clock: ClockDep) -> FreeTimeFinder:
    return build_free_time_finder(session, clock)


def build_idempotency_service(session: AsyncSession, clock: Clock) -> IdempotencyService:
    return IdempotencyService(session, IdempotencyRepository(session), clock)


@dataclass(frozen=True, slots=True)
class Once:
    """Does a request's work: simply, or with an `Idempotency-Key` once and for all."""

    service: IdempotencyService
    path: str
    key: str | None

    async def __call__(
        self,
        user: Principal,
        payload: BaseModel,
        work: Callable[[], Awaitable[BaseModel]],
        done: int = status.HTTP_201_CREATED,
    ) -> BaseModel | Response:
        if self.key is None:
            return await work()
        request = KeyedRequest(user.id, self.key, self.path, payload)
        answer = await self.service.answer_once(request, done, work)
        return Response(answer.body, status_code=answer.status, media_type=answer.media_type)


async def get_once(request: Request, session: SessionDep, key: IdempotencyKeyHeader = None) -> Once:
    return Once(build_idempotency_service(session, container_of(request).clock), request.url.path, key)


BookingServiceDep = Annotated[BookingService, Depends(get_booking_service)]
SeveralLessonsDep = Annotated[SeveralLessons, Depends(get_several_lessons)]
BookingReaderDep = Annotated[BookingReader, Depends(get_booking_reader)]
FreeTimeFinderDep = Annotated[FreeTimeFinder, Depends(get_free_time_finder)]
OnceDep = Annotated[Once, Depends(get_once)]
