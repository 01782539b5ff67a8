"""What happens to bookings by itself."""

from celery import shared_task

from app.bookings.dependencies import build_booking_service, build_idempotency_service, build_reminder_service
from app.core.container import Container


async def has_stale_holds(container: Container) -> bool:
    async with container.database.read_session() as session:
        return await build_booking_service(session, container.clock, container.live).has_stale_holds()


async def has_reminders_due(container: Container) -> bool:
    async with container.database.read_session() as session:
        return await build_reminder_service(session, container.clock).has_due()


@shared_task(name="bookings.auto_complete")
async def auto_complete(container: Container) -> int:
    """How many lessons that ended a day ago were completed."""
    async with container.database.session() as session:
        return await build_booking_service(session, container.clock, container.live).auto_complete()


@shared_task(name="bookings.sweep_holds", is_due=staticmethod(has_stale_holds))
async def sweep_holds(container: Container) -> int:
    """How many holds whose time is over were ended."""
    async with container.database.session() as session:
        return await build_booking_service(session, container.clock, container.live).sweep_holds()


@shared_task(name="bookings.send_reminders", is_due=staticmethod(has_reminders_due))
async def send_reminders(container: Container) -> int:
    """Of how many lessons the two sides were reminded."""
    async with container.database.session() as session:
        return await build_reminder_service(session, container.clock).remind_due()


@shared_task(name="bookings.forget_answers")
async def forget_answers(container: Container) -> int:
    """How many kept answers to repeated requests were too old to keep."""
    async with container.database.session() as session:
        return await build_idempotency_service(session, container.clock).forget_old()
