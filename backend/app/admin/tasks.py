"""What administration does by itself."""

from celery import shared_task

from app.admin.dependencies import build_audit_desk
from app.core.container import Container


@shared_task(name="admin.anchor_audit_log")
async def anchor_audit_log(container: Container) -> bool:
    """Whether the log had a new head to keep outside of the database."""
    async with container.database.read_session() as session:
        return await build_audit_desk(session, container).keep_anchor()


@shared_task(name="admin.verify_audit_log")
async def verify_audit_log(container: Container) -> bool:
    """Whether the log is whole; it says so itself, loudly, when it is not."""
    async with container.database.read_session() as session:
        return (await build_audit_desk(session, container).verify()).is_whole
