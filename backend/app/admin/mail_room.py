"""Mails that were given up, as administrators handle them: each decision has its row in the audit log."""

import uuid

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.domain import Principal
from app.admin.schemas import DeadLetterRead
from app.core.audit import AuditAction, AuditTrail
from app.core.schemas import Page, PageParams
from app.core.service import BaseService, measure_operation
from app.notifications.dead_letters import DeadLetterService


class MailRoom(BaseService):
    """`DeadLetterNotFound` for what is not dead, or not any more."""

    def __init__(self, session: AsyncSession, letters: DeadLetterService, audit: AuditTrail) -> None:
        super().__init__(session)
        self._letters = letters
        self._audit = audit

    @measure_operation
    async def list_dead(self, page: PageParams) -> Page[DeadLetterRead]:
        """The last to die first. What is in them is people's, and is not shown."""
        found, total = await self._letters.list_dead(page)
        items = [DeadLetterRead.model_validate(letter) for letter in found]
        return Page(items=items, total=total, limit=page.limit, offset=page.offset)

    @measure_operation
    async def retry(self, admin: Principal, message_id: uuid.UUID) -> DeadLetterRead:
        """On its way again at once; whoever got it already gets it under its old Message-ID."""
        async with self.transaction():
            letter = await self._letters.retry_dead(message_id)
            await self._audit.record(AuditAction.MAIL_RETRIED, actor_id=admin.id, subject_id=message_id)
            return DeadLetterRead.model_validate(letter)

    @measure_operation
    async def discard(self, admin: Principal, message_id: uuid.UUID) -> DeadLetterRead:
        """Never to be sent; its contents are gone."""
        async with self.transaction():
            letter = await self._letters.discard(message_id)
            await self._audit.record(AuditAction.MAIL_DISCARDED, actor_id=admin.id, subject_id=message_id)
            return DeadLetterRead.model_validate(letter)
