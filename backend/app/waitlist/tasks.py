"""Handing out what was freed."""

from celery import shared_task

from app.core.container import Container
from app.waitlist.dependencies import build_waitlist_service


async def has_work(container: Container) -> bool:
    async with container.database.read_session() as session:
        return await build_waitlist_service(session, container.clock, container.live).has_work()


@shared_task(name="waitlist.hand_out", is_due=staticmethod(has_work))
async def hand_out(container: Container) -> int:
    """How many times were offered to somebody who waits."""
    async with container.database.session() as session:
        return await build_waitlist_service(session, container.clock, container.live).hand_out()
