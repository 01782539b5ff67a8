"""Bookings over HTTP."""

import uuid
from typing import Annotated, Any, Literal

from fastapi import Depends, Query, Response, status

from app.bookings.dependencies import (
    Booker,
    BookingReaderDep,
    BookingServiceDep,
    CanBook,
    CanComplete,
    CanViewOwn,
    OnceDep,
    SeveralLessonsDep,
)
from app.bookings.domain import BookingStatus, Side
from app.bookings.errors import (
    AlreadyStarted,
    BookingNotFound,
    DurationNotOffered,
    HoldExpired,
    HoldMismatch,
    HoldNotFound,
    LessonsNotFree,
    NotAvailable,
    NotOverYet,
    NotSwappable,
    OutsideServiceArea,
    OwnOffering,
    PlaceNotOffered,
    RescheduleLimit,
    TimeTaken,
    TooEarlyForNoShow,
    TooFar,
    TooLateForNoShow,
    TooLateToReschedule,
    TooManyHolds,
    TooSoon,
    WrongStatus,
)
from app.bookings.repository import ListFilter
from app.bookings.schemas import (
    BookingCreate,
    BookingDetail,
    BookingRead,
    CancellationQuoteRead,
    CancelWrite,
    LessonRequest,
    QuoteRead,
    RescheduleWrite,
    SwapWrite,
)
from app.core.dependencies import PageDep
from app.core.errors import InvalidInput, PermissionDenied, TooManyRequests, Unauthenticated
from app.core.http import PrefixRouter, problem_responses
from app.core.idempotency import IdempotencyInProgress, IdempotencyKeyReused
from app.core.schemas import CalendarDate, Page
from app.instructors.errors import OfferingNotFound

router = PrefixRouter(prefix="/api/bookings", tags=["bookings"])

OWN = (Unauthenticated, PermissionDenied, InvalidInput)
NOT_SOLD = (OfferingNotFound, OwnOffering, DurationNotOffered, PlaceNotOffered, OutsideServiceArea)
NOT_FREE = (NotAvailable, TooSoon, TooFar, TimeTaken)
KEYED = (IdempotencyInProgress, IdempotencyKeyReused)
REPEATED = (*KEYED, TooManyRequests)
CALENDAR: dict[int | str, dict[str, Any]] = {200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}}


class CalendarResponse(Response):
    media_type = "text/calendar"


async def get_filter(
    as_: Annotated[
        Literal["student", "instructor"] | None,
        Query(alias="as", description="`student` or `instructor`; left out: both"),
    ] = None,
    status_: Annotated[list[BookingStatus] | None, Query(alias="status", max_length=6)] = None,
    from_: Annotated[CalendarDate | None, Query(alias="from")] = None,
    to: CalendarDate | None = None,
    *,
    newest_first: bool = False,
) -> ListFilter:
    return ListFilter(None if as_ is None else Side(as_), status_ or [], from_, to, newest_first)


@router.post("/quote", responses=problem_responses(*OWN, *NOT_SOLD, NotAvailable))
async def quote(student: CanBook, payload: LessonRequest, bookings: BookingServiceDep) -> QuoteRead:
    """Price, end and cancellation terms of a lesson; `reason` says why it could not be booked now."""
    return await bookings.quote(student, payload)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=BookingDetail,
    responses=problem_responses(
        *OWN, *NOT_SOLD, *NOT_FREE, HoldNotFound, HoldMismatch, HoldExpired, WrongStatus, *REPEATED
    ),
)
async def book(student: Booker, payload: BookingCreate, bookings: BookingServiceDep, once: OnceDep) -> Any:
    """A confirmed lesson at once. `time_taken` carries up to three nearest free starts in `alternatives`."""
    return await once(student, payload, lambda: bookings.book(student, payload))


@router.post(
    "/holds",
    status_code=status.HTTP_201_CREATED,
    response_model=BookingDetail,
    responses=problem_responses(*OWN, *NOT_SOLD, *NOT_FREE, TooManyHolds, *REPEATED),
)
async def hold(student: Booker, payload: LessonRequest, bookings: BookingServiceDep, once: OnceDep) -> Any:
    """Keeps a time for five minutes; at most three at once."""
    return await once(student, payload, lambda: bookings.hold(student, payload))


@router.delete(
    "/holds/{hold_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problem_responses(*OWN, HoldNotFound, WrongStatus),
)
async def release_hold(student: CanBook, hold_id: uuid.UUID, bookings: BookingServiceDep) -> None:
    """Gives a held time back."""
    await bookings.release_hold(student, hold_id)


@router.get("", responses=problem_responses(*OWN))
async def list_own(
    user: CanViewOwn, which: Annotated[ListFilter, Depends(get_filter)], page: PageDep, bookings: BookingReaderDep
) -> Page[BookingRead]:
    """One's own by time of the lesson; without holds unless `status` asks for them. `from` and `to` are dates."""
    return await bookings.list_own(user, which, page)


@router.get("/{booking_id}", responses=problem_responses(*OWN, BookingNotFound))
async def get(user: CanViewOwn, booking_id: uuid.UUID, bookings: BookingReaderDep) -> BookingDetail:
    return await bookings.get(user, booking_id)


@router.get(
    "/{booking_id}/cancellation-quote",
    responses=problem_responses(*OWN, BookingNotFound, WrongStatus, AlreadyStarted),
)
async def quote_cancellation(
    user: CanViewOwn, booking_id: uuid.UUID, bookings: BookingReaderDep
) -> CancellationQuoteRead:
    """What cancelling now would cost."""
    return await bookings.quote_cancellation(user, booking_id)


@router.post(
    "/{booking_id}/cancel",
    response_model=BookingDetail,
    responses=problem_responses(*OWN, BookingNotFound, WrongStatus, AlreadyStarted, *KEYED),
)
async def cancel(
    user: CanViewOwn, booking_id: uuid.UUID, payload: CancelWrite, bookings: BookingServiceDep, once: OnceDep
) -> Any:
    """Before the start, by either side; it decides what the student gets back, and so takes a key."""
    return await once(user, payload, lambda: bookings.cancel(user, booking_id, payload.reason), done=status.HTTP_200_OK)


@router.post(
    "/{booking_id}/reschedule",
    responses=problem_responses(
        *OWN, BookingNotFound, WrongStatus, *NOT_FREE, TooLateToReschedule, RescheduleLimit, TooManyRequests
    ),
)
async def reschedule(
    student: Booker, booking_id: uuid.UUID, payload: RescheduleWrite, bookings: BookingServiceDep
) -> BookingDetail:
    """Another time for the same lesson, by its student; the old time is given up only if the new one is got."""
    return await bookings.reschedule(student, booking_id, payload)


@router.post(
    "/{booking_id}/swap",
    responses=problem_responses(
        *OWN,
        BookingNotFound,
        WrongStatus,
        NotSwappable,
        NotAvailable,
        LessonsNotFree,
        TooLateToReschedule,
        RescheduleLimit,
        TooManyRequests,
    ),
)
async def swap(
    student: Booker, booking_id: uuid.UUID, payload: SwapWrite, lessons: SeveralLessonsDep
) -> list[BookingRead]:
    """Two lessons with one instructor exchange their starts, by their student: both or none. This one comes first."""
    return await lessons.swap(student, booking_id, payload.with_booking_id)


@router.post("/{booking_id}/complete", responses=problem_responses(*OWN, BookingNotFound, WrongStatus, NotOverYet))
async def complete(user: CanComplete, booking_id: uuid.UUID, bookings: BookingServiceDep) -> BookingDetail:
    """By the instructor, when the lesson is over."""
    return await bookings.complete(user, booking_id)


@router.post(
    "/{booking_id}/no-show",
    responses=problem_responses(*OWN, BookingNotFound, WrongStatus, TooEarlyForNoShow, TooLateForNoShow),
)
async def report_no_show(user: CanComplete, booking_id: uuid.UUID, bookings: BookingServiceDep) -> BookingDetail:
    """By the instructor, from 10 minutes after the start until 24 hours after the end."""
    return await bookings.report_no_show(user, booking_id)


@router.get(
    "/{booking_id}/calendar.ics",
    response_class=CalendarResponse,
    responses=CALENDAR | problem_responses(*OWN, BookingNotFound),
)
async def get_calendar(user: CanViewOwn, booking_id: uuid.UUID, bookings: BookingReaderDep) -> Response:
    """The lesson for a calendar: its UID stays, its SEQUENCE grows."""
    ics = await bookings.get_calendar(user, booking_id)
    headers = {"Content-Disposition": f'attachment; filename="lesson-{booking_id}.ics"'}
    return CalendarResponse(ics, headers=headers)
