"""An administrator at work, and what the audit log has of it."""

from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.core.container import Container
from app.core.enums import RoleName
from tests.factories.accounts import Caller, auth_headers, signed_in
from tests.factories.lessons import Scene, make_scene


@dataclass(frozen=True)
class Desk:
    """Calls of `/api/admin` by an administrator; there is a second one, who can be acted upon."""

    client: httpx.AsyncClient
    admin: Caller
    colleague: Caller
    connection: AsyncConnection

    async def call(self, request: str, body: Any = None, caller: Caller | None = None) -> httpx.Response:
        """`desk.call("PUT /users/{id}/roles", {...})`."""
        method, _, path = request.partition(" ")
        headers = (caller or self.admin).headers
        return await self.client.request(method, f"/api/admin{path}", json=body, headers=headers)

    async def done(self, request: str, body: Any = None) -> dict[str, Any]:
        """The answer, which must be a success."""
        response = await self.call(request, body)
        assert response.status_code == httpx.codes.OK, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def later(self, container: Container) -> "Desk":
        """The administrator signed in anew, for when the clock has moved past the life of a token."""
        return replace(self, admin=Caller(self.admin.user, await auth_headers(container, self.admin.user)))

    async def audited(self) -> list[tuple[str, str | None, str | None]]:
        """`(action, actor, subject)` of every row, in order."""
        rows = await self.connection.execute(
            text("SELECT action, actor_id::text, subject_id::text FROM audit_log ORDER BY id")
        )
        return [(row[0], row[1], row[2]) for row in rows]


@pytest.fixture
async def desk(client: httpx.AsyncClient, container: Container, connection: AsyncConnection) -> Desk:
    admin = await signed_in(container, RoleName.ADMIN, email="admin@example.com")
    colleague = await signed_in(container, RoleName.ADMIN, email="colleague@example.com")
    return Desk(client, admin, colleague, connection)


@pytest.fixture
async def scene(client: httpx.AsyncClient, container: Container) -> Scene:
    return await make_scene(client, container)
