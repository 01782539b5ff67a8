"""How delivery is put together, what becomes of what could not be delivered, and who wants which mails."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import Clock
from app.core.container import Container
from app.core.dependencies import ContainerDep, ReadSessionDep, SessionDep
from app.notifications.dead_letters import DeadLetterService
from app.notifications.domain import MAIL_TOPIC
from app.notifications.mail_sender import MailSender
from app.notifications.mailer import Mailer
from app.notifications.preferences import PreferenceService
from app.notifications.rendering import MailRenderer
from app.notifications.repository import (
    DeadLetterRepository,
    OutboxQueue,
    PreferenceRepository,
    RecipientRepository,
)
from app.notifications.service import OutboxDelivery
from app.notifications.unsubscribe_links import UnsubscribeLinks


def build_outbox_delivery(session: AsyncSession, container: Container, mailer: Mailer) -> OutboxDelivery:
    mail_sender = build_mail_sender(session, container, mailer)
    return OutboxDelivery(session, OutboxQueue(session), {MAIL_TOPIC: mail_sender}, container.clock)


def build_mail_sender(session: AsyncSession, container: Container, mailer: Mailer) -> MailSender:
    settings = container.settings
    return MailSender(
        recipients=RecipientRepository(session),
        renderer=MailRenderer(settings.web_origin),
        mailer=mailer,
        links=build_unsubscribe_links(container),
        clock=container.clock,
        mail_from=settings.mail_from,
    )


def build_unsubscribe_links(container: Container) -> UnsubscribeLinks:
    return UnsubscribeLinks(container.settings.secret_key.get_secret_value(), container.settings.web_origin)


def build_preference_service(session: AsyncSession, container: Container) -> PreferenceService:
    links = build_unsubscribe_links(container)
    return PreferenceService(session, PreferenceRepository(session), links, container.rate_limiter)


def build_dead_letter_service(session: AsyncSession, clock: Clock) -> DeadLetterService:
    return DeadLetterService(session, DeadLetterRepository(session), clock)


async def get_preference_service(session: SessionDep, container: ContainerDep) -> PreferenceService:
    return build_preference_service(session, container)


async def get_preference_reader(session: ReadSessionDep, container: ContainerDep) -> PreferenceService:
    """The same over a session that needs no transaction: for reading only."""
    return build_preference_service(session, container)


PreferenceServiceDep = Annotated[PreferenceService, Depends(get_preference_service)]
PreferenceReaderDep = Annotated[PreferenceService, Depends(get_preference_reader)]
