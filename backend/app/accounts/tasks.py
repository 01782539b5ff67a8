"""Cleaning up in the background."""

from celery import shared_task

from app.accounts.dependencies import build_session_service
from app.core.container import Container


@shared_task(name="accounts.forget_old")
async def forget_old(container: Container) -> int:
    """How many logins that can no longer be used were removed; old links and devices go with them."""
    async with container.database.session() as session:
        return await build_session_service(session, container).forget_old()
