"""Cleaning up in the background."""

from celery import shared_task

from app.accounts.dependencies import build_session_service
from app.core.container import Container


@shared_task(name="accounts.delete_dead_logins")
async def delete_dead_logins(container: Container) -> int:
    """How many logins that can no longer be used were removed; expired reset links go with them."""
    async with container.database.session() as session:
        return await build_session_service(session, container).delete_dead()
