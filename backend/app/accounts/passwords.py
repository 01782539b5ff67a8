"""Changing a password: by who knows it, or by who can read the account's mail."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.domain import (
    PASSWORD_CHANGE_LIMIT,
    PASSWORD_RESET_LIFETIME,
    RESET_CONFIRM_LIMIT,
    RESET_REQUEST_LIMIT,
    Principal,
)
from app.accounts.errors import InvalidResetToken, WrongPassword
from app.accounts.password_policy import PasswordPolicy
from app.accounts.repository import AccountRepository, LoginRepository, PasswordResetRepository
from app.accounts.schemas import PasswordChange, PasswordResetConfirm
from app.core.clock import Clock
from app.core.database import uuid7
from app.core.errors import FieldError
from app.core.events import Outbox
from app.core.rate_limit import RateLimiter
from app.core.security import PasswordHasher, hash_opaque_token, new_opaque_token
from app.core.service import BaseService, measure_operation

# Longer than the work for an e-mail that somebody has, so that the time of an answer does not tell who has an account.
RESET_ANSWER_SECONDS = 0.1


class PasswordService(BaseService):
    def __init__(
        self,
        session: AsyncSession,
        *,
        accounts: AccountRepository,
        logins: LoginRepository,
        resets: PasswordResetRepository,
        outbox: Outbox,
        policy: PasswordPolicy,
        passwords: PasswordHasher,
        rate_limiter: RateLimiter,
        clock: Clock,
    ) -> None:
        super().__init__(session)
        self._accounts = accounts
        self._logins = logins
        self._resets = resets
        self._outbox = outbox
        self._policy = policy
        self._passwords = passwords
        self._rate_limiter = rate_limiter
        self._clock = clock

    @measure_operation
    async def prove(self, user: Principal, password: str) -> None:
        """That whoever asks knows the password, and not only has the browser. `WrongPassword`, `TooManyRequests`."""
        await self._rate_limiter.check(PASSWORD_CHANGE_LIMIT, account=str(user.id))
        async with self.transaction():
            credentials = await self._accounts.get_credentials_of(user.id)
        if not await self._passwords.verify(password, credentials.password_hash if credentials else None):
            raise WrongPassword(errors=[FieldError("password", WrongPassword.title)])
        await self._rate_limiter.forget(PASSWORD_CHANGE_LIMIT, account=str(user.id))

    @measure_operation
    async def change(self, user: Principal, payload: PasswordChange) -> None:
        """Ends this person's other logins. `WrongPassword`, `WeakPassword`, `TooManyRequests`."""
        self._policy.check(payload.new_password, user.email, field="new_password")
        await self._rate_limiter.check(PASSWORD_CHANGE_LIMIT, account=str(user.id))
        async with self.transaction():
            credentials = await self._accounts.get_credentials_of(user.id)
        known = credentials.password_hash if credentials else None
        if not await self._passwords.verify(payload.current_password, known):
            raise WrongPassword(errors=[FieldError("current_password", WrongPassword.title)])
        await self._rate_limiter.forget(PASSWORD_CHANGE_LIMIT, account=str(user.id))
        password_hash = await self._passwords.hash(payload.new_password)
        async with self.transaction():
            await self._replace(user.id, password_hash, self._clock.now(), but_not=user.family_id)

    @measure_operation
    async def request_reset(self, email: str, address: str) -> None:
        """Mails a link that works once, within the hour; the same in the same time for any e-mail. `TooManyRequests`.

        Links that were mailed before go on working: else a stranger could keep a person from ever using one.
        """
        await self._rate_limiter.check(RESET_REQUEST_LIMIT, account=email, address=address)
        async with _lasting_at_least(RESET_ANSWER_SECONDS), self.transaction():
            credentials = await self._accounts.get_credentials(email)
            if credentials is not None and credentials.is_active:
                await self._mail_link(credentials.user_id, new_opaque_token())

    async def _mail_link(self, user_id: uuid.UUID, token: str) -> None:
        now, token_hash = self._clock.now(), hash_opaque_token(token)
        await self._resets.add(user_id, token_hash, now, now + PASSWORD_RESET_LIFETIME)
        mail = {"template": "password_reset", "user_id": str(user_id), "context": {"token": token}}
        await self._outbox.add("mail", f"password-reset:{token_hash[:32]}", mail)

    @measure_operation
    async def confirm_reset(self, payload: PasswordResetConfirm, address: str) -> None:
        """Ends all logins and all links of the account. `InvalidResetToken`, `WeakPassword`, `TooManyRequests`."""
        await self._rate_limiter.check(RESET_CONFIRM_LIMIT, address=address)
        token_hash, now = hash_opaque_token(payload.token), self._clock.now()
        async with self.transaction():
            credentials = await self._resets.get_usable(token_hash, now)
        if credentials is None:
            raise InvalidResetToken(errors=[FieldError("token", InvalidResetToken.title)])
        self._policy.check(payload.new_password, credentials.email, field="new_password")
        password_hash = await self._passwords.hash(payload.new_password)
        async with self.transaction():
            # Two links of one account used at once would otherwise wait for each other.
            await self._accounts.lock(credentials.user_id)
            if not await self._resets.use(token_hash, now):
                raise InvalidResetToken(errors=[FieldError("token", InvalidResetToken.title)])
            await self._replace(credentials.user_id, password_hash, now)
            # Whoever has the link reads the account's mail.
            await self._accounts.set_email_verified(credentials.user_id, now)

    async def _replace(
        self, user_id: uuid.UUID, password_hash: str, now: datetime, *, but_not: uuid.UUID | None = None
    ) -> None:
        # The account's row first: a login with the old password waits for it, or has its family ended below.
        await self._accounts.set_password(user_id, password_hash)
        await self._resets.use_all_of(user_id, now)
        await self._logins.end_families_of(user_id, now, but_not=but_not)
        await self._tell(user_id, now)

    async def _tell(self, user_id: uuid.UUID, now: datetime) -> None:
        """Whoever did not change it themselves has to know."""
        account = await self._accounts.get(user_id)
        context = {"at": now.isoformat(), "timezone": account.timezone}
        mail = {"template": "password_changed", "user_id": str(user_id), "context": context}
        await self._outbox.add("mail", f"password-changed:{uuid7()}", mail)


@asynccontextmanager
async def _lasting_at_least(seconds: float) -> AsyncIterator[None]:
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    yield
    await asyncio.sleep(end - loop.time())
