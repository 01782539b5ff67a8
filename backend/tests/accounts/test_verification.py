"""Proving an e-mail with a mailed link."""

from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.domain import EMAIL_VERIFICATION_LIFETIME
from app.accounts.models import EmailVerification, User
from app.accounts.tasks import forget_old
from app.core.clock import FixedClock
from app.core.container import Container
from app.core.events import OutboxMessage
from app.core.rate_limit import CountingRateLimiter
from tests.accounts.conftest import Auth
from tests.factories.accounts import auth_headers, make_user

EMAIL = "sarah@example.com"
CONFIRM = "/verification/confirm"


async def mailed(session: AsyncSession) -> list[str]:
    """The tokens of all links that were mailed, the oldest first."""
    links = OutboxMessage.key.startswith("email-verification:")
    messages = await session.scalars(select(OutboxMessage).where(links).order_by(OutboxMessage.id))
    return [message.payload["context"]["token"] for message in messages]


async def verified_at(auth: Auth) -> str | None:
    access = (await auth.tokens(EMAIL))["access_token"]
    found: str | None = (await auth.me(access)).json()["email_verified_at"]
    return found


async def test_a_link_comes_with_registration_and_proves_the_address(
    auth: Auth, session: AsyncSession, clock: FixedClock
) -> None:
    assert (await auth.register(EMAIL)).json()["email_verified_at"] is None
    (token,) = await mailed(session)
    assert await session.scalar(select(func.count()).where(EmailVerification.token_hash == token)) == 0
    assert (await auth.post(CONFIRM, {"token": token})).status_code == 204
    first = await verified_at(auth)
    assert first is not None
    assert datetime.fromisoformat(first) == clock.now()
    # Mail programs look at links before people do.
    clock.advance(hours=1)
    assert (await auth.post(CONFIRM, {"token": token})).status_code == 204
    assert await verified_at(auth) == first


async def test_it_is_sent_again_to_whoever_asks_until_it_is_proved(auth: Auth, session: AsyncSession) -> None:
    await auth.register(EMAIL)
    access = (await auth.tokens(EMAIL))["access_token"]
    assert (await auth.post("/verification", token=access)).status_code == 202
    first, second = await mailed(session)
    assert first != second
    assert (await auth.post(CONFIRM, {"token": first})).status_code == 204
    assert (await auth.post("/verification", token=access)).status_code == 202
    assert len(await mailed(session)) == 2


@pytest.mark.parametrize("case", ["unknown", "too old", "suspended"])
async def test_a_link_that_proves_nothing_is_refused(
    auth: Auth, session: AsyncSession, clock: FixedClock, case: str
) -> None:
    await auth.register(EMAIL)
    (token,) = await mailed(session)
    user = (await session.scalars(select(User).where(User.email == EMAIL))).one()
    if case == "too old":
        clock.set(clock.now() + EMAIL_VERIFICATION_LIFETIME)
    user.is_active = case != "suspended"
    await session.flush()
    response = await auth.post(CONFIRM, {"token": "x" if case == "unknown" else token})
    assert response.status_code == 422
    assert response.json()["code"] == "invalid_verification_token"
    assert [error["field"] for error in response.json()["errors"]] == ["token"]
    assert (await session.scalars(select(User.email_verified_at))).all() == [None]


async def test_both_are_limited(auth: Auth, session: AsyncSession, container: Container) -> None:
    headers = await auth_headers(container, await make_user(session))
    container.rate_limiter = CountingRateLimiter({"email-verification": 7, "email-verification-confirm": 9})
    again = await auth.client.post("/api/auth/verification", headers=headers)
    confirm = await auth.post(CONFIRM, {"token": "x"})
    assert [(again.status_code, again.headers["Retry-After"]), (confirm.status_code, confirm.headers["Retry-After"])] \
        == [(429, "7"), (429, "9")]  # fmt: skip


async def test_old_links_are_not_kept(
    auth: Auth, session: AsyncSession, container: Container, clock: FixedClock
) -> None:
    await auth.register(EMAIL)
    await forget_old.run(container)
    assert await session.scalar(select(func.count()).select_from(EmailVerification)) == 1
    clock.set(clock.now() + EMAIL_VERIFICATION_LIFETIME)
    clock.advance(seconds=1)
    await forget_old.run(container)
    assert await session.scalar(select(func.count()).select_from(EmailVerification)) == 0
