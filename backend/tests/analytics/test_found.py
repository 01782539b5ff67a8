"""How an instructor is found, through the doors that people use; and what was promised comes true."""

import uuid
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.analytics.dependencies import build_market_facts
from app.core.clock import FixedClock
from app.core.container import Container
from app.core.enums import Place, RoleName
from tests.analytics.events import SUBJECTS, draw_events, keep
from tests.conftest import NEW_YORK
from tests.factories.accounts import Caller, signed_in
from tests.factories.instructors import make_instructor
from tests.factories.lessons import make_hours, make_scene
from tests.factories.searches import guest_headers, interact, search


async def found(client: httpx.AsyncClient, teacher: Caller, days: int = 7) -> dict[str, Any]:
    """What was searched for before this moment."""
    answer = await client.get("/api/instructors/me/found", params={"days": days}, headers=teacher.headers)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_searches_that_showed_one_are_counted(
    client: httpx.AsyncClient, container: Container, clock: FixedClock
) -> None:
    scene = await make_scene(client, container)
    guests = [guest_headers() for _ in range(3)]
    for guest in guests:
        await search(client, "Piano", guest)
        await search(client, "piano for my daughter mia", guests[0])
    await search(client, "violin", guests[0])
    await search(client, "piano", guests[0] | {"user-agent": "Googlebot/2.1"})
    first = await search(client, "piano", guests[1])
    assert await interact(client, first, "click", headers=guests[1]) == 204
    assert await interact(client, first, "view", headers=guests[1]) == 204
    clock.advance(seconds=1)
    told = await found(client, scene.teacher)
    assert [told[name] for name in ("searches", "average_position", "views", "clicks", "bookings")] == [7, 1.0, 1, 1, 0]
    # What one person said three times stays with them.
    assert told["queries"] == [{"q": "piano", "searches": 4}]


async def test_who_was_never_found_gets_an_answer_too(client: httpx.AsyncClient, container: Container) -> None:
    teacher = await signed_in(container, RoleName.INSTRUCTOR)
    told = await found(client, teacher)
    assert [told[name] for name in ("searches", "average_position", "queries", "what_if", "facts")] == [
        0, None, [], None, None
    ]  # fmt: skip


async def test_the_what_if_is_true(
    client: httpx.AsyncClient, container: Container, session: AsyncSession, clock: FixedClock
) -> None:
    """When the hours that it names are opened, each search that it counted finds the instructor."""
    teacher = await signed_in(container, RoleName.INSTRUCTOR)
    profile = await make_instructor(
        session, user=teacher.user, neighborhoods=["astoria"], places=[Place.AT_STUDENT], rate_cents=7_000, clock=clock
    )
    monday = clock.now().astimezone(NEW_YORK).date()
    await make_hours(session, profile.id, {monday + timedelta(days=1): [("09:00", "10:00")]})
    queries = [
        "piano in astoria tuesdays after 6pm under $80",
        "piano astoria weekdays after 6pm",
        "beginner piano astoria weekdays 6-8pm",
    ]
    others = ["piano in astoria", "piano astoria weekdays after 6pm under $60", "violin astoria weekdays after 6pm"]
    for q in [*queries, *others]:
        assert (await search(client, q, guest_headers()))["total"] == (1 if q == "piano in astoria" else 0), q
    clock.advance(seconds=1)
    promised = (await found(client, teacher))["what_if"]
    assert promised["searches"] == 3
    assert (promised["subject"], promised["area"], promised["searches_alike"]) == ("piano", "astoria", 3)
    assert promised["text"].startswith("Opening ")
    assert promised["text"].endswith(" would have put you in 3 more searches for Piano in Astoria (Central).") or (
        " more searches for Piano in Astoria" in promised["text"]
    )
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    days = [monday + timedelta(days=offset) for offset in range(2, 16)]
    opened = [day for day in days if names[day.weekday()] == promised["weekday"]]
    await make_hours(session, profile.id, {day: [(promised["start_time"], promised["end_time"])] for day in opened})
    for q in queries:
        assert (await search(client, q))["total"] == 1, q
    for q in others[1:]:
        assert (await search(client, q))["total"] == 0, q
    assert (await found(client, teacher))["what_if"] is None


async def test_two_searches_are_too_few_to_speak_of(
    client: httpx.AsyncClient, container: Container, session: AsyncSession, clock: FixedClock
) -> None:
    teacher = await signed_in(container, RoleName.INSTRUCTOR)
    await make_instructor(session, user=teacher.user, clock=clock)
    for _ in range(2):
        await search(client, "piano weekdays after 6pm", guest_headers())
    clock.advance(seconds=1)
    assert (await found(client, teacher))["what_if"] is None
    await search(client, "piano weekdays after 6pm", guest_headers())
    clock.advance(seconds=1)
    assert (await found(client, teacher))["what_if"]["searches"] == 3


# Facts


async def test_facts_are_what_a_walk_over_everything_finds(
    client: httpx.AsyncClient, container: Container, session: AsyncSession, clock: FixedClock
) -> None:
    scene = await make_scene(client, container, rate_cents=6_000)
    await make_instructor(session, rate_cents=9_000)
    await make_instructor(session, subject="violin", rate_cents=5_000)
    for start in ("10:00", "12:00"):
        await scene.booked(start)
    held = await client.post("/api/bookings/holds", json=scene.lesson("15:00"), headers=scene.student.headers)
    assert held.status_code == 201
    drawn = draw_events(3, [scene.instructor.id], clock.now() - timedelta(days=20), 20, 200)
    await keep(session, drawn)
    clock.advance(seconds=1)
    facts = build_market_facts(session, clock)
    assert await facts.gather() == await facts.gather()
    admin = await signed_in(container, RoleName.ADMIN)
    answer = (await client.get("/api/analytics/subjects", params={"limit": 4}, headers=admin.headers)).json()
    rows = {row["subject"]: row for row in answer["items"]}
    searches = {
        subject: [event for event in drawn if event.is_search and subject in event.event["understood"]["subjects"]]
        for subject in SUBJECTS
    }
    assert {name: row["searches"] for name, row in rows.items()} == {
        name: len(events) for name, events in searches.items()
    }
    piano, violin, chess = rows["piano"], rows["violin"], rows["chess"]
    assert piano["without_results"] == sum(event.event["total"] == 0 for event in searches["piano"])
    assert [piano[name] for name in ("bookings", "instructors", "rate_p25_cents", "rate_p50_cents", "rate_p75_cents")] \
        == [2, 2, 6_000, 6_000, 9_000]  # fmt: skip
    assert (piano["peak_hours"], piano["peak_weekdays"]) == ([10, 12], [scene.day.isoweekday()])
    assert piano["searches_per_instructor"] == pytest.approx(len(searches["piano"]) / 2, abs=0.01)
    assert (violin["instructors"], violin["rate_p50_cents"], violin["bookings"]) == (1, 5_000, 0)
    assert (chess["instructors"], chess["searches_per_instructor"], chess["peak_hours"]) == (0, None, [])

    own = (await found(client, scene.teacher, days=28))["facts"]
    assert (own["bookings"], own["peak_hours"]) == (2, [10, 12])
    assert own["minutes_booked"] == 0  # they are in two days
    assert own["minutes_open"] >= 60


async def test_a_strangers_id_changes_nothing(client: httpx.AsyncClient, container: Container) -> None:
    student = await signed_in(container)
    assert (await client.get("/api/instructors/me/found", headers=student.headers)).status_code == 403
    assert (await client.get(f"/api/instructors/{uuid.uuid4()}/found", headers=student.headers)).status_code == 404
