"""Changing and resetting passwords, over HTTP."""

import asyncio
import time
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import PasswordReset
from app.accounts.passwords import RESET_ANSWER_SECONDS
from app.core.clock import FixedClock
from app.core.container import Container
from app.core.events import OutboxMessage
from app.core.rate_limit import CountingRateLimiter
from tests.accounts.conftest import Auth
from tests.factories.accounts import PASSWORD, make_user, signed_in

NEW_PASSWORD = "nine patient sailors"


async def mailed_tokens(session: AsyncSession) -> list[str]:
    links = OutboxMessage.key.startswith("password-reset:")
    messages = await session.scalars(select(OutboxMessage).where(links).order_by(OutboxMessage.id))
    return [message.payload["context"]["token"] for message in messages]


async def ask_and_read(auth: Auth, session: AsyncSession, email: str) -> str:
    assert (await auth.post("/password-reset", {"email": email})).status_code == 202
    return (await mailed_tokens(session))[-1]


async def changes_told(session: AsyncSession) -> list[dict[str, Any]]:
    told = OutboxMessage.payload["template"].astext == "password_changed"
    messages = await session.scalars(select(OutboxMessage).where(told).order_by(OutboxMessage.id))
    return [dict(message.payload) for message in messages]


class TestChange:
    async def test_is_told_by_mail_each_time(
        self, auth: Auth, session: AsyncSession, container: Container, clock: FixedClock
    ) -> None:
        caller = await signed_in(container, timezone="Europe/Paris")
        bodies = [
            {"current_password": PASSWORD, "new_password": NEW_PASSWORD},
            {"current_password": NEW_PASSWORD, "new_password": PASSWORD},
            {"current_password": "wrong", "new_password": NEW_PASSWORD},
        ]
        for body in bodies:
            await auth.client.post("/api/auth/password", json=body, headers=caller.headers)
        context = {"at": clock.now().isoformat(), "timezone": "Europe/Paris"}
        mail = {"template": "password_changed", "user_id": str(caller.id), "context": context}
        assert await changes_told(session) == [mail, mail]

    async def test_by_a_mailed_link_is_told_too_and_proves_the_address(self, auth: Auth, session: AsyncSession) -> None:
        user = await make_user(session)
        token = await ask_and_read(auth, session, user.email)
        body = {"token": token, "new_password": NEW_PASSWORD}
        assert (await auth.post("/password-reset/confirm", body)).status_code == 204
        assert len(await changes_told(session)) == 1
        access = (await auth.tokens(user.email, NEW_PASSWORD))["access_token"]
        assert (await auth.me(access)).json()["email_verified_at"] is not None

    async def test_ends_the_other_logins_and_keeps_this_one(self, auth: Auth, session: AsyncSession) -> None:
        user = await make_user(session)
        here, elsewhere = await auth.tokens(user.email), await auth.tokens(user.email)
        body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
        assert (await auth.post("/password", body, here["access_token"])).status_code == 204
        assert (await auth.me(here["access_token"])).status_code == 200
        assert (await auth.me(elsewhere["access_token"])).status_code == 401
        assert (await auth.refresh(elsewhere["refresh_token"])).status_code == 401
        assert (await auth.login(user.email)).status_code == 401
        assert (await auth.login(user.email, NEW_PASSWORD)).status_code == 200

    @pytest.mark.parametrize(
        ("current", "new", "code", "field"),
        [
            ("wrong", NEW_PASSWORD, "wrong_password", "current_password"),
            (PASSWORD, "password1234", "weak_password", "new_password"),
            (PASSWORD, "sarah@example.com", "weak_password", "new_password"),
            (PASSWORD, "short", "invalid_input", "new_password"),
        ],
    )
    async def test_says_what_is_wrong(
        self, auth: Auth, container: Container, current: str, new: str, code: str, field: str
    ) -> None:
        caller = await signed_in(container, email="sarah@example.com")
        response = await auth.client.post(
            "/api/auth/password", json={"current_password": current, "new_password": new}, headers=caller.headers
        )
        assert response.status_code == 422
        assert response.json()["code"] == code
        assert [error["field"] for error in response.json()["errors"]] == [field]

    async def test_is_limited(self, auth: Auth, container: Container) -> None:
        caller = await signed_in(container)
        container.rate_limiter = CountingRateLimiter({"password-change": 5})
        body = {"current_password": "a guess", "new_password": NEW_PASSWORD}
        response = await auth.client.post("/api/auth/password", json=body, headers=caller.headers)
        assert response.status_code == 429

    async def test_makes_mailed_links_worthless(self, auth: Auth, session: AsyncSession) -> None:
        user = await make_user(session)
        token = await ask_and_read(auth, session, user.email)
        access = (await auth.tokens(user.email))["access_token"]
        body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
        assert (await auth.post("/password", body, access)).status_code == 204
        response = await auth.post("/password-reset/confirm", {"token": token, "new_password": "something else at all"})
        assert response.json()["code"] == "invalid_reset_token"


class TestReset:
    async def test_by_mail(self, auth: Auth, session: AsyncSession) -> None:
        user = await make_user(session)
        before = await auth.tokens(user.email)
        token = await ask_and_read(auth, session, user.email.upper())
        response = await auth.post("/password-reset/confirm", {"token": token, "new_password": NEW_PASSWORD})
        assert response.status_code == 204
        assert (await auth.me(before["access_token"])).status_code == 401
        assert (await auth.refresh(before["refresh_token"])).status_code == 401
        assert (await auth.login(user.email, NEW_PASSWORD)).status_code == 200

    async def test_works_once(self, auth: Auth, session: AsyncSession) -> None:
        user = await make_user(session)
        first = await ask_and_read(auth, session, user.email)
        second = await ask_and_read(auth, session, user.email)
        codes = [
            (await auth.post("/password-reset/confirm", {"token": token, "new_password": NEW_PASSWORD})).status_code
            for token in (first, first, second)
        ]
        assert codes == [204, 422, 422]

    @pytest.mark.parametrize(("minutes", "status"), [(59.9, 204), (60, 422)])
    async def test_works_within_the_hour(
        self, auth: Auth, session: AsyncSession, clock: FixedClock, minutes: float, status: int
    ) -> None:
        token = await ask_and_read(auth, session, (await make_user(session)).email)
        clock.advance(minutes=minutes)
        response = await auth.post("/password-reset/confirm", {"token": token, "new_password": NEW_PASSWORD})
        assert response.status_code == status

    async def test_a_weak_password_does_not_use_the_link_up(self, auth: Auth, session: AsyncSession) -> None:
        token = await ask_and_read(auth, session, (await make_user(session)).email)
        weak = await auth.post("/password-reset/confirm", {"token": token, "new_password": "password1234"})
        assert weak.json()["code"] == "weak_password"
        good = await auth.post("/password-reset/confirm", {"token": token, "new_password": NEW_PASSWORD})
        assert good.status_code == 204

    async def test_answers_the_same_for_an_email_that_nobody_has(self, auth: Auth, session: AsyncSession) -> None:
        known = (await make_user(session)).email
        suspended = (await make_user(session, is_active=False)).email
        answers = [await auth.post("/password-reset", {"email": e}) for e in (known, suspended, "no@example.com")]
        assert {(answer.status_code, answer.content) for answer in answers} == {(202, answers[0].content)}
        assert await session.scalar(select(func.count()).select_from(PasswordReset)) == 1
        assert len(await mailed_tokens(session)) == 1

    async def test_takes_as_long_for_an_email_that_nobody_has(self, live_auth: Auth, live_container: Container) -> None:
        known = (await signed_in(live_container)).user.email
        times: dict[str, list[float]] = {known: [], "nobody@example.com": []}
        for _ in range(5):
            for email, taken in times.items():
                started = time.perf_counter()
                await live_auth.post("/password-reset", {"email": email})
                taken.append(time.perf_counter() - started)
        assert min(min(taken) for taken in times.values()) >= RESET_ANSWER_SECONDS
        assert min(times[known]) - min(times["nobody@example.com"]) < 0.02

    async def test_is_limited(self, auth: Auth, container: Container) -> None:
        container.rate_limiter = CountingRateLimiter({"password-reset": 9, "password-reset-confirm": 8})
        asked = await auth.post("/password-reset", {"email": "a@example.com"})
        confirmed = await auth.post("/password-reset/confirm", {"token": "a guess", "new_password": NEW_PASSWORD})
        assert [asked.headers["Retry-After"], confirmed.headers["Retry-After"]] == ["9", "8"]

    async def test_of_many_who_use_a_persons_links_at_once_one_sets_the_password(
        self, live_auth: Auth, live_container: Container
    ) -> None:
        user = (await signed_in(live_container)).user
        for _ in range(2):
            await live_auth.post("/password-reset", {"email": user.email})
        async with live_container.database.session() as session:
            tokens = await mailed_tokens(session)
        choices = [f"{NEW_PASSWORD} {number}" for number in range(8)]
        answers = await asyncio.gather(
            *(
                live_auth.post("/password-reset/confirm", {"token": tokens[number % 2], "new_password": choice})
                for number, choice in enumerate(choices)
            )
        )
        codes = [answer.status_code for answer in answers]
        assert sorted(codes) == [204] + [422] * 7
        assert (await live_auth.login(user.email, choices[codes.index(204)])).status_code == 200
