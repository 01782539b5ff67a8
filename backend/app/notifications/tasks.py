"""Delivery in the background."""

from celery import shared_task

from app.core.container import Container
from app.notifications.dependencies import build_outbox_delivery
from app.notifications.mailer import SmtpMailer


@shared_task(name="notifications.deliver_outbox")
async def deliver_outbox(container: Container) -> int:
    """How many messages went out or were given up."""
    async with container.database.session() as session:
        return await build_outbox_delivery(session, container, SmtpMailer(container.settings)).deliver_due()
