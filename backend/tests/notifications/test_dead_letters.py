"""What an administrator can do about messages that were given up."""

import asyncio
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.core.clock import FixedClock
from app.core.container import Container
from app.core.events import Outbox, OutboxMessage
from app.core.schemas import PageParams
from app.notifications.dead_letters import DeadLetterService
from app.notifications.dependencies import build_dead_letter_service, build_outbox_delivery
from app.notifications.domain import MAIL_TOPIC, MAX_ATTEMPTS
from app.notifications.errors import DeadLetterNotFound, DeliveryFailed, Undeliverable
from app.notifications.mail_sender import message_id
from app.notifications.mailer import RecordingMailer
from tests.factories.accounts import make_user

PAGE = PageParams(limit=20, offset=0)


@pytest.fixture(autouse=True)
def clock_after_the_rows(clock: FixedClock) -> None:
    clock.set(datetime.now(UTC) + timedelta(minutes=1))


@pytest.fixture
async def ana(session: AsyncSession) -> User:
    return await make_user(session)


@pytest.fixture
def dead(session: AsyncSession, clock: FixedClock) -> DeadLetterService:
    return build_dead_letter_service(session, clock)


async def write(session: AsyncSession, key: str, user: User) -> None:
    payload = {"template": "welcome", "user_id": str(user.id), "context": {"role": "student"}}
    await Outbox(session).add(MAIL_TOPIC, key, payload)


async def kill(session: AsyncSession, container: Container, key: str, user: User) -> uuid.UUID:
    """A message that no server takes."""
    await write(session, key, user)
    await build_outbox_delivery(session, container, RecordingMailer(Undeliverable("550 no such user"))).deliver_due()
    return (await session.execute(select(OutboxMessage.id).where(OutboxMessage.key == key))).scalar_one()


async def test_they_are_listed_with_why_and_without_their_contents(
    session: AsyncSession, container: Container, dead: DeadLetterService, ana: User, clock: FixedClock
) -> None:
    await kill(session, container, "first", ana)
    died_first = clock.now()
    clock.advance(minutes=1)
    await kill(session, container, "second", ana)
    await write(session, "waiting", ana)
    letters, total = await dead.list_dead(PAGE)
    assert total == 2
    assert [(letter.key, letter.error, letter.attempts, letter.template, letter.user_id) for letter in letters] == [
        (key, "550 no such user", 1, "welcome", str(ana.id)) for key in ("second", "first")
    ]
    assert letters[1].dead_at == died_first
    assert [letter.key for letter in (await dead.list_dead(PageParams(limit=1, offset=1)))[0]] == ["first"]


async def test_one_that_is_tried_again_goes_out_under_its_old_message_id(
    session: AsyncSession, container: Container, dead: DeadLetterService, ana: User, clock: FixedClock
) -> None:
    letter_id = await kill(session, container, "again", ana)
    clock.advance(hours=3)
    assert (await dead.retry_dead(letter_id)).dead_at is None
    assert (await dead.list_dead(PAGE))[1] == 0
    mailer = RecordingMailer()
    assert await build_outbox_delivery(session, container, mailer).deliver_due() == 1
    assert [mail["Message-ID"] for mail in mailer.sent] == [message_id("again")]


async def test_one_that_used_up_its_attempts_has_them_all_again(
    session: AsyncSession, container: Container, dead: DeadLetterService, ana: User, clock: FixedClock
) -> None:
    letter_id = await kill(session, container, "tired", ana)
    row = (await session.scalars(select(OutboxMessage).where(OutboxMessage.id == letter_id))).one()
    row.attempts = MAX_ATTEMPTS
    await session.flush()
    await dead.retry_dead(letter_id)
    failing = build_outbox_delivery(session, container, RecordingMailer(DeliveryFailed("away")))
    assert await failing.deliver_due() == 0
    assert (await dead.list_dead(PAGE))[1] == 0
    clock.advance(minutes=1)
    assert await build_outbox_delivery(session, container, RecordingMailer()).deliver_due() == 1


async def test_one_that_is_discarded_is_never_sent_and_its_key_stays_taken(
    session: AsyncSession, container: Container, dead: DeadLetterService, ana: User, clock: FixedClock
) -> None:
    letter_id = await kill(session, container, "gone", ana)
    await dead.discard(letter_id)
    await write(session, "gone", ana)
    mailer = RecordingMailer()
    assert await build_outbox_delivery(session, container, mailer).deliver_due() == 0
    assert (await dead.list_dead(PAGE))[1] == 0
    row = (await session.scalars(select(OutboxMessage).execution_options(populate_existing=True))).one()
    assert (row.discarded_at, row.payload) == (clock.now(), {"template": "welcome", "user_id": str(ana.id)})


async def test_what_is_not_dead_cannot_be_touched(
    session: AsyncSession, container: Container, dead: DeadLetterService, ana: User
) -> None:
    discarded = await kill(session, container, "discarded", ana)
    await dead.discard(discarded)
    await write(session, "waiting", ana)
    waiting = (await session.execute(select(OutboxMessage.id).where(OutboxMessage.key == "waiting"))).scalar_one()
    for letter_id in (waiting, discarded, uuid.uuid4()):
        with pytest.raises(DeadLetterNotFound):
            await dead.retry_dead(letter_id)
        with pytest.raises(DeadLetterNotFound):
            await dead.discard(letter_id)


async def test_of_several_who_try_one_again_at_once_one_does(live_container: Container) -> None:
    async with live_container.database.session() as session:
        user = await make_user(session)
        letter_id = await kill(session, live_container, "race", user)
        await session.commit()

    async def retry() -> bool:
        async with live_container.database.session() as session:
            try:
                await build_dead_letter_service(session, live_container.clock).retry_dead(letter_id)
            except DeadLetterNotFound:
                return False
            return True

    assert sum(await asyncio.gather(*(retry() for _ in range(6)))) == 1
