"""Accounts: registration and profile."""

import uuid
from collections.abc import Collection
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.device_watch import DeviceWatch
from app.accounts.domain import REGISTRATION_LIMIT, Account, Device, Person, Principal
from app.accounts.errors import EmailTaken
from app.accounts.password_policy import PasswordPolicy
from app.accounts.repository import AccessRepository, AccountRepository
from app.accounts.schemas import ProfileUpdate, RegisterRequest
from app.accounts.verification import VerificationLinks
from app.core.enums import RoleName
from app.core.events import Outbox
from app.core.rate_limit import RateLimiter
from app.core.security import PasswordHasher
from app.core.service import BaseService, measure_operation


class AccountService(BaseService):
    def __init__(
        self,
        session: AsyncSession,
        *,
        accounts: AccountRepository,
        access: AccessRepository,
        links: VerificationLinks,
        devices: DeviceWatch,
        outbox: Outbox,
        policy: PasswordPolicy,
        passwords: PasswordHasher,
        rate_limiter: RateLimiter,
    ) -> None:
        super().__init__(session)
        self._accounts = accounts
        self._access = access
        self._links = links
        self._devices = devices
        self._outbox = outbox
        self._policy = policy
        self._passwords = passwords
        self._rate_limiter = rate_limiter

    @measure_operation
    async def register(self, payload: RegisterRequest, device: Device) -> Account:
        """A new account with its role, a welcome mail and a link that proves the e-mail.

        `WeakPassword`, `EmailTaken`, `TooManyRequests`.

        An instructor's profile is not made here, because accounts stand below instructors: that domain makes the
        empty profile when its owner first asks for it, and nobody else can see one without offerings.
        """
        self._policy.check(payload.password, payload.email, field="password")
        await self._rate_limiter.check(REGISTRATION_LIMIT, account=payload.email, address=device.address)
        password_hash = await self._passwords.hash(payload.password)
        async with self.transaction():
            profile = payload.model_dump(exclude={"password", "role"})
            user_id = await self._accounts.add(**profile, password_hash=password_hash)
            if user_id is None:
                raise EmailTaken
            await self._access.add_role(user_id, RoleName(payload.role))
            await self._welcome(user_id, payload)
            await self._links.mail(user_id)
            await self._devices.remember(user_id, device)
            return await self._accounts.get(user_id)

    async def _welcome(self, user_id: uuid.UUID, payload: RegisterRequest) -> None:
        mail = {"template": "welcome", "user_id": str(user_id), "context": {"role": payload.role}}
        await self._outbox.add("mail", f"user:{user_id}:welcome", mail)

    @measure_operation
    async def update_profile(self, user: Principal, payload: ProfileUpdate) -> Account:
        """Changes what was sent and nothing else."""
        changes = payload.model_dump(exclude_unset=True)
        if changes:
            async with self.transaction():
                await self._accounts.update_profile(user.id, changes)
        return replace(user, **changes)

    @measure_operation
    async def find_people(self, user_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Person]:
        """Those of these people who are there, by id: one statement for all."""
        return {person.id: person for person in await self._accounts.list_people(user_ids)}
