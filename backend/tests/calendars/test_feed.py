"""A private address under which calendar programs find all of somebody's lessons."""

import httpx
import pytest
from icalendar import Calendar

from app.core.clock import FixedClock
from app.core.container import Container
from app.core.enums import RoleName
from tests.factories.accounts import PASSWORD, Caller, signed_in
from tests.factories.lessons import Scene, make_scene


@pytest.fixture
async def scene(client: httpx.AsyncClient, container: Container) -> Scene:
    return await make_scene(client, container)


async def new_feed(scene: Scene, caller: Caller) -> str:
    made = await scene.client.post("/api/calendar/feed", headers=caller.headers)
    assert made.status_code == 201, made.text
    return str(made.json()["path"])


async def events(scene: Scene, path: str) -> dict[str, tuple[str, int, str]]:
    """Status, sequence and summary by the UID's booking."""
    answer = await scene.client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    calendar = Calendar.from_ical(answer.content)
    assert "METHOD" not in calendar
    return {
        str(event["UID"]).split("@")[0]: (str(event["STATUS"]), int(event["SEQUENCE"]), str(event["SUMMARY"]))
        for event in calendar.walk("VEVENT")
    }


async def test_both_sides_see_the_lesson_each_with_the_other_person(scene: Scene) -> None:
    booked = await scene.booked("10:00")
    students, teachers = await new_feed(scene, scene.student), await new_feed(scene, scene.teacher)
    assert await events(scene, students) == {booked["id"]: ("CONFIRMED", 0, "Piano with Sarah Chen")}
    assert await events(scene, teachers) == {booked["id"]: ("CONFIRMED", 0, "Piano with Mia Ortiz")}
    assert await events(scene, await new_feed(scene, scene.other)) == {}


async def test_a_moved_lesson_keeps_its_uid_and_a_cancelled_one_says_so(scene: Scene) -> None:
    booked, path = await scene.booked("10:00"), await new_feed(scene, scene.student)
    moved = {"date": str(scene.day), "start_time": "14:00"}
    assert (await scene.act(booked, "reschedule", scene.student, moved)).status_code == 200
    assert await events(scene, path) == {booked["id"]: ("CONFIRMED", 1, "Piano with Sarah Chen")}
    single = await scene.client.get(f"/api/bookings/{booked['id']}/calendar.ics", headers=scene.student.headers)
    (event,) = Calendar.from_ical(single.content).walk("VEVENT")
    assert str(event["UID"]).startswith(booked["id"])
    await scene.act(booked, "cancel", scene.student, {"reason": "A cold"})
    assert (await events(scene, path))[booked["id"]][:2] == ("CANCELLED", 2)


async def test_holds_are_not_lessons(scene: Scene) -> None:
    held = await scene.client.post("/api/bookings/holds", json=scene.lesson("10:00"), headers=scene.student.headers)
    assert held.status_code == 201
    assert await events(scene, await new_feed(scene, scene.student)) == {}


async def test_lessons_gone_by_stay_for_half_a_year(scene: Scene, clock: FixedClock) -> None:
    booked, path = await scene.booked("10:00"), await new_feed(scene, scene.student)
    clock.advance(days=180)
    assert booked["id"] in await events(scene, path)
    clock.advance(days=10)
    assert await events(scene, path) == {}


async def test_what_is_known_is_not_sent_again(scene: Scene) -> None:
    await scene.booked("10:00")
    path = await new_feed(scene, scene.student)
    first = await scene.client.get(path)
    assert first.headers["cache-control"] == "private, no-cache"
    known = {"If-None-Match": first.headers["etag"]}
    assert (await scene.client.get(path, headers=known)).status_code == 304
    await scene.booked("14:00")
    assert (await scene.client.get(path, headers=known)).status_code == 200


async def test_an_address_is_renewed_and_revoked(scene: Scene) -> None:
    headers = scene.student.headers
    assert (await scene.client.get("/api/calendar/feed", headers=headers)).json()["exists"] is False
    old = await new_feed(scene, scene.student)
    new = await new_feed(scene, scene.student)
    assert [(await scene.client.get(path)).status_code for path in (old, new)] == [404, 200]
    assert (await scene.client.get("/api/calendar/feed", headers=headers)).json()["exists"] is True
    assert (await scene.client.delete("/api/calendar/feed", headers=headers)).status_code == 204
    assert (await scene.client.get(new)).status_code == 404
    assert (await scene.client.delete("/api/calendar/feed", headers=headers)).status_code == 404


@pytest.mark.parametrize("how", ["suspended", "deleted"])
async def test_a_closed_account_has_no_calendar(scene: Scene, how: str) -> None:
    await scene.booked("10:00")
    path = await new_feed(scene, scene.student)
    assert (await scene.client.get(path)).status_code == 200
    admin = await signed_in(scene.container, RoleName.ADMIN)
    account = f"/api/admin/users/{scene.student.id}"
    if how == "suspended":
        closed = await scene.client.post(f"{account}/suspend", json={"reason": "A complaint"}, headers=admin.headers)
    else:
        body = {"password": PASSWORD}
        closed = await scene.client.post("/api/privacy/delete", json=body, headers=scene.student.headers)
    assert closed.is_success, closed.text
    gone = await scene.client.get(path)
    assert (gone.status_code, gone.json()["code"]) == (404, "calendar_not_found")
    unknown = await scene.client.get(f"/api/calendar/{'x' * 43}.ics")
    assert gone.json() | {"instance": ""} == unknown.json() | {"instance": ""}, "as if it had never been"
    if how == "suspended":
        await scene.client.post(f"{account}/reactivate", headers=admin.headers)
        assert (await scene.client.get(path)).status_code == 200
