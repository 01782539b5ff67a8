"""People and their rights: what administrators change holds at once, and what they may not change."""

import asyncio
import uuid
from collections import Counter

import httpx
import pytest
from sqlalchemy import text

from app.core.container import Container
from app.core.enums import PermissionName, RoleName
from tests.admin.conftest import Desk
from tests.factories.accounts import PASSWORD, signed_in
from tests.factories.lessons import Scene


async def test_people_are_found_by_name_mail_role_and_state(desk: Desk, scene: Scene) -> None:
    async def found(query: str) -> set[str]:
        answer = await desk.done(f"GET /users?{query}")
        assert answer["total"] == len(answer["items"])
        return {item["first_name"] for item in answer["items"]}

    assert await found("q=ortiz") == {"Mia"}
    assert await found("q=Mia Ort") == {"Mia"}
    assert await found(f"q={scene.student.user.email[:12].upper()}") == {"Mia"}
    assert await found("q=%25") == set()
    assert await found("role=student") == {"Mia", "Leo"}
    await desk.done(f"POST /users/{scene.other.id}/suspend", {"reason": "Spam"})
    assert await found("role=student&is_active=false") == {"Leo"}
    assert await found("role=student&is_active=true") == {"Mia"}


async def test_a_page_is_a_part_of_a_list(desk: Desk, scene: Scene) -> None:
    first = await desk.done("GET /users?limit=2")
    second = await desk.done("GET /users?limit=2&offset=2")
    assert first["total"] == second["total"] == 5
    assert len({item["id"] for item in first["items"] + second["items"]}) == 4


async def test_roles_hold_from_the_next_request_on(desk: Desk, scene: Scene) -> None:
    student, client = scene.student, scene.client
    assert (await client.get("/api/availability/blackouts", headers=student.headers)).status_code == 403
    changed = await desk.done(f"PUT /users/{student.id}/roles", {"roles": ["instructor", "guest"]})
    assert changed["roles"] == ["instructor"]
    assert (await client.get("/api/availability/blackouts", headers=student.headers)).status_code == 200
    assert (await scene.book("12:00")).status_code == 403


async def test_personal_denials_and_grants_hold_from_the_next_request_on(desk: Desk, scene: Scene) -> None:
    path = f"PUT /users/{scene.student.id}/permissions"
    assert (await scene.book("10:00")).status_code == 201
    denied = await desk.done(path, {"granted": ["access_monitoring"], "denied": ["create_bookings"]})
    assert (denied["granted"], denied["denied"]) == (["access_monitoring"], ["create_bookings"])
    assert "create_bookings" not in denied["permissions"]
    assert (await scene.book("12:00")).status_code == 403
    assert (await scene.client.get("/api/redis/stats", headers=scene.student.headers)).status_code == 200
    await desk.done(path, {"granted": [], "denied": []})
    assert (await scene.book("12:00")).status_code == 201
    assert (await scene.client.get("/api/redis/stats", headers=scene.student.headers)).status_code == 403


async def test_suspending_ends_every_session_at_once(desk: Desk, scene: Scene) -> None:
    client, teacher = scene.client, scene.teacher
    form = {"username": teacher.user.email, "password": PASSWORD}
    tokens = (await client.post("/api/auth/login", data=form)).json()
    suspended = await desk.done(f"POST /users/{teacher.id}/suspend", {"reason": "Asked for payment elsewhere"})
    assert suspended["is_active"] is False
    for headers in (teacher.headers, {"Authorization": f"Bearer {tokens['access_token']}"}):
        assert (await client.get("/api/auth/me", headers=headers)).status_code == 401
    refreshed = await client.post("/api/auth/refresh", json={"refresh_token": tokens["refresh_token"]})
    assert refreshed.status_code == 401
    assert (await client.post("/api/auth/login", data=form)).status_code == 401
    assert (await client.get(f"/api/instructors/{scene.instructor.id}")).status_code == 404
    await desk.done(f"POST /users/{teacher.id}/reactivate")
    assert (await client.post("/api/auth/login", data=form)).status_code == 200
    assert (await client.get(f"/api/instructors/{scene.instructor.id}")).status_code == 200


@pytest.mark.parametrize(
    ("request_", "body"),
    [
        ("PUT /users/{id}/roles", {"roles": ["student"]}),
        ("PUT /users/{id}/roles", {"roles": ["admin", "student"]}),
        ("PUT /users/{id}/permissions", {"granted": [], "denied": ["manage_users"]}),
        ("POST /users/{id}/suspend", {"reason": "Tired"}),
    ],
)
async def test_nobody_changes_their_own_rights(desk: Desk, request_: str, body: dict[str, object]) -> None:
    answer = await desk.call(request_.format(id=desk.admin.id), body)
    assert (answer.status_code, answer.json()["code"]) == (422, "own_access")


@pytest.mark.parametrize(
    ("request_", "body"),
    [
        ("PUT /users/{id}/roles", {"roles": ["student"]}),
        ("PUT /users/{id}/permissions", {"granted": [], "denied": ["manage_users"]}),
        ("POST /users/{id}/suspend", {"reason": "Tired"}),
    ],
)
async def test_the_last_administrator_stays(
    desk: Desk, container: Container, request_: str, body: dict[str, object]
) -> None:
    """Somebody with every right and without the role could otherwise leave nobody to administer."""
    helper = await signed_in(container, RoleName.STUDENT)
    granted = {"granted": sorted(PermissionName), "denied": []}
    await desk.done(f"PUT /users/{helper.id}/permissions", granted)
    colleague = await desk.call(request_.format(id=desk.colleague.id), body, helper)
    assert colleague.status_code == 200
    await desk.done(f"PUT /users/{desk.colleague.id}/roles", {"roles": []})
    last = await desk.call(request_.format(id=desk.admin.id), body, helper)
    assert (last.status_code, last.json()["code"]) == (422, "last_admin")


async def test_nobody_gives_or_touches_more_than_they_may_themselves(desk: Desk, container: Container) -> None:
    helper, friend = await signed_in(container, RoleName.STUDENT), await signed_in(container, RoleName.STUDENT)
    rights = {"granted": ["manage_roles", "manage_permissions", "manage_users"], "denied": []}
    await desk.done(f"PUT /users/{helper.id}/permissions", rights)
    for request, body in (
        (f"PUT /users/{friend.id}/roles", {"roles": ["admin"]}),
        (f"PUT /users/{friend.id}/permissions", {"granted": ["view_financials"], "denied": []}),
        (f"PUT /users/{desk.admin.id}/roles", {"roles": []}),
        (f"POST /users/{desk.admin.id}/suspend", {"reason": "Because"}),
    ):
        answer = await desk.call(request, body, helper)
        assert (answer.status_code, answer.json()["code"]) == (403, "beyond_own_permissions"), request
    own = {"granted": ["manage_roles"], "denied": ["create_bookings"]}
    assert (await desk.call(f"PUT /users/{friend.id}/permissions", own, helper)).status_code == 200


async def test_a_deleted_account_is_left_alone(desk: Desk, container: Container) -> None:
    gone = await signed_in(container, RoleName.STUDENT)
    await desk.connection.execute(
        text("UPDATE users SET deleted_at = now(), is_active = false WHERE id = :id"), {"id": gone.id}
    )
    for request, body in ((f"POST /users/{gone.id}/reactivate", None), (f"PUT /users/{gone.id}/roles", {"roles": []})):
        answer = await desk.call(request, body)
        assert (answer.status_code, answer.json()["code"]) == (409, "account_deleted")


async def test_two_administrators_cannot_unmake_each_other(
    live_client: httpx.AsyncClient, live_container: Container
) -> None:
    """Each of them looks while the other is still there; one change must win."""
    for _ in range(5):
        one, other = [await signed_in(live_container, RoleName.ADMIN) for _ in range(2)]
        answers = await asyncio.gather(
            *(
                live_client.put(f"/api/admin/users/{them.id}/roles", json={"roles": []}, headers=us.headers)
                for us, them in ((one, other), (other, one))
            )
        )
        # The one who lost may have been asked after losing the right to ask.
        assert Counter(answer.status_code for answer in answers)[200] == 1
        async with live_container.database.session() as session:
            admins = await session.execute(text("SELECT user_id FROM user_roles WHERE role = 'admin'"))
            assert len(admins.all()) == 1
            await session.execute(text("DELETE FROM user_roles"))
            await session.commit()


async def test_what_is_not_there_is_not_found(desk: Desk) -> None:
    assert (await desk.call(f"GET /users/{uuid.uuid4()}")).status_code == 404
