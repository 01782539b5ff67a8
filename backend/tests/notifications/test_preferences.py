"""Which mails people get, and turning them off from the mail itself."""

import uuid
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import FixedClock
from app.core.container import Container
from app.core.events import Outbox, OutboxMessage
from app.core.rate_limit import CountingRateLimiter
from app.notifications.dependencies import build_outbox_delivery
from app.notifications.domain import MAIL_TOPIC, OPTIONAL_MAILS, MailKind, MailTemplate
from app.notifications.mailer import RecordingMailer
from app.notifications.unsubscribe_links import UnsubscribeLinks
from tests.factories.accounts import Caller, signed_in
from tests.notifications.lessons import any_context

PATH = "/api/notifications/preferences"
ALL_ON = {"reminders": True, "review_requests": True}
REMINDER = MailTemplate.LESSON_REMINDER_STUDENT
LINKS = UnsubscribeLinks("k" * 40, "https://instainstru.example")


@pytest.fixture(autouse=True)
def clock_after_the_rows(clock: FixedClock) -> None:
    clock.set(datetime.now(UTC) + timedelta(minutes=1))


@pytest.fixture
async def mia(container: Container, clock_after_the_rows: None) -> Caller:
    return await signed_in(container)


async def mail_to(
    session: AsyncSession, container: Container, caller: Caller, template: MailTemplate
) -> RecordingMailer:
    """What goes out when such a mail is written to this person."""
    payload = {"template": template, "user_id": str(caller.id), "context": any_context()}
    await Outbox(session).add(MAIL_TOPIC, f"test:{uuid.uuid4()}", payload)
    mailer = RecordingMailer()
    await build_outbox_delivery(session, container, mailer).deliver_due()
    return mailer


async def test_everything_is_on_until_it_is_turned_off(client: httpx.AsyncClient, mia: Caller) -> None:
    assert (await client.get(PATH, headers=mia.headers)).json() == ALL_ON
    wanted = {"reminders": False, "review_requests": True}
    for _ in range(2):
        assert (await client.put(PATH, json=wanted, headers=mia.headers)).json() == wanted
    assert (await client.get(PATH, headers=mia.headers)).json() == wanted
    assert (await client.put(PATH, json=ALL_ON, headers=mia.headers)).json() == ALL_ON


@pytest.mark.parametrize(
    "body", [{}, {"reminders": False}, ALL_ON | {"new_sign_in": False}, ALL_ON | {"reminders": None}]
)
async def test_what_is_always_sent_cannot_be_turned_off(
    client: httpx.AsyncClient, mia: Caller, body: dict[str, bool]
) -> None:
    assert (await client.put(PATH, json=body, headers=mia.headers)).status_code == 422


@pytest.mark.parametrize("template", list(MailTemplate))
async def test_what_is_turned_off_is_not_sent_and_everything_else_is(
    client: httpx.AsyncClient, session: AsyncSession, container: Container, mia: Caller, template: MailTemplate
) -> None:
    await client.put(PATH, json={"reminders": False, "review_requests": False}, headers=mia.headers)
    mailer = await mail_to(session, container, mia, template)
    assert len(mailer.sent) == (0 if template in OPTIONAL_MAILS else 1)
    message = (await session.scalars(select(OutboxMessage).where(OutboxMessage.key.startswith("test:")))).one()
    assert (message.discarded_at is not None) == (template in OPTIONAL_MAILS)
    assert "context" not in message.payload


async def test_one_click_turns_one_kind_off_for_one_person(
    client: httpx.AsyncClient, session: AsyncSession, container: Container, mia: Caller
) -> None:
    other = await signed_in(container)
    (mail,) = (await mail_to(session, container, mia, REMINDER)).sent
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = urlsplit(mail["List-Unsubscribe"].strip("<>"))
    assert f"{url.scheme}://{url.netloc}" == container.settings.web_origin
    for _ in range(2):
        answer = await client.post(f"{url.path}?{url.query}", data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 204
    assert (await client.get(PATH, headers=mia.headers)).json() == ALL_ON | {"reminders": False}
    assert (await client.get(PATH, headers=other.headers)).json() == ALL_ON


async def test_a_look_at_the_link_changes_nothing(client: httpx.AsyncClient, container: Container, mia: Caller) -> None:
    token = parse_qs(urlsplit(LINKS.url(mia.id, MailKind.REMINDERS)).query)["token"][0]
    answer = await client.get("/api/notifications/unsubscribe", params={"token": token})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{container.settings.web_origin}/account#mails")
    assert (await client.get(PATH, headers=mia.headers)).json() == ALL_ON


async def test_only_mails_that_can_be_turned_off_say_how(
    session: AsyncSession, container: Container, mia: Caller
) -> None:
    for template in MailTemplate:
        (mail,) = (await mail_to(session, container, mia, template)).sent
        assert (mail["List-Unsubscribe"] is not None) == (template in OPTIONAL_MAILS), template


async def test_a_made_up_link_is_refused_and_guessing_is_slow(
    client: httpx.AsyncClient, container: Container, mia: Caller
) -> None:
    for token in ("", "x", LINKS.token(mia.id, MailKind.REMINDERS)):
        answer = await client.post("/api/notifications/unsubscribe", params={"token": token})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_unsubscribe_link")
    container.rate_limiter = CountingRateLimiter({"unsubscribe": 3})
    assert (await client.post("/api/notifications/unsubscribe", params={"token": "x"})).status_code == 429


async def test_the_link_of_an_account_that_is_gone_does_nothing(
    client: httpx.AsyncClient, session: AsyncSession, container: Container
) -> None:
    links = UnsubscribeLinks(container.settings.secret_key.get_secret_value(), "")
    token = links.token(uuid.uuid4(), MailKind.REMINDERS)
    assert (await client.post("/api/notifications/unsubscribe", params={"token": token})).status_code == 204


@given(st.uuids(), st.sampled_from(MailKind), st.text(), st.integers(0, 60))
def test_a_token_is_read_back_and_no_other_is(user_id: uuid.UUID, kind: MailKind, junk: str, place: int) -> None:
    token = LINKS.token(user_id, kind)
    assert LINKS.read(token) == (user_id, kind)
    assert LINKS.read(junk) is None
    changed = token[:place] + ("b" if token[place] != "b" else "c") + token[place + 1 :]
    assert LINKS.read(changed) is None
    assert UnsubscribeLinks("l" * 40, "").read(token) is None


async def test_every_mail_says_where_mails_are_chosen(session: AsyncSession, container: Container, mia: Caller) -> None:
    for template in (MailTemplate.WELCOME, MailTemplate.BOOKING_CONFIRMED_STUDENT, REMINDER):
        (mail,) = (await mail_to(session, container, mia, template)).sent
        for kind in ("plain", "html"):
            part = mail.get_body((kind,))
            assert part is not None
            assert f"{container.settings.web_origin}/account#mails" in part.get_content()
