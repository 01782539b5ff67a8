"""Which mails a person wants; those that a lesson or an account cannot do without are always sent."""

import uuid

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.rate_limit import Limit, RateLimiter, Window
from app.core.service import BaseService, measure_operation
from app.notifications.domain import MailKind
from app.notifications.errors import InvalidUnsubscribeLink
from app.notifications.repository import PreferenceRepository
from app.notifications.schemas import MailPreferencesRead, MailPreferencesWrite
from app.notifications.unsubscribe_links import UnsubscribeLinks

UNSUBSCRIBE_LIMIT = Limit("unsubscribe", address=Window(120, 60), everybody=Window(1_200, 60))


class PreferenceService(BaseService):
    def __init__(
        self, session: AsyncSession, repository: PreferenceRepository, links: UnsubscribeLinks, limiter: RateLimiter
    ) -> None:
        super().__init__(session)
        self._preferences = repository
        self._links = links
        self._limiter = limiter

    @measure_operation
    async def get(self, user_id: uuid.UUID) -> MailPreferencesRead:
        muted = await self._preferences.muted_by(user_id)
        return MailPreferencesRead(**{kind.value: kind not in muted for kind in MailKind})

    @measure_operation
    async def replace(self, user_id: uuid.UUID, wanted: MailPreferencesWrite) -> MailPreferencesRead:
        """All of them at once; it also counts for mails that are on their way already."""
        muted = {kind for kind in MailKind if not getattr(wanted, kind.value)}
        async with self.transaction():
            await self._preferences.replace_muted(user_id, muted)
        return await self.get(user_id)

    @measure_operation
    async def unsubscribe(self, token: str, address: str) -> None:
        """Turns off the kind of mail that the link came with. `InvalidUnsubscribeLink`, `TooManyRequests`."""
        await self._limiter.check(UNSUBSCRIBE_LIMIT, address=address)
        found = self._links.read(token)
        if found is None:
            raise InvalidUnsubscribeLink
        async with self.transaction():
            await self._preferences.mute(*found)
