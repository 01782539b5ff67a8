"""Who may do what: roles, personal grants and denials, suspension. Every change holds from the next request on."""

import uuid
from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.domain import ROLE_PERMISSIONS, Account
from app.accounts.errors import LastAdmin, UserNotFound
from app.accounts.repository import AccessRepository, AccountRepository, LoginRepository
from app.core.clock import Clock
from app.core.enums import PermissionName, RoleName
from app.core.service import BaseService, measure_operation


class AccessService(BaseService):
    """All of it raises `UserNotFound` for an account that is not there, and may be done twice."""

    def __init__(
        self,
        session: AsyncSession,
        *,
        accounts: AccountRepository,
        access: AccessRepository,
        logins: LoginRepository,
        clock: Clock,
    ) -> None:
        super().__init__(session)
        self._accounts = accounts
        self._access = access
        self._logins = logins
        self._clock = clock

    @measure_operation
    async def sync_role_permissions(self) -> None:
        """Makes the table equal to `ROLE_PERMISSIONS`; part of preparing every database."""
        async with self.transaction():
            await self._access.replace_role_permissions(ROLE_PERMISSIONS)

    @measure_operation
    async def set_roles(self, user_id: uuid.UUID, roles: Collection[RoleName]) -> Account:
        """These roles and no others; `guest` is what nobody signed in is, and is passed over."""
        async with self.transaction():
            await self._lock(user_id)
            await self._access.replace_roles(user_id, set(roles) - {RoleName.GUEST})
            return await self._accounts.get(user_id)

    @measure_operation
    async def set_personal(
        self, user_id: uuid.UUID, granted: Collection[PermissionName], denied: Collection[PermissionName]
    ) -> Account:
        """These personal grants and denials and no others; what stands in both is granted."""
        async with self.transaction():
            await self._lock(user_id)
            await self._access.replace_personal(user_id, granted, denied)
            return await self._accounts.get(user_id)

    @measure_operation
    async def hold_admins(self) -> set[uuid.UUID]:
        """The administrators who can sign in, and who stay so until the caller's transaction ends."""
        return await self._access.lock_admins()

    @measure_operation
    async def require_another_admin(self, user_id: uuid.UUID) -> None:
        """`LastAdmin` when nobody who can sign in would be left to administer; holds until the transaction ends."""
        if await self._access.lock_admins() == {user_id}:
            raise LastAdmin

    @measure_operation
    async def grant_permission(self, user_id: uuid.UUID, permission: PermissionName) -> Account:
        """Whatever the roles say."""
        return await self._set_personal(user_id, permission, granted=True)

    @measure_operation
    async def deny_permission(self, user_id: uuid.UUID, permission: PermissionName) -> Account:
        """Whatever the roles say; takes the place of a grant."""
        return await self._set_personal(user_id, permission, granted=False)

    @measure_operation
    async def clear_permission(self, user_id: uuid.UUID, permission: PermissionName) -> Account:
        """Back to what the roles say."""
        async with self.transaction():
            await self._lock(user_id)
            await self._access.clear_personal(user_id, permission)
            return await self._accounts.get(user_id)

    @measure_operation
    async def suspend(self, user_id: uuid.UUID) -> None:
        """The person is signed out everywhere and cannot sign in."""
        async with self.transaction():
            await self._set_active(user_id, is_active=False)
            await self._logins.end_families_of(user_id, self._clock.now())

    @measure_operation
    async def reactivate(self, user_id: uuid.UUID) -> None:
        """The person can sign in again."""
        async with self.transaction():
            await self._set_active(user_id, is_active=True)

    async def _set_personal(self, user_id: uuid.UUID, permission: PermissionName, *, granted: bool) -> Account:
        async with self.transaction():
            await self._lock(user_id)
            await self._access.set_personal(user_id, permission, granted=granted)
            return await self._accounts.get(user_id)

    async def _set_active(self, user_id: uuid.UUID, *, is_active: bool) -> None:
        if not await self._accounts.set_active(user_id, is_active=is_active):
            raise UserNotFound

    async def _lock(self, user_id: uuid.UUID) -> None:
        if not await self._accounts.lock(user_id):
            raise UserNotFound
