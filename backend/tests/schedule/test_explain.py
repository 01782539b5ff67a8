"""Why a time is not offered: told to its instructor rule by rule, and to students as far as it is theirs to know."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import FixedClock
from app.core.container import Container
from app.core.enums import RoleName
from app.core.timerange import wall_to_instant
from tests.factories.accounts import Caller, auth_headers, signed_in
from tests.factories.lessons import Scene, make_hours

NEW_YORK = "America/New_York"
NO_LESSON = {"booking_id": None, "student_display_name": None, "starts_at": None, "ends_at": None, "expires_at": None}


async def ask(
    scene: Scene, start_time: str, day: date | None = None, caller: Caller | None = None, minutes: int = 60
) -> httpx.Response:
    asked = {"date": str(day or scene.day), "start_time": start_time, "duration_minutes": str(minutes)}
    headers = (caller or scene.teacher).headers
    return await scene.client.get("/api/availability/explain", params=asked, headers=headers)


async def reasons(scene: Scene, start_time: str, day: date | None = None, minutes: int = 60) -> list[dict[str, Any]]:
    response = await ask(scene, start_time, day, minutes=minutes)
    assert response.status_code == 200, response.text
    answer = response.json()
    assert answer["offered"] == (not answer["reasons"])
    assert answer["offered"] == (start_time in await scene.starts(day, minutes))
    return list(answer["reasons"])


def told(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(reason["code"], reason["message"]) for reason in found]


async def test_what_is_offered_has_no_reason(scene: Scene) -> None:
    assert (await ask(scene, "10:00")).json() == {
        "date": str(scene.day),
        "start_time": "10:00",
        "duration_minutes": 60,
        "timezone": NEW_YORK,
        "offered": True,
        "reasons": [],
    }
    assert await reasons(scene, "10:00") == []


async def test_outside_the_hours_names_them(scene: Scene, session: AsyncSession) -> None:
    message = "The whole lesson has to lie in your hours, which are 09:00 to 17:00 on this day."
    assert told(await reasons(scene, "16:30")) == [("outside_hours", message)]
    free_day = scene.day + timedelta(days=20)
    assert told(await reasons(scene, "16:30", free_day)) == [("outside_hours", "You have no hours on this day.")]
    split = scene.day + timedelta(days=21)
    await make_hours(session, scene.instructor.id, {split: [("09:00", "12:00"), ("14:00", "24:00")]})
    await session.commit()
    assert "09:00 to 12:00 and 14:00 to 24:00" in told(await reasons(scene, "11:30", split))[0][1]
    assert "14:00 to 24:00" in told(await reasons(scene, "23:30", split))[0][1]


async def test_too_soon_says_from_when(scene: Scene) -> None:
    today = scene.day - timedelta(days=2)
    found = await reasons(scene, "11:45", today)
    assert told(found) == [("too_soon", "Needs 2 hours' notice: from now that is 12:00.")]
    assert found[0] | NO_LESSON == found[0]
    yesterday = told(await reasons(scene, "11:45", today - timedelta(days=1)))
    assert yesterday[0] == ("too_soon", f"Needs 2 hours' notice: from now that is {today} 12:00.")


async def test_too_far_says_until_when(scene: Scene, session: AsyncSession) -> None:
    last = scene.day + timedelta(days=58)
    await make_hours(session, scene.instructor.id, {last: [("08:00", "20:00")]})
    await session.commit()
    message = f"Lessons can be booked up to 60 days ahead, until {last}."
    assert told(await reasons(scene, "18:00", last)) == [("too_far", message)]


async def test_a_blackout_is_named_by_its_day(scene: Scene, session: AsyncSession) -> None:
    night, morning = (scene.day + timedelta(days=offset) for offset in (20, 21))
    await make_hours(session, scene.instructor.id, {night: [("20:00", "24:00")], morning: [("00:00", "06:00")]})
    await session.commit()
    for day in (scene.day, morning):
        body = {"date": str(day)}
        await scene.client.post("/api/availability/blackouts", json=body, headers=scene.teacher.headers)
    assert told(await reasons(scene, "10:00")) == [("blackout", f"{scene.day} is blacked out.")]
    assert told(await reasons(scene, "23:30", night)) == [("blackout", f"{morning} is blacked out.")]
    assert await reasons(scene, "23:00", night) == []


async def test_a_lesson_and_its_buffers(scene: Scene) -> None:
    booking = await scene.booked("12:00")
    lesson = {
        "booking_id": booking["id"],
        "student_display_name": "Mia O.",
        "starts_at": booking["starts_at"],
        "ends_at": booking["ends_at"],
        "expires_at": None,
    }
    (within,) = await reasons(scene, "12:30")
    assert within == {"code": "booked", "message": "Mia O. has a lesson from 12:00 to 13:00.", **lesson}
    (after,) = await reasons(scene, "13:00")
    message = "The lesson with Mia O. ends at 13:00, and 15 minutes after it stay free."
    assert after == {"code": "buffer", "message": message, **lesson}
    (before,) = await reasons(scene, "11:00")
    message = "The lesson with Mia O. begins at 12:00, and 15 minutes before it stay free."
    assert before == {"code": "buffer", "message": message, **lesson}
    assert await reasons(scene, "10:45") == await reasons(scene, "13:15") == []


async def test_a_hold_is_nobodys_and_ends(scene: Scene, clock: FixedClock) -> None:
    hold = await scene.client.post("/api/bookings/holds", json=scene.lesson("12:00"), headers=scene.student.headers)
    (found,) = await reasons(scene, "12:15")
    assert found == {
        "code": "hold",
        "message": "A student is just confirming a lesson from 12:00 to 13:00.",
        "booking_id": None,
        "student_display_name": None,
        "starts_at": hold.json()["starts_at"],
        "ends_at": hold.json()["ends_at"],
        "expires_at": hold.json()["expires_at"],
    }
    assert told(await reasons(scene, "13:00")) == [
        ("buffer", "A lesson that a student is just confirming ends at 13:00, and 15 minutes after it stay free.")
    ]
    clock.advance(minutes=5)
    assert await reasons(scene, "12:15") == []


async def test_every_rule_is_told(scene: Scene, session: AsyncSession) -> None:
    await scene.booked("12:00")
    await scene.booked("13:15", scene.other)
    await session.execute(text("DELETE FROM availability_slots"))
    await session.commit()
    body = {"date": str(scene.day)}
    await scene.client.post("/api/availability/blackouts", json=body, headers=scene.teacher.headers)
    profile = {"json": {"min_notice_minutes": 72 * 60}, "headers": scene.teacher.headers}
    await scene.client.put("/api/instructors/me", **profile)
    codes = [code for code, _ in told(await reasons(scene, "12:30", minutes=240))]
    assert codes == ["too_soon", "outside_hours", "blackout", "booked", "booked"]


async def test_a_lesson_across_midnight_is_told_with_its_dates(scene: Scene, session: AsyncSession) -> None:
    night, morning = (scene.day + timedelta(days=offset) for offset in (20, 21))
    await make_hours(session, scene.instructor.id, {night: [("20:00", "24:00")], morning: [("00:00", "06:00")]})
    await session.commit()
    await scene.booked("23:00", date=str(night))
    await scene.booked("00:30", scene.other, date=str(morning))
    assert told(await reasons(scene, "23:30", night)) == [
        ("booked", "Mia O. has a lesson from 23:00 to 24:00."),
        ("buffer", f"The lesson with Leo P. begins at {morning} 00:30, and 15 minutes before it stay free."),
    ]


async def test_the_missing_hour_has_no_other_reason(scene: Scene, session: AsyncSession, clock: FixedClock) -> None:
    spring = date(2027, 3, 14)
    clock.set(wall_to_instant(spring - timedelta(days=3), 720, NEW_YORK))
    await make_hours(session, scene.instructor.id, {spring: [("00:00", "24:00")]})
    await session.commit()
    teacher = Caller(scene.teacher.user, await auth_headers(scene.container, scene.teacher.user))
    answer = (await ask(scene, "02:30", spring, teacher)).json()
    assert told(answer["reasons"]) == [("missing_hour", "The clock skips 02:30 on 2027-03-14.")]


async def test_who_is_not_found_offers_nothing(scene: Scene, container: Container) -> None:
    await scene.client.post("/api/instructors/me/suspend", headers=scene.teacher.headers)
    answer = (await ask(scene, "10:00")).json()
    assert ([reason["code"] for reason in answer["reasons"]], answer["offered"]) == (["not_listed"], False)
    newcomer = await signed_in(container, RoleName.INSTRUCTOR)
    found = (await ask(scene, "10:00", caller=newcomer)).json()["reasons"]
    assert [reason["code"] for reason in found] == ["not_listed", "outside_hours"]


@pytest.mark.parametrize(
    "change",
    [{"start_time": "10:10"}, {"start_time": "24:00"}, {"duration_minutes": "50"}, {"duration_minutes": "0"},
     {"date": "tomorrow"}],
)  # fmt: skip
async def test_what_cannot_be_asked(scene: Scene, change: dict[str, str]) -> None:
    asked = {"date": str(scene.day), "start_time": "10:00", "duration_minutes": "60"} | change
    response = await scene.client.get("/api/availability/explain", params=asked, headers=scene.teacher.headers)
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == list(change)


async def test_students_learn_neither_of_holds_nor_of_who_booked(scene: Scene) -> None:
    await scene.client.post("/api/bookings/holds", json=scene.lesson("10:00"), headers=scene.student.headers)
    await scene.booked("13:00")
    answers = [await scene.book(start, scene.other) for start in ("10:00", "13:00", "14:00")]
    for answer in answers:
        assert (answer.status_code, answer.json()["detail"]) == (409, "Somebody else has a lesson at this time.")
        assert "Mia" not in answer.text
        assert set(answer.json()) == {
            "type", "title", "status", "detail", "instance", "code", "alternatives",
        }  # fmt: skip
    assert (await ask(scene, "10:00", caller=scene.student)).status_code == 403
