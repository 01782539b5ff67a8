"""Copying weeks and blacking days out."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from app.core.clock import FixedClock
from app.core.container import Container
from app.core.enums import RoleName
from app.core.timerange import wall_to_instant
from tests.factories.accounts import Caller, auth_headers, signed_in
from tests.factories.lessons import Scene

NINE_TO_FIVE = [{"start_time": "09:00", "end_time": "17:00"}]
EVENING = [{"start_time": "18:00", "end_time": "20:00"}]


def code(response: httpx.Response) -> tuple[int, str | None]:
    return response.status_code, response.json().get("code")


@pytest.fixture
def monday(scene: Scene) -> date:
    """Of a week that is wholly to come, with hours from nine to five on each day."""
    return scene.day + timedelta(days=7 - scene.day.weekday())


async def post(scene: Scene, path: str, body: dict[str, Any], caller: Caller | None = None) -> httpx.Response:
    headers = (caller or scene.teacher).headers
    return await scene.client.post(f"/api/availability/{path}", json=body, headers=headers)


async def save(scene: Scene, monday: date, day: date, ranges: list[dict[str, str]], version: int = 0) -> None:
    body = {"week_start": str(monday), "version": version, "days": {str(day): ranges}}
    saved = await scene.client.put("/api/availability/week", json=body, headers=scene.teacher.headers)
    assert saved.status_code == 200, saved.text


def copying(from_week: date, to_week: date, mode: str) -> dict[str, str]:
    return {"from_week": str(from_week), "to_week": str(to_week), "mode": mode}


class TestCopying:
    async def test_onto_an_empty_week(self, scene: Scene, monday: date) -> None:
        there = monday + timedelta(days=28)
        copied = (await post(scene, "copy-week", copying(monday, there, "replace"))).json()
        assert set(map(str, copied["days"])) == {str(there + timedelta(days=offset)) for offset in range(7)}
        assert copied["days"][str(there)] == NINE_TO_FIVE
        assert copied["version"] == 1

    @pytest.mark.parametrize(
        ("mode", "expected"),
        [("replace", EVENING), ("merge", NINE_TO_FIVE + EVENING)],
    )
    async def test_onto_hours_that_are_there(
        self, scene: Scene, monday: date, mode: str, expected: list[dict[str, str]]
    ) -> None:
        source = monday + timedelta(days=35)
        await save(scene, source, source, EVENING)
        copied = (await post(scene, "copy-week", copying(source, monday, mode))).json()
        assert copied["days"][str(monday)] == expected
        rest = [] if mode == "replace" else NINE_TO_FIVE
        assert copied["days"][str(monday + timedelta(days=1))] == rest

    async def test_a_copy_makes_an_open_editor_stale(self, scene: Scene, monday: date) -> None:
        await post(scene, "copy-week", copying(monday + timedelta(days=35), monday, "replace"))
        body = {"week_start": str(monday), "version": 0, "days": {}}
        stale = await scene.client.put("/api/availability/week", json=body, headers=scene.teacher.headers)
        assert code(stale) == (409, "week_changed")

    async def test_what_would_not_change_is_not_written(self, scene: Scene, monday: date) -> None:
        copied = (await post(scene, "copy-week", copying(monday, monday, "merge"))).json()
        assert copied["version"] == 0

    async def test_lessons_outside_the_hours_are_named(self, scene: Scene, monday: date) -> None:
        booking = await scene.booked("10:00", date=str(monday))
        copied = (await post(scene, "copy-week", copying(monday + timedelta(days=35), monday, "replace"))).json()
        assert [item["booking_id"] for item in copied["outside_hours"]] == [booking["id"]]

    @pytest.mark.parametrize(
        "change", [{"mode": "swap"}, {"from_week": "2027-03-09"}, {"to_week": "2027-03-09"}, {"to_week": "9999-12-27"}]
    )
    async def test_what_cannot_be_copied(self, scene: Scene, monday: date, change: dict[str, str]) -> None:
        response = await post(scene, "copy-week", copying(monday, monday, "merge") | change)
        assert response.status_code == 422
        assert [error["field"] for error in response.json()["errors"]] == list(change)

    async def test_it_is_for_instructors(self, scene: Scene, monday: date) -> None:
        body = copying(monday, monday, "merge")
        assert (await post(scene, "copy-week", body, scene.student)).status_code == 403


class TestApplying:
    def body(self, from_week: date, first: date, last: date, mode: str = "replace") -> dict[str, str]:
        return {"from_week": str(from_week), "start_date": str(first), "end_date": str(last), "mode": mode}

    async def test_each_day_gets_the_hours_of_its_day_of_the_week(self, scene: Scene, monday: date) -> None:
        source = monday + timedelta(days=35)
        await save(scene, source, source + timedelta(days=2), EVENING)
        first = source + timedelta(days=8)
        applied = (await post(scene, "apply-to-range", self.body(source, first, first + timedelta(days=20)))).json()
        wednesdays = [str(source + timedelta(days=offset)) for offset in (9, 16, 23)]
        assert applied == {"changed_days": wednesdays, "outside_hours": []}
        path = f"/api/availability/week?week_start={source + timedelta(days=14)}"
        week = (await scene.client.get(path, headers=scene.teacher.headers)).json()
        assert (week["version"], week["days"][wednesdays[1]]) == (1, EVENING)

    async def test_lessons_outside_the_hours_are_named_and_stand(self, scene: Scene, monday: date) -> None:
        booking = await scene.booked("10:00", date=str(monday))
        empty = monday + timedelta(days=35)
        applied = (await post(scene, "apply-to-range", self.body(empty, monday, monday))).json()
        assert [item["booking_id"] for item in applied["outside_hours"]] == [booking["id"]]

    async def test_a_dry_run_says_it_all_and_changes_nothing(self, scene: Scene, monday: date) -> None:
        booking = await scene.booked("10:00", date=str(monday))
        source, tuesday = monday + timedelta(days=35), monday + timedelta(days=1)
        await save(scene, source, source + timedelta(days=1), [{"start_time": "16:00", "end_time": "20:00"}])
        body = self.body(source, monday, tuesday)
        preview = (await post(scene, "apply-to-range/validate", body)).json()
        assert preview["changes"] == {
            str(monday): {"added": [], "removed": NINE_TO_FIVE},
            str(tuesday): {
                "added": [{"start_time": "17:00", "end_time": "20:00"}],
                "removed": [{"start_time": "09:00", "end_time": "16:00"}],
            },
        }
        assert [item["booking_id"] for item in preview["outside_hours"]] == [booking["id"]]
        path = f"/api/availability/week?week_start={monday}"
        week = (await scene.client.get(path, headers=scene.teacher.headers)).json()
        assert (week["version"], week["days"][str(monday)]) == (0, NINE_TO_FIVE)
        applied = (await post(scene, "apply-to-range", body)).json()
        assert applied["changed_days"] == list(preview["changes"])
        assert applied["outside_hours"] == preview["outside_hours"]
        again = (await post(scene, "apply-to-range/validate", body)).json()
        assert again["changes"] == {}

    async def test_days_gone_by_stay(self, scene: Scene, monday: date, clock: FixedClock) -> None:
        clock.set(wall_to_instant(monday + timedelta(days=1), 720, "America/New_York"))
        teacher = Caller(scene.teacher.user, await auth_headers(scene.container, scene.teacher.user))
        body = self.body(monday + timedelta(days=35), monday, monday + timedelta(days=1))
        preview = (await post(scene, "apply-to-range/validate", body, teacher)).json()
        assert preview["skipped_days"] == [str(monday)]
        assert list(preview["changes"]) == [str(monday + timedelta(days=1))]
        applied = (await post(scene, "apply-to-range", body, teacher)).json()
        assert applied["changed_days"] == [str(monday + timedelta(days=1))]

    async def test_a_year_at_most(self, scene: Scene, monday: date) -> None:
        year = await post(scene, "apply-to-range", self.body(monday, monday, monday + timedelta(days=365)))
        assert len(year.json()["changed_days"]) > 300
        for days in (366, -1):
            body = self.body(monday, monday, monday + timedelta(days=days))
            for path in ("apply-to-range", "apply-to-range/validate"):
                assert code(await post(scene, path, body)) == (422, "too_many_days")

    async def test_a_dry_run_refuses_what_applying_refuses(self, scene: Scene, monday: date) -> None:
        source = monday + timedelta(days=35)
        for day, start, end in ((source, "00", "15"), (monday, "30", "45")):
            hours = [{"start_time": f"{hour}:{start}", "end_time": f"{hour}:{end}"} for hour in range(10, 24)]
            await save(scene, day, day, hours)
        crowded = self.body(source, monday, monday, "merge")
        odd = self.body(source + timedelta(days=1), monday, monday)
        for body, expected in ((crowded, "too_many_ranges"), (odd, "not_a_monday")):
            refused = [await post(scene, path, body) for path in ("apply-to-range", "apply-to-range/validate")]
            assert [code(answer) for answer in refused] == [(422, expected)] * 2
            assert refused[0].json()["errors"] == refused[1].json()["errors"]

    async def test_a_year_of_days_as_full_as_they_may_be(self, scene: Scene, monday: date) -> None:
        source = monday + timedelta(days=35)
        full = [
            {"start_time": f"{at // 2:02d}:{at % 2 * 30:02d}", "end_time": f"{at // 2:02d}:{at % 2 * 30 + 15}"}
            for at in range(24)
        ]
        days = {str(source + timedelta(days=offset)): full for offset in range(7)}
        body = {"week_start": str(source), "version": 0, "days": days}
        await scene.client.put("/api/availability/week", json=body, headers=scene.teacher.headers)
        applied = await post(scene, "apply-to-range", self.body(source, monday, monday + timedelta(days=365)))
        assert len(applied.json()["changed_days"]) == 366 - 7


class TestBlackouts:
    async def test_nothing_is_booked_and_what_is_stands(self, scene: Scene) -> None:
        booking = await scene.booked("10:00")
        added = await post(scene, "blackouts", {"date": str(scene.day), "reason": "wedding"})
        assert added.status_code == 201
        assert (added.json()["date"], added.json()["reason"]) == (str(scene.day), "wedding")
        assert [item["booking_id"] for item in added.json()["booked"]] == [booking["id"]]
        assert await scene.starts() == []
        refused = await scene.book("14:00", scene.other)
        assert code(refused) == (422, "not_available")
        stands = await scene.client.get(f"/api/bookings/{booking['id']}", headers=scene.student.headers)
        assert stands.json()["status"] == "confirmed"

    async def test_they_are_listed_and_taken_back(self, scene: Scene) -> None:
        later = scene.day + timedelta(days=3)
        for day in (later, scene.day):
            await post(scene, "blackouts", {"date": str(day)})
        listed = (await scene.client.get("/api/availability/blackouts", headers=scene.teacher.headers)).json()
        assert [item["date"] for item in listed["items"]] == [str(scene.day), str(later)]
        assert listed["total"] == 2
        page = "/api/availability/blackouts?limit=1&offset=1"
        second = (await scene.client.get(page, headers=scene.teacher.headers)).json()
        assert second == {"items": listed["items"][1:], "total": 2, "limit": 1, "offset": 1}
        path = f"/api/availability/blackouts/{scene.day}"
        assert (await scene.client.delete(path, headers=scene.teacher.headers)).status_code == 204
        assert code(await scene.client.delete(path, headers=scene.teacher.headers)) == (404, "blackout_not_found")
        assert "10:00" in await scene.starts()

    async def test_once_a_day_and_not_for_days_gone_by(self, scene: Scene) -> None:
        body = {"date": str(scene.day)}
        assert (await post(scene, "blackouts", body)).status_code == 201
        assert code(await post(scene, "blackouts", body)) == (409, "blackout_exists")
        yesterday = scene.day - timedelta(days=3)
        assert code(await post(scene, "blackouts", {"date": str(yesterday)})) == (422, "day_gone_by")
        assert (await post(scene, "blackouts", body, scene.student)).status_code == 403

    async def test_others_do_not_see_or_remove_them(self, scene: Scene, container: Container) -> None:
        await post(scene, "blackouts", {"date": str(scene.day)})
        stranger = await signed_in(container, RoleName.INSTRUCTOR)
        listed = await scene.client.get("/api/availability/blackouts", headers=stranger.headers)
        assert listed.json()["items"] == []
        path = f"/api/availability/blackouts/{scene.day}"
        assert (await scene.client.delete(path, headers=stranger.headers)).status_code == 404
        assert (await post(scene, "blackouts", {"date": str(scene.day)}, stranger)).status_code == 201
