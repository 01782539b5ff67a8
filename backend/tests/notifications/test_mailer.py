import socket
from email.message import EmailMessage

import pytest

from app.core.config import Settings
from app.notifications.errors import DeliveryFailed, Undeliverable
from app.notifications.mailer import SmtpMailer
from tests.notifications.smtp_server import Inbox


def mailer_on(port: int, send_seconds: float = 5.0) -> SmtpMailer:
    return SmtpMailer(Settings(smtp_host="127.0.0.1", smtp_port=port, _env_file=None), send_seconds)


def mail(to: str = "ana@example.com") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "InstaInstru <lessons@instainstru.com>", to, "Piano: Ω"
    message["Message-ID"] = "<1@instainstru.com>"
    message.set_content("Hello Ω")
    message.add_alternative("<p>Hello Ω</p>", subtype="html")
    return message


async def test_a_mail_arrives_whole(inbox: Inbox) -> None:
    await mailer_on(inbox.port).send(mail())
    (arrived,) = inbox.mails
    (envelope,) = inbox.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == ("lessons@instainstru.com", ["ana@example.com"])
    assert (arrived["Subject"], arrived["Message-ID"]) == ("Piano: Ω", "<1@instainstru.com>")
    assert [part.get_content().strip() for part in arrived.iter_parts()] == ["Hello Ω", "<p>Hello Ω</p>"]


@pytest.mark.parametrize("answer", ["550 no such user", "553 not allowed"])
async def test_an_address_refused_for_good_is_undeliverable(inbox: Inbox, answer: str) -> None:
    inbox.recipient_answers = [answer]
    with pytest.raises(Undeliverable, match=answer):
        await mailer_on(inbox.port).send(mail())


async def test_an_address_refused_for_now_may_work_later(inbox: Inbox) -> None:
    inbox.recipient_answers = ["451 mailbox busy"]
    with pytest.raises(DeliveryFailed, match="451"):
        await mailer_on(inbox.port).send(mail())


async def test_a_server_that_takes_no_mail_may_do_so_later(inbox: Inbox) -> None:
    inbox.data_answers = ["552 disk full"]
    with pytest.raises(DeliveryFailed, match="disk full"):
        await mailer_on(inbox.port).send(mail())


async def test_a_server_that_is_away_may_come_back() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(DeliveryFailed):
        await mailer_on(port).send(mail())


async def test_a_server_that_hangs_is_not_waited_for(inbox: Inbox) -> None:
    inbox.seconds = 5
    with pytest.raises(DeliveryFailed, match="TimeoutError"):
        await mailer_on(inbox.port, send_seconds=0.2).send(mail())
