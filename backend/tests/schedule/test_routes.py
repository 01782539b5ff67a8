"""The instructor's calendar and the public's view of it, as clients see them."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.availability.models import AvailabilitySlot
from app.core.clock import FixedClock
from app.core.container import Container
from app.core.enums import RoleName
from app.core.timerange import wall_to_instant
from tests.factories.accounts import Caller, auth_headers, signed_in
from tests.factories.lessons import Scene, make_hours, make_scene

NEW_YORK = "America/New_York"
SPRING, AUTUMN = date(2027, 3, 14), date(2027, 11, 7)
Ranges = list[tuple[str, str]]


def code(response: httpx.Response) -> tuple[int, str | None]:
    return response.status_code, response.json().get("code")


def monday_after(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())


def as_json(ranges: Ranges) -> list[dict[str, str]]:
    return [{"start_time": start, "end_time": end} for start, end in ranges]


def week_body(monday: date, days: dict[date, Ranges], version: int = 0) -> dict[str, Any]:
    sent = {str(day): as_json(ranges) for day, ranges in days.items()}
    return {"week_start": str(monday), "version": version, "days": sent}


async def save(scene: Scene, body: dict[str, Any], caller: Caller | None = None) -> httpx.Response:
    headers = (caller or scene.teacher).headers
    return await scene.client.put("/api/availability/week", json=body, headers=headers)


async def read(scene: Scene, monday: date, caller: Caller | None = None) -> dict[str, Any]:
    headers = (caller or scene.teacher).headers
    response = await scene.client.get(f"/api/availability/week?week_start={monday}", headers=headers)
    assert response.status_code == 200, response.text
    return dict(response.json())


@pytest.fixture
def monday(scene: Scene) -> date:
    """Of a week that is wholly to come, with hours from nine to five."""
    return monday_after(scene.day)


@pytest.fixture
def empty_monday(monday: date) -> date:
    """Of a week without hours."""
    return monday + timedelta(days=28)


class TestWeek:
    async def test_ranges_come_back_merged_and_sorted(self, scene: Scene, empty_monday: date) -> None:
        ranges = [("20:00", "24:00"), ("09:30", "10:00"), ("09:00", "09:30"), ("09:15", "09:45")]
        saved = (await save(scene, week_body(empty_monday, {empty_monday: ranges}))).json()
        assert saved["days"][str(empty_monday)] == as_json([("09:00", "10:00"), ("20:00", "24:00")])
        assert len(saved["days"]) == 7
        assert saved["version"] == 1
        assert await read(scene, empty_monday) == saved

    async def test_a_day_that_is_left_out_has_no_hours(self, scene: Scene, monday: date) -> None:
        tuesday = monday + timedelta(days=1)
        saved = (await save(scene, week_body(monday, {monday: [("09:00", "17:00")]}))).json()
        assert saved["days"][str(tuesday)] == []

    async def test_an_old_version_is_told_what_is_stored(self, scene: Scene, empty_monday: date) -> None:
        first = (await save(scene, week_body(empty_monday, {empty_monday: [("09:00", "10:00")]}))).json()
        refused = await save(scene, week_body(empty_monday, {empty_monday: [("12:00", "13:00")]}))
        assert code(refused) == (409, "week_changed")
        assert refused.json()["current"]["days"] == first["days"]
        assert refused.json()["current"]["version"] == 1
        again = await save(scene, week_body(empty_monday, {empty_monday: [("12:00", "13:00")]}, version=1))
        assert again.json()["version"] == 2
        assert (await save(scene, week_body(empty_monday, {}, version=7))).status_code == 409

    async def test_saving_the_same_changes_nothing(
        self, scene: Scene, empty_monday: date, session: AsyncSession
    ) -> None:
        body = week_body(empty_monday, {empty_monday: [("09:00", "10:00")]})
        await save(scene, body)
        assert (await save(scene, body | {"version": 1})).json()["version"] == 1

    async def test_days_that_do_not_differ_are_not_written(
        self, scene: Scene, empty_monday: date, session: AsyncSession
    ) -> None:
        tuesday = empty_monday + timedelta(days=1)
        await save(scene, week_body(empty_monday, {empty_monday: [("09:00", "10:00")], tuesday: [("09:00", "10:00")]}))
        query = text("SELECT ctid, xmin FROM availability_slots WHERE specific_date = :day")
        before = (await session.execute(query, {"day": empty_monday})).all()
        changed = {empty_monday: [("09:00", "10:00")], tuesday: [("12:00", "13:00")]}
        await save(scene, week_body(empty_monday, changed, version=1))
        assert (await session.execute(query, {"day": empty_monday})).all() == before

    async def test_days_gone_by_stay_as_they_are(self, scene: Scene, monday: date, clock: FixedClock) -> None:
        wednesday = monday + timedelta(days=2)
        clock.set(wall_to_instant(wednesday, 1, NEW_YORK))
        teacher = Caller(scene.teacher.user, await auth_headers(scene.container, scene.teacher.user))
        body = week_body(monday, {})
        preview = await scene.client.post("/api/availability/week/validate", json=body, headers=teacher.headers)
        saved = (await save(scene, body, teacher)).json()
        kept = [day for day, ranges in saved["days"].items() if ranges]
        assert kept == [str(monday), str(monday + timedelta(days=1))]
        assert preview.json()["skipped_days"] == kept
        assert preview.json()["days"] == saved["days"]

    async def test_a_new_instructor_has_an_empty_week(self, scene: Scene, container: Container) -> None:
        newcomer = await signed_in(container, RoleName.INSTRUCTOR)
        week = await read(scene, date(2027, 3, 8), newcomer)
        assert (week["version"], week["timezone"]) == (0, NEW_YORK)
        assert week["days"] == week["booked"] == {str(date(2027, 3, 8) + timedelta(days=n)): [] for n in range(7)}
        assert (await save(scene, week_body(SPRING + timedelta(days=1), {}), newcomer)).status_code == 200

    @pytest.mark.parametrize(
        ("days", "expected"),
        [
            ({"0": [("10:00", "10:00")]}, "invalid_input"),
            ({"0": [("11:00", "10:00")]}, "invalid_input"),
            ({"0": [("24:00", "24:00")]}, "invalid_input"),
            ({"0": [("10:10", "11:00")]}, "invalid_input"),
            ({"0": [("9:00", "11:00")]}, "invalid_input"),
            ({"7": [("10:00", "11:00")]}, "day_outside_week"),
            ({"-1": []}, "day_outside_week"),
            ({"0": [(f"{at // 2:02d}:{at % 2 * 30:02d}", f"{at // 2:02d}:{at % 2 * 30 + 15:02d}") for at in range(25)]},
             "too_many_ranges"),
        ],
    )  # fmt: skip
    async def test_what_is_no_week(self, scene: Scene, monday: date, days: dict[str, Ranges], expected: str) -> None:
        body = week_body(monday, {monday + timedelta(days=int(offset)): ranges for offset, ranges in days.items()})
        response = await save(scene, body)
        assert code(response) == (422, expected)
        assert response.json()["errors"]

    async def test_a_week_starts_on_a_monday(self, scene: Scene, monday: date) -> None:
        tuesday = monday + timedelta(days=1)
        assert code(await save(scene, week_body(tuesday, {}))) == (422, "not_a_monday")
        path = f"/api/availability/week?week_start={tuesday}"
        assert code(await scene.client.get(path, headers=scene.teacher.headers)) == (422, "not_a_monday")

    async def test_it_is_for_instructors(self, scene: Scene, monday: date) -> None:
        path = f"/api/availability/week?week_start={monday}"
        assert (await scene.client.get(path)).status_code == 401
        assert (await scene.client.get(path, headers=scene.student.headers)).status_code == 403
        assert (await save(scene, week_body(monday, {}), scene.student)).status_code == 403


class TestWithBookings:
    async def test_booked_time_stands_above_the_hours(self, scene: Scene, session: AsyncSession) -> None:
        booking = await scene.booked("10:00")
        week = await read(scene, scene.day - timedelta(days=scene.day.weekday()))
        assert week["booked"][str(scene.day)] == [
            {
                "start_time": "10:00",
                "end_time": "11:00",
                "booking_id": booking["id"],
                "student_display_name": "Mia O.",
            }
        ]

    async def test_holds_and_cancelled_lessons_are_not_booked_time(self, scene: Scene) -> None:
        booking = await scene.booked("10:00")
        await scene.act(booking, "cancel", scene.student, {"reason": "ill"})
        await scene.client.post("/api/bookings/holds", json=scene.lesson("12:00"), headers=scene.student.headers)
        week = await read(scene, scene.day - timedelta(days=scene.day.weekday()))
        assert week["booked"][str(scene.day)] == []

    async def test_lessons_that_are_over_stay_booked_time(self, scene: Scene, clock: FixedClock) -> None:
        """However they ended; only a cancelled one took none."""
        lessons = [await scene.booked(start) for start in ("09:00", "10:15", "11:30")]
        clock.set(wall_to_instant(scene.day, 13 * 60, NEW_YORK))
        teacher = Caller(scene.teacher.user, await auth_headers(scene.container, scene.teacher.user))
        for lesson, action in zip(lessons, ("complete", "no-show"), strict=False):
            assert (await scene.act(lesson, action, teacher)).status_code == 200
        week = await read(scene, scene.day - timedelta(days=scene.day.weekday()), teacher)
        assert [item["booking_id"] for item in week["booked"][str(scene.day)]] == [item["id"] for item in lessons]

    async def test_a_lesson_across_midnight_is_a_part_of_both_days(self, scene: Scene, session: AsyncSession) -> None:
        # A Sunday, so that the two days are of two weeks.
        night = monday_after(scene.day) + timedelta(days=20)
        morning = night + timedelta(days=1)
        await make_hours(session, scene.instructor.id, {night: [("22:00", "24:00")], morning: [("00:00", "02:00")]})
        await session.commit()
        await scene.booked("23:30", date=str(night))
        booked = (await read(scene, morning - timedelta(days=7)))["booked"] | (await read(scene, morning))["booked"]
        assert [(item["start_time"], item["end_time"]) for item in booked[str(night)]] == [("23:30", "24:00")]
        assert [(item["start_time"], item["end_time"]) for item in booked[str(morning)]] == [("00:00", "00:30")]

    async def test_lessons_outside_the_new_hours_are_named_and_stand(self, scene: Scene, monday: date) -> None:
        booking = await scene.booked("10:00", date=str(monday))
        await scene.booked("14:00", scene.other, date=str(monday))
        body = week_body(monday, {monday: [("12:00", "17:00")]})
        preview = await scene.client.post("/api/availability/week/validate", json=body, headers=scene.teacher.headers)
        assert [item["booking_id"] for item in preview.json()["outside_hours"]] == [booking["id"]]
        assert preview.json()["changes"][str(monday)] == {"added": [], "removed": as_json([("09:00", "12:00")])}
        assert (await read(scene, monday))["version"] == 0
        saved = (await save(scene, body)).json()
        assert saved["outside_hours"] == preview.json()["outside_hours"]
        stands = await scene.client.get(f"/api/bookings/{booking['id']}", headers=scene.student.headers)
        assert stands.json() == booking

    async def test_a_lesson_that_is_over_is_outside_no_hours(self, scene: Scene, clock: FixedClock) -> None:
        """What is told is what somebody still has to care about."""
        lesson = await scene.booked("10:00")
        monday = scene.day - timedelta(days=scene.day.weekday())
        body = week_body(monday, {scene.day: [("14:00", "17:00")]})
        for minute, expected in ((11 * 60 - 1, [lesson["id"]]), (11 * 60, [])):
            clock.set(wall_to_instant(scene.day, minute, NEW_YORK))
            headers = await auth_headers(scene.container, scene.teacher.user)
            preview = await scene.client.post("/api/availability/week/validate", json=body, headers=headers)
            assert [item["booking_id"] for item in preview.json()["outside_hours"]] == expected


class TestPublic:
    def path(self, scene: Scene, rest: str = "availability") -> str:
        return f"/api/public/instructors/{scene.instructor.id}/{rest}"

    async def test_free_time_says_nothing_of_who_took_the_rest(self, scene: Scene) -> None:
        await scene.booked("10:00")
        day = str(scene.day)
        response = await scene.client.get(self.path(scene), params={"start_date": day, "end_date": day})
        assert response.json() == {
            "instructor_id": str(scene.instructor.id),
            "timezone": NEW_YORK,
            "duration_minutes": None,
            "days": [{"date": day, "free": as_json([("09:00", "09:45"), ("11:15", "17:00")]), "starts": None}],
        }

    async def test_starts_for_the_length_of_an_offering(self, scene: Scene) -> None:
        asked = {"start_date": str(scene.day), "end_date": str(scene.day)}
        offering = {"offering_id": str(scene.instructor.offerings[0].id)}
        usual = (await scene.client.get(self.path(scene), params=asked | offering)).json()
        assert (usual["duration_minutes"], usual["days"][0]["starts"][-1]) == (60, "16:00")
        long = (await scene.client.get(self.path(scene), params=asked | offering | {"duration_minutes": "90"})).json()
        assert long["days"][0]["starts"][-1] == "15:30"
        unsold = await scene.client.get(self.path(scene), params=asked | offering | {"duration_minutes": "45"})
        assert code(unsold) == (422, "duration_not_offered")
        unknown = await scene.client.get(self.path(scene), params=asked | {"offering_id": str(scene.student.id)})
        assert code(unknown) == (404, "offering_not_found")

    async def test_at_most_62_days(self, scene: Scene) -> None:
        async def ask(days: int) -> httpx.Response:
            last = scene.day + timedelta(days=days - 1)
            params = {"start_date": str(scene.day), "end_date": str(last)}
            return await scene.client.get(self.path(scene), params=params)

        assert len((await ask(62)).json()["days"]) == 62
        assert code(await ask(63)) == code(await ask(0)) == (422, "invalid_input")

    async def test_nobody_finds_who_is_suspended(self, scene: Scene) -> None:
        await scene.client.post("/api/instructors/me/suspend", headers=scene.teacher.headers)
        asked = {"start_date": str(scene.day), "end_date": str(scene.day)}
        assert code(await scene.client.get(self.path(scene), params=asked)) == (404, "instructor_not_found")
        assert code(await scene.client.get(self.path(scene, "next-available"))) == (404, "instructor_not_found")
        many = {"instructor_ids": str(scene.instructor.id), "date": str(scene.day)}
        assert (await scene.client.get("/api/public/availability", params=many)).json() == {"instructors": []}

    async def test_the_next_starts(self, scene: Scene) -> None:
        today = scene.day - timedelta(days=2)
        response = await scene.client.get(self.path(scene, "next-available?duration_minutes=240&limit=8"))
        starts = [(start["date"], start["start_time"]) for start in response.json()["starts"]]
        # It is ten, and instructors want two hours' notice.
        assert starts[:5] == [(str(today), at) for at in ("12:00", "12:15", "12:30", "12:45", "13:00")]
        assert starts[5] == (str(today + timedelta(days=1)), "09:00")
        most = await scene.client.get(self.path(scene, "next-available?limit=100"))
        assert len(most.json()["starts"]) == 100
        for limit in ("0", "101"):
            refused = await scene.client.get(self.path(scene, f"next-available?limit={limit}"))
            assert code(refused) == (422, "invalid_input")

    async def test_no_start_is_an_answer(self, scene: Scene, session: AsyncSession) -> None:
        await session.execute(text("DELETE FROM availability_slots"))
        await session.commit()
        assert (await scene.client.get(self.path(scene, "next-available"))).json() == {"starts": []}

    async def test_many_at_once_in_the_order_asked_for(
        self, scene: Scene, client: httpx.AsyncClient, container: Container
    ) -> None:
        second = await make_scene(client, container)
        ids = [str(second.instructor.id), str(scene.student.id), str(scene.instructor.id)]
        params = {"instructor_ids": ",".join(ids), "date": str(scene.day), "duration_minutes": "60"}
        found = (await client.get("/api/public/availability", params=params)).json()["instructors"]
        assert [item["instructor_id"] for item in found] == [ids[0], ids[2]]
        assert found[1]["days"][0]["starts"] == await scene.starts()
        week = (await client.get("/api/public/availability", params=params | {"days": "7"})).json()["instructors"]
        assert [day["date"] for day in week[1]["days"]] == [str(scene.day + timedelta(days=at)) for at in range(7)]
        assert week[1]["days"][0] == found[1]["days"][0]
        assert code(await client.get("/api/public/availability", params=params | {"days": "8"})) == (
            422,
            "invalid_input",
        )

    @pytest.mark.parametrize("ids", ["", ",", "piano", "018f0000-0000-7000-8000-00000000000"])
    async def test_ids_are_ids(self, scene: Scene, ids: str) -> None:
        params = {"instructor_ids": ids, "date": str(scene.day)}
        assert code(await scene.client.get("/api/public/availability", params=params)) == (422, "invalid_input")

    async def test_what_did_not_change_is_not_sent_again(self, scene: Scene) -> None:
        asked = {"start_date": str(scene.day), "end_date": str(scene.day)}
        first = await scene.client.get(self.path(scene), params=asked)
        assert "max-age=0" in first.headers["Cache-Control"]
        known = {"If-None-Match": first.headers["ETag"]}
        for tags in (
            first.headers["ETag"],
            first.headers["ETag"].removeprefix("W/"),
            f'"x", {first.headers["ETag"]}',
            "*",
        ):
            same = await scene.client.get(self.path(scene), params=asked, headers={"If-None-Match": tags})
            assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", first.headers["ETag"]), tags
        await scene.booked("10:00")
        assert (await scene.client.get(self.path(scene), params=asked, headers=known)).status_code == 200

    async def test_head_is_get_without_its_body(self, scene: Scene) -> None:
        """Whatever GET answers: what is there, what is known, what is not to be had and what there is no GET for."""
        path = f"{self.path(scene)}?start_date={scene.day}&end_date={scene.day}"
        known = {"If-None-Match": (await scene.client.get(path)).headers["ETag"]}
        own = f"/api/availability/week?week_start={monday_after(scene.day)}"
        asked: list[tuple[str, dict[str, str], int]] = [
            (path, {}, 200), (path, known, 304), (path + "&duration_minutes=0", {}, 422),
            (own, scene.teacher.headers, 200), (own, {}, 401), (own, scene.student.headers, 403),
            (f"/api/bookings/{scene.instructor.id}", scene.student.headers, 404), ("/api/auth/login", {}, 405),
        ]  # fmt: skip
        for address, headers, status in asked:
            head, get = [await scene.client.request(how, address, headers=headers) for how in ("HEAD", "GET")]
            assert (head.status_code, head.content) == (status, b""), address
            for answer in (head, get):
                assert answer.headers.pop("X-Request-ID")
            assert head.headers == get.headers, address

    @pytest.mark.parametrize(
        ("day", "free", "starts"),
        [
            (SPRING, [("00:30", "05:00")], ["00:30", "00:45", "01:00", "01:15", "01:30", "01:45", "03:00", "03:15"]),
            (AUTUMN, [("00:30", "03:00")], ["00:30", "00:45", "01:00", "01:15", "01:30", "01:45", "02:00"]),
        ],
    )
    async def test_the_days_on_which_the_clock_changes(
        self, scene: Scene, session: AsyncSession, clock: FixedClock, day: date, free: Ranges, starts: list[str]
    ) -> None:
        clock.set(wall_to_instant(day - timedelta(days=3), 600, NEW_YORK))
        end = "05:00" if day == SPRING else "03:00"
        await make_hours(session, scene.instructor.id, {day: [("00:30", end)]})
        await session.commit()
        asked = {"start_date": str(day), "end_date": str(day), "duration_minutes": "60"}
        (found,) = (await scene.client.get(self.path(scene), params=asked)).json()["days"]
        assert found["free"] == as_json(free)
        assert [start for start in found["starts"] if start < "03:30"] == starts


async def test_hours_follow_the_instructor_to_another_zone(scene: Scene, session: AsyncSession) -> None:
    await scene.client.put("/api/instructors/me", json={"timezone": "America/Denver"}, headers=scene.teacher.headers)
    count = select(func.count()).select_from(AvailabilitySlot).where(AvailabilitySlot.timezone == "America/Denver")
    assert await session.scalar(count) == 14
    assert (await scene.starts())[0] == "09:00"
    booking = await scene.booked("09:00")
    assert booking["starts_at"].endswith("T16:00:00Z") or booking["starts_at"].endswith("T15:00:00Z")
