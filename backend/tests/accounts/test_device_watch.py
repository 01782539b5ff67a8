"""A sign-in from somewhere new is told by mail; what is usual is not."""

import asyncio
import re
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.dependencies import build_session_service
from app.accounts.device_watch import UNKNOWN_DEVICE, describe_device, network_of
from app.accounts.domain import DEVICE_REMEMBERED, Device
from app.accounts.models import KnownDevice, User
from app.accounts.tasks import forget_old
from app.core.clock import FixedClock
from app.core.container import Container
from app.core.events import OutboxMessage
from tests.accounts.conftest import registration
from tests.factories.accounts import PASSWORD, make_user

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{} Safari/537.36"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/19.1 Mobile/15E148 Safari/604.1"
)
HOME = Device("203.0.113.7", WINDOWS.format("142.0"))


async def told(session: AsyncSession) -> list[dict[str, Any]]:
    query = select(OutboxMessage).where(OutboxMessage.key.startswith("sign-in:")).order_by(OutboxMessage.id)
    return [dict(message.payload) for message in await session.scalars(query)]


class Home:
    """Somebody's account, and signing in to it from here or there."""

    def __init__(self, session: AsyncSession, container: Container, user: User) -> None:
        self.session, self.container, self.user = session, container, user

    async def log_in(self, device: Device) -> None:
        await build_session_service(self.session, self.container).log_in(self.user.email, PASSWORD, device)

    async def devices_told(self) -> list[str]:
        return [mail["context"]["device"] for mail in await told(self.session)]


@pytest.fixture
async def home(session: AsyncSession, container: Container) -> Home:
    return Home(session, container, await make_user(session, timezone="Europe/Paris"))


async def test_the_first_device_surprises_nobody_and_the_next_one_does_once(
    home: Home, session: AsyncSession, clock: FixedClock
) -> None:
    await home.log_in(HOME)
    assert await told(session) == []
    for _ in range(2):
        await home.log_in(Device("203.0.113.7", IPHONE))
    context = {"at": clock.now().isoformat(), "timezone": "Europe/Paris", "device": "Safari on iPhone"}
    assert await told(session) == [{"template": "new_sign_in", "user_id": str(home.user.id), "context": context}]


@pytest.mark.parametrize(
    ("device", "is_new"),
    [
        (Device("203.0.113.200", WINDOWS.format("143.0.1")), False),
        (Device("203.0.114.7", HOME.user_agent), True),
        (Device("203.0.113.7", None), True),
    ],
    ids=["same network, newer version", "another network", "another program"],
)
async def test_what_changes_by_itself_is_not_new(home: Home, device: Device, is_new: bool) -> None:
    await home.log_in(HOME)
    await home.log_in(device)
    assert len(await home.devices_told()) == is_new


async def test_a_wrong_password_is_no_sign_in(home: Home, session: AsyncSession, client: httpx.AsyncClient) -> None:
    await home.log_in(HOME)
    form = {"username": home.user.email, "password": "a guess from afar"}
    assert (await client.post("/api/auth/login", data=form)).status_code == 401
    assert await told(session) == []


async def test_where_somebody_registered_is_known(client: httpx.AsyncClient, session: AsyncSession) -> None:
    person = registration("sarah@example.com")
    await client.post("/api/auth/register", json=person)
    form = {"username": person["email"], "password": PASSWORD}
    await client.post("/api/auth/login", data=form)
    assert await told(session) == []
    await client.post("/api/auth/session", json={"email": person["email"], "password": PASSWORD},
                      headers={"User-Agent": IPHONE})  # fmt: skip
    assert len(await told(session)) == 1


async def test_addresses_are_kept_as_keyed_hashes_only(home: Home, session: AsyncSession) -> None:
    await home.log_in(HOME)
    (known,) = await session.scalars(select(KnownDevice))
    assert re.fullmatch("[0-9a-f]{64}", known.fingerprint)
    other = await make_user(session)
    await Home(session, home.container, other).log_in(HOME)
    fingerprints = (await session.scalars(select(KnownDevice.fingerprint))).all()
    assert len(set(fingerprints)) == 2


async def test_what_was_not_seen_for_long_is_forgotten(
    home: Home, session: AsyncSession, container: Container, clock: FixedClock
) -> None:
    await home.log_in(HOME)
    clock.set(clock.now() + DEVICE_REMEMBERED)
    await forget_old.run(container)
    assert len((await session.scalars(select(KnownDevice))).all()) == 1
    clock.advance(seconds=1)
    await forget_old.run(container)
    assert (await session.scalars(select(KnownDevice))).all() == []


async def test_two_sign_ins_at_once_from_somewhere_new_are_told_once(
    live_container: Container, application: FastAPI
) -> None:
    async with live_container.database.session() as session:
        user = await make_user(session)
        await session.commit()
        await build_session_service(session, live_container).log_in(user.email, PASSWORD, HOME)

    async def log_in() -> None:
        async with live_container.database.session() as session:
            await Home(session, live_container, user).log_in(Device("198.51.100.1", IPHONE))

    await asyncio.gather(*(log_in() for _ in range(5)))
    async with live_container.database.read_session() as session:
        assert len(await told(session)) == 1


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (WINDOWS.format("142.0"), "Chrome on Windows"),
        (WINDOWS.format("142.0") + " Edg/142.0", "Edge on Windows"),
        (WINDOWS.format("142.0") + " OPR/120.0", "Opera on Windows"),
        (IPHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15.1; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Mac"),
        ("Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 Chrome/142.0 Mobile", "Chrome on Android"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0", "Chrome on Linux"),
        ("python-httpx/0.28", UNKNOWN_DEVICE),
        ("<script>alert(1)</script>", UNKNOWN_DEVICE),
        (None, UNKNOWN_DEVICE),
    ],
)
def test_a_device_is_described_in_words_of_ours(user_agent: str | None, words: str) -> None:
    assert describe_device(user_agent) == words


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("unknown", "unknown"),
    ],
)
def test_a_network_is_an_address_without_its_last_part(address: str, network: str) -> None:
    assert network_of(address) == network
