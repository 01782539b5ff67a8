"""What administrators send and see."""

import uuid
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from app.admin.domain import MAX_REASON_LENGTH
from app.core.enums import PermissionName, RoleName
from app.core.schemas import RequestModel, ResponseModel, WallTimeStr

Reason = Annotated[str, Field(min_length=1, max_length=MAX_REASON_LENGTH)]
Sorted = BeforeValidator(sorted)


class RolesWrite(RequestModel):
    """All roles of the person from now on; `guest` is what nobody signed in is."""

    roles: Annotated[list[RoleName], Field(max_length=len(RoleName))]


class PermissionsWrite(RequestModel):
    """All personal grants and denials from now on; a denial beats every role."""

    granted: Annotated[list[PermissionName], Field(max_length=len(PermissionName))]
    denied: Annotated[list[PermissionName], Field(max_length=len(PermissionName))]


class SuspendWrite(RequestModel):
    """The reason is kept in the audit log."""

    reason: Reason


class CancelForBothWrite(RequestModel):
    """Without `refund_share_percent` the student gets everything back."""

    reason: Reason
    refund_share_percent: Annotated[int, Field(ge=0, le=100)] | None = None


class UserSummary(ResponseModel):
    """An account in a list. `deleted_at` is set where only the tombstone is left."""

    id: uuid.UUID
    email: str
    first_name: str
    last_name: str
    roles: Annotated[list[RoleName], Sorted]
    is_active: bool
    created_at: datetime
    deleted_at: datetime | None
    last_used_at: datetime | None


class UserDetail(UserSummary):
    """`permissions` are what the person may do at this moment; `granted` and `denied` are personal."""

    phone: str | None
    zip_code: str | None
    timezone: str
    permissions: Annotated[list[PermissionName], Sorted]
    granted: Annotated[list[PermissionName], Sorted]
    denied: Annotated[list[PermissionName], Sorted]


class DeadLetterRead(ResponseModel):
    """A message that was given up. `template` and `user_id` are null for what is no mail; `dead_at` once it lives."""

    id: uuid.UUID
    topic: str
    key: str
    template: str | None
    user_id: str | None
    attempts: int
    error: str | None
    request_id: str | None
    created_at: datetime
    dead_at: datetime | None


class AuditedBooking(ResponseModel):
    """What a booking is today, with both names in full; `end_time` is on the clock, as in the booking itself."""

    subject: str
    student_name: str
    instructor_name: str
    booking_date: date
    start_time: WallTimeStr
    end_time: WallTimeStr
    timezone: str


class AuditRead(ResponseModel):
    """One row of the audit log. `actor_id` is null for what the system did by itself.

    The names are not in the log: null for deleted people, and `subject_name` also for what is no account. Nor is the
    `booking`: null where the row is about none, and for readers who may not see it.
    """

    id: int
    at: datetime
    actor_id: uuid.UUID | None
    actor_name: str | None = None
    action: str
    subject_id: uuid.UUID | None
    subject_name: str | None = None
    booking: AuditedBooking | None = None
    details: dict[str, Any]
    request_id: str | None
    previous_hash: str
    hash: str


class FlawRead(ResponseModel):
    id: int
    problem: str


class AuditVerdict(ResponseModel):
    """Whether the chain is whole. `flaws` are the first hundred; `anchors` how many heads it was compared with."""

    is_whole: bool
    rows: int
    anchors: int
    head_id: int | None
    head_hash: str | None
    flaws: list[FlawRead]
