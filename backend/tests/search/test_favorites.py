"""Favourites through HTTP."""

import uuid

import httpx
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.container import Container
from app.core.enums import RoleName
from tests.factories.accounts import auth_headers, signed_in
from tests.factories.instructors import make_instructor


async def test_keeping_listing_and_giving_up(
    client: httpx.AsyncClient, container: Container, session: AsyncSession
) -> None:
    made = [await make_instructor(session, first_name=name) for name in ("Ana", "Bo")]
    await make_instructor(session, first_name="Nobody's")
    student = await signed_in(container)
    for instructor in [*made, made[0]]:
        assert (await client.put(f"/api/favorites/{instructor.id}", headers=student.headers)).status_code == 204
    page = (await client.get("/api/favorites", headers=student.headers)).json()
    assert page["total"] == 2
    assert {card["display_name"] for card in page["items"]} == {"Ana C.", "Bo C."}
    for _ in range(2):
        assert (await client.delete(f"/api/favorites/{made[0].id}", headers=student.headers)).status_code == 204
    left = (await client.get("/api/favorites", headers=student.headers)).json()["items"]
    assert [card["id"] for card in left] == [str(made[1].id)]


async def test_everybody_has_their_own(client: httpx.AsyncClient, container: Container, session: AsyncSession) -> None:
    made = await make_instructor(session)
    student, other = await signed_in(container), await signed_in(container)
    await client.put(f"/api/favorites/{made.id}", headers=student.headers)
    await client.delete(f"/api/favorites/{made.id}", headers=other.headers)
    assert (await client.get("/api/favorites", headers=other.headers)).json()["total"] == 0
    assert (await client.get("/api/favorites", headers=student.headers)).json()["total"] == 1


async def test_who_is_gone_cannot_be_kept_and_is_not_shown(client: httpx.AsyncClient, container: Container) -> None:
    student = await signed_in(container)
    teacher = await signed_in(container, RoleName.INSTRUCTOR)
    async with container.database.session() as session:
        made = await make_instructor(session, user=teacher.user)
        await session.commit()
    await client.put(f"/api/favorites/{made.id}", headers=student.headers)
    headers = await auth_headers(container, teacher.user)
    assert (await client.post("/api/instructors/me/suspend", headers=headers)).status_code == 200
    assert (await client.get("/api/favorites", headers=student.headers)).json()["total"] == 0
    for missing in (made.id, uuid.uuid4()):
        response = await client.put(f"/api/favorites/{missing}", headers=student.headers)
        assert (response.status_code, response.json()["code"]) == (404, "instructor_not_found")


async def test_guests_keep_nothing(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/favorites")).status_code == 401
    assert (await client.put(f"/api/favorites/{uuid.uuid4()}")).status_code == 401
    assert (await client.delete(f"/api/favorites/{uuid.uuid4()}")).status_code == 401
