"""What administrators do with accounts. Each change has its row in the audit log, in the same transaction."""

import uuid
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.access import AccessService
from app.accounts.directory import DirectoryService
from app.accounts.domain import AccountRecord, DirectoryFilter, Principal
from app.accounts.errors import LastAdmin
from app.admin.domain import permissions_of, require_not_oneself, require_within_reach
from app.core.audit import AuditAction, AuditTrail
from app.core.enums import PermissionName, RoleName
from app.core.live import TimeChanges
from app.core.schemas import PageParams
from app.core.service import BaseService, measure_operation


class UserAdministration(BaseService):
    """`UserNotFound` for an account that is not there; what may be done to whom stands in `domain`."""

    def __init__(
        self,
        session: AsyncSession,
        directory: DirectoryService,
        access: AccessService,
        changes: TimeChanges,
        audit: AuditTrail,
    ) -> None:
        super().__init__(session)
        self._directory = directory
        self._access = access
        self._changes = changes
        self._audit = audit

    @measure_operation
    async def list_users(self, which: DirectoryFilter, page: PageParams) -> tuple[list[AccountRecord], int]:
        """A page, the newest first, and how many there are."""
        return await self._directory.list_accounts(which, page)

    @measure_operation
    async def view_user(self, admin: Principal, user_id: uuid.UUID) -> AccountRecord:
        """Everything about an account."""
        async with self.transaction():
            found = await self._directory.get_account(user_id)
            await self._record(AuditAction.USER_VIEWED, admin, user_id, {})
            return found

    @measure_operation
    async def set_roles(self, admin: Principal, user_id: uuid.UUID, roles: Collection[RoleName]) -> AccountRecord:
        """These roles and no others, from the next request on."""
        async with self.transaction():
            wanted = set(roles) - {RoleName.GUEST}
            before = await self._hold(
                admin, user_id, given=permissions_of(wanted), keeps_admin=RoleName.ADMIN in wanted
            )
            await self._access.set_roles(user_id, wanted)
            change = {"before": sorted(before.roles), "after": sorted(wanted)}
            return await self._changed(AuditAction.ROLES_CHANGED, admin, user_id, change)

    @measure_operation
    async def set_permissions(
        self,
        admin: Principal,
        user_id: uuid.UUID,
        granted: Collection[PermissionName],
        denied: Collection[PermissionName],
    ) -> AccountRecord:
        """These personal grants and denials and no others; what stands in both is denied."""
        async with self.transaction():
            kept = set(granted) - set(denied)
            before = await self._hold(admin, user_id, given=kept, keeps_admin=not denied)
            await self._access.set_personal(user_id, kept, denied)
            change = {
                "before": {"granted": sorted(before.granted), "denied": sorted(before.denied)},
                "after": {"granted": sorted(kept), "denied": sorted(set(denied))},
            }
            return await self._changed(AuditAction.PERMISSIONS_CHANGED, admin, user_id, change)

    @measure_operation
    async def suspend(self, admin: Principal, user_id: uuid.UUID, reason: str) -> AccountRecord:
        """Signed out everywhere at once, and no way to sign in; an instructor is not found any more."""
        async with self.transaction():
            await self._hold(admin, user_id, keeps_admin=False)
            await self._access.suspend(user_id)
            self._changes.tell_every_day(user_id)
            return await self._changed(AuditAction.USER_SUSPENDED, admin, user_id, {"reason": reason})

    @measure_operation
    async def reactivate(self, admin: Principal, user_id: uuid.UUID) -> AccountRecord:
        async with self.transaction():
            await self._hold(admin, user_id, keeps_admin=True)
            await self._access.reactivate(user_id)
            self._changes.tell_every_day(user_id)
            return await self._changed(AuditAction.USER_REACTIVATED, admin, user_id, {})

    async def _hold(
        self,
        admin: Principal,
        user_id: uuid.UUID,
        *,
        given: Collection[PermissionName] = (),
        keeps_admin: bool,
    ) -> AccountRecord:
        """The account before the change, when the administrator may make it.

        Holding the administrators first makes changes of two of them follow each other, so that the last one stays.
        """
        admins = await self._access.hold_admins()
        target = await self._directory.get_account(user_id)
        require_not_oneself(admin, user_id)
        require_within_reach(admin, target, given)
        if not keeps_admin and admins == {user_id}:
            raise LastAdmin
        return target

    async def _changed(
        self, action: AuditAction, admin: Principal, user_id: uuid.UUID, details: Mapping[str, Any]
    ) -> AccountRecord:
        after = await self._directory.get_account(user_id)
        await self._record(action, admin, user_id, details)
        return after

    async def _record(
        self, action: AuditAction, admin: Principal, user_id: uuid.UUID, details: Mapping[str, Any]
    ) -> None:
        await self._audit.record(action, actor_id=admin.id, subject_id=user_id, details=details)
