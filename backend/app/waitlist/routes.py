"""Wishes for times that are not free yet, over HTTP."""

import uuid
from typing import Annotated

from fastapi import Depends, Query, status

from app.bookings.dependencies import CanBook
from app.bookings.errors import (
    DurationNotOffered,
    HoldNotFound,
    OutsideServiceArea,
    OwnOffering,
    PlaceNotOffered,
    WrongStatus,
)
from app.core.dependencies import PageDep
from app.core.errors import InvalidInput, PermissionDenied, TooManyRequests, Unauthenticated
from app.core.http import PrefixRouter, problem_responses
from app.core.schemas import Page
from app.instructors.errors import OfferingNotFound
from app.waitlist.dependencies import WaitlistServiceDep, limit_wishes
from app.waitlist.domain import WishStatus
from app.waitlist.errors import BookableNow, NoSuchDays, NothingOffered, TooManyWishes, WishNotFound
from app.waitlist.schemas import WishCreate, WishRead

router = PrefixRouter(prefix="/api/waitlist", tags=["waitlist"])

OWN = (Unauthenticated, PermissionDenied, InvalidInput)
NOT_SOLD = (OfferingNotFound, OwnOffering, DurationNotOffered, PlaceNotOffered, OutsideServiceArea)
GIVING_BACK = (WishNotFound, HoldNotFound, WrongStatus)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    dependencies=[Depends(limit_wishes)],
    responses=problem_responses(*OWN, *NOT_SOLD, NoSuchDays, BookableNow, TooManyWishes, TooManyRequests),
)
async def create_wish(student: CanBook, payload: WishCreate, waitlist: WaitlistServiceDep) -> WishRead:
    """Waits for a time to come free: the first one that fits is kept for ten minutes, and a mail says so.

    `bookable_now` carries the first starts in `available_now` when there is nothing to wait for.
    """
    return await waitlist.wish(student, payload)


@router.get("", responses=problem_responses(*OWN))
async def list_wishes(
    student: CanBook,
    page: PageDep,
    waitlist: WaitlistServiceDep,
    status_: Annotated[list[WishStatus] | None, Query(alias="status", max_length=len(WishStatus))] = None,
) -> Page[WishRead]:
    """One's own, the newest first; of all states unless `status` names some."""
    return await waitlist.list_own(student, status_ or [], page)


@router.get("/{wish_id}", responses=problem_responses(*OWN, WishNotFound))
async def get_wish(student: CanBook, wish_id: uuid.UUID, waitlist: WaitlistServiceDep) -> WishRead:
    return await waitlist.get(student, wish_id)


@router.delete("/{wish_id}", status_code=status.HTTP_204_NO_CONTENT, responses=problem_responses(*OWN, *GIVING_BACK))
async def withdraw_wish(student: CanBook, wish_id: uuid.UUID, waitlist: WaitlistServiceDep) -> None:
    """Waits no more; a time that is kept is given back."""
    await waitlist.withdraw(student, wish_id)


@router.post("/{wish_id}/decline", responses=problem_responses(*OWN, *GIVING_BACK, NothingOffered))
async def decline_offer(student: CanBook, wish_id: uuid.UUID, waitlist: WaitlistServiceDep) -> WishRead:
    """Gives the time back that is kept, to the next in line, and waits for another one."""
    return await waitlist.decline(student, wish_id)
