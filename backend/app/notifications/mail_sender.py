"""From a message of the outbox to a mail on its way."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from functools import partial

from pydantic import ValidationError

from app.core.clock import Clock
from app.notifications.calendar import CalendarLesson, calendar_method, lessons_calendar
from app.notifications.domain import OPTIONAL_MAILS, Delivery, MailTemplate
from app.notifications.errors import Undeliverable, Unwanted
from app.notifications.mailer import Mailer
from app.notifications.rendering import MailRenderer
from app.notifications.repository import Claim, Recipient, RecipientRepository
from app.notifications.schemas import (
    CONTEXTS,
    CancellationContext,
    Context,
    LessonContext,
    LessonsContext,
    MailPayload,
    WaitlistOfferContext,
)
from app.notifications.unsubscribe_links import UnsubscribeLinks
from app.notifications.words import one_line

MESSAGE_ID_DOMAIN = "instainstru.com"
TO_INSTRUCTOR = {
    MailTemplate.BOOKING_CONFIRMED_INSTRUCTOR,
    MailTemplate.BOOKING_RESCHEDULED_INSTRUCTOR,
    MailTemplate.BOOKING_CANCELLED_INSTRUCTOR,
    MailTemplate.LESSON_REMINDER_INSTRUCTOR,
}


class MailSender:
    """Looks up whom the mail is for, renders it and hands it to the mailer."""

    def __init__(
        self,
        recipients: RecipientRepository,
        renderer: MailRenderer,
        mailer: Mailer,
        links: UnsubscribeLinks,
        clock: Clock,
        mail_from: str,
    ) -> None:
        self._recipients = recipients
        self._renderer = renderer
        self._mailer = mailer
        self._links = links
        self._clock = clock
        self._mail_from = mail_from

    async def prepare(self, claim: Claim) -> Delivery:
        """The finished mail, to be sent by calling it.

        `Undeliverable` when the payload or the account is no good, `Unwanted` when it is too late for the mail or the
        person turned such mails off.
        """
        payload, context = _read(claim)
        if payload.good_until is not None and payload.good_until <= self._clock.now():
            raise Unwanted("it is too late for it")
        recipient = await self._recipients.get(payload.user_id)
        if recipient is None:
            raise Undeliverable("the account is gone")
        if OPTIONAL_MAILS.get(payload.template) in recipient.muted:
            raise Unwanted("such mails are turned off")
        message = self._compose(claim.key, payload.template, recipient, context)
        self._add_unsubscribing(message, payload)
        return partial(self._mailer.send, message)

    def _add_unsubscribing(self, message: EmailMessage, payload: MailPayload) -> None:
        """For mail programs that show a button: RFC 2369 and, for the one click, RFC 8058."""
        kind = OPTIONAL_MAILS.get(payload.template)
        if kind is not None:
            message["List-Unsubscribe"] = f"<{self._links.url(payload.user_id, kind)}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"

    def _compose(self, key: str, template: MailTemplate, recipient: Recipient, context: Context) -> EmailMessage:
        mail = self._renderer.render(template, recipient.first_name, context)
        message = EmailMessage(policy.SMTP)
        message["From"] = _sender(self._mail_from)
        message["To"] = _address(recipient)
        message["Subject"] = mail.subject
        message["Date"] = format_datetime(self._clock.now())
        message["Message-ID"] = message_id(key)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        message.add_alternative(mail.html, subtype="html")
        if isinstance(context, WaitlistOfferContext):
            # What is only offered does not belong into a calendar yet.
            return message
        if isinstance(context, LessonContext):
            _attach_calendar(message, [context], self._clock.now(), to_instructor=template in TO_INSTRUCTOR)
        elif isinstance(context, LessonsContext):
            to_instructor = context.reader == "instructor"
            _attach_calendar(message, context.lessons, self._clock.now(), to_instructor=to_instructor)
        return message


def message_id(key: str) -> str:
    """The same for every attempt at one message, so that a mail which went out twice is shown once."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{MESSAGE_ID_DOMAIN}>"


def _read(claim: Claim) -> tuple[MailPayload, Context]:
    try:
        payload = MailPayload.model_validate(claim.payload)
        context = CONTEXTS[payload.template].model_validate(payload.context)
    except ValidationError as error:
        # Without the values: they are people's names and addresses.
        raise Undeliverable(str(error.errors(include_input=False, include_url=False))) from error
    return payload, context


def _sender(mail_from: str) -> Address:
    name, address = parseaddr(mail_from)
    return Address(name, addr_spec=address)


def _address(recipient: Recipient) -> Address:
    """A name that is a line of headers stays a name. `Undeliverable` when the address cannot stand in a header."""
    name = one_line(f"{recipient.first_name} {recipient.last_name}")
    try:
        return Address(name, addr_spec=recipient.email)
    except ValueError as error:
        raise Undeliverable("the address is not one") from error


def _attach_calendar(
    message: EmailMessage, contexts: Sequence[LessonContext], now: datetime, *, to_instructor: bool
) -> None:
    is_cancelled = isinstance(contexts[0], CancellationContext)
    lessons = [
        CalendarLesson(
            booking_id=context.booking_id,
            sequence=context.sequence,
            subject_name=context.subject,
            with_name=context.student_name if to_instructor else context.instructor_name,
            starts_at=context.starts_at,
            ends_at=context.ends_at,
            place=context.place,
            address=context.address,
            price_cents=context.price_cents,
            is_cancelled=is_cancelled,
        )
        for context in contexts
    ]
    message.add_attachment(
        lessons_calendar(lessons, now),
        maintype="text",
        subtype="calendar",
        filename="lesson.ics" if len(lessons) == 1 else "lessons.ics",
        params={"charset": "utf-8", "method": calendar_method(is_cancelled=is_cancelled)},
    )
