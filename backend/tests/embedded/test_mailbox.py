"""The mailbox: what is sent by SMTP is kept as it came and shown safely."""

import asyncio
import smtplib
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from embedded.mailbox.smtp import protocol
from embedded.mailbox.store import MailStore
from embedded.mailbox.web import create_mailbox
from embedded.ports import HOST

# One worker for all of it: the tests hold ports and processes.
pytestmark = [pytest.mark.integration, pytest.mark.xdist_group("embedded")]


@pytest.fixture
def store(tmp_path: Path) -> MailStore:
    return MailStore(tmp_path / "mail")


@pytest.fixture
async def inbox(store: MailStore) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_mailbox(store))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client


def _lesson_mail() -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = "Your café lesson is booked"
    mail["From"] = "lessons@instainstru.com"
    mail["To"] = "student@demo.instainstru.com"
    mail.set_content("Tomorrow at 5 PM, café.")
    mail.add_alternative("<h1>Tomorrow</h1><script>alert(1)</script>", subtype="html")
    mail.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="lesson.ics")
    return mail


async def _send(store: MailStore, mail: EmailMessage, *more_recipients: str) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: protocol(store), HOST, 0)
    port = server.sockets[0].getsockname()[1]

    def send() -> None:
        with smtplib.SMTP(HOST, port) as smtp:
            smtp.send_message(mail, to_addrs=[mail["To"], *more_recipients])

    async with server:
        await asyncio.to_thread(send)


async def test_a_mail_is_read_with_its_parts(store: MailStore, inbox: httpx.AsyncClient) -> None:
    await _send(store, _lesson_mail(), "hidden@example.com")

    [mail] = (await inbox.get("/api/mails")).json()
    attachment = await inbox.get(mail["attachments"][0]["url"])

    assert mail["subject"] == "Your café lesson is booked"
    assert mail["to"] == ["student@demo.instainstru.com", "hidden@example.com"]
    assert mail["text"].strip() == "Tomorrow at 5 PM, café."
    assert attachment.content == b"BEGIN:VCALENDAR"
    assert attachment.headers["content-disposition"] == "attachment; filename*=UTF-8''lesson.ics"


async def test_mails_are_found_by_address_and_survive_a_restart(store: MailStore, tmp_path: Path) -> None:
    await _send(store, _lesson_mail())

    again = MailStore(tmp_path / "mail")

    assert len(again.list_newest(to="STUDENT@demo.instainstru.com")) == 1
    assert again.list_newest(to="somebody@else.com") == []


async def test_pages_show_mails_and_run_none_of_their_scripts(store: MailStore, inbox: httpx.AsyncClient) -> None:
    await _send(store, _lesson_mail())
    mail_id = store.list_newest()[0].id

    listing = await inbox.get("/")
    page = await inbox.get(f"/mails/{mail_id}")
    html = await inbox.get(f"/mails/{mail_id}/html")

    assert f"/mails/{mail_id}" in listing.text
    assert "Tomorrow at 5 PM, café." in page.text
    assert "<script>" not in page.text
    assert html.headers["content-security-policy"].startswith("sandbox allow-popups")


async def test_another_sites_name_for_this_machine_is_refused(inbox: httpx.AsyncClient) -> None:
    answer = await inbox.get("/api/mails", headers={"Host": "evil.example"})
    assert answer.status_code == 400


@pytest.mark.parametrize("mail_id", ["0" * 32, "..%2F..%2Fsecrets", "x"])
async def test_a_mail_that_is_not_there(mail_id: str, inbox: httpx.AsyncClient) -> None:
    assert (await inbox.get(f"/mails/{mail_id}")).status_code == 404


async def test_the_mailbox_can_be_emptied(store: MailStore, inbox: httpx.AsyncClient) -> None:
    await _send(store, _lesson_mail())

    assert (await inbox.delete("/api/mails")).json() == {"removed": 1}
    assert store.list_newest() == []
