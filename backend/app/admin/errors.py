"""What administration refuses with."""

from app.core.errors import Conflict, PermissionDenied, RuleViolation


class OwnAccess(RuleViolation):
    code, title = "own_access", "Nobody changes their own rights"


class BeyondOwnPermissions(PermissionDenied):
    code, title = "beyond_own_permissions", "This needs permissions that you do not have yourself"


class AccountDeleted(Conflict):
    code, title = "account_deleted", "This account was deleted"
