"""Registration and profile, over HTTP."""

import asyncio
import uuid

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.dependencies import build_account_service
from app.accounts.domain import ROLE_PERMISSIONS
from app.accounts.models import User
from app.core.container import Container
from app.core.enums import RoleName
from app.core.events import OutboxMessage
from app.core.rate_limit import CountingRateLimiter
from tests.accounts.conftest import Auth
from tests.factories.accounts import PASSWORD, make_user, signed_in


@pytest.mark.parametrize("role", ["student", "instructor"])
async def test_an_account_is_there_at_once_with_what_its_role_may_do(auth: Auth, role: str) -> None:
    response = await auth.register(
        "  Sarah.Chen@Example.COM ", role=role, phone="(212) 555-0100", zip_code="10025", first_name=" Sarah "
    )
    assert response.status_code == 201
    user = response.json()
    assert uuid.UUID(user.pop("id")).version == 7
    assert user == {
        "email": "sarah.chen@example.com",
        "first_name": "Sarah",
        "last_name": "Chen",
        "phone": "(212) 555-0100",
        "zip_code": "10025",
        "roles": [role],
        "permissions": sorted(ROLE_PERMISSIONS[RoleName(role)]),
        "timezone": "America/New_York",
        "email_verified_at": None,
        "analytics_consent": None,
        "keeps_search_history": True,
    }
    tokens = await auth.tokens("SARAH.chen@example.com ")
    assert (await auth.me(tokens["access_token"])).json()["roles"] == [role]


async def test_a_known_email_in_any_spelling_is_taken(auth: Auth) -> None:
    await auth.register("sarah@example.com")
    response = await auth.register("Sarah@EXAMPLE.com", first_name="Another")
    assert response.status_code == 409
    assert response.json()["code"] == "email_taken"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("role", "admin"),
        ("role", "guest"),
        ("role", None),
        ("email", "no address"),
        ("email", "a@b"),
        ("email", "sarah\x00@example.com"),
        ("email", f"{'a' * 250}@example.com"),
        ("password", "short"),
        ("password", "x" * 257),
        ("password", "nul\x00 in the middle"),
        ("password", "password1234"),
        ("password", "sarah@example.com"),
        ("first_name", ""),
        ("first_name", "   "),
        ("first_name", "Sarah\r\nBcc: everybody@example.com"),
        ("last_name", "x" * 101),
        ("last_name", "hc\u202enehC"),
        ("phone", "call me"),
        ("zip_code", "1002"),
        ("is_active", True),
        ("id", "00000000-0000-7000-8000-000000000000"),
    ],
)
async def test_what_is_not_right_is_named(auth: Auth, field: str, value: object) -> None:
    response = await auth.register(**{"email": "sarah@example.com", field: value})  # type: ignore[arg-type]
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert PASSWORD not in response.text


async def test_what_somebody_can_be_is_said_in_plain_words(auth: Auth) -> None:
    response = await auth.register(email="sarah@example.com", role="admin")
    (error,) = response.json()["errors"]
    assert error == {"field": "role", "message": "Input should be 'student' or 'instructor'"}


async def test_half_a_character_is_no_password(auth: Auth) -> None:
    names = '"role": "student", "first_name": "A", "last_name": "B"'
    body = f'{{"email": "a@example.com", "password": "\\ud83d twelve letters", {names}}}'
    response = await auth.client.post("/api/auth/register", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 422


@pytest.mark.parametrize("body", [b"\xff\xfe", b"{", b'{"email": ', b"[]", b"null", b"7"])
async def test_a_body_that_is_none_is_bad_input(auth: Auth, body: bytes) -> None:
    response = await auth.client.post("/api/auth/register", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 422
    assert response.json()["code"] == "invalid_input"


async def test_a_password_of_any_letters_and_with_spaces_at_its_ends_works(auth: Auth) -> None:
    password = "  ça alors, 東京 🗽 "
    assert (await auth.register(password=password)).status_code == 201
    assert (await auth.login("sarah@example.com", password)).status_code == 200
    assert (await auth.login("sarah@example.com", password.strip())).status_code == 401


async def test_a_welcome_mail_waits_in_the_outbox(auth: Auth, session: AsyncSession) -> None:
    user = (await auth.register(role="instructor")).json()
    message = (await session.scalars(select(OutboxMessage).where(OutboxMessage.key.endswith(":welcome")))).one()
    assert message.topic == "mail"
    assert message.payload == {"template": "welcome", "user_id": user["id"], "context": {"role": "instructor"}}


async def test_a_refused_registration_leaves_nothing(auth: Auth, session: AsyncSession) -> None:
    await auth.register()
    written = await session.scalar(select(func.count()).select_from(OutboxMessage))
    await auth.register()
    assert await session.scalar(select(func.count()).select_from(OutboxMessage)) == written


async def test_too_many_registrations_wait(auth: Auth, container: Container) -> None:
    container.rate_limiter = CountingRateLimiter({"registration": 17})
    response = await auth.register()
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "17"


async def test_of_many_who_register_one_email_at_once_one_gets_it(live_auth: Auth, live_container: Container) -> None:
    names = [f"Racer {number}" for number in range(20)]
    responses = await asyncio.gather(*(live_auth.register("race@example.com", first_name=name) for name in names))
    assert sorted(response.status_code for response in responses) == [201] + [409] * 19
    assert {response.json()["code"] for response in responses if response.status_code == 409} == {"email_taken"}
    async with live_container.database.session() as session:
        assert await session.scalar(select(func.count()).select_from(User)) == 1
        welcomes = select(func.count()).where(OutboxMessage.key.endswith(":welcome"))
        assert await session.scalar(welcomes) == 1


async def test_the_profile_changes_where_it_is_asked_to(auth: Auth, container: Container) -> None:
    caller = await signed_in(container, phone="212 555 0100", zip_code="10025")
    response = await auth.client.patch(
        "/api/auth/me",
        json={"first_name": "Sally", "timezone": "Europe/Berlin", "zip_code": None},
        headers=caller.headers,
    )
    assert response.status_code == 200
    after = (await auth.client.get("/api/auth/me", headers=caller.headers)).json()
    assert response.json() == after
    assert (after["first_name"], after["last_name"], after["timezone"]) == ("Sally", "Chen", "Europe/Berlin")
    assert (after["phone"], after["zip_code"]) == ("212 555 0100", None)


async def test_an_empty_change_changes_nothing(auth: Auth, container: Container) -> None:
    caller = await signed_in(container)
    response = await auth.client.patch("/api/auth/me", json={}, headers=caller.headers)
    assert response.status_code == 200
    assert response.json()["email"] == caller.user.email


@pytest.mark.parametrize(
    "change",
    [
        {"timezone": "Mars/Olympus"},
        {"timezone": "../../etc/passwd"},
        {"timezone": None},
        {"first_name": None},
        {"last_name": ""},
        {"zip_code": "ABCDE"},
        {"email": "other@example.com"},
        {"roles": ["admin"]},
        {"is_active": False},
    ],
)
async def test_the_profile_refuses_what_is_not_right(
    auth: Auth, container: Container, change: dict[str, object]
) -> None:
    caller = await signed_in(container)
    response = await auth.client.patch("/api/auth/me", json=change, headers=caller.headers)
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == list(change)


async def test_a_profile_without_the_permission_is_read_only(
    auth: Auth, container: Container, session: AsyncSession
) -> None:
    caller = await signed_in(container, role=None)
    assert (await auth.client.get("/api/auth/me", headers=caller.headers)).json()["permissions"] == []
    response = await auth.client.patch("/api/auth/me", json={"first_name": "X"}, headers=caller.headers)
    assert response.status_code == 403


async def test_people_are_found_together(container: Container, session: AsyncSession) -> None:
    one, two = await make_user(session), await make_user(session, first_name="Li", last_name="Wu")
    found = await build_account_service(session, container).find_people([one.id, two.id, uuid.uuid4()])
    assert {person.display_name for person in found.values()} == {"Sarah C.", "Li W."}
