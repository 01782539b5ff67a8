"""Administration over HTTP: people and their rights, everybody's bookings, the audit log."""

import uuid
from typing import Annotated

from fastapi import Depends, Query
from pydantic import AwareDatetime

from app.accounts.domain import AccountRecord, DirectoryFilter
from app.accounts.errors import LastAdmin, UserNotFound
from app.admin.dependencies import (
    AuditDeskDep,
    CanHandleMails,
    CanManageBookings,
    CanManagePermissions,
    CanManageRoles,
    CanManageUsers,
    CanReadAudit,
    CanViewBookings,
    CanViewUsers,
    MailRoomDep,
    UserAdministrationDep,
)
from app.admin.errors import AccountDeleted, BeyondOwnPermissions, OwnAccess
from app.admin.schemas import (
    AuditRead,
    AuditVerdict,
    CancelForBothWrite,
    DeadLetterRead,
    PermissionsWrite,
    RolesWrite,
    SuspendWrite,
    UserDetail,
    UserSummary,
)
from app.bookings.dependencies import BookingReaderDep, BookingServiceDep
from app.bookings.domain import BOOKED, BookingStatus, OverviewFilter
from app.bookings.errors import AlreadyStarted, BookingNotFound, WrongStatus
from app.bookings.schemas import BookingDetail, BookingRead
from app.core.audit import Anchor, AuditAction, AuditFilter
from app.core.dependencies import PageDep
from app.core.enums import RoleName
from app.core.errors import InvalidInput, PermissionDenied, Unauthenticated
from app.core.http import PrefixRouter, problem_responses
from app.core.schemas import CalendarDate, Page, SafeText
from app.notifications.errors import DeadLetterNotFound

router = PrefixRouter(prefix="/api/admin", tags=["admin"])

GUARDED = (Unauthenticated, PermissionDenied, InvalidInput)
CHANGING = (*GUARDED, UserNotFound, AccountDeleted, BeyondOwnPermissions, OwnAccess)
MAX_SEARCH_LENGTH = 100


async def get_directory_filter(
    q: Annotated[SafeText | None, Query(max_length=MAX_SEARCH_LENGTH)] = None,
    role: RoleName | None = None,
    *,
    is_active: bool | None = None,
) -> DirectoryFilter:
    return DirectoryFilter(q, role, is_active)


async def get_overview_filter(
    status: Annotated[list[BookingStatus] | None, Query(max_length=len(BookingStatus))] = None,
    student_id: uuid.UUID | None = None,
    instructor_id: uuid.UUID | None = None,
    from_: Annotated[CalendarDate | None, Query(alias="from")] = None,
    to: CalendarDate | None = None,
) -> OverviewFilter:
    return OverviewFilter(status or BOOKED, student_id, instructor_id, from_, to)


async def get_audit_filter(
    action: AuditAction | None = None,
    actor_id: uuid.UUID | None = None,
    subject_id: uuid.UUID | None = None,
    from_: Annotated[AwareDatetime | None, Query(alias="from")] = None,
    to: AwareDatetime | None = None,
) -> AuditFilter:
    return AuditFilter(action, actor_id, subject_id, from_, to)


async def get_anchor(
    anchor_id: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    anchor_hash: Annotated[str | None, Query(pattern="^[0-9a-f]{64}$")] = None,
) -> Anchor | None:
    if anchor_id is None or anchor_hash is None:
        return None
    return Anchor(anchor_id, anchor_hash)


@router.get("/users", responses=problem_responses(*GUARDED))
async def list_users(
    _: CanViewUsers,
    which: Annotated[DirectoryFilter, Depends(get_directory_filter)],
    page: PageDep,
    users: UserAdministrationDep,
) -> Page[UserSummary]:
    """Accounts, the newest first; `q` is looked for in names and e-mails."""
    found, total = await users.list_users(which, page)
    items = [UserSummary.model_validate(account) for account in found]
    return Page(items=items, total=total, limit=page.limit, offset=page.offset)


@router.get("/users/{user_id}", response_model=UserDetail, responses=problem_responses(*GUARDED, UserNotFound))
async def get_user(admin: CanViewUsers, user_id: uuid.UUID, users: UserAdministrationDep) -> AccountRecord:
    """Everything about an account. That somebody looked is kept in the audit log."""
    return await users.view_user(admin, user_id)


@router.put("/users/{user_id}/roles", response_model=UserDetail, responses=problem_responses(*CHANGING, LastAdmin))
async def set_roles(
    admin: CanManageRoles, user_id: uuid.UUID, payload: RolesWrite, users: UserAdministrationDep
) -> AccountRecord:
    """All roles of a person, from their next request on. Nobody gives more than they may themselves."""
    return await users.set_roles(admin, user_id, payload.roles)


@router.put(
    "/users/{user_id}/permissions", response_model=UserDetail, responses=problem_responses(*CHANGING, LastAdmin)
)
async def set_permissions(
    admin: CanManagePermissions, user_id: uuid.UUID, payload: PermissionsWrite, users: UserAdministrationDep
) -> AccountRecord:
    """All personal grants and denials of a person, from their next request on; a denial wins."""
    return await users.set_permissions(admin, user_id, payload.granted, payload.denied)


@router.post("/users/{user_id}/suspend", response_model=UserDetail, responses=problem_responses(*CHANGING, LastAdmin))
async def suspend_user(
    admin: CanManageUsers, user_id: uuid.UUID, payload: SuspendWrite, users: UserAdministrationDep
) -> AccountRecord:
    """Ends all sessions of the person at once. Their bookings stand."""
    return await users.suspend(admin, user_id, payload.reason)


@router.post("/users/{user_id}/reactivate", response_model=UserDetail, responses=problem_responses(*CHANGING))
async def reactivate_user(admin: CanManageUsers, user_id: uuid.UUID, users: UserAdministrationDep) -> AccountRecord:
    """The person can sign in again."""
    return await users.reactivate(admin, user_id)


@router.get("/bookings", responses=problem_responses(*GUARDED))
async def list_bookings(
    admin: CanViewBookings,
    which: Annotated[OverviewFilter, Depends(get_overview_filter)],
    page: PageDep,
    bookings: BookingReaderDep,
) -> Page[BookingRead]:
    """Everybody's, the latest lesson first; without holds unless `status` asks for them. `from` and `to` are dates."""
    return await bookings.list_all(admin, which, page)


@router.get("/bookings/{booking_id}", responses=problem_responses(*GUARDED, BookingNotFound))
async def get_booking(admin: CanViewBookings, booking_id: uuid.UUID, bookings: BookingReaderDep) -> BookingDetail:
    """A booking with its history. That somebody looked is kept in the audit log."""
    return await bookings.get(admin, booking_id)


@router.post(
    "/bookings/{booking_id}/cancel",
    responses=problem_responses(*GUARDED, BookingNotFound, WrongStatus, AlreadyStarted),
)
async def cancel_booking(
    admin: CanManageBookings, booking_id: uuid.UUID, payload: CancelForBothWrite, bookings: BookingServiceDep
) -> BookingDetail:
    """Before the start, for both sides, who get a mail; the student gets all back unless another share is said."""
    return await bookings.cancel_for_both(admin, booking_id, payload.reason, payload.refund_share_percent)


@router.get("/dead-letters", responses=problem_responses(*GUARDED))
async def list_dead_letters(_: CanHandleMails, page: PageDep, mails: MailRoomDep) -> Page[DeadLetterRead]:
    """Messages that were given up, the last to die first, without what is in them."""
    return await mails.list_dead(page)


@router.post("/dead-letters/{message_id}/retry", responses=problem_responses(*GUARDED, DeadLetterNotFound))
async def retry_dead_letter(admin: CanHandleMails, message_id: uuid.UUID, mails: MailRoomDep) -> DeadLetterRead:
    """Sends it on its way again, at once."""
    return await mails.retry(admin, message_id)


@router.post("/dead-letters/{message_id}/discard", responses=problem_responses(*GUARDED, DeadLetterNotFound))
async def discard_dead_letter(admin: CanHandleMails, message_id: uuid.UUID, mails: MailRoomDep) -> DeadLetterRead:
    """Lets it go: it will never be sent, and its contents are forgotten."""
    return await mails.discard(admin, message_id)


@router.get("/audit", responses=problem_responses(*GUARDED))
async def list_audit(
    admin: CanReadAudit, which: Annotated[AuditFilter, Depends(get_audit_filter)], page: PageDep, desk: AuditDeskDep
) -> Page[AuditRead]:
    """What was done, the newest first. `from` is included and `to` is not."""
    return await desk.list_entries(admin, which, page)


@router.get("/audit/verify", responses=problem_responses(*GUARDED))
async def verify_audit(
    _: CanReadAudit, anchor: Annotated[Anchor | None, Depends(get_anchor)], desk: AuditDeskDep
) -> AuditVerdict:
    """Computes the whole chain again. `anchor_id` and `anchor_hash` are a head that somebody kept."""
    return await desk.verify(anchor)
