"""Leaving: the person is gone from every table, what they agreed on stays."""

import httpx
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.core.container import Container
from app.core.enums import RoleName
from app.privacy.domain import LEAVING_REASON
from tests.factories.accounts import PASSWORD, Caller, signed_in
from tests.privacy.conftest import EMAIL, Trace, deliver


async def test_lessons_stay_without_the_person_and_those_ahead_are_cancelled(
    trace: Trace, container: Container, connection: AsyncConnection
) -> None:
    """As a student under the terms of each lesson, as an instructor with everything given back; holds are given up."""
    prices = text("SELECT id, price_cents FROM bookings ORDER BY id")
    before = (await connection.execute(prices)).all()
    assert (await trace.leave()).status_code == 204
    assert (await connection.execute(prices)).all() == before
    learned = (await trace.get("/api/bookings?as=instructor", trace.scene.teacher)).json()["items"]
    taught = (await trace.get("/api/bookings?as=student", trace.scene.other)).json()["items"]
    assert {lesson["student"]["display_name"] for lesson in learned} == {"Deleted account"}
    assert {lesson["status"] for lesson in [*learned, *taught]} == {"cancelled", "completed"}
    by_reason = {
        (lesson["cancelled_by"], lesson["refund_share_percent"])
        for lesson in [*learned, *taught]
        if lesson["cancel_reason"] == LEAVING_REASON
    }
    assert by_reason == {("student", 100), ("instructor", 100)}
    assert "13:30" in await trace.scene.starts()
    told = {str(mail["To"]) for mail in (await deliver(container)).sent}
    assert any(trace.scene.other.user.email in receiver for receiver in told)
    assert not any(EMAIL in receiver for receiver in told)


async def test_the_account_is_closed_at_once(trace: Trace) -> None:
    own = (await trace.get("/api/instructors/me")).json()
    assert (await trace.get(f"/api/instructors/{own['slug']}")).status_code == 200
    assert (await trace.leave()).status_code == 204
    assert (await trace.get("/api/auth/me")).status_code == 401
    form = {"username": EMAIL, "password": PASSWORD}
    assert (await trace.scene.client.post("/api/auth/login", data=form)).status_code == 401
    for gone in (own["slug"], own["id"]):
        assert (await trace.get(f"/api/instructors/{gone}", trace.scene.student)).status_code == 404
    found = (await trace.get("/api/search?q=violin", trace.scene.student)).json()
    assert own["id"] not in {result["instructor"]["id"] for result in found["results"]}
    offered = trace.scene.lesson("15:00") | {"instructor_id": own["id"], "offering_id": own["offerings"][0]["id"]}
    refused = await trace.scene.client.post("/api/bookings", json=offered, headers=trace.scene.other.headers)
    assert refused.status_code == 404


async def leave(client: httpx.AsyncClient, caller: Caller, password: str = PASSWORD) -> httpx.Response:
    return await client.post("/api/privacy/delete", json={"password": password}, headers=caller.headers)


async def test_the_e_mail_is_free_again_and_the_tombstone_stays_closed(
    client: httpx.AsyncClient, container: Container
) -> None:
    person, admin = await signed_in(container, email=EMAIL), await signed_in(container, RoleName.ADMIN)
    assert (await leave(client, person)).status_code == 204
    again = {"email": EMAIL, "password": PASSWORD, "first_name": "N", "last_name": "N", "role": "student"}
    registered = (await client.post("/api/auth/register", json=again)).json()
    assert registered["id"] != str(person.id)
    path = f"/api/admin/users/{person.id}"
    seen = (await client.get(path, headers=admin.headers)).json()
    assert (seen["is_active"], seen["first_name"], seen["roles"]) == (False, "Deleted account", [])
    refused = await client.post(f"{path}/reactivate", headers=admin.headers)
    assert refused.json()["code"] == "account_deleted"


async def test_leaving_needs_the_password_and_leaves_one_row_in_the_audit_log(
    client: httpx.AsyncClient, container: Container, connection: AsyncConnection
) -> None:
    person = await signed_in(container)
    wrong = await leave(client, person, "not my password at all")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong_password")
    assert (await client.get("/api/auth/me", headers=person.headers)).status_code == 200
    assert (await leave(client, person)).status_code == 204
    rows = await connection.execute(text("SELECT action, actor_id, subject_id, details FROM audit_log"))
    assert [tuple(row) for row in rows] == [("privacy.deleted", person.id, person.id, {"cancelled_bookings": 0})]


async def test_the_last_administrator_cannot_leave(client: httpx.AsyncClient, container: Container) -> None:
    first, second = [await signed_in(container, RoleName.ADMIN) for _ in range(2)]
    assert (await leave(client, first)).status_code == 204
    last = await leave(client, second)
    assert (last.status_code, last.json()["code"]) == (422, "last_admin")


async def test_a_browser_is_signed_out(client: httpx.AsyncClient, container: Container) -> None:
    caller = await signed_in(container, email="browser@example.com")
    await client.post("/api/auth/session", json={"email": "browser@example.com", "password": PASSWORD})
    gone = await client.post(
        "/api/privacy/delete", json={"password": PASSWORD}, headers={"Origin": "http://testserver"}
    )
    assert gone.status_code == 204
    assert "instainstru_access" not in client.cookies
    assert (await client.get("/api/auth/me", headers=caller.headers)).status_code == 401
