"""Giving a day that was edited by hand back to the weekly pattern."""

import asyncio
from collections.abc import Awaitable
from datetime import date, timedelta

import httpx
import pytest

from app.availability.repository import AvailabilityRepository
from app.availability.tasks import fill_new_days
from app.core.clock import FixedClock
from app.core.container import Container
from app.core.enums import RoleName
from tests.factories.accounts import signed_in
from tests.factories.lessons import Scene, make_scene
from tests.schedule.test_pattern import EVENING, HORIZON, MORNING, NIGHT, NOTHING, Calendar, code, every_day, move
from tests.waiting import until_waiting


@pytest.fixture
async def calendar(scene: Scene) -> Calendar:
    """With mornings as its usual week, but on the first two weeks, which were edited before."""
    made = Calendar(scene, scene.teacher.headers)
    await made.save(every_day(MORNING))
    return made


@pytest.fixture
def day(scene: Scene) -> date:
    """Of a week that the pattern filled."""
    return scene.day + timedelta(days=21 - scene.day.weekday())


def hand_back(calendar: Calendar, day: date) -> Awaitable[httpx.Response]:
    return calendar.client.delete(f"/api/availability/edited-days/{day}", headers=calendar.headers)


def preview(calendar: Calendar, day: date) -> Awaitable[httpx.Response]:
    return calendar.client.post(f"/api/availability/edited-days/{day}/validate", headers=calendar.headers)


@pytest.mark.parametrize("by_hand", [EVENING, NOTHING])
async def test_the_pattern_has_the_day_again_and_keeps_it(
    calendar: Calendar, day: date, by_hand: list[dict[str, str]]
) -> None:
    edited = await calendar.edit(day, by_hand)
    other = day + timedelta(days=1)
    assert (await calendar.edit(other, NIGHT))["edited_days"] == [str(day), str(other)]
    answer = await hand_back(calendar, day)
    assert answer.json() == await calendar.week(day)
    week = answer.json()
    assert (week["days"][str(day)], week["days"][str(other)]) == (MORNING, NIGHT)
    assert (week["edited_days"], week["version"]) == ([str(other)], edited["version"] + 2)
    saved = await calendar.save(every_day(EVENING))
    assert (str(day) in saved["kept_days"], str(other) in saved["kept_days"]) == (False, True)
    assert await calendar.hours(day) == EVENING


async def test_twice_is_once_and_a_day_that_nobody_edited_stays(calendar: Calendar, day: date) -> None:
    await calendar.edit(day, EVENING)
    first, again, never = [await hand_back(calendar, at) for at in (day, day, day + timedelta(days=1))]
    assert first.json() == again.json() == never.json()


async def test_hours_that_are_the_patterns_already_follow_it_from_now_on(calendar: Calendar, day: date) -> None:
    await calendar.edit(day, EVENING)
    edited = await calendar.edit(day, MORNING)
    assert edited["edited_days"] == [str(day)]
    week = (await hand_back(calendar, day)).json()
    assert (week["version"], week["edited_days"]) == (edited["version"], [])
    await calendar.save(every_day(NIGHT))
    assert await calendar.hours(day) == NIGHT


async def test_who_edits_the_week_hears_which_days_are_edited_now(calendar: Calendar, day: date) -> None:
    edited = await calendar.edit(day, EVENING)
    await hand_back(calendar, day)
    body = {"week_start": str(day), "version": edited["version"], "days": {}}
    stale = await calendar.client.put("/api/availability/week", json=body, headers=calendar.headers)
    assert code(stale) == (409, "week_changed")
    assert (stale.json()["current"]["edited_days"], stale.json()["current"]["days"][str(day)]) == ([], MORNING)


async def test_a_dry_run_names_the_lessons_that_stand_and_changes_nothing(
    calendar: Calendar, scene: Scene, day: date
) -> None:
    await calendar.edit(day, [{"start_time": "10:00", "end_time": "20:00"}])
    booking = await scene.booked("18:00", date=str(day))
    await scene.booked("10:00", scene.other, date=str(day))
    before = await calendar.week(day)
    assert before["outside_hours"] == []
    shown = (await preview(calendar, day)).json()
    assert [item["booking_id"] for item in shown.pop("outside_hours")] == [booking["id"]]
    assert shown == {
        "date": str(day),
        "hours": MORNING,
        "added": [{"start_time": "08:00", "end_time": "10:00"}],
        "removed": [{"start_time": "12:00", "end_time": "20:00"}],
        "filled_later": False,
    }
    assert await calendar.week(day) == before
    answer = (await hand_back(calendar, day)).json()
    assert [item["booking_id"] for item in answer["outside_hours"]] == [booking["id"]]
    stands = await scene.client.get(f"/api/bookings/{booking['id']}", headers=scene.student.headers)
    assert stands.json() == booking
    same = (await preview(calendar, day)).json()
    assert (same["added"], same["removed"]) == ([], [])


async def test_open_pages_hear_of_it(calendar: Calendar, scene: Scene, day: date) -> None:
    await calendar.edit(day, EVENING)
    async with scene.container.live.follow(scene.teacher.id, day, day, "here") as follower:
        await preview(calendar, day)
        assert await follower.changes(0) == []
        await hand_back(calendar, day)
        assert await follower.changes(0) == [day]


async def test_days_gone_by_and_calendars_without_a_pattern(
    calendar: Calendar, scene: Scene, container: Container, day: date
) -> None:
    newcomer = Calendar(scene, (await signed_in(container, RoleName.INSTRUCTOR)).headers)
    await newcomer.edit(day, EVENING)
    yesterday = scene.day - timedelta(days=3)
    for ask in (hand_back, preview):
        assert code(await ask(calendar, yesterday)) == (422, "day_gone_by")
        assert code(await ask(newcomer, day)) == (409, "no_pattern")
    today = scene.day - timedelta(days=2)
    assert (await hand_back(calendar, today)).json()["days"][str(today)] == MORNING
    assert await newcomer.hours(day) == EVENING
    await newcomer.save(every_day(NIGHT))
    await calendar.edit(day, EVENING)
    await hand_back(calendar, day)
    theirs = await newcomer.week(day)
    assert (theirs["days"][str(day)], theirs["edited_days"]) == (EVENING, [str(day)])


async def test_beyond_the_horizon_it_gets_its_hours_as_it_comes(
    calendar: Calendar, container: Container, clock: FixedClock, scene: Scene
) -> None:
    today = scene.day - timedelta(days=2)
    early, hidden = (today + timedelta(days=HORIZON + at) for at in (2, 3))
    for at in (early, hidden):
        await calendar.edit(at, EVENING)
    assert (await preview(calendar, early)).json()["filled_later"] is True
    week = (await hand_back(calendar, early)).json()
    assert (week["days"][str(early)], str(early) in week["edited_days"]) == (NOTHING, False)
    await calendar.save(every_day(NIGHT))
    assert await calendar.hours(early) == NOTHING
    await move(calendar, clock, today + timedelta(days=5))
    await fill_new_days.run(container)
    assert (await calendar.hours(early), await calendar.hours(hidden)) == (NIGHT, EVENING)


async def test_saving_the_week_and_handing_the_day_back_follow_each_other(
    live_client: httpx.AsyncClient, live_container: Container
) -> None:
    """Both began before either could change anything. Whichever comes second knows what the first one did."""
    scene = await make_scene(live_client, live_container)
    calendar = Calendar(scene, scene.teacher.headers)
    await calendar.save(every_day(MORNING))
    monday = scene.day + timedelta(days=21 - scene.day.weekday())

    async def in_order(week: date, *, saved_first: bool) -> list[int]:
        version = (await calendar.edit(week, EVENING))["version"]
        body = {"week_start": str(week), "version": version, "days": {str(week): NIGHT}}
        asked = [
            calendar.client.put("/api/availability/week", json=body, headers=calendar.headers),
            hand_back(calendar, week),
        ]
        async with live_container.database.session() as session:
            await AvailabilityRepository(session).lock_calendar(scene.teacher.id)
            begun = []
            for count, request in enumerate(asked if saved_first else reversed(asked), start=1):
                begun.append(asyncio.ensure_future(request))
                await until_waiting(session, count)
            await session.rollback()
        return [answer.status_code for answer in await asyncio.gather(*begun)]

    for week, saved_first, expected in ((monday, True, [200, 200]), (monday + timedelta(days=7), False, [200, 409])):
        assert await in_order(week, saved_first=saved_first) == expected
        stored = await calendar.week(week)
        assert (stored["days"][str(week)], str(week) in stored["edited_days"]) == (MORNING, False)
        rest = [hours for at, hours in stored["days"].items() if at != str(week)]
        assert rest == [NOTHING if saved_first else MORNING] * 6
