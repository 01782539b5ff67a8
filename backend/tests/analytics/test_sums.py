"""Sums against a walk over every event, however often and however late they are made."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.analytics.dependencies import build_search_analytics
from app.analytics.domain import TOTALS, Grain, Period
from app.analytics.models import SearchSum
from app.analytics.service import SearchAnalytics
from app.core.audit import AuditEntry
from app.core.clock import FixedClock
from app.core.container import Container
from app.core.enums import RoleName
from app.search.models import SearchEvent, SearchInteraction
from tests.analytics.events import Drawn, draw_events, keep
from tests.conftest import NEW_YORK
from tests.factories.accounts import Caller, signed_in
from tests.factories.instructors import make_instructor
from tests.factories.lessons import make_scene
from tests.factories.searches import guest_headers, interact, search

DAYS, COUNT = 6, 400


@pytest.fixture
async def instructors(session: AsyncSession) -> list[uuid.UUID]:
    return [(await make_instructor(session, first_name=name)).id for name in ("Ana", "Bo", "Cy", "Di")]


@pytest.fixture
async def admin(container: Container) -> Caller:
    return await signed_in(container, RoleName.ADMIN)


@pytest.fixture
def analytics(session: AsyncSession, container: Container) -> SearchAnalytics:
    return build_search_analytics(session, container)


@pytest.fixture
async def drawn(session: AsyncSession, instructors: list[uuid.UUID], clock: FixedClock) -> list[Drawn]:
    events = draw_events(7, instructors, clock.now() - timedelta(days=DAYS), DAYS, COUNT)
    await keep(session, events)
    return events


def walk(events: Iterable[Drawn]) -> dict[str, Any]:
    """The brute force: what `Totals` means, said once more in plain Python."""
    events = [event for event in events if event.event["device"] != "bot"]
    searches = [event for event in events if event.is_search]
    viewed = [event for event in searches if event.did("view", "click")]
    best = [min(row["position"] for row in event.interactions if row["kind"] != "book") for event in viewed]
    done = [row["kind"] for event in events for row in event.interactions]
    times = sorted(event.event["took_ms"] for event in searches)
    people = {event.event["guest_session_id"] for event in events} - {None}
    return {
        "searches": len(searches),
        "later_pages": len(events) - len(searches),
        "without_results": sum(event.event["total"] == 0 for event in searches),
        "not_understood": sum(bool(event.event["unrecognized"]) for event in searches),
        "results": sum(event.event["total"] for event in searches),
        "viewed": len(viewed),
        "booked": sum(event.did("book") for event in searches),
        "views": done.count("view"),
        "clicks": done.count("click"),
        "bookings": done.count("book"),
        "rank_sum": pytest.approx(sum(1 / place for place in best)),
        "took_ms": sum(times),
        "people": len(people),
        "p50_ms": percentile(times, 0.5),
        "p95_ms": percentile(times, 0.95),
        "p99_ms": percentile(times, 0.99),
    }


def percentile(times: Sequence[int], part: float) -> int:
    """The first that at least this part of all does not exceed."""
    return next((value for number, value in enumerate(times, 1) if number / len(times) >= part), 0)


def bucket(grain: str, at: datetime) -> datetime:
    if grain == "hour":
        return at.replace(minute=0, second=0, microsecond=0)
    return at.astimezone(NEW_YORK).replace(hour=0, minute=0, second=0, microsecond=0)


def walked(grain: str, events: Iterable[Drawn]) -> dict[datetime, dict[str, Any]]:
    groups: defaultdict[datetime, list[Drawn]] = defaultdict(list)
    for event in events:
        if event.event["device"] != "bot":
            groups[bucket(grain, event.event["at"])].append(event)
    return {starts_at: walk(group) for starts_at, group in groups.items()}


async def kept(session: AsyncSession, grain: str) -> dict[datetime, dict[str, Any]]:
    query = select(SearchSum).where(SearchSum.grain == grain).execution_options(populate_existing=True)
    columns = [*TOTALS, "people", "p50_ms", "p95_ms", "p99_ms"]
    return {row.starts_at: {name: getattr(row, name) for name in columns} for row in await session.scalars(query)}


async def test_hours_and_days_are_what_a_walk_over_the_events_finds(
    session: AsyncSession, analytics: SearchAnalytics, drawn: list[Drawn]
) -> None:
    for _ in range(2):
        await analytics.sum_searches()
        for grain in Grain:
            assert await kept(session, grain.value) == walked(grain.value, drawn)


async def test_what_comes_late_is_counted_by_the_next_run(
    session: AsyncSession,
    analytics: SearchAnalytics,
    instructors: list[uuid.UUID],
    drawn: list[Drawn],
    clock: FixedClock,
) -> None:
    await analytics.sum_searches()
    late = draw_events(8, instructors, clock.now() - timedelta(hours=40), 1, 60)
    await keep(session, late)
    clock.advance(hours=1)
    await analytics.sum_searches()
    for grain in Grain:
        assert await kept(session, grain.value) == walked(grain.value, [*drawn, *late])


async def test_sums_outlive_their_events(
    session: AsyncSession, analytics: SearchAnalytics, drawn: list[Drawn], clock: FixedClock
) -> None:
    await analytics.sum_searches()
    old = clock.now() - timedelta(days=4)
    before = {at: row for at, row in (await kept(session, "hour")).items() if at < old}
    await session.execute(delete(SearchEvent).where(SearchEvent.at < old))
    clock.advance(hours=1)
    await analytics.sum_searches()
    after = await kept(session, "hour")
    assert {at: row for at, row in after.items() if at in before} == before
    assert before


async def test_nothing_searched_is_nothing_summed(session: AsyncSession, analytics: SearchAnalytics) -> None:
    assert await analytics.sum_searches() is None
    assert await kept(session, "day") == {}


# Answers


async def get(client: httpx.AsyncClient, admin: Caller, path: str, **params: Any) -> Any:
    answer = await client.get(f"/api/analytics/{path}", params=params, headers=admin.headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("summed", [False, True])
async def test_every_answer_is_what_the_walk_says_summed_or_not(
    client: httpx.AsyncClient,
    admin: Caller,
    analytics: SearchAnalytics,
    drawn: list[Drawn],
    clock: FixedClock,
    summed: bool,
) -> None:
    if summed:
        await analytics.sum_searches()
    now = clock.now()
    days = 3
    period, before = Period.of_days(days, now), Period.before_days(days, now)
    here = [event for event in drawn if period.since <= event.event["at"] < now]
    expected, earlier = walk(here), walk(e for e in drawn if before.since <= e.event["at"] < before.until)

    summary = await get(client, admin, "search/summary", days=days)
    for name, value in summary["totals"].items():
        assert (value, summary["before"][name]) == (expected[name], earlier[name]), name
    assert summary["people"] == expected["people"]
    assert summary["average_results"] == pytest.approx(expected["results"] / expected["searches"], abs=0.01)

    for grain, length in (("day", days), ("hour", None)):
        trends = await get(client, admin, "search/trends", days=days, grain=grain)
        points = {datetime.fromisoformat(point.pop("starts_at")): point for point in trends["points"]}
        by_bucket = walked(grain, here)
        assert by_bucket.keys() <= points.keys()
        assert list(points) == sorted(points)
        assert length is None or len(points) == length
        for at, point in points.items():
            assert point == {name: by_bucket[at][name] if at in by_bucket else 0 for name in point}

    funnel = await get(client, admin, "search/funnel", days=days)
    assert {name: funnel[name] for name in ("searches", "viewed", "booked")} == {
        name: expected[name] for name in ("searches", "viewed", "booked")
    }
    assert funnel["view_rate"] == pytest.approx(expected["viewed"] / expected["searches"], abs=1e-4)
    for device in funnel["devices"]:
        alone = walk(event for event in here if event.event["device"] == device["device"])
        assert device == {"device": device["device"]} | {name: alone[name] for name in ("searches", "viewed", "booked")}

    performance = await get(client, admin, "search/performance", days=days)
    times = [event.event["took_ms"] for event in here if event.is_search]
    assert {name: performance[name] for name in ("p50_ms", "p95_ms", "p99_ms")} == {
        name: expected[name] for name in ("p50_ms", "p95_ms", "p99_ms")
    }
    assert performance["slow"] == sum(took > 500 for took in times)
    assert performance["average_ms"] == pytest.approx(sum(times) / len(times), abs=0.06)
    assert [day["searches"] for day in performance["days"]] == [
        row["searches"] for _, row in sorted(walked("day", here).items())
    ]


async def test_what_is_popular_and_what_finds_nobody(
    client: httpx.AsyncClient, admin: Caller, drawn: list[Drawn]
) -> None:
    searches = [event for event in drawn if event.is_search]
    popular = await get(client, admin, "search/popular", days=10)
    for name, rows in (("subjects", popular["subjects"]), ("neighborhoods", popular["neighborhoods"])):
        for row in rows:
            alike = [event for event in searches if row["slug"] in event.event["understood"][name]]
            told = [row[count] for count in ("searches", "without_results", "viewed", "booked")]
            assert told == [
                len(alike),
                sum(event.event["total"] == 0 for event in alike),
                sum(event.did("view", "click") for event in alike),
                sum(event.did("book") for event in alike),
            ]
    assert {row["slug"] for row in popular["subjects"]} == {"piano", "violin", "spanish", "chess"}
    said = {row["q"]: row for row in popular["queries"]}
    assert set(said) == {"piano", "violin astoria", "=cmd()"}
    pianists = [event for event in searches if (event.event["q"] or "").lower() == "piano"]
    assert said["piano"]["searches"] == len(pianists)
    assert said["piano"]["people"] == len({event.event["guest_session_id"] for event in pianists})

    nobody = await get(client, admin, "search/zero-results", days=10, limit=100)
    assert sum(row["searches"] for row in nobody) == sum(event.event["total"] == 0 for event in searches)
    assert all(None not in row["understood"].values() and [] not in row["understood"].values() for row in nobody)


async def test_tables_are_taken_away_as_they_are_shown(
    client: httpx.AsyncClient, admin: Caller, drawn: list[Drawn], session: AsyncSession
) -> None:
    tables = {}
    for report in ("days", "hours", "queries", "zero_results", "subjects"):
        answer = await client.get(
            "/api/analytics/export", params={"format": "csv", "report": report, "days": 10}, headers=admin.headers
        )
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
        assert f"search-{report}.csv" in answer.headers["content-disposition"]
        tables[report] = answer.text.splitlines()
    assert len(tables["days"]) == len(walked("day", drawn)) + 1
    assert len(tables["hours"]) == len(walked("hour", drawn)) + 1
    assert [line.split(",")[0] for line in tables["queries"][1:]] == sorted(
        (line.split(",")[0] for line in tables["queries"][1:]),
        key=lambda q: -next(int(line.split(",")[1]) for line in tables["queries"] if line.startswith(q)),
    )
    assert any(line.startswith("'=cmd()") for line in tables["queries"])
    assert tables["subjects"] == []
    entries = (await session.scalars(select(AuditEntry).where(AuditEntry.actor_id == admin.id))).all()
    assert [entry.details["report"] for entry in entries] == list(tables)
    refused = await client.get("/api/analytics/export", params={"format": "xlsx"}, headers=admin.headers)
    assert refused.status_code == 422


async def test_a_booking_counts_for_the_search_that_led_to_it(
    client: httpx.AsyncClient, container: Container, admin: Caller, session: AsyncSession, analytics: SearchAnalytics
) -> None:
    """From the first page to the funnel, through the doors that people use."""
    scene = await make_scene(client, container)
    mine = scene.student.headers
    await client.patch("/api/auth/me", json={"analytics_consent": True}, headers=mine)
    found = await search(client, "piano", mine)
    assert await interact(client, found, "click", headers=mine) == 204
    await search(client, "piano", guest_headers())
    await scene.booked("10:00")
    await session.execute(update(SearchEvent).values(at=container.clock.now() - timedelta(minutes=5)))
    await session.execute(update(SearchInteraction).values(at=container.clock.now() - timedelta(minutes=4)))
    await analytics.sum_searches()
    funnel = await get(client, admin, "search/funnel", days=1)
    assert [funnel[name] for name in ("searches", "viewed", "booked")] == [2, 1, 1]
