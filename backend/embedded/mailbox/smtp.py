"""The SMTP side: takes every mail and keeps it."""

from aiosmtpd.smtp import SMTP, Envelope, Session

from embedded.mailbox.store import MailStore

MAXIMUM_BYTES = 25 * 2**20


class KeepEverything:
    """aiosmtpd's handler: a mail is answered with 250 when it is on disk."""

    def __init__(self, store: MailStore) -> None:
        self._store = store

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.original_content or b""
        try:
            mail_id = self._store.add(envelope.mail_from or "", envelope.rcpt_tos, content)
        except OSError as error:
            return f"452 The mail could not be kept: {error.strerror}"
        return f"250 Kept as {mail_id}"


def protocol(store: MailStore) -> SMTP:
    """One connection's protocol, as `loop.create_server` wants it."""
    return SMTP(KeepEverything(store), enable_SMTPUTF8=True, data_size_limit=MAXIMUM_BYTES, hostname="localhost")
