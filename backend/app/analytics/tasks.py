"""Summing and gathering in the background."""

from celery import shared_task

from app.analytics.dependencies import build_market_facts, build_search_analytics
from app.core.container import Container


@shared_task(name="analytics.sum_searches")
async def sum_searches(container: Container) -> None:
    """Bookings are given to the searches that led to them, then every hour and day that may have changed is summed."""
    async with container.database.session() as session:
        await build_search_analytics(session, container).sum_searches()


@shared_task(name="analytics.gather_facts")
async def gather_facts(container: Container) -> int:
    """How many subjects and instructors have new facts."""
    async with container.database.session() as session:
        return await build_market_facts(session, container.clock).gather()
