"""What administrators may do to whom. Pure."""

import uuid
from collections.abc import Collection

from app.accounts.domain import ROLE_PERMISSIONS, Account, AccountRecord
from app.admin.errors import AccountDeleted, BeyondOwnPermissions, OwnAccess
from app.core.enums import PermissionName, RoleName

MAX_REASON_LENGTH = 500


def require_not_oneself(admin: Account, user_id: uuid.UUID) -> None:
    """OwnAccess: whoever could change their own rights could give themselves any, or lock the door from outside."""
    if admin.id == user_id:
        raise OwnAccess


def require_within_reach(admin: Account, target: AccountRecord, given: Collection[PermissionName] = ()) -> None:
    """AccountDeleted; BeyondOwnPermissions for a person who may more than the administrator, or for giving more."""
    if target.deleted_at is not None:
        raise AccountDeleted
    if not admin.permissions >= target.permissions.union(given):
        raise BeyondOwnPermissions


def permissions_of(roles: Collection[RoleName]) -> set[PermissionName]:
    """What these roles allow together."""
    return set[PermissionName]().union(*(ROLE_PERMISSIONS[role] for role in roles))
