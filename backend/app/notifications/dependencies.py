"""How delivery is put together, and what becomes of what could not be delivered."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import Clock
from app.core.container import Container
from app.notifications.dead_letters import DeadLetterService
from app.notifications.domain import MAIL_TOPIC
from app.notifications.mail_sender import MailSender
from app.notifications.mailer import Mailer
from app.notifications.rendering import MailRenderer
from app.notifications.repository import DeadLetterRepository, OutboxQueue, RecipientRepository
from app.notifications.service import OutboxDelivery


def build_outbox_delivery(session: AsyncSession, container: Container, mailer: Mailer) -> OutboxDelivery:
    settings = container.settings
    mail_sender = MailSender(
        recipients=RecipientRepository(session),
        renderer=MailRenderer(settings.web_origin),
        mailer=mailer,
        clock=container.clock,
        mail_from=settings.mail_from,
    )
    return OutboxDelivery(session, OutboxQueue(session), {MAIL_TOPIC: mail_sender}, container.clock)


def build_dead_letter_service(session: AsyncSession, clock: Clock) -> DeadLetterService:
    return DeadLetterService(session, DeadLetterRepository(session), clock)
