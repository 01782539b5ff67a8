"""An instructor whom nobody is to find: by their own wish, or because an administrator closed their account."""

from typing import Any

import httpx
import pytest

from app.core.enums import RoleName
from tests.factories.accounts import signed_in
from tests.factories.lessons import Scene
from tests.waitlist.conftest import wish_body

NOT_SOLD = (404, "offering_not_found")


def code(response: httpx.Response) -> tuple[int, str | None]:
    return response.status_code, response.json().get("code")


@pytest.mark.parametrize("by", ["themselves", "an administrator"])
async def test_no_time_is_shown_or_taken_and_what_is_booked_stands(scene: Scene, by: str) -> None:
    booking = await scene.booked("09:00")
    client, student = scene.client, scene.student.headers
    lesson = scene.lesson("12:00")
    held = (await client.post("/api/bookings/holds", json=lesson, headers=student)).json()
    offered = await scene.starts()
    administrator = await signed_in(scene.container, RoleName.ADMIN)

    async def change(step: str) -> None:
        if by == "themselves":
            answer = await client.post(f"/api/instructors/me/{step}", headers=scene.teacher.headers)
        else:
            path, body = f"/api/admin/users/{scene.teacher.id}/{step}", {"reason": "A complaint"}
            content = body if step == "suspend" else None
            answer = await client.post(path, json=content, headers=administrator.headers)
        assert answer.status_code == 200, answer.text

    async def post(path: str, body: dict[str, Any]) -> tuple[int, str | None]:
        return code(await client.post(f"/api/{path}", json=body, headers=student))

    await change("suspend")
    public, days = f"/api/public/instructors/{scene.instructor.id}", f"start_date={scene.day}&end_date={scene.day}"
    for path in (f"{public}/availability?{days}", f"{public}/next-available", f"{public}/live?{days}"):
        assert code(await client.get(path)) == (404, "instructor_not_found"), path
    many = await client.get(f"/api/public/availability?instructor_ids={scene.instructor.id}&date={scene.day}")
    assert many.json() == {"instructors": []}

    series = {key: value for key, value in lesson.items() if key != "date"} | {"first_date": str(scene.day), "count": 2}
    for path, body in [
        ("bookings", lesson),
        ("bookings", lesson | {"hold_id": held["id"]}),
        ("bookings/quote", lesson),
        ("bookings/holds", lesson),
        ("bookings/series", series | {"interval_weeks": 1}),
        ("waitlist", wish_body(scene)),
    ]:
        assert await post(path, body) == NOT_SOLD, path
    moved = await post(f"bookings/{booking['id']}/reschedule", {"date": str(scene.day), "start_time": "15:00"})
    assert moved == (422, "not_available")
    stands = await client.get(f"/api/bookings/{booking['id']}", headers=student)
    assert stands.json() == booking
    assert (await scene.act(booking, "cancel", scene.student, {"reason": "ill"})).status_code == 200

    await change("reactivate")
    assert set(offered) < set(await scene.starts()), "and what the cancelled lesson had"
    assert (await scene.booked("12:00", hold_id=held["id"]))["id"] == held["id"]
