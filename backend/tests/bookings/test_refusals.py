"""What people are told when they cannot have a time or a lesson: whole answers, to the letter."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest

from app.core.container import Container
from app.core.rate_limit import CountingRateLimiter
from tests.conftest import NEW_YORK
from tests.factories.accounts import Caller
from tests.factories.lessons import Scene
from tests.waitlist.conftest import wish_body

CORRECT = "Some of what was sent is not right"
WORKDAY = [{"start_time": "09:00", "end_time": "17:00"}]


def problem(path: str, status: int, code: str, title: str, detail: str | None = None, **more: Any) -> dict[str, Any]:
    """The body of RFC 9457 as the contract has it, with nothing else in it."""
    body = {"type": f"urn:instainstru:problem:{code}", "title": title, "status": status, "detail": detail or title}
    errors: dict[str, Any] = {"errors": []} if status == 422 else {}
    return body | {"instance": path, "code": code} | errors | more


def field(name: str, message: str) -> dict[str, Any]:
    """Of a problem whose detail is just what is wrong with one field."""
    return {"detail": message, "errors": [{"field": name, "message": message}]}


@pytest.fixture
def asked(scene: Scene) -> "Asked":
    return Asked(scene)


class Asked:
    """Sends, and compares the whole answer."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.student, self.other, self.teacher = scene.student, scene.other, scene.teacher

    async def refused(
        self, request: str, body: Any, caller: Caller, status: int, code: str, title: str, **more: Any
    ) -> httpx.Response:
        method, _, path = request.partition(" ")
        answer = await self.scene.client.request(method, f"/api/{path}", json=body, headers=caller.headers)
        assert answer.json() == problem(f"/api/{path.partition('?')[0]}", status, code, title, **more)
        assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Request-ID"]
        return answer

    def starts(self, *times: str, day: date | None = None) -> list[dict[str, str]]:
        """As in `alternatives`: the start on the wall, and the instant."""
        day = day or self.scene.day
        return [{"date": str(day), "start_time": at, "starts_at": instant(day, at)} for at in times]


def instant(day: date, wall: str) -> str:
    from_wall = datetime.fromisoformat(f"{day}T{wall}").replace(tzinfo=NEW_YORK)
    return from_wall.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


async def test_a_lesson_that_cannot_be_booked(asked: Asked) -> None:
    scene = asked.scene
    booking, today = await scene.booked("12:00"), scene.day - timedelta(days=2)

    async def book(start: str, *expected: Any, caller: Caller = asked.other, **more: Any) -> None:
        changes = more.pop("changes", {})
        await asked.refused("POST bookings", scene.lesson(start, **changes), caller, *expected, **more)

    near = asked.starts("13:15", "13:30", "13:45")
    taken = (409, "time_taken", "This time is taken")
    await book("12:30", *taken, detail="Somebody else has a lesson at this time.", alternatives=near)
    mine: dict[str, Any] = {"detail": "You have another lesson at this time.", "alternatives": near}
    await book("12:30", *taken, caller=asked.student, **mine)
    said = field("start_time", "The instructor does not teach at this time; the nearest start is 16:00.")
    [nearest] = asked.starts("16:00")
    await book("20:00", 422, "not_available", "The instructor does not teach then", **said, nearest_start=nearest)
    said = field("start_time", "Needs 2 hours' notice; the first start is 12:00.")
    [first] = asked.starts("12:00", day=today)
    await book("10:15", 422, "too_soon", "This is too soon", **said, first_start=first, changes={"date": str(today)})
    last = str(scene.day + timedelta(days=58))
    said = field("start_time", f"Lessons can be booked up to 60 days ahead, until {last}.")
    far = {"date": str(scene.day + timedelta(days=90))}
    await book("10:00", 422, "too_far", "This is too far ahead", **said, last_date=last, changes=far)
    said = field("duration_minutes", "Lessons last 30, 60 or 90 minutes.")
    unsold = {"duration_minutes": 45}
    await book("10:00", 422, "duration_not_offered", "This length is not offered", **said, changes=unsold)
    said = field("place", "Lessons are given online or at student.")
    elsewhere = {"place": "at_instructor"}
    await book("10:00", 422, "place_not_offered", "Lessons are not given there", **said, changes=elsewhere)
    said = field("neighborhood", "Say in which neighborhood the lesson would be.")
    home = {"place": "at_student"}
    await book("10:00", 422, "outside_service_area", "The instructor does not travel there", **said, changes=home)
    wrong = [
        {"field": "start_time", "message": "must lie on a quarter hour"},
        {"field": "surprise", "message": "Extra inputs are not permitted"},
    ]
    invalid: dict[str, Any] = {
        "detail": "Please correct: start_time, surprise.",
        "errors": wrong,
        "changes": {"surprise": 1},
    }
    await book("10:10", 422, "invalid_input", CORRECT, **invalid)
    unknown = {"hold_id": booking["id"]}
    await book("10:00", 404, "hold_not_found", "No such hold", changes=unknown)
    await book("10:00", 403, "permission_denied", "You are not allowed to do this", caller=asked.teacher)
    for start in ("09:00", "10:15", "14:30"):
        held = await scene.client.post("/api/bookings/holds", json=scene.lesson(start), headers=asked.other.headers)
        assert held.status_code == 201
    too_many = (409, "too_many_holds", "You hold three times already")
    await asked.refused("POST bookings/holds", scene.lesson("16:00"), asked.other, *too_many)


async def test_a_lesson_with_which_something_cannot_be_done(asked: Asked) -> None:
    booking = await asked.scene.booked("12:00")
    path = f"POST bookings/{booking['id']}"
    student, teacher = asked.student, asked.teacher
    missing = {"detail": "Please correct: reason.", "errors": [{"field": "reason", "message": "Field required"}]}
    await asked.refused(f"{path}/cancel", {}, student, 422, "invalid_input", CORRECT, **missing)
    await asked.refused(f"{path}/complete", None, teacher, 422, "not_over_yet", "The lesson is not over yet")
    early = "A student is missing from 10 minutes after the start on"
    await asked.refused(f"{path}/no-show", None, teacher, 422, "too_early", early)
    itself = "Two different lessons of one student with one instructor can change places"
    await asked.refused(f"{path}/swap", {"with_booking_id": booking["id"]}, student, 422, "not_swappable", itself)
    request = f"GET bookings/{booking['id']}"
    await asked.refused(request, None, asked.other, 404, "booking_not_found", "No such booking")
    assert (await asked.scene.act(booking, "cancel", student, {"reason": "ill"})).status_code == 200
    over = {"detail": "This booking is cancelled: no reschedule."}
    there = {"date": str(asked.scene.day), "start_time": "15:00"}
    title = "This booking is not in a state for that"
    await asked.refused(f"{path}/reschedule", there, student, 409, "wrong_status", title, **over)
    wrong = [
        {"field": "as", "message": "Input should be 'student' or 'instructor'"},
        {"field": "limit", "message": "Input should be greater than or equal to 1"},
    ]
    said = {"detail": "Please correct: as, limit.", "errors": wrong}
    await asked.refused("GET bookings?as=nobody&limit=0", None, student, 422, "invalid_input", CORRECT, **said)


async def test_hours_and_free_time_that_cannot_be(asked: Asked) -> None:
    scene, teacher = asked.scene, asked.teacher
    monday = scene.day + timedelta(days=7 - scene.day.weekday())
    days = [str(monday + timedelta(days=at)) for at in range(7)]
    offered = [str(scene.day + timedelta(days=at)) for at in range(-2, 12)]
    hours = {day: WORKDAY if day in offered else [] for day in days}
    edited = [day for day in days if day in offered]
    current = {"week_start": days[0], "version": 0, "days": hours, "edited_days": edited}
    stale = "Somebody saved this week meanwhile"
    said: dict[str, Any] = {"detail": f"{stale}; `current` is what is stored.", "current": current}
    week = {"week_start": days[0], "version": 3, "days": {}}
    await asked.refused("PUT availability/week", week, teacher, 409, "week_changed", stale, **said)
    tuesday = field("week_start", f"{days[1]} is not a Monday.")
    request = f"GET availability/week?week_start={days[1]}"
    await asked.refused(request, None, teacher, 422, "not_a_monday", "A week starts on a Monday", **tuesday)
    gone = scene.day - timedelta(days=5)
    over = field("date", f"{gone} is over.")
    blackouts = "availability/blackouts"
    await asked.refused(
        f"POST {blackouts}", {"date": str(gone)}, teacher, 422, "day_gone_by", "This day is over", **over
    )
    none = (404, "blackout_not_found", "This day is not blacked out")
    await asked.refused(f"DELETE {blackouts}/{scene.day}", None, teacher, *none)
    ids = ",".join(f"018f0000-0000-7000-8000-0000000000{at:02d}" for at in range(51))
    many = f"public/availability?date={scene.day}&instructor_ids="
    too_many = field("instructor_ids", "must be 1 to 50 ids")
    await asked.refused(f"GET {many}{ids}", None, asked.other, 422, "invalid_input", CORRECT, **too_many)
    fifty = await scene.client.get(f"/api/{many}{ids.rpartition(',')[0]}")
    assert (fifty.status_code, fifty.json()) == (200, {"instructors": []})


async def test_several_lessons_a_wish_and_a_calendar_that_cannot_be(asked: Asked) -> None:
    scene = asked.scene
    await scene.booked("12:00")
    series = scene.lesson("12:00") | {"first_date": str(scene.day), "interval_weeks": 1, "count": 2}
    del series["date"]
    later = scene.day + timedelta(days=7)

    def item(position: int, day: date, outcome: str, reason: str | None, *others: str) -> dict[str, Any]:
        [at] = asked.starts("12:00", day=day)
        found = {"position": position, "outcome": outcome, "reason": reason, "booking": None}
        return at | found | {"ends_at": instant(day, "13:00"), "alternatives": asked.starts(*others, day=day)}

    dates = [
        item(1, scene.day, "conflict", "taken", "10:30", "10:45", "13:15"),
        item(2, later, "available", None),
    ]
    title = "Not all of these lessons can be at their times"
    await asked.refused("POST bookings/series", series, asked.other, 409, "lessons_not_free", title, dates=dates)
    offering = {"instructor_id": str(scene.instructor.id), "offering_id": str(scene.instructor.offerings[0].id)}
    now = [offering | start for start in asked.starts("09:00", "09:15", "09:30", "09:45", "10:00")]
    title = "This can be booked right now"
    await asked.refused("POST waitlist", wish_body(scene), asked.other, 409, "bookable_now", title, available_now=now)
    none = (404, "calendar_not_found", "No such calendar")
    await asked.refused("GET calendar/nothing.ics", None, asked.other, *none)
    await asked.refused("DELETE calendar/feed", None, asked.other, *none)


async def test_a_body_that_is_no_json_is_wrong_as_a_whole(asked: Asked) -> None:
    for body in ('{"date": ', "[]", "null"):
        answer = await asked.scene.client.post("/api/bookings", content=body, headers=asked.student.headers)
        assert (answer.status_code, answer.json()["detail"]) == (422, "Please correct: body.")
        [error] = answer.json()["errors"]
        assert error["field"] == "body"


async def test_who_asks_too_often_is_told_for_how_long_to_wait(asked: Asked, container: Container) -> None:
    scene = asked.scene
    booking = await scene.booked("12:00")
    container.rate_limiter = CountingRateLimiter({"booking": 7, "wish": 8, "live": 9, "calendar": 10})
    free = f"public/instructors/{scene.instructor.id}/live?start_date={scene.day}&end_date={scene.day}"
    for request, seconds in [
        ("POST bookings", 7),
        ("POST bookings/holds", 7),
        ("POST bookings/series", 7),
        (f"POST bookings/{booking['id']}/reschedule", 7),
        (f"POST bookings/{booking['id']}/swap", 7),
        ("POST waitlist", 8),
        (f"GET {free}", 9),
        ("GET calendar/nothing.ics", 10),
    ]:
        said = {"detail": f"Please try again in {seconds} seconds."}
        title = "Too many requests"
        answer = await asked.refused(request, None, asked.student, 429, "too_many_requests", title, **said)
        assert answer.headers["Retry-After"] == str(seconds)
