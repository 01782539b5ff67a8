"""Logins: tokens in families, browser cookies, signing out."""

import asyncio
import uuid

import httpx
import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.dependencies import build_access_service, build_session_service
from app.accounts.models import LoginFamily, RefreshToken
from app.accounts.tasks import forget_old
from app.core.clock import FixedClock
from app.core.container import Container
from app.core.errors import BadCredentials
from app.core.rate_limit import CountingRateLimiter
from app.core.security import AccessClaims
from tests.accounts.conftest import Auth
from tests.factories.accounts import PASSWORD, make_user, signed_in

ACCESS, REFRESH = "instainstru_access", "instainstru_refresh"


@pytest.fixture
async def sarah(session: AsyncSession) -> str:
    """The e-mail of somebody who can sign in."""
    return (await make_user(session, email="sarah@example.com")).email


class TestLogin:
    async def test_answers_as_oauth2_says(self, auth: Auth, sarah: str) -> None:
        tokens = await auth.tokens(sarah)
        assert set(tokens) == {"access_token", "refresh_token", "token_type", "expires_in"}
        assert (tokens["token_type"], tokens["expires_in"]) == ("bearer", 900)
        assert (await auth.me(tokens["access_token"])).status_code == 200

    @pytest.mark.parametrize(("email", "password"), [("sarah@example.com", "wrong"), ("nobody@example.com", PASSWORD)])
    async def test_says_the_same_for_an_unknown_email_and_a_wrong_password(
        self, auth: Auth, sarah: str, email: str, password: str
    ) -> None:
        response = await auth.login(email, password)
        assert response.status_code == 401
        assert response.json()["code"] == "bad_credentials"
        assert response.headers["WWW-Authenticate"] == "Bearer"

    async def test_is_closed_to_the_suspended(self, auth: Auth, session: AsyncSession) -> None:
        user = await make_user(session, is_active=False)
        assert (await auth.login(user.email)).json()["code"] == "bad_credentials"

    @pytest.mark.parametrize(
        "form",
        [
            {},
            {"username": "a@example.com"},
            {"username": "a@example.com", "password": "x", "grant_type": "client_credentials"},
            {"username": "a@example.com", "password": "x", "role": "admin"},
            {"username": "a" * 300, "password": "x"},
        ],
    )
    async def test_refuses_other_forms(self, auth: Auth, form: dict[str, str]) -> None:
        assert (await auth.client.post("/api/auth/login", data=form)).status_code == 422

    async def test_too_many_wait(self, auth: Auth, sarah: str, container: Container) -> None:
        container.rate_limiter = CountingRateLimiter({"login-here": 60})
        response = await auth.login(sarah)
        assert response.status_code == 429
        assert response.headers["Retry-After"] == "60"

    async def test_a_success_forgives_the_failures_before(self, auth: Auth, sarah: str, container: Container) -> None:
        limiter = container.rate_limiter = CountingRateLimiter()
        await auth.login(sarah, "wrong")
        assert limiter.forgotten == []
        await auth.login(sarah)
        assert limiter.forgotten == ["login-here"]
        assert "login-elsewhere" in limiter.uses
        limiter.uses.clear()
        await auth.login(sarah, "wrong")
        assert "login-elsewhere" not in limiter.uses


class TestAccessToken:
    async def test_lives_a_quarter_of_an_hour(self, auth: Auth, sarah: str, clock: FixedClock) -> None:
        token = (await auth.tokens(sarah))["access_token"]
        clock.advance(minutes=14, seconds=59)
        assert (await auth.me(token)).status_code == 200
        clock.advance(seconds=2)
        assert (await auth.me(token)).status_code == 401

    @pytest.mark.parametrize(
        "header", ["Bearer", "Bearer ", "Bearer nonsense", "Bearer a.b.c", "Basic c2FyYWg6eA==", "é"]
    )
    async def test_nonsense_is_nobody(self, auth: Auth, header: str) -> None:
        response = await auth.client.get("/api/auth/me", headers={"Authorization": header.encode()})
        assert response.status_code == 401
        assert response.json()["code"] == "unauthenticated"

    async def test_of_another_persons_family_is_nobody(self, auth: Auth, container: Container) -> None:
        one, two = await signed_in(container), await signed_in(container)
        family = container.access_tokens.read(two.headers["Authorization"].removeprefix("Bearer "))
        assert family is not None
        mixed = container.access_tokens.issue(AccessClaims(one.id, family.family_id))
        assert (await auth.me(mixed)).status_code == 401


class TestRefresh:
    async def test_gives_the_next_pair(self, auth: Auth, sarah: str, clock: FixedClock) -> None:
        first = await auth.tokens(sarah)
        clock.advance(minutes=20)
        second = (await auth.refresh(first["refresh_token"])).json()
        assert set(second) == set(first)
        assert second["refresh_token"] != first["refresh_token"]
        assert (await auth.me(first["access_token"])).status_code == 401
        assert (await auth.me(second["access_token"])).status_code == 200
        assert (await auth.refresh(second["refresh_token"])).status_code == 200

    async def test_within_ten_seconds_gives_the_same_successor(self, auth: Auth, sarah: str, clock: FixedClock) -> None:
        first = await auth.tokens(sarah)
        second = (await auth.refresh(first["refresh_token"])).json()
        clock.advance(seconds=9)
        again = await auth.refresh(first["refresh_token"])
        assert again.status_code == 200
        assert again.json()["refresh_token"] == second["refresh_token"]
        assert (await auth.me(again.json()["access_token"])).status_code == 200

    async def test_within_ten_seconds_but_with_the_successor_spent_gives_nothing_and_ends_nothing(
        self, auth: Auth, sarah: str
    ) -> None:
        first = await auth.tokens(sarah)
        second = (await auth.refresh(first["refresh_token"])).json()
        third = (await auth.refresh(second["refresh_token"])).json()
        assert (await auth.refresh(first["refresh_token"])).status_code == 401
        assert (await auth.me(third["access_token"])).status_code == 200

    @pytest.mark.parametrize("seconds", [10, 11, 3_600])
    async def test_later_ends_the_whole_family(self, auth: Auth, sarah: str, clock: FixedClock, seconds: int) -> None:
        first = await auth.tokens(sarah)
        second = (await auth.refresh(first["refresh_token"])).json()
        other_device = await auth.tokens(sarah)
        clock.advance(seconds=seconds)
        reuse = await auth.refresh(first["refresh_token"])
        assert (reuse.status_code, reuse.json()["code"]) == (401, "invalid_refresh_token")
        assert (await auth.me(second["access_token"])).status_code == 401
        assert (await auth.refresh(second["refresh_token"])).status_code == 401
        assert (await auth.refresh(other_device["refresh_token"])).status_code == 200

    async def test_works_for_thirty_days(self, auth: Auth, sarah: str, clock: FixedClock) -> None:
        early, late = await auth.tokens(sarah), await auth.tokens(sarah)
        clock.advance(days=30, seconds=-1)
        assert (await auth.refresh(early["refresh_token"])).status_code == 200
        clock.advance(seconds=1)
        assert (await auth.refresh(late["refresh_token"])).status_code == 401

    @pytest.mark.parametrize("token", ["", "nonsense", "ü" * 50])
    async def test_of_nonsense_is_401(self, auth: Auth, token: str) -> None:
        assert (await auth.refresh(token)).status_code == 401

    async def test_of_a_suspended_account_is_401(self, auth: Auth, session: AsyncSession, container: Container) -> None:
        user = await make_user(session)
        tokens = await auth.tokens(user.email)
        await build_access_service(session, container).suspend(user.id)
        assert (await auth.refresh(tokens["refresh_token"])).status_code == 401

    async def test_of_many_at_once_all_go_on_with_one_token(self, live_auth: Auth, live_container: Container) -> None:
        caller = await signed_in(live_container)
        first = await live_auth.tokens(caller.user.email)
        answers = await asyncio.gather(*(live_auth.refresh(first["refresh_token"]) for _ in range(20)))
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.json()["refresh_token"] for answer in answers}) == 1
        async with live_container.database.session() as session:
            unspent = select(func.count()).select_from(RefreshToken).where(RefreshToken.spent_at.is_(None))
            assert await session.scalar(unspent) == 1

    async def test_of_many_at_once_with_a_stolen_token_none_goes_on(
        self, live_auth: Auth, live_container: Container, clock: FixedClock
    ) -> None:
        caller = await signed_in(live_container)
        first = await live_auth.tokens(caller.user.email)
        second = (await live_auth.refresh(first["refresh_token"])).json()
        clock.advance(minutes=1)
        answers = await asyncio.gather(*(live_auth.refresh(first["refresh_token"]) for _ in range(10)))
        assert {answer.status_code for answer in answers} == {401}
        assert (await live_auth.me(second["access_token"])).status_code == 401


class TestLogout:
    async def test_ends_the_family_at_once(self, auth: Auth, sarah: str) -> None:
        here, elsewhere = await auth.tokens(sarah), await auth.tokens(sarah)
        assert (await auth.post("/logout", token=here["access_token"])).status_code == 204
        assert (await auth.me(here["access_token"])).status_code == 401
        assert (await auth.refresh(here["refresh_token"])).status_code == 401
        assert (await auth.me(elsewhere["access_token"])).status_code == 200

    async def test_twice_is_401(self, auth: Auth, sarah: str) -> None:
        token = (await auth.tokens(sarah))["access_token"]
        await auth.post("/logout", token=token)
        assert (await auth.post("/logout", token=token)).status_code == 401


def cookies_of(response: httpx.Response) -> dict[str, str]:
    """Each cookie's attributes, in lower case, by its name."""
    headers = response.headers.get_list("set-cookie")
    return {header.split("=", 1)[0]: header.split(";", 1)[1].lower() for header in headers}


class TestBrowser:
    async def sign_in(self, auth: Auth, **options: object) -> httpx.Response:
        return await auth.post("/session", {"email": "Sarah@example.com", "password": PASSWORD}, **options)

    async def test_gets_the_tokens_in_cookies_only(self, auth: Auth, sarah: str) -> None:
        response = await self.sign_in(auth)
        assert response.status_code == 200
        assert response.json()["email"] == sarah
        assert "token" not in response.text
        cookies = cookies_of(response)
        assert set(cookies) == {ACCESS, REFRESH}
        for attributes in cookies.values():
            assert "httponly" in attributes
            assert "samesite=lax" in attributes
            assert "secure" not in attributes
        assert "max-age=900" in cookies[ACCESS]
        assert "max-age=2592000" in cookies[REFRESH]
        assert (await auth.me()).json() == response.json()

    async def test_gets_secure_cookies_where_there_is_tls(self, auth: Auth, sarah: str, container: Container) -> None:
        container.settings = container.settings.model_copy(update={"secure_cookies": True})
        assert all("secure" in attributes for attributes in cookies_of(await self.sign_in(auth)).values())

    async def test_renews_its_cookies(self, auth: Auth, sarah: str, clock: FixedClock) -> None:
        await self.sign_in(auth)
        clock.advance(minutes=16)
        assert (await auth.me()).status_code == 401
        response = await auth.post("/refresh")
        assert response.status_code == 204
        assert response.content == b""
        assert set(cookies_of(response)) == {ACCESS, REFRESH}
        assert (await auth.me()).status_code == 200

    async def test_without_cookies_has_nothing_to_renew(self, auth: Auth) -> None:
        assert (await auth.post("/refresh")).json()["code"] == "invalid_refresh_token"

    async def test_a_bearer_token_is_believed_before_a_cookie(
        self, auth: Auth, sarah: str, container: Container
    ) -> None:
        await self.sign_in(auth)
        other = await signed_in(container)
        response = await auth.client.get("/api/auth/me", headers=other.headers)
        assert response.json()["email"] == other.user.email

    async def test_signs_out(self, auth: Auth, sarah: str) -> None:
        await self.sign_in(auth)
        access, refresh = auth.client.cookies[ACCESS], auth.client.cookies[REFRESH]
        response = await auth.client.delete("/api/auth/session")
        assert response.status_code == 204
        assert all("max-age=0" in attributes for attributes in cookies_of(response).values())
        assert not auth.client.cookies
        assert (await auth.me(access)).status_code == 401
        assert (await auth.refresh(refresh)).status_code == 401

    async def test_signs_out_long_after_its_access_ran_out(self, auth: Auth, sarah: str, clock: FixedClock) -> None:
        await self.sign_in(auth)
        refresh = auth.client.cookies[REFRESH]
        clock.advance(days=3)
        assert (await auth.client.delete("/api/auth/session")).status_code == 204
        assert (await auth.refresh(refresh)).status_code == 401

    async def test_may_sign_out_when_it_is_out(self, auth: Auth) -> None:
        assert (await auth.client.delete("/api/auth/session")).status_code == 204

    @pytest.mark.parametrize("path", ["/session", "/refresh", "/logout"])
    async def test_is_refused_from_another_sites_page(self, auth: Auth, sarah: str, path: str) -> None:
        await self.sign_in(auth)
        body = {"email": sarah, "password": PASSWORD} if path == "/session" else None
        response = await auth.client.post(f"/api/auth{path}", json=body, headers={"Origin": "https://evil.example"})
        assert response.status_code == 403

    async def test_wrong_password_sets_no_cookie(self, auth: Auth, sarah: str) -> None:
        response = await auth.post("/session", {"email": sarah, "password": "wrong"})
        assert response.status_code == 401
        assert cookies_of(response) == {}


class TestSessions:
    async def test_are_listed_the_last_used_first(self, auth: Auth, sarah: str, clock: FixedClock) -> None:
        await auth.tokens(sarah)
        clock.advance(hours=1)
        here = await auth.tokens(sarah)
        headers = {"Authorization": f"Bearer {here['access_token']}"}
        page = (await auth.client.get("/api/auth/sessions?limit=1", headers=headers)).json()
        assert (page["total"], page["limit"], page["offset"]) == (2, 1, 0)
        assert [item["is_current"] for item in page["items"]] == [True]
        assert page["items"][0]["user_agent"].startswith("python-httpx")
        rest = (await auth.client.get("/api/auth/sessions?offset=1", headers=headers)).json()
        assert [item["is_current"] for item in rest["items"]] == [False]

    async def test_are_gone_when_they_can_no_longer_be_used(self, auth: Auth, sarah: str, clock: FixedClock) -> None:
        await auth.tokens(sarah)
        ended = await auth.tokens(sarah)
        await auth.post("/logout", token=ended["access_token"])
        clock.advance(days=30)
        here = await auth.tokens(sarah)
        headers = {"Authorization": f"Bearer {here['access_token']}"}
        assert (await auth.client.get("/api/auth/sessions", headers=headers)).json()["total"] == 1

    async def test_can_be_ended_one_by_one(self, auth: Auth, sarah: str) -> None:
        lost, here = await auth.tokens(sarah), await auth.tokens(sarah)
        headers = {"Authorization": f"Bearer {here['access_token']}"}
        items = (await auth.client.get("/api/auth/sessions", headers=headers)).json()["items"]
        other = next(item["id"] for item in items if not item["is_current"])
        assert (await auth.client.delete(f"/api/auth/sessions/{other}", headers=headers)).status_code == 204
        assert (await auth.me(lost["access_token"])).status_code == 401
        assert (await auth.me(here["access_token"])).status_code == 200
        assert (await auth.client.delete(f"/api/auth/sessions/{other}", headers=headers)).status_code == 404

    async def test_of_others_are_not_there(self, auth: Auth, container: Container, session: AsyncSession) -> None:
        victim, caller = await signed_in(container), await signed_in(container)
        family = await session.scalar(select(LoginFamily.id).where(LoginFamily.user_id == victim.id))
        answers = [
            await auth.client.delete(f"/api/auth/sessions/{which}", headers=caller.headers)
            for which in (family, uuid.uuid4())
        ]
        bodies = [{**answer.json(), "instance": None} for answer in answers]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert bodies[0] == bodies[1]
        assert (await auth.client.get("/api/auth/me", headers=victim.headers)).status_code == 200


async def test_a_password_changed_while_it_was_verified_signs_nobody_in(
    session: AsyncSession, container: Container
) -> None:
    """The login has read the old hash; before it goes on, the new one is stored."""
    user = await make_user(session)
    sessions = build_session_service(session, container)
    credentials = await sessions._prove(user.email, PASSWORD)
    user.password_hash = "changed meanwhile"
    await session.flush()
    assert not await sessions._accounts.hold_credentials(credentials)
    with pytest.raises(BadCredentials):
        await sessions._prove("nobody@example.com", PASSWORD)


async def test_what_can_no_longer_be_used_is_removed(
    auth: Auth, sarah: str, session: AsyncSession, container: Container, clock: FixedClock
) -> None:
    async def left() -> tuple[int | None, int | None]:
        families = await session.scalar(select(func.count()).select_from(LoginFamily))
        return families, await session.scalar(select(func.count()).select_from(RefreshToken))

    await auth.tokens(sarah)
    ended = await auth.tokens(sarah)
    await auth.post("/logout", token=ended["access_token"])
    clock.advance(days=20)
    live = await auth.tokens(sarah)
    assert await forget_old.run(container) == 0
    clock.advance(days=11)
    assert await forget_old.run(container) == 2
    assert await left() == (1, 1)
    assert await forget_old.run(container) == 0
    assert (await auth.refresh(live["refresh_token"])).status_code == 200
