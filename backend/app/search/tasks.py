"""Keeping of a search no more than its searcher agrees to."""

from celery import shared_task

from app.core.container import Container
from app.search.dependencies import build_search_recorder


@shared_task(name="search.withdraw")
async def withdraw(container: Container) -> int:
    """Of how many events the person was taken off because they no longer agree."""
    async with container.database.session() as session:
        return await build_search_recorder(session, container).withdraw()
