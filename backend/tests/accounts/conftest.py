"""Calls that the tests of accounts make again and again."""

from typing import Any

import httpx
import pytest

from tests.factories.accounts import PASSWORD


class Auth:
    """`/api/auth` as a client sees it."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def post(self, path: str, body: Any = None, token: str | None = None, **options: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return await self.client.post(f"/api/auth{path}", json=body, headers=headers, **options)

    async def register(self, email: str = "sarah@example.com", **values: Any) -> httpx.Response:
        return await self.post("/register", registration(email, **values))

    async def login(self, email: str, password: str = PASSWORD) -> httpx.Response:
        form = {"grant_type": "password", "username": email, "password": password}
        return await self.client.post("/api/auth/login", data=form)

    async def tokens(self, email: str, password: str = PASSWORD) -> dict[str, Any]:
        response = await self.login(email, password)
        assert response.status_code == 200, response.text
        tokens: dict[str, Any] = response.json()
        return tokens

    async def refresh(self, refresh_token: str) -> httpx.Response:
        return await self.post("/refresh", {"refresh_token": refresh_token})

    async def me(self, token: str | None = None) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return await self.client.get("/api/auth/me", headers=headers)


def registration(email: str, **values: Any) -> dict[str, Any]:
    defaults = {"password": PASSWORD, "first_name": "Sarah", "last_name": "Chen", "role": "student"}
    return {"email": email, **defaults, **values}


@pytest.fixture
def auth(client: httpx.AsyncClient) -> Auth:
    return Auth(client)


@pytest.fixture
def live_auth(live_client: httpx.AsyncClient) -> Auth:
    return Auth(live_client)
