"""Reminders: a day and an hour before, to both sides, once each, of the time that the lesson really has."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.bookings.dependencies import build_reminder_service
from app.bookings.reminders import ReminderService
from app.core.clock import FixedClock
from app.core.container import Container
from app.core.events import OutboxMessage
from app.core.timerange import instant_to_wall, wall_to_instant
from app.notifications.dependencies import build_outbox_delivery
from app.notifications.errors import DeliveryFailed
from app.notifications.mailer import RecordingMailer
from tests.factories.accounts import Caller, auth_headers
from tests.factories.lessons import Scene, make_hours, make_scene

NEW_YORK = "America/New_York"
NOON = 720
DAY, HOUR = timedelta(hours=24), timedelta(hours=1)
A_SECOND = timedelta(seconds=1)


async def keys(session: AsyncSession) -> list[str]:
    """Of the reminders that were written, without the booking's id: `reminder_1h:0:student`."""
    query = select(OutboxMessage.key).where(OutboxMessage.key.contains(":reminder_")).order_by(OutboxMessage.key)
    return [key.split(":", 2)[2] for key in await session.scalars(query)]


def both(*names: str) -> list[str]:
    return sorted(f"{name}:{side}" for name in names for side in ("instructor", "student"))


@pytest.fixture
def reminders(session: AsyncSession, clock: FixedClock) -> ReminderService:
    return build_reminder_service(session, clock)


def starts_at(booking: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(booking["starts_at"])


async def act(scene: Scene, booking: dict[str, Any], action: str, body: dict[str, str]) -> dict[str, Any]:
    student = Caller(scene.student.user, await auth_headers(scene.container, scene.student.user))
    answer = await scene.act(booking, action, student, body)
    assert answer.status_code == httpx.codes.OK, answer.text
    return dict(answer.json())


async def test_each_is_written_when_it_is_due_and_once(
    scene: Scene, session: AsyncSession, reminders: ReminderService, clock: FixedClock
) -> None:
    booking = await scene.booked("12:00")
    for before, expected in (
        (DAY + A_SECOND, []),
        (DAY, both("reminder_24h:0")),
        (HOUR + A_SECOND, both("reminder_24h:0")),
        (HOUR, both("reminder_24h:0", "reminder_1h:0")),
    ):
        clock.set(starts_at(booking) - before)
        was_due = await reminders.has_due()
        before_this = await keys(session)
        await reminders.remind_due()
        assert was_due == (before_this != expected)
        assert [await reminders.has_due(), await reminders.remind_due()] == [False, 0]
        assert await keys(session) == expected


async def test_a_lost_beat_is_made_up_for_while_it_helps_anybody(
    scene: Scene, session: AsyncSession, reminders: ReminderService, clock: FixedClock
) -> None:
    booking = await scene.booked("12:00")
    clock.set(starts_at(booking) - HOUR - A_SECOND)
    assert await reminders.remind_due() == 1
    assert await keys(session) == both("reminder_24h:0")
    clock.set(starts_at(booking))
    assert await reminders.remind_due() == 0


async def test_none_for_what_was_booked_too_late_for_it(
    client: httpx.AsyncClient, container: Container, session: AsyncSession, clock: FixedClock
) -> None:
    scene = await make_scene(client, container, profile={"min_notice_minutes": 0})
    reminders = build_reminder_service(session, clock)
    noon = wall_to_instant(scene.day, NOON, NEW_YORK)
    for before, expected in ((DAY, 2), (DAY - A_SECOND, 1), (HOUR - A_SECOND, 0)):
        clock.set(noon - before)
        student = Caller(scene.student.user, await auth_headers(container, scene.student.user))
        booking = await scene.booked("12:00", student)
        seen = len(await keys(session))
        for moment in (noon - before, noon - HOUR, noon - A_SECOND):
            clock.set(max(moment, noon - before))
            await reminders.remind_due()
        assert len(await keys(session)) - seen == 2 * expected, before
        await act(scene, booking, "cancel", {"reason": "only a test"})


async def test_a_cancelled_lesson_has_none(
    scene: Scene, session: AsyncSession, reminders: ReminderService, clock: FixedClock
) -> None:
    booking = await scene.booked("12:00")
    await act(scene, booking, "cancel", {"reason": "ill"})
    for before in (DAY, HOUR):
        clock.set(starts_at(booking) - before)
        assert await reminders.remind_due() == 0
    assert await keys(session) == []


async def test_a_moved_lesson_has_those_of_its_new_time(
    scene: Scene, session: AsyncSession, reminders: ReminderService, clock: FixedClock
) -> None:
    booking = await scene.booked("12:00")
    clock.set(starts_at(booking) - DAY)
    await reminders.remind_due()
    later = {"date": str(scene.day + timedelta(days=2)), "start_time": "09:00"}
    moved = await act(scene, booking, "reschedule", later)
    clock.set(starts_at(booking) - HOUR)
    assert await reminders.remind_due() == 0
    for before in (DAY, HOUR):
        clock.set(starts_at(moved) - before)
        assert await reminders.remind_due() == 1
    assert await keys(session) == both("reminder_24h:0", "reminder_24h:1", "reminder_1h:1")


async def test_moved_nearer_than_a_day_it_has_only_the_hours(
    scene: Scene, session: AsyncSession, reminders: ReminderService, clock: FixedClock
) -> None:
    booking = await scene.booked("12:00")
    clock.set(starts_at(booking) - DAY - A_SECOND)
    moved = await act(scene, booking, "reschedule", {"date": str(scene.day), "start_time": "11:00"})
    assert await reminders.remind_due() == 0
    clock.set(starts_at(moved) - HOUR)
    assert await reminders.remind_due() == 1
    assert await keys(session) == both("reminder_1h:1")


@pytest.mark.parametrize("action", ["cancel", "reschedule"])
async def test_one_that_waits_for_a_mail_server_is_withdrawn_with_the_time_it_was_for(
    scene: Scene, session: AsyncSession, reminders: ReminderService, clock: FixedClock, action: str
) -> None:
    booking = await scene.booked("12:00")
    clock.set(starts_at(booking) - DAY)
    await reminders.remind_due()
    away = build_outbox_delivery(session, scene.container, RecordingMailer(*[DeliveryFailed("away")] * 10))
    await away.deliver_due()
    body = {
        "cancel": {"reason": "ill"},
        "reschedule": {"date": str(scene.day + timedelta(days=2)), "start_time": "09:00"},
    }
    await act(scene, booking, action, body[action])
    clock.advance(minutes=10)
    mailer = RecordingMailer()
    await build_outbox_delivery(session, scene.container, mailer).deliver_due()
    assert [mail["Subject"] for mail in mailer.sent if mail["Subject"].startswith("Reminder")] == []
    assert len(mailer.sent) == 4


async def test_one_that_waited_until_the_lesson_began_is_not_sent(
    scene: Scene, session: AsyncSession, reminders: ReminderService, clock: FixedClock
) -> None:
    booking = await scene.booked("12:00")
    for before, good_for in ((DAY, DAY - HOUR), (HOUR, HOUR)):
        clock.set(starts_at(booking) - before)
        await reminders.remind_due()
        clock.advance(seconds=good_for.total_seconds())
    mailer = RecordingMailer()
    await build_outbox_delivery(session, scene.container, mailer).deliver_due()
    assert len(mailer.sent) == 2
    assert not any(mail["Subject"].startswith("Reminder") for mail in mailer.sent)


async def test_a_hold_has_none(scene: Scene, reminders: ReminderService, clock: FixedClock) -> None:
    answer = await scene.client.post("/api/bookings/holds", json=scene.lesson("12:00"), headers=scene.student.headers)
    clock.set(starts_at(answer.json()) - DAY)
    assert await reminders.has_due() is False
    assert await reminders.remind_due() == 0


@pytest.mark.parametrize(
    ("day", "start", "day_before"),
    [
        # The clock goes forward at two on 14 March: 24 hours before noon it was eleven.
        (date(2027, 3, 14), "12:00", (date(2027, 3, 13), 660)),
        # It goes back at two on 7 November: 24 hours before noon it was one in the afternoon.
        (date(2027, 11, 7), "12:00", (date(2027, 11, 6), 780)),
        # The hour that happens twice means the first.
        (date(2027, 11, 7), "01:30", (date(2027, 11, 6), 90)),
    ],
)
async def test_hours_are_real_ones_and_the_mail_says_the_lessons_own_time(
    client: httpx.AsyncClient,
    container: Container,
    session: AsyncSession,
    clock: FixedClock,
    day: date,
    start: str,
    day_before: tuple[date, int],
) -> None:
    clock.set(wall_to_instant(day - timedelta(days=10), NOON, NEW_YORK))
    scene = await make_scene(client, container)
    await make_hours(session, scene.teacher.id, {day: [("00:00", "09:00")]})
    booking = await scene.booked(start, date=day.isoformat())
    clock.set(starts_at(booking) - DAY - A_SECOND)
    assert await build_reminder_service(session, clock).remind_due() == 0
    clock.set(starts_at(booking) - DAY)
    assert instant_to_wall(clock.now(), NEW_YORK) == day_before
    assert await build_reminder_service(session, clock).remind_due() == 1
    mailer = RecordingMailer()
    await build_outbox_delivery(session, container, mailer).deliver_due()
    reminded = [mail for mail in mailer.sent if mail["Subject"].startswith("Reminder")]
    hour, minute = (int(part) for part in start.split(":"))
    said = f"{hour % 12 or 12}:{minute:02d} {'PM' if hour >= 12 else 'AM'}"
    assert len(reminded) == 2
    for mail in reminded:
        assert said in mail["Subject"]
        (attached,) = mail.iter_attachments()
        content = attached.get_payload(decode=True)
        assert isinstance(content, bytes)
        assert f"UID:{booking['id']}@instainstru.com" in content.decode()


async def test_cancelling_and_reminding_at_once_reminds_nobody_of_a_cancelled_lesson(
    live_client: httpx.AsyncClient, live_container: Container, clock: FixedClock
) -> None:
    """The reminder holds the lesson still while it is written: whoever cancels finds it and takes it back."""
    scene = await make_scene(live_client, live_container)
    booking = await scene.booked("12:00")
    clock.set(starts_at(booking) - DAY)
    async with live_container.database.session() as session:
        repository_session = build_reminder_service(session, clock)
        async with repository_session.transaction():
            assert await repository_session.remind_due() == 1
            student = Caller(scene.student.user, await auth_headers(live_container, scene.student.user))
            cancelling = asyncio.create_task(scene.act(booking, "cancel", student, {"reason": "ill"}))
            await asyncio.sleep(0.3)
            assert not cancelling.done()
        assert (await cancelling).status_code == httpx.codes.OK
    mailer = RecordingMailer()
    clock.advance(days=1)
    async with live_container.database.session() as session:
        await build_outbox_delivery(session, live_container, mailer).deliver_due()
        left = select(OutboxMessage.discarded_at).where(OutboxMessage.key.contains(":reminder_"))
        assert all(discarded is not None for discarded in await session.scalars(left))
    assert not any(mail["Subject"].startswith("Reminder") for mail in mailer.sent)
