"""Keeping what was searched for no longer than it may be."""

from celery import shared_task

from app.core.container import Container
from app.search.dependencies import build_search_recorder


@shared_task(name="search.withdraw")
async def withdraw(container: Container) -> int:
    """Of how many events the person was taken off because they no longer agree."""
    async with container.database.session() as session:
        return await build_search_recorder(session, container).withdraw()


@shared_task(name="search.forget_old")
async def forget_old(container: Container) -> int:
    """How many events and searches were past their time."""
    async with container.database.session() as session:
        return await build_search_recorder(session, container).forget_old()
