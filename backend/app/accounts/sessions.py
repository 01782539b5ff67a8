"""Logins: families of tokens, one a device, that live and die together."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.device_watch import DeviceWatch
from app.accounts.domain import (
    DEVICE_REMEMBERED,
    REFRESH_TOKEN_LIFETIME,
    Device,
    Login,
    OpenSession,
    Principal,
    RefreshVerdict,
    TokenPair,
    judge_refresh,
    normalize_email,
)
from app.accounts.errors import InvalidRefreshToken, SessionNotFound
from app.accounts.login_guard import LoginGuard
from app.accounts.models import LoginFamily
from app.accounts.repository import (
    AccountRepository,
    Credentials,
    LoginRepository,
    PasswordResetRepository,
    PresentedToken,
    VerificationRepository,
)
from app.core.clock import Clock
from app.core.errors import BadCredentials
from app.core.schemas import PageParams
from app.core.security import (
    AccessClaims,
    AccessTokens,
    PasswordHasher,
    TokenSuccession,
    hash_opaque_token,
    new_opaque_token,
)
from app.core.service import BaseService, measure_operation

KEEP_ENDED = timedelta(days=30)


class SessionService(BaseService):
    def __init__(
        self,
        session: AsyncSession,
        *,
        accounts: AccountRepository,
        logins: LoginRepository,
        resets: PasswordResetRepository,
        verifications: VerificationRepository,
        devices: DeviceWatch,
        guard: LoginGuard,
        passwords: PasswordHasher,
        access_tokens: AccessTokens,
        succession: TokenSuccession,
        clock: Clock,
    ) -> None:
        super().__init__(session)
        self._accounts = accounts
        self._logins = logins
        self._resets = resets
        self._verifications = verifications
        self._devices = devices
        self._guard = guard
        self._passwords = passwords
        self._access_tokens = access_tokens
        self._succession = succession
        self._clock = clock

    @measure_operation
    async def log_in(self, email: str, password: str, device: Device) -> Login:
        """A new family. `BadCredentials` for an unknown e-mail, a wrong password and a suspended account alike."""
        email = normalize_email(email)
        await self._guard.admit(email, device.address)
        credentials = await self._prove(email, password)
        now = self._clock.now()
        async with self.transaction():
            # The password may have been changed while it was verified; that change ends every family but this one.
            if not await self._accounts.hold_credentials(credentials):
                raise BadCredentials
            family_id = await self._logins.add_family(credentials.user_id, now, device.user_agent)
            refresh_token = new_opaque_token()
            await self._add_token(family_id, refresh_token, now)
            account = await self._accounts.get(credentials.user_id)
            await self._devices.notice(account, family_id, device)
        await self._guard.succeeded(email, device.address)
        return Login(account, self._pair(credentials.user_id, family_id, refresh_token))

    async def _prove(self, email: str, password: str) -> Credentials:
        async with self.transaction():
            credentials = await self._accounts.get_credentials(email)
        matches = await self._passwords.verify(password, credentials.password_hash if credentials else None)
        if credentials is None or not matches:
            raise BadCredentials
        return credentials

    @measure_operation
    async def refresh(self, refresh_token: str) -> TokenPair:
        """The next pair. `InvalidRefreshToken`, and the family ends when the token was spent ten seconds ago or more.

        Within these seconds the same successor is given again: the tabs of a browser and a client that lost the answer
        go on with one token, and no login ever has two live ones.
        """
        async with self.transaction():
            tokens = await self._rotate(refresh_token, self._clock.now())
        if tokens is None:
            raise InvalidRefreshToken
        return tokens

    async def _rotate(self, refresh_token: str, now: datetime) -> TokenPair | None:
        presented = await self._logins.lock_token(hash_opaque_token(refresh_token))
        if presented is None or not presented.is_alive:
            return None
        verdict = judge_refresh(presented.spent_at, now)
        if verdict is RefreshVerdict.REUSE:
            await self._logins.end_family(presented.family_id, now)
            return None
        if presented.expires_at <= now:
            return None
        successor = self._succession.successor(refresh_token)
        if verdict is RefreshVerdict.ROTATE:
            await self._spend(refresh_token, successor, presented, now)
        elif not await self._logins.is_unspent(hash_opaque_token(successor)):
            return None
        return self._pair(presented.user_id, presented.family_id, successor)

    async def _spend(self, refresh_token: str, successor: str, presented: PresentedToken, now: datetime) -> None:
        await self._logins.spend_token(hash_opaque_token(refresh_token), now)
        await self._add_token(presented.family_id, successor, now)
        await self._logins.touch_family(presented.family_id, now)

    async def _add_token(self, family_id: uuid.UUID, token: str, now: datetime) -> None:
        await self._logins.add_token(family_id, hash_opaque_token(token), now, now + REFRESH_TOKEN_LIFETIME)

    def _pair(self, user_id: uuid.UUID, family_id: uuid.UUID, refresh_token: str) -> TokenPair:
        return TokenPair(self._access_tokens.issue(AccessClaims(user_id, family_id)), refresh_token)

    @measure_operation
    async def log_out(self, family_id: uuid.UUID) -> None:
        """Ends the login at once: its refresh token and every access token that came of it."""
        async with self.transaction():
            await self._logins.end_family(family_id, self._clock.now())

    @measure_operation
    async def log_out_with(self, refresh_token: str) -> None:
        """For a browser whose access token has run out; an unknown token changes nothing."""
        async with self.transaction():
            await self._logins.end_family_of_token(hash_opaque_token(refresh_token), self._clock.now())

    @measure_operation
    async def list_sessions(self, user: Principal, page: PageParams) -> tuple[list[OpenSession], int]:
        """A page of this person's live logins, the last used first, and how many there are."""
        families, total = await self._logins.list_alive_of(user.id, self._oldest_alive(), page.limit, page.offset)
        return [_open_session(family, user) for family in families], total

    @measure_operation
    async def end_session(self, user: Principal, family_id: uuid.UUID) -> None:
        """`SessionNotFound` for another person's too."""
        async with self.transaction():
            found = await self._logins.end_own_family(user.id, family_id, self._oldest_alive(), self._clock.now())
        if not found:
            raise SessionNotFound

    def _oldest_alive(self) -> datetime:
        return self._clock.now() - REFRESH_TOKEN_LIFETIME

    @measure_operation
    async def forget_old(self) -> int:
        """Removes what can no longer sign anybody in, and old links and devices: how many logins. Safe to run twice."""
        now = self._clock.now()
        async with self.transaction():
            await self._resets.delete_expired(now - KEEP_ENDED)
            await self._verifications.delete_expired(now)
            await self._devices.forget(now - DEVICE_REMEMBERED)
            return await self._logins.delete_dead(ended_before=now - KEEP_ENDED, expired_before=now)


def _open_session(family: LoginFamily, user: Principal) -> OpenSession:
    return OpenSession(
        id=family.id,
        created_at=family.created_at,
        last_used_at=family.last_used_at,
        user_agent=family.user_agent,
        is_current=family.id == user.family_id,
    )
