"""What stands in the outbox for a mail, and what people say about the mails they get.

A message of topic `mail` has the payload `{"template", "user_id", "context"}`; name and address of the person are
looked up when it is sent. What each template needs as `context` is one of the shapes below. Further keys are ignored.
"""

import uuid
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, Field

from app.core.enums import Place, RoleName
from app.core.schemas import RequestModel, ResponseModel
from app.notifications.domain import MailTemplate


class MailPayload(BaseModel):
    """`context` is one of the shapes below, as JSON. From `good_until` on nobody needs the mail any more."""

    template: MailTemplate
    user_id: uuid.UUID
    good_until: AwareDatetime | None = None
    context: dict[str, Any] = {}


class WelcomeContext(BaseModel):
    role: RoleName = RoleName.STUDENT


class PasswordResetContext(BaseModel):
    """`token` goes into the link; it works once, within the hour."""

    token: str


class VerificationContext(BaseModel):
    """`token` goes into the link; it works for seven days."""

    token: str


class AccountEventContext(BaseModel):
    """For `password_changed`: when it happened, and the zone that its reader lives in."""

    at: AwareDatetime
    timezone: str


class SignInContext(AccountEventContext):
    """`device` is in words of ours, as `Chrome on Windows`."""

    device: str


class LessonContext(BaseModel):
    """For `booking_confirmed_*`: names as the two sides may see them, instants in UTC, wall clock from `timezone`."""

    booking_id: uuid.UUID
    sequence: int = 0
    subject: str
    student_name: str
    instructor_name: str
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    timezone: str
    place: Place
    address: str | None = None
    note: str | None = None
    price_cents: int


class RescheduleContext(LessonContext):
    """For `booking_rescheduled_*`: the lesson's new time, and the one that it had."""

    was_starts_at: AwareDatetime
    was_ends_at: AwareDatetime


class CancellationContext(LessonContext):
    """For `booking_cancelled_*`. `refund_share_percent` is the student's.

    `cancelled_by` is `student`, `instructor` or `system`.
    """

    cancelled_by: str | None = None
    reason: str | None = None
    refund_share_percent: Annotated[int, Field(ge=0, le=100)]


class LessonsContext(BaseModel):
    """For `lessons_*`: several lessons of one student with one instructor, by time; `reader` is whom the mail is to."""

    reader: Literal["student", "instructor"]
    lessons: Annotated[Sequence[LessonContext], Field(min_length=1)]


class CancelledLessonsContext(LessonsContext):
    """For `lessons_cancelled`."""

    lessons: Annotated[Sequence[CancellationContext], Field(min_length=1)]


class WaitlistOfferContext(LessonContext):
    """For `waitlist_offer`: the lesson that is kept, under `booking_id`, until `expires_at`."""

    wish_id: uuid.UUID
    instructor_slug: str
    offering_id: uuid.UUID
    duration_minutes: int
    expires_at: AwareDatetime


class ReminderContext(LessonContext):
    """For `lesson_reminder_*`. `hours_before` is 24 or 1."""

    hours_before: int


class ReviewRequestContext(BaseModel):
    """For `review_request`: the lesson that is over."""

    booking_id: uuid.UUID
    subject: str
    instructor_name: str
    starts_at: AwareDatetime
    timezone: str


Context = (
    WelcomeContext
    | VerificationContext
    | PasswordResetContext
    | AccountEventContext
    | SignInContext
    | LessonContext
    | RescheduleContext
    | CancellationContext
    | LessonsContext
    | CancelledLessonsContext
    | WaitlistOfferContext
    | ReminderContext
    | ReviewRequestContext
)

CONTEXTS: dict[MailTemplate, type[Context]] = {
    MailTemplate.WELCOME: WelcomeContext,
    MailTemplate.EMAIL_VERIFICATION: VerificationContext,
    MailTemplate.PASSWORD_RESET: PasswordResetContext,
    MailTemplate.PASSWORD_CHANGED: AccountEventContext,
    MailTemplate.NEW_SIGN_IN: SignInContext,
    MailTemplate.BOOKING_CONFIRMED_STUDENT: LessonContext,
    MailTemplate.BOOKING_CONFIRMED_INSTRUCTOR: LessonContext,
    MailTemplate.BOOKING_RESCHEDULED_STUDENT: RescheduleContext,
    MailTemplate.BOOKING_RESCHEDULED_INSTRUCTOR: RescheduleContext,
    MailTemplate.BOOKING_CANCELLED_STUDENT: CancellationContext,
    MailTemplate.BOOKING_CANCELLED_INSTRUCTOR: CancellationContext,
    MailTemplate.LESSONS_BOOKED: LessonsContext,
    MailTemplate.LESSONS_MOVED: LessonsContext,
    MailTemplate.LESSONS_CANCELLED: CancelledLessonsContext,
    MailTemplate.WAITLIST_OFFER: WaitlistOfferContext,
    MailTemplate.LESSON_REMINDER_STUDENT: ReminderContext,
    MailTemplate.LESSON_REMINDER_INSTRUCTOR: ReminderContext,
    MailTemplate.REVIEW_REQUEST: ReviewRequestContext,
}


class MailPreferencesWrite(RequestModel):
    """What can be turned off: true for what one wants."""

    reminders: bool
    review_requests: bool


class MailPreferencesRead(ResponseModel):
    reminders: bool
    review_requests: bool
