"""The rules of delivery: which mails there are, which may be turned off, when a failed one is tried again. Pure."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from enum import StrEnum

# A message made ready: calling it sends it, and touches no database.
Delivery = Callable[[], Awaitable[None]]

MAIL_TOPIC = "mail"

# Five hours and a half of tries, the first ones close together; then an administrator has to look.
MAX_ATTEMPTS = 15
FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(hours=1)
# While a message is claimed nobody else takes it. Longer than a send may last, so that only a worker's death ends it.
CLAIM_LEASE = timedelta(seconds=60)
SEND_SECONDS = 20.0


class MailTemplate(StrEnum):
    """Every mail that there is; the template file has the same name."""

    WELCOME = "welcome"
    EMAIL_VERIFICATION = "email_verification"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a mail's name
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a mail's name
    NEW_SIGN_IN = "new_sign_in"
    BOOKING_CONFIRMED_STUDENT = "booking_confirmed_student"
    BOOKING_CONFIRMED_INSTRUCTOR = "booking_confirmed_instructor"
    BOOKING_RESCHEDULED_STUDENT = "booking_rescheduled_student"
    BOOKING_RESCHEDULED_INSTRUCTOR = "booking_rescheduled_instructor"
    BOOKING_CANCELLED_STUDENT = "booking_cancelled_student"
    BOOKING_CANCELLED_INSTRUCTOR = "booking_cancelled_instructor"
    LESSONS_BOOKED = "lessons_booked"
    LESSONS_MOVED = "lessons_moved"
    LESSONS_CANCELLED = "lessons_cancelled"
    WAITLIST_OFFER = "waitlist_offer"
    LESSON_REMINDER_STUDENT = "lesson_reminder_student"
    LESSON_REMINDER_INSTRUCTOR = "lesson_reminder_instructor"
    REVIEW_REQUEST = "review_request"


class MailKind(StrEnum):
    """What a person may turn off. What tells of their lessons and guards their account is always sent."""

    REMINDERS = "reminders"
    REVIEW_REQUESTS = "review_requests"


OPTIONAL_MAILS: Mapping[MailTemplate, MailKind] = {
    MailTemplate.LESSON_REMINDER_STUDENT: MailKind.REMINDERS,
    MailTemplate.LESSON_REMINDER_INSTRUCTOR: MailKind.REMINDERS,
    MailTemplate.REVIEW_REQUEST: MailKind.REVIEW_REQUESTS,
}


def retry_delay(attempts: int, jitter: float) -> timedelta:
    """How long to wait after the `attempts`-th failure; `jitter` from 0 to 1 spreads it over 75 % to 125 %."""
    doubled: timedelta = FIRST_RETRY * 2 ** min(attempts - 1, 20)
    return min(doubled, LONGEST_RETRY) * (0.75 + 0.5 * jitter)


def is_exhausted(attempts: int) -> bool:
    return attempts >= MAX_ATTEMPTS
