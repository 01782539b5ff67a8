"""Delivery in the background."""

from celery import shared_task

from app.core.container import Container
from app.notifications.dependencies import build_outbox_delivery
from app.notifications.mailer import SmtpMailer


async def has_due(container: Container) -> bool:
    async with container.database.read_session() as session:
        return await build_outbox_delivery(session, container, SmtpMailer(container.settings)).has_due()


@shared_task(name="notifications.deliver_outbox", is_due=staticmethod(has_due))
async def deliver_outbox(container: Container) -> int:
    """How many messages went out or were given up."""
    async with container.database.session() as session:
        return await build_outbox_delivery(session, container, SmtpMailer(container.settings)).deliver_due()


@shared_task(name="notifications.forget_old")
async def forget_old(container: Container) -> int:
    """How many messages that were settled long ago were removed."""
    async with container.database.session() as session:
        return await build_outbox_delivery(session, container, SmtpMailer(container.settings)).forget_old()
