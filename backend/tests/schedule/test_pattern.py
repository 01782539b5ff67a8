"""The weekly pattern: what it fills, what it leaves alone, and what happens by itself as days come."""

import asyncio
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from app.availability.tasks import fill_new_days
from app.core.clock import FixedClock
from app.core.container import Container
from app.core.enums import RoleName
from app.core.timerange import wall_to_instant
from tests.factories.accounts import auth_headers, signed_in
from tests.factories.lessons import Scene, make_scene

NEW_YORK = "America/New_York"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MORNING = [{"start_time": "08:00", "end_time": "12:00"}]
EVENING = [{"start_time": "18:00", "end_time": "21:00"}]
NIGHT = [{"start_time": "22:00", "end_time": "24:00"}]
NOTHING: list[dict[str, str]] = []
TOO_MANY = [
    {"start_time": f"{at // 2:02d}:{at % 2 * 30:02d}", "end_time": f"{at // 2:02d}:{at % 2 * 30 + 15}"}
    for at in range(25)
]
# The scene's instructor edited the first two weeks by hand; hours can be booked for sixty days.
HORIZON = 60


def code(response: httpx.Response) -> tuple[int, str | None]:
    return response.status_code, response.json().get("code")


def every_day(hours: list[dict[str, str]]) -> dict[str, Any]:
    return dict.fromkeys(WEEKDAYS, hours)


class Calendar:
    """The teacher's calendar through the HTTP door, signed in anew so that the clock may move."""

    def __init__(self, scene: Scene, headers: dict[str, str]) -> None:
        self.scene, self.client, self.headers = scene, scene.client, headers

    async def put(self, body: Mapping[str, Any]) -> httpx.Response:
        return await self.client.put("/api/availability/pattern", json=body, headers=self.headers)

    async def save(self, body: Mapping[str, Any]) -> dict[str, Any]:
        response = await self.put(body)
        assert response.status_code == 200, response.text
        return dict(response.json())

    async def get(self) -> dict[str, Any]:
        response = await self.client.get("/api/availability/pattern", headers=self.headers)
        assert response.status_code == 200, response.text
        return dict(response.json())

    async def preview(self, body: Mapping[str, Any]) -> httpx.Response:
        return await self.client.post("/api/availability/pattern/validate", json=body, headers=self.headers)

    async def week(self, day: date) -> dict[str, Any]:
        monday = day - timedelta(days=day.weekday())
        path = f"/api/availability/week?week_start={monday}"
        return dict((await self.client.get(path, headers=self.headers)).json())

    async def hours(self, day: date) -> list[dict[str, str]]:
        return list((await self.week(day))["days"][str(day)])

    async def edit(self, day: date, hours: list[dict[str, str]]) -> dict[str, Any]:
        """Saves the day's week with other hours on that day."""
        week = await self.week(day)
        body = {name: week[name] for name in ("week_start", "version", "days")}
        body["days"] = body["days"] | {str(day): hours}
        response = await self.client.put("/api/availability/week", json=body, headers=self.headers)
        assert response.status_code == 200, response.text
        return dict(response.json())

    async def post(self, path: str, body: dict[str, str]) -> None:
        response = await self.client.post(f"/api/availability/{path}", json=body, headers=self.headers)
        assert response.status_code == 200, response.text


@pytest.fixture
def today(scene: Scene) -> date:
    return scene.day - timedelta(days=2)


@pytest.fixture
def last_day(today: date) -> date:
    return today + timedelta(days=HORIZON)


@pytest.fixture
def new_day(today: date) -> date:
    """A Monday without hours that nobody edited."""
    day = today + timedelta(days=21)
    return day - timedelta(days=day.weekday())


@pytest.fixture
async def calendar(scene: Scene) -> Calendar:
    return Calendar(scene, scene.teacher.headers)


async def move(calendar: Calendar, clock: FixedClock, day: date) -> None:
    """Noon of a day, and a login that is good then."""
    clock.set(wall_to_instant(day, 720, NEW_YORK))
    calendar.headers = await auth_headers(calendar.scene.container, calendar.scene.teacher.user)


class TestPattern:
    async def test_a_newcomer_has_none(self, scene: Scene, container: Container) -> None:
        newcomer = await signed_in(container, RoleName.INSTRUCTOR)
        calendar = Calendar(scene, newcomer.headers)
        assert await calendar.get() == every_day(NOTHING) | {"version": 0}
        saved = await calendar.save({"mon": MORNING})
        assert (saved["version"], saved["kept_days"]) == (1, [])
        assert len(saved["changed_days"]) in (8, 9)

    async def test_ranges_come_back_merged_and_sorted(self, calendar: Calendar) -> None:
        sent = [{"start_time": "22:00", "end_time": "24:00"}, *MORNING, {"start_time": "11:00", "end_time": "13:00"}]
        saved = await calendar.save({"tue": sent})
        assert saved["tue"] == [{"start_time": "08:00", "end_time": "13:00"}, *NIGHT]
        assert [saved[day] for day in WEEKDAYS if day != "tue"] == [NOTHING] * 6
        assert await calendar.get() == {name: saved[name] for name in (*WEEKDAYS, "version")}

    async def test_what_was_read_can_be_sent_back_and_changes_nothing(self, calendar: Calendar) -> None:
        await calendar.save(every_day(MORNING))
        again = await calendar.save(await calendar.get())
        assert (again["version"], again["changed_days"]) == (1, [])

    async def test_an_old_version_is_told_what_is_stored(self, calendar: Calendar) -> None:
        await calendar.save({"mon": MORNING, "version": 0})
        for refused in (await calendar.put({"mon": EVENING, "version": 0}), await calendar.preview({"version": 0})):
            assert code(refused) == (409, "pattern_changed")
            assert refused.json()["current"] == await calendar.get()
        assert (await calendar.save({"mon": EVENING}))["version"] == 2
        assert (await calendar.save({"mon": MORNING, "version": 2}))["version"] == 3

    @pytest.mark.parametrize(
        ("body", "expected", "field"),
        [
            ({"mon": [{"start_time": "10:00", "end_time": "10:00"}]}, "invalid_input", "mon.0"),
            ({"sun": [*MORNING, {"start_time": "10:10", "end_time": "11:00"}]}, "invalid_input", "sun.1.start_time"),
            ({"sun": [{"start_time": "24:00", "end_time": "24:00"}]}, "invalid_input", "sun.0.start_time"),
            ({"someday": MORNING}, "invalid_input", "someday"),
            ({"version": -1}, "invalid_input", "version"),
            ({"fri": TOO_MANY}, "too_many_ranges", "fri"),
        ],
    )
    async def test_what_is_no_pattern(
        self, calendar: Calendar, body: dict[str, Any], expected: str, field: str
    ) -> None:
        for refused in (await calendar.put(body), await calendar.preview(body)):
            assert code(refused) == (422, expected)
            assert [error["field"] for error in refused.json()["errors"]] == [field]


class TestFilling:
    async def test_every_day_to_the_horizon_gets_its_hours_at_once(
        self, calendar: Calendar, scene: Scene, today: date, last_day: date
    ) -> None:
        saved = await calendar.save(every_day(EVENING))
        by_hand = [str(today + timedelta(days=offset)) for offset in range(14)]
        filled = [str(today + timedelta(days=offset)) for offset in range(14, HORIZON + 1)]
        assert (saved["changed_days"], saved["kept_days"]) == (filled, by_hand)
        assert await calendar.hours(last_day) == EVENING
        assert await calendar.hours(last_day + timedelta(days=1)) == NOTHING
        assert await scene.starts(today + timedelta(days=14)) == [
            "18:00", "18:15", "18:30", "18:45", "19:00", "19:15", "19:30", "19:45", "20:00",
        ]  # fmt: skip

    async def test_each_weekday_has_its_own(self, calendar: Calendar, new_day: date) -> None:
        await calendar.save({"mon": MORNING, "wed": EVENING, "sun": NIGHT})
        days = (await calendar.week(new_day))["days"].values()
        assert list(days) == [MORNING, NOTHING, EVENING, NOTHING, NOTHING, NOTHING, NIGHT]

    async def test_today_counts_and_yesterday_does_not(
        self, calendar: Calendar, clock: FixedClock, today: date
    ) -> None:
        await move(calendar, clock, today + timedelta(days=30))
        await calendar.save(every_day(MORNING))
        assert await calendar.hours(today + timedelta(days=30)) == MORNING
        assert await calendar.hours(today + timedelta(days=29)) == NOTHING

    async def test_an_open_editor_of_a_filled_week_is_stale(self, calendar: Calendar, new_day: date) -> None:
        assert (await calendar.week(new_day))["version"] == 0
        await calendar.save(every_day(MORNING))
        body = {"week_start": str(new_day), "version": 0, "days": {}}
        stale = await calendar.client.put("/api/availability/week", json=body, headers=calendar.headers)
        assert code(stale) == (409, "week_changed")

    async def test_a_change_refills_the_days_that_came_from_it(self, calendar: Calendar, new_day: date) -> None:
        await calendar.save(every_day(MORNING))
        saved = await calendar.save(every_day(EVENING) | {"tue": MORNING})
        assert await calendar.hours(new_day) == EVENING
        assert str(new_day + timedelta(days=1)) not in saved["changed_days"]

    async def test_without_hours_it_takes_back_what_it_gave(
        self, calendar: Calendar, new_day: date, today: date, last_day: date
    ) -> None:
        await calendar.save(every_day(MORNING))
        await calendar.edit(new_day, EVENING)
        saved = await calendar.save({})
        assert len(saved["changed_days"]) == HORIZON - 14
        assert await calendar.hours(new_day) == EVENING
        assert await calendar.hours(new_day + timedelta(days=1)) == await calendar.hours(last_day) == NOTHING
        assert await calendar.hours(today) == [{"start_time": "09:00", "end_time": "17:00"}]

    async def test_a_nearer_horizon_does_not_hide_days_that_were_filled(
        self, calendar: Calendar, last_day: date
    ) -> None:
        await calendar.save(every_day(MORNING))
        profile = {"json": {"horizon_days": 30}, "headers": calendar.headers}
        assert (await calendar.client.put("/api/instructors/me", **profile)).status_code == 200
        await calendar.save(every_day(EVENING))
        assert await calendar.hours(last_day) == EVENING


class TestEditedByHand:
    """Every way of editing a day keeps the pattern from it, now and later."""

    async def stays(self, calendar: Calendar, day: date, hours: list[dict[str, str]]) -> None:
        saved = await calendar.save(every_day(NIGHT))
        assert await calendar.hours(day) == hours
        assert str(day) in saved["kept_days"]
        # The others of its week are the pattern's.
        assert await calendar.hours(day + timedelta(days=1)) == NIGHT

    async def test_by_saving_a_week(self, calendar: Calendar, new_day: date) -> None:
        await calendar.save(every_day(MORNING))
        await calendar.edit(new_day, EVENING)
        await self.stays(calendar, new_day, EVENING)

    async def test_by_emptying_it(self, calendar: Calendar, new_day: date) -> None:
        await calendar.save(every_day(MORNING))
        await calendar.edit(new_day, NOTHING)
        await self.stays(calendar, new_day, NOTHING)

    async def test_before_there_was_a_pattern(self, calendar: Calendar, new_day: date) -> None:
        await calendar.edit(new_day, EVENING)
        await calendar.edit(new_day, NOTHING)
        await self.stays(calendar, new_day, NOTHING)

    async def test_by_copying_a_week(self, calendar: Calendar, new_day: date) -> None:
        source = new_day + timedelta(days=70)
        await calendar.edit(source, EVENING)
        await calendar.post("copy-week", {"from_week": str(source), "to_week": str(new_day), "mode": "replace"})
        await self.stays(calendar, new_day, EVENING)

    async def test_by_applying_a_week(self, calendar: Calendar, new_day: date) -> None:
        await calendar.save(every_day(MORNING))
        source = new_day + timedelta(days=70)
        await calendar.edit(source, EVENING)
        body = {"from_week": str(source), "start_date": str(new_day), "end_date": str(new_day), "mode": "merge"}
        await calendar.post("apply-to-range", body)
        await self.stays(calendar, new_day, MORNING + EVENING)

    async def test_a_day_that_was_saved_as_it_was_is_still_the_patterns(
        self, calendar: Calendar, new_day: date
    ) -> None:
        await calendar.save(every_day(MORNING))
        await calendar.edit(new_day, EVENING)
        await calendar.save(every_day(NIGHT))
        assert await calendar.hours(new_day + timedelta(days=1)) == NIGHT


class TestAsDaysCome:
    async def test_the_task_fills_new_days_once(
        self, calendar: Calendar, container: Container, clock: FixedClock, today: date, last_day: date
    ) -> None:
        await calendar.save(every_day(MORNING))
        assert await fill_new_days.run(container) == 0
        await move(calendar, clock, today + timedelta(days=3))
        assert [await fill_new_days.run(container) for _ in range(2)] == [1, 0]
        for offset in (1, 2, 3):
            assert await calendar.hours(last_day + timedelta(days=offset)) == MORNING
        assert await calendar.hours(last_day + timedelta(days=4)) == NOTHING

    async def test_after_a_long_sleep_only_days_to_come_are_filled(
        self, calendar: Calendar, container: Container, clock: FixedClock, last_day: date
    ) -> None:
        await calendar.save(every_day(MORNING))
        woken = last_day + timedelta(days=30)
        await move(calendar, clock, woken)
        assert await fill_new_days.run(container) == 1
        assert await calendar.hours(woken - timedelta(days=1)) == NOTHING
        assert await calendar.hours(woken) == await calendar.hours(woken + timedelta(days=HORIZON)) == MORNING

    @pytest.mark.parametrize("hours", [EVENING, NOTHING])
    async def test_a_day_edited_beforehand_stays(
        self,
        calendar: Calendar,
        container: Container,
        clock: FixedClock,
        today: date,
        last_day: date,
        hours: list[dict[str, str]],
    ) -> None:
        await calendar.save(every_day(MORNING))
        early = last_day + timedelta(days=2)
        await calendar.edit(early, EVENING)
        await calendar.edit(early, hours)
        await move(calendar, clock, today + timedelta(days=3))
        await fill_new_days.run(container)
        assert await calendar.hours(early) == hours
        assert await calendar.hours(early + timedelta(days=1)) == MORNING

    async def test_a_pattern_without_hours_has_nothing_to_do(
        self, calendar: Calendar, container: Container, clock: FixedClock, today: date
    ) -> None:
        await calendar.save(every_day(MORNING))
        await calendar.save({})
        await move(calendar, clock, today + timedelta(days=3))
        assert await fill_new_days.run(container) == 0

    async def test_a_further_horizon_is_filled(self, calendar: Calendar, container: Container, last_day: date) -> None:
        await calendar.save(every_day(MORNING))
        profile = {"json": {"horizon_days": 365}, "headers": calendar.headers}
        await calendar.client.put("/api/instructors/me", **profile)
        assert await fill_new_days.run(container) == 1
        assert await calendar.hours(last_day + timedelta(days=305)) == MORNING


class TestWithBookings:
    async def test_lessons_whose_hours_vanish_are_named_and_stand(
        self, calendar: Calendar, scene: Scene, new_day: date
    ) -> None:
        await calendar.save(every_day(MORNING))
        booking = await scene.booked("08:00", date=str(new_day))
        await scene.booked("11:00", scene.other, date=str(new_day))
        wanted = every_day([{"start_time": "10:00", "end_time": "12:00"}])
        preview = (await calendar.preview(wanted)).json()
        assert [item["booking_id"] for item in preview["outside_hours"]] == [booking["id"]]
        assert preview["changes"][str(new_day)] == {
            "added": [],
            "removed": [{"start_time": "08:00", "end_time": "10:00"}],
        }
        assert (await calendar.get())["version"] == 1
        assert await calendar.hours(new_day) == MORNING
        saved = await calendar.save(wanted)
        for name in (*WEEKDAYS, "version", "kept_days", "outside_hours"):
            assert saved[name] == preview[name]
        assert saved["changed_days"] == list(preview["changes"])
        stands = await scene.client.get(f"/api/bookings/{booking['id']}", headers=scene.student.headers)
        assert stands.json() == booking

    async def test_what_it_fills_can_be_booked_up_to_the_horizon(
        self, calendar: Calendar, scene: Scene, last_day: date
    ) -> None:
        await calendar.save(every_day(MORNING))
        offered = await scene.starts(last_day)
        assert offered[0] == "08:00"
        await scene.booked("08:00", date=str(last_day))


async def test_it_is_for_instructors(scene: Scene) -> None:
    for headers, status in (({}, 401), (scene.student.headers, 403)):
        assert (await Calendar(scene, headers).put(every_day(MORNING))).status_code == status


async def test_saving_a_week_and_a_pattern_at_once_loses_neither(
    live_client: httpx.AsyncClient, live_container: Container
) -> None:
    """Whichever comes first: the day that was edited by hand has those hours, and the others the pattern's."""
    scene = await make_scene(live_client, live_container)
    calendar = Calendar(scene, scene.teacher.headers)
    monday = scene.day + timedelta(days=21 - scene.day.weekday())
    week = {"week_start": str(monday), "version": 0, "days": {str(monday): NIGHT}}
    edit = live_client.put("/api/availability/week", json=week, headers=scene.teacher.headers)
    edited, *saved = await asyncio.gather(
        edit, *(calendar.put(every_day(hours)) for hours in (MORNING, EVENING, MORNING))
    )
    assert {answer.status_code for answer in saved} == {200}
    last = max((answer.json() for answer in saved), key=lambda answer: answer["version"])
    expected = NIGHT if edited.status_code == 200 else last["mon"]
    assert edited.status_code in (200, 409)
    assert await calendar.hours(monday) == expected
    assert await calendar.hours(monday + timedelta(days=1)) == last["tue"]


async def test_the_task_a_copy_and_a_week_at_once_leave_the_copy(
    live_client: httpx.AsyncClient, live_container: Container, clock: FixedClock
) -> None:
    """On days that have just come within the horizon: a copy over them is the last word, whatever was there before."""
    scene = await make_scene(live_client, live_container)
    calendar, today = Calendar(scene, scene.teacher.headers), scene.day - timedelta(days=2)
    source = today + timedelta(days=21 - today.weekday())
    hours = {str(source + timedelta(days=at)): EVENING for at in range(7)}
    filled = {"week_start": str(source), "version": 0, "days": hours}
    await calendar.client.put("/api/availability/week", json=filled, headers=calendar.headers)
    await calendar.save(every_day(MORNING))
    await move(calendar, clock, today + timedelta(days=14))
    new = [today + timedelta(days=HORIZON + at) for at in range(1, 15)]
    monday = next(day for day in new if day.weekday() == 0)
    week = {"week_start": str(monday), "version": 0, "days": {str(monday): NIGHT}}
    copy = {"from_week": str(source), "start_date": str(new[0]), "end_date": str(new[-1]), "mode": "replace"}
    _, _, edited, _ = await asyncio.gather(
        fill_new_days.run(live_container),
        calendar.post("apply-to-range", copy),
        live_client.put("/api/availability/week", json=week, headers=calendar.headers),
        fill_new_days.run(live_container),
    )
    assert edited.status_code in (200, 409)
    assert [await calendar.hours(day) for day in new] == [EVENING] * len(new)
