"""Forgetting in the background."""

from celery import shared_task

from app.core.container import Container
from app.privacy.dependencies import build_retention_service


@shared_task(name="privacy.forget_old")
async def forget_old(container: Container) -> dict[str, int]:
    """How many rows of each kind were kept long enough."""
    async with container.database.session() as session:
        return await build_retention_service(session, container.clock).forget_old()
