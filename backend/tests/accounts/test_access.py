"""Roles, personal permissions, suspension: what they change, and that they change it at once."""

import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.access import AccessService
from app.accounts.dependencies import build_access_service
from app.accounts.domain import ROLE_PERMISSIONS
from app.accounts.errors import UserNotFound
from app.accounts.models import RolePermission, UserPermission
from app.core.container import Container
from app.core.enums import PermissionName, RoleName
from tests.accounts.conftest import Auth
from tests.factories.accounts import Caller, signed_in

STUDENT = ROLE_PERMISSIONS[RoleName.STUDENT]
INSTRUCTOR = ROLE_PERMISSIONS[RoleName.INSTRUCTOR]


@pytest.fixture
def access(session: AsyncSession, container: Container) -> AccessService:
    return build_access_service(session, container)


@pytest.fixture
async def caller(container: Container) -> Caller:
    return await signed_in(container)


async def stored_table(session: AsyncSession) -> dict[str, set[str]]:
    table: dict[str, set[str]] = {role: set() for role in RoleName}
    for role, permission in await session.execute(select(RolePermission.role, RolePermission.permission)):
        table[role].add(permission)
    return table


async def permissions_of(auth: Auth, caller: Caller) -> set[str]:
    response = await auth.client.get("/api/auth/me", headers=caller.headers)
    return set(response.json()["permissions"])


async def test_a_migrated_database_knows_what_roles_may_do(session: AsyncSession) -> None:
    assert await stored_table(session) == {role: set(names) for role, names in ROLE_PERMISSIONS.items()}


async def test_the_stored_table_is_made_equal_and_nothing_else(access: AccessService, session: AsyncSession) -> None:
    await session.execute(delete(RolePermission).where(RolePermission.role == "student"))
    session.add(RolePermission(role="student", permission="manage_roles"))
    session.add(RolePermission(role="guest", permission="of_an_older_release"))
    await session.flush()
    for _ in range(2):
        await access.sync_role_permissions()
        assert await stored_table(session) == {role: set(names) for role, names in ROLE_PERMISSIONS.items()}


@pytest.mark.parametrize("role", [RoleName.STUDENT, RoleName.INSTRUCTOR, RoleName.ADMIN])
async def test_a_role_gives_what_it_says(auth: Auth, container: Container, role: RoleName) -> None:
    assert await permissions_of(auth, await signed_in(container, role)) == set(ROLE_PERMISSIONS[role])


async def test_several_roles_add_up(auth: Auth, access: AccessService, caller: Caller) -> None:
    account = await access.set_roles(caller.id, {RoleName.STUDENT, RoleName.INSTRUCTOR, RoleName.GUEST})
    assert account.roles == {RoleName.STUDENT, RoleName.INSTRUCTOR}
    assert await permissions_of(auth, caller) == STUDENT | INSTRUCTOR
    await access.set_roles(caller.id, [RoleName.INSTRUCTOR])
    assert await permissions_of(auth, caller) == INSTRUCTOR
    await access.set_roles(caller.id, [])
    assert await permissions_of(auth, caller) == set()


async def test_a_grant_adds_and_a_denial_takes_away_whatever_the_roles_say(
    auth: Auth, access: AccessService, caller: Caller
) -> None:
    await access.grant_permission(caller.id, PermissionName.ACCESS_MONITORING)
    await access.deny_permission(caller.id, PermissionName.CREATE_BOOKINGS)
    expected = (STUDENT | {PermissionName.ACCESS_MONITORING}) - {PermissionName.CREATE_BOOKINGS}
    assert await permissions_of(auth, caller) == expected
    account = await access.deny_permission(caller.id, PermissionName.ACCESS_MONITORING)
    assert account.permissions == STUDENT - {PermissionName.CREATE_BOOKINGS}
    await access.clear_permission(caller.id, PermissionName.CREATE_BOOKINGS)
    await access.clear_permission(caller.id, PermissionName.ACCESS_MONITORING)
    assert await permissions_of(auth, caller) == STUDENT


async def test_a_denial_holds_from_the_next_request_on(auth: Auth, access: AccessService, caller: Caller) -> None:
    async def rename() -> int:
        return (await auth.client.patch("/api/auth/me", json={"first_name": "X"}, headers=caller.headers)).status_code

    assert await rename() == 200
    await access.deny_permission(caller.id, PermissionName.MANAGE_OWN_PROFILE)
    assert await rename() == 403
    await access.grant_permission(caller.id, PermissionName.MANAGE_OWN_PROFILE)
    assert await rename() == 200


async def test_a_permission_of_another_release_is_nobodys(auth: Auth, session: AsyncSession, caller: Caller) -> None:
    session.add(UserPermission(user_id=caller.id, permission="travel_in_time", granted=True))
    await session.flush()
    assert await permissions_of(auth, caller) == STUDENT


async def test_a_suspended_person_is_out_at_once_and_can_come_back(
    auth: Auth, access: AccessService, caller: Caller
) -> None:
    await access.suspend(caller.id)
    assert (await auth.client.get("/api/auth/me", headers=caller.headers)).status_code == 401
    assert (await auth.login(caller.user.email)).status_code == 401
    await access.reactivate(caller.id)
    assert (await auth.client.get("/api/auth/me", headers=caller.headers)).status_code == 401
    assert (await auth.login(caller.user.email)).status_code == 200


CHANGES: list[Callable[[AccessService, uuid.UUID], Awaitable[Any]]] = [
    lambda access, user_id: access.set_roles(user_id, [RoleName.STUDENT]),
    lambda access, user_id: access.grant_permission(user_id, PermissionName.MANAGE_USERS),
    lambda access, user_id: access.deny_permission(user_id, PermissionName.MANAGE_USERS),
    lambda access, user_id: access.clear_permission(user_id, PermissionName.MANAGE_USERS),
    lambda access, user_id: access.suspend(user_id),
    lambda access, user_id: access.reactivate(user_id),
]


@pytest.mark.parametrize("change", CHANGES)
async def test_nobody_can_be_changed(
    access: AccessService, change: Callable[[AccessService, uuid.UUID], Awaitable[Any]]
) -> None:
    with pytest.raises(UserNotFound):
        await change(access, uuid.uuid4())
