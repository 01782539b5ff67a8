"""Series over HTTP."""

import uuid
from typing import Any

from fastapi import status

from app.bookings.dependencies import Booker, CanBook, CanViewOwn, OnceDep
from app.bookings.errors import (
    AlreadyStarted,
    BookingNotFound,
    DurationNotOffered,
    LessonsNotFree,
    NotAvailable,
    OutsideServiceArea,
    OwnOffering,
    PlaceNotOffered,
    RescheduleLimit,
    TooLateToReschedule,
    WrongStatus,
)
from app.bookings.schemas import LessonsQuoteRead
from app.core.errors import InvalidInput, PermissionDenied, TooManyRequests, Unauthenticated
from app.core.http import PrefixRouter, problem_responses
from app.core.idempotency import IdempotencyInProgress, IdempotencyKeyReused
from app.instructors.errors import OfferingNotFound
from app.series.dependencies import SeriesServiceDep
from app.series.errors import NothingToChange, SeriesNotFound
from app.series.schemas import (
    SeriesBookedRead,
    SeriesCancelWrite,
    SeriesChangeRead,
    SeriesCreate,
    SeriesRead,
    SeriesRequest,
    SeriesRescheduleWrite,
)

router = PrefixRouter(prefix="/api/bookings/series", tags=["series"])

OWN = (Unauthenticated, PermissionDenied, InvalidInput)
NOT_SOLD = (OfferingNotFound, OwnOffering, DurationNotOffered, PlaceNotOffered, OutsideServiceArea)
KEYED = (IdempotencyInProgress, IdempotencyKeyReused)
REPEATED = (*KEYED, TooManyRequests)


@router.post("/quote", responses=problem_responses(*OWN, *NOT_SOLD))
async def quote(student: CanBook, payload: SeriesRequest, series: SeriesServiceDep) -> LessonsQuoteRead:
    """Date by date whether it could be booked now, and the price of those that could; changes nothing."""
    return await series.quote(student, payload)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=SeriesBookedRead,
    responses=problem_responses(*OWN, *NOT_SOLD, LessonsNotFree, *REPEATED),
)
async def book(student: Booker, payload: SeriesCreate, series: SeriesServiceDep, once: OnceDep) -> Any:
    """The same lesson every week or every other one, answered date by date.

    `lessons_not_free` carries the dates too: with `all_or_nothing` when one cannot be booked, with `best_effort` when
    none can.
    """
    return await once(student, payload, lambda: series.book(student, payload))


@router.get("/{series_id}", responses=problem_responses(*OWN, SeriesNotFound))
async def get(user: CanViewOwn, series_id: uuid.UUID, series: SeriesServiceDep) -> SeriesRead:
    """What was asked for, and its lessons as they are now."""
    return await series.get(user, series_id)


@router.post(
    "/{series_id}/cancel",
    response_model=SeriesChangeRead,
    responses=problem_responses(
        *OWN, SeriesNotFound, BookingNotFound, NothingToChange, WrongStatus, AlreadyStarted, *KEYED
    ),
)
async def cancel(
    user: CanViewOwn, series_id: uuid.UUID, payload: SeriesCancelWrite, series: SeriesServiceDep, once: OnceDep
) -> Any:
    """One lesson, it and the following, or all that can still be cancelled, by either side; each has its own refund."""
    return await once(user, payload, lambda: series.cancel(user, series_id, payload), done=status.HTTP_200_OK)


@router.post(
    "/{series_id}/reschedule",
    responses=problem_responses(
        *OWN,
        SeriesNotFound,
        BookingNotFound,
        WrongStatus,
        NotAvailable,
        LessonsNotFree,
        TooLateToReschedule,
        RescheduleLimit,
        TooManyRequests,
    ),
)
async def reschedule(
    student: Booker, series_id: uuid.UUID, payload: SeriesRescheduleWrite, series: SeriesServiceDep
) -> SeriesChangeRead:
    """One lesson, it and the following, or all that can still be moved: as many days, to one time, all or none."""
    return await series.reschedule(student, series_id, payload)
