"""Proving that an e-mail is its account's. Nothing waits for it: a fresh account can book at once."""

import uuid

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.domain import (
    EMAIL_VERIFICATION_LIFETIME,
    VERIFICATION_CONFIRM_LIMIT,
    VERIFICATION_LIMIT,
    Principal,
)
from app.accounts.errors import InvalidVerificationToken
from app.accounts.repository import AccountRepository, VerificationRepository
from app.core.clock import Clock
from app.core.errors import FieldError
from app.core.events import Outbox
from app.core.rate_limit import RateLimiter
from app.core.security import hash_opaque_token, new_opaque_token
from app.core.service import BaseService, measure_operation


class VerificationLinks:
    """Works inside the caller's transaction."""

    def __init__(self, verifications: VerificationRepository, outbox: Outbox, clock: Clock) -> None:
        self._verifications = verifications
        self._outbox = outbox
        self._clock = clock

    async def mail(self, user_id: uuid.UUID) -> None:
        """A link that works for seven days; those that were mailed before go on working."""
        now, token = self._clock.now(), new_opaque_token()
        token_hash = hash_opaque_token(token)
        await self._verifications.add(user_id, token_hash, now, now + EMAIL_VERIFICATION_LIFETIME)
        mail = {"template": "email_verification", "user_id": str(user_id), "context": {"token": token}}
        await self._outbox.add("mail", f"email-verification:{token_hash[:32]}", mail)


class VerificationService(BaseService):
    def __init__(
        self,
        session: AsyncSession,
        *,
        accounts: AccountRepository,
        verifications: VerificationRepository,
        links: VerificationLinks,
        rate_limiter: RateLimiter,
        clock: Clock,
    ) -> None:
        super().__init__(session)
        self._accounts = accounts
        self._verifications = verifications
        self._links = links
        self._rate_limiter = rate_limiter
        self._clock = clock

    @measure_operation
    async def resend(self, user: Principal, address: str) -> None:
        """Mails another link, unless the e-mail is proved already. `TooManyRequests`."""
        await self._rate_limiter.check(VERIFICATION_LIMIT, account=str(user.id), address=address)
        if user.email_verified_at is None:
            async with self.transaction():
                await self._links.mail(user.id)

    @measure_operation
    async def confirm(self, token: str, address: str) -> None:
        """`InvalidVerificationToken`, `TooManyRequests`. A link that was opened twice says the same twice."""
        await self._rate_limiter.check(VERIFICATION_CONFIRM_LIMIT, address=address)
        now = self._clock.now()
        async with self.transaction():
            owner = await self._verifications.get_owner(hash_opaque_token(token), now)
            if owner is None:
                raise InvalidVerificationToken(errors=[FieldError("token", InvalidVerificationToken.title)])
            await self._accounts.set_email_verified(owner, now)
