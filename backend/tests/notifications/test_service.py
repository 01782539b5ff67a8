import asyncio
import logging
import uuid
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import httpx
import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.core.clock import FixedClock
from app.core.container import Container
from app.core.events import Outbox, OutboxMessage
from app.notifications.dependencies import build_mail_sender, build_outbox_delivery
from app.notifications.domain import CLAIM_LEASE, MAIL_TOPIC, MAX_ATTEMPTS, MailTemplate
from app.notifications.errors import DeliveryFailed, Undeliverable
from app.notifications.mail_sender import message_id
from app.notifications.mailer import Mailer, RecordingMailer
from app.notifications.repository import Claim, OutboxQueue
from app.notifications.service import MESSAGES_PER_RUN, OutboxDelivery
from app.notifications.tasks import forget_old
from tests.accounts.conftest import registration
from tests.factories.accounts import make_user
from tests.notifications.lessons import cancellation_context, lesson_context, lessons_context


@pytest.fixture(autouse=True)
def clock_after_the_rows(clock: FixedClock) -> None:
    """PostgreSQL stamps the rows with its own time; ours is a little later."""
    clock.set(datetime.now(UTC) + timedelta(minutes=1))


@pytest.fixture
async def ana(session: AsyncSession) -> User:
    return await make_user(session, first_name="Ana", last_name="Diaz", email="ana@example.com")


def payload(user_id: uuid.UUID, template: str = "welcome", **context: Any) -> dict[str, Any]:
    return {"template": template, "user_id": str(user_id), "context": context}


async def add(session: AsyncSession, key: str, content: dict[str, Any], topic: str = MAIL_TOPIC) -> None:
    await Outbox(session).add(topic, key, content)


async def stored(session: AsyncSession, key: str) -> OutboxMessage:
    found = select(OutboxMessage).where(OutboxMessage.key == key).execution_options(populate_existing=True)
    return (await session.execute(found)).scalar_one()


@pytest.fixture
def mailer() -> RecordingMailer:
    return RecordingMailer()


@pytest.fixture
def delivery(session: AsyncSession, container: Container, mailer: RecordingMailer) -> OutboxDelivery:
    return build_outbox_delivery(session, container, mailer)


async def test_a_message_is_sent_once_and_its_context_is_not_kept(
    session: AsyncSession, delivery: OutboxDelivery, mailer: RecordingMailer, ana: User, clock: FixedClock
) -> None:
    await add(session, "user:1:welcome", payload(ana.id, role="student"))
    assert [await delivery.deliver_due(), await delivery.deliver_due()] == [1, 0]
    (mail,) = mailer.sent
    assert mail["To"] == "Ana Diaz <ana@example.com>"
    assert mail["Message-ID"] == message_id("user:1:welcome")
    message = await stored(session, "user:1:welcome")
    assert message.delivered_at == clock.now()
    assert message.payload == {"template": "welcome", "user_id": str(ana.id)}


async def test_a_booking_mail_has_both_parts_and_a_calendar_file(
    session: AsyncSession, delivery: OutboxDelivery, mailer: RecordingMailer, ana: User
) -> None:
    context = lesson_context()
    await add(session, "b", payload(ana.id, MailTemplate.BOOKING_CONFIRMED_STUDENT, **context))
    await delivery.deliver_due()
    (mail,) = mailer.sent
    types = [part.get_content_type() for part in mail.walk() if not part.is_multipart()]
    assert types == ["text/plain", "text/html", "text/calendar"]
    (attachment,) = mail.iter_attachments()
    assert attachment.get_filename() == "lesson.ics"
    assert attachment.get_param("method") == "PUBLISH"
    assert "SUMMARY:Piano with Sarah Chen" in calendar_text(attachment)


async def test_a_cancellation_takes_the_lesson_out_of_the_instructors_calendar(
    session: AsyncSession, delivery: OutboxDelivery, mailer: RecordingMailer, ana: User
) -> None:
    await add(session, "c", payload(ana.id, MailTemplate.BOOKING_CANCELLED_INSTRUCTOR, **cancellation_context()))
    await delivery.deliver_due()
    (attachment,) = mailer.sent[0].iter_attachments()
    assert attachment.get_param("method") == "CANCEL"
    assert {"METHOD:CANCEL", "SEQUENCE:1", "SUMMARY:Piano with Ana Diaz"} <= set(
        calendar_text(attachment).split("\r\n")
    )


def calendar_text(attachment: EmailMessage) -> str:
    content = attachment.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode()


@pytest.mark.parametrize(
    ("first_name", "last_name"), [("", ""), ("A\r\nBcc: all@example.com", "X"), ('"Ana" <x@example.com>,', "Ω")]
)
async def test_a_name_cannot_write_headers(
    session: AsyncSession, delivery: OutboxDelivery, mailer: RecordingMailer, first_name: str, last_name: str
) -> None:
    person = await make_user(session, first_name=first_name, last_name=last_name, email="ana@example.com")
    await add(session, "n", payload(person.id))
    await delivery.deliver_due()
    (mail,) = mailer.sent
    assert [address.addr_spec for address in mail["To"].addresses] == ["ana@example.com"]
    assert mail["Bcc"] is None
    assert b"\r\nBcc:" not in mail.as_bytes()


async def test_a_failed_message_comes_back_later_and_later(
    session: AsyncSession, container: Container, ana: User, clock: FixedClock
) -> None:
    mailer = RecordingMailer(DeliveryFailed("away"), DeliveryFailed("still away"))
    delivery = build_outbox_delivery(session, container, mailer)
    await add(session, "f", payload(ana.id))
    waits = []
    for _ in range(2):
        assert await delivery.deliver_due() == 0
        message = await stored(session, "f")
        waits.append((message.available_at - clock.now()).total_seconds())
        assert await delivery.deliver_due() == 0
        clock.set(message.available_at)
    assert 3.75 <= waits[0] <= 6.25
    assert 7.5 <= waits[1] <= 12.5
    assert await delivery.deliver_due() == 1
    message = await stored(session, "f")
    assert (message.attempts, message.last_error) == (3, None)


async def test_after_a_failure_a_run_leaves_the_others_for_the_next(
    session: AsyncSession, container: Container, ana: User
) -> None:
    mailer = RecordingMailer(DeliveryFailed("away"))
    delivery = build_outbox_delivery(session, container, mailer)
    for key in ("one", "two"):
        await add(session, key, payload(ana.id))
    assert [await delivery.deliver_due(), len(mailer.sent)] == [0, 0]
    assert [await delivery.deliver_due(), len(mailer.sent)] == [1, 1]


async def test_after_the_last_attempt_a_message_is_kept_as_dead(
    session: AsyncSession, container: Container, ana: User, clock: FixedClock
) -> None:
    mailer = RecordingMailer(*(DeliveryFailed(f"no {number}") for number in range(MAX_ATTEMPTS)))
    delivery = build_outbox_delivery(session, container, mailer)
    await add(session, "d", payload(ana.id))
    for _ in range(MAX_ATTEMPTS + 2):
        await delivery.deliver_due()
        clock.advance(hours=2)
    message = await stored(session, "d")
    assert message.dead_at is not None
    assert message.last_error == f"no {MAX_ATTEMPTS - 1}"
    assert message.payload["context"] == {}
    assert mailer.sent == []


@pytest.mark.parametrize(
    "content",
    [
        {"template": "no_such_mail", "user_id": str(uuid.uuid4())},
        {"template": "booking_confirmed_student", "user_id": str(uuid.uuid4()), "context": {"subject": "Piano"}},
        {"template": "welcome", "user_id": str(uuid.uuid4())},
        {},
    ],
    ids=["unknown template", "context without what it needs", "account gone", "empty"],
)
async def test_what_can_never_be_sent_is_dead_at_once_and_holds_nobody_up(
    session: AsyncSession, delivery: OutboxDelivery, mailer: RecordingMailer, ana: User, content: dict[str, Any]
) -> None:
    await add(session, "never", content)
    await add(session, "fine", payload(ana.id))
    assert await delivery.deliver_due() == 2
    assert (await stored(session, "never")).dead_at is not None
    assert (await stored(session, "fine")).delivered_at is not None
    assert len(mailer.sent) == 1


async def test_an_error_keeps_the_values_of_a_payload_to_itself(
    session: AsyncSession, delivery: OutboxDelivery, ana: User
) -> None:
    await add(session, "p", payload(ana.id, "booking_confirmed_student", address="1 Secret Street"))
    await delivery.deliver_due()
    error = (await stored(session, "p")).last_error
    assert error is not None
    assert "missing" in error
    assert "Secret" not in error


async def test_a_refused_address_is_dead_at_once(session: AsyncSession, container: Container, ana: User) -> None:
    delivery = build_outbox_delivery(session, container, RecordingMailer(Undeliverable("550 no such user")))
    await add(session, "r", payload(ana.id))
    await delivery.deliver_due()
    message = await stored(session, "r")
    assert (message.attempts, message.last_error) == (1, "550 no such user")
    assert message.dead_at is not None


async def test_a_closed_account_gets_no_mail(
    session: AsyncSession, delivery: OutboxDelivery, mailer: RecordingMailer
) -> None:
    person = await make_user(session, is_active=False)
    await add(session, "x", payload(person.id))
    await delivery.deliver_due()
    assert mailer.sent == []


async def test_what_is_not_due_and_what_has_no_sender_waits(
    session: AsyncSession, delivery: OutboxDelivery, ana: User, clock: FixedClock
) -> None:
    await Outbox(session).add(MAIL_TOPIC, "later", payload(ana.id), available_at=clock.now() + timedelta(hours=1))
    await add(session, "other", {}, topic="live")
    assert await delivery.deliver_due() == 0
    clock.advance(hours=1)
    assert await delivery.deliver_due() == 1
    assert (await stored(session, "other")).attempts == 0


async def test_what_is_withdrawn_is_not_sent_and_what_was_sent_stays_so(
    session: AsyncSession, delivery: OutboxDelivery, mailer: RecordingMailer, ana: User, clock: FixedClock
) -> None:
    await add(session, "sent", payload(ana.id))
    await delivery.deliver_due()
    await add(session, "waiting", payload(ana.id))
    await Outbox(session).withdraw(["sent", "waiting", "unknown"], clock.now())
    assert await delivery.deliver_due() == 0
    assert [mail["Message-ID"] for mail in mailer.sent] == [message_id("sent")]
    gone = await stored(session, "waiting")
    assert (gone.discarded_at, gone.payload) == (clock.now(), {"template": "welcome", "user_id": str(ana.id)})
    assert (await stored(session, "sent")).discarded_at is None


class LateQueue(OutboxQueue):
    """Between the claim and the delivery, somebody cancels."""

    async def claim_next(self, topics: Collection[str], now: datetime) -> Claim | None:
        claim = await super().claim_next(topics, now)
        if claim is not None:
            await Outbox(self.session).withdraw([claim.key], now)
        return claim


async def test_what_is_withdrawn_when_it_is_claimed_already_is_not_sent(
    session: AsyncSession, container: Container, mailer: RecordingMailer, ana: User
) -> None:
    await add(session, "claimed", payload(ana.id))
    senders = {MAIL_TOPIC: build_mail_sender(session, container, mailer)}
    delivery = OutboxDelivery(session, LateQueue(session), senders, container.clock)
    assert await delivery.deliver_due() == 1
    assert mailer.sent == []
    assert (await stored(session, "claimed")).discarded_at is not None


async def test_a_message_that_comes_too_late_is_let_go(
    session: AsyncSession, delivery: OutboxDelivery, mailer: RecordingMailer, ana: User, clock: FixedClock
) -> None:
    for key, minutes in (("late", 0), ("in time", 1)):
        good_until = clock.now() + timedelta(minutes=minutes)
        await add(session, key, payload(ana.id) | {"good_until": good_until.isoformat()})
    assert await delivery.deliver_due() == 2
    assert [mail["Message-ID"] for mail in mailer.sent] == [message_id("in time")]
    late = await stored(session, "late")
    assert (late.discarded_at, late.last_error) == (clock.now(), "it is too late for it")


async def test_it_is_known_beforehand_whether_there_is_anything_to_deliver(
    session: AsyncSession, delivery: OutboxDelivery, ana: User, clock: FixedClock
) -> None:
    assert await delivery.has_due() is False
    await Outbox(session).add(MAIL_TOPIC, "later", payload(ana.id), available_at=clock.now() + timedelta(hours=1))
    await add(session, "other", {}, topic="live")
    assert await delivery.has_due() is False
    clock.advance(hours=1)
    assert await delivery.has_due() is True
    await delivery.deliver_due()
    assert await delivery.has_due() is False


async def test_what_was_settled_long_ago_is_removed_and_nothing_else(
    session: AsyncSession, container: Container, ana: User, clock: FixedClock
) -> None:
    await Outbox(session).add(MAIL_TOPIC, "far", payload(ana.id), available_at=clock.now() + timedelta(days=400))
    for key in ("delivered", "withdrawn"):
        await add(session, key, payload(ana.id))
    await Outbox(session).withdraw(["withdrawn"], clock.now())
    delivery = build_outbox_delivery(session, container, RecordingMailer())
    await delivery.deliver_due()
    await add(session, "dead", {})
    await delivery.deliver_due()

    async def left() -> set[str]:
        return set(await session.scalars(select(OutboxMessage.key)))

    clock.advance(days=30)
    assert await forget_old.run(container) == 0
    clock.advance(seconds=1)
    assert [await forget_old.run(container), await forget_old.run(container)] == [2, 0]
    assert await left() == {"dead", "far"}
    clock.advance(days=60)
    assert await forget_old.run(container) == 1
    assert await left() == {"far"}


async def test_a_run_ends_after_its_share(
    session: AsyncSession, delivery: OutboxDelivery, mailer: RecordingMailer, ana: User
) -> None:
    for number in range(MESSAGES_PER_RUN + 1):
        await add(session, f"m{number}", payload(ana.id))
    assert [await delivery.deliver_due(), await delivery.deliver_due()] == [MESSAGES_PER_RUN, 1]
    assert len({mail["Message-ID"] for mail in mailer.sent}) == MESSAGES_PER_RUN + 1


async def test_the_request_that_wrote_a_message_stands_in_the_log_of_its_delivery(
    client: httpx.AsyncClient, delivery: OutboxDelivery, caplog: pytest.LogCaptureFixture
) -> None:
    person = registration("ana@example.com")
    await client.post("/api/auth/register", json=person, headers={"X-Request-ID": "req-7"})
    with caplog.at_level(logging.INFO, logger=OutboxDelivery.__module__):
        await delivery.deliver_due()
    lines = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    assert {(line["event"], line["request_id"]) for line in lines} == {("delivered", "req-7")}


class DyingMailer:
    """A worker that is killed while the mail server has the mail: nothing after it runs."""

    async def send(self, _: EmailMessage) -> None:
        raise KeyboardInterrupt


async def test_a_killed_workers_message_comes_back_after_the_lease(
    session: AsyncSession,
    container: Container,
    delivery: OutboxDelivery,
    mailer: RecordingMailer,
    ana: User,
    clock: FixedClock,
) -> None:
    await add(session, "k", payload(ana.id))
    with pytest.raises(KeyboardInterrupt):
        await build_outbox_delivery(session, container, DyingMailer()).deliver_due()
    assert await delivery.deliver_due() == 0
    clock.set(clock.now() + CLAIM_LEASE)
    assert await delivery.deliver_due() == 1
    assert [mail["Message-ID"] for mail in mailer.sent] == [message_id("k")]


async def test_a_message_that_kills_every_worker_is_given_up(
    session: AsyncSession, container: Container, delivery: OutboxDelivery, ana: User, clock: FixedClock
) -> None:
    await add(session, "k", payload(ana.id))
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(KeyboardInterrupt):
            await build_outbox_delivery(session, container, DyingMailer()).deliver_due()
        clock.set(clock.now() + CLAIM_LEASE)
    assert await delivery.deliver_due() == 0
    message = await stored(session, "k")
    assert message.dead_at is not None
    assert message.attempts == MAX_ATTEMPTS


async def test_a_worker_that_slept_past_its_lease_settles_nothing(
    session: AsyncSession, ana: User, clock: FixedClock
) -> None:
    await add(session, "s", payload(ana.id))
    queue = OutboxQueue(session)
    sleeper = await queue.claim_next([MAIL_TOPIC], clock.now())
    clock.set(clock.now() + CLAIM_LEASE)
    second = await queue.claim_next([MAIL_TOPIC], clock.now())
    assert sleeper is not None
    assert second is not None
    await queue.mark_dead(sleeper, "too late", clock.now())
    assert (await stored(session, "s")).dead_at is None
    await queue.mark_delivered(second, clock.now())
    assert (await stored(session, "s")).delivered_at is not None


class SlowMailer:
    """Takes its time, so that workers overlap."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    async def send(self, message: EmailMessage) -> None:
        await asyncio.sleep(0.005)
        self.ids.append(str(message["Message-ID"]))


async def run_worker(container: Container, mailer: Mailer) -> int:
    async with container.database.session() as session:
        return await build_outbox_delivery(session, container, mailer).deliver_due()


async def test_four_workers_at_once_send_each_message_once(live_container: Container) -> None:
    async with live_container.database.session() as session:
        ana = await make_user(session)
        await Outbox(session).add_all([(MAIL_TOPIC, f"race:{n}", payload(ana.id)) for n in range(60)])
        await session.commit()
    mailer = SlowMailer()
    settled = await asyncio.gather(*(run_worker(live_container, mailer) for _ in range(4)))
    assert sum(settled) == 60
    assert min(settled) > 0
    assert sorted(mailer.ids) == sorted({message_id(f"race:{n}") for n in range(60)})


async def test_a_rolled_back_change_sends_nothing(live_container: Container) -> None:
    async with live_container.database.session() as session:
        ana = await make_user(session)
        await session.commit()
        await add(session, "rolled-back", payload(ana.id))
        await session.rollback()
        assert await session.scalar(text("SELECT count(*) FROM outbox")) == 0
    assert await run_worker(live_container, RecordingMailer()) == 0


async def test_a_mail_about_several_lessons_has_one_file_with_all_of_them(
    session: AsyncSession, delivery: OutboxDelivery, mailer: RecordingMailer, ana: User
) -> None:
    for template in (MailTemplate.LESSONS_BOOKED, MailTemplate.LESSONS_CANCELLED):
        await add(session, template, payload(ana.id, template, **lessons_context("instructor")))
    await delivery.deliver_due()
    files = [next(iter(mail.iter_attachments())) for mail in mailer.sent]
    assert [file.get_filename() for file in files] == ["lessons.ics", "lessons.ics"]
    # They became due at one instant: either may come first.
    cancelled, booked = sorted(map(calendar_text, files))
    assert booked.count("BEGIN:VEVENT") == 2
    assert "SUMMARY:Piano with Ana Diaz" in booked
    assert "METHOD:PUBLISH" in booked
    assert "METHOD:CANCEL" in cancelled
