"""The port to the outside for mails, over SMTP; and its twin that only remembers."""

import asyncio
from email.message import EmailMessage
from typing import Protocol

import aiosmtplib

from app.core.config import Settings
from app.notifications.domain import SEND_SECONDS
from app.notifications.errors import DeliveryFailed, Undeliverable

PERMANENT = range(500, 600)
COMMAND_SECONDS = 10.0


class Mailer(Protocol):
    async def send(self, message: EmailMessage) -> None:
        """Returns when the server has taken the mail. `DeliveryFailed` or `Undeliverable` when it has not."""
        ...


class SmtpMailer:
    """One connection a mail: nothing to keep alive, nothing that a restarted server leaves behind."""

    def __init__(self, settings: Settings, send_seconds: float = SEND_SECONDS) -> None:
        self._settings = settings
        self._send_seconds = send_seconds

    async def send(self, message: EmailMessage) -> None:
        try:
            async with asyncio.timeout(self._send_seconds):
                await self._send(message)
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise _refusal(error) from error
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            raise DeliveryFailed(f"{type(error).__name__}: {error}") from error

    async def _send(self, message: EmailMessage) -> None:
        settings = self._settings
        client = aiosmtplib.SMTP(
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_username or None,
            password=settings.smtp_password.get_secret_value() or None,
            start_tls=settings.smtp_start_tls,
            timeout=COMMAND_SECONDS,
        )
        try:
            await client.connect()
            await client.send_message(message)
        finally:
            # Without a goodbye, which a server that hangs would not answer either.
            client.close()


def _refusal(error: aiosmtplib.SMTPRecipientsRefused) -> DeliveryFailed | Undeliverable:
    """Only a permanent refusal of the address itself is final; a full or strict server may think again."""
    answers = "; ".join(f"{one.code} {one.message}" for one in error.recipients)
    is_final = all(one.code in PERMANENT for one in error.recipients)
    return Undeliverable(answers) if is_final else DeliveryFailed(answers)


class RecordingMailer:
    """Remembers what was sent; `failures` are raised first, one a send."""

    def __init__(self, *failures: Exception) -> None:
        self.sent: list[EmailMessage] = []
        self.failures = list(failures)

    async def send(self, message: EmailMessage) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append(message)
