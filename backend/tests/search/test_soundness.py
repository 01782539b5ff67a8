"""Every result meets every constraint and nothing that meets them is missing: against a plain reading of all data.

The reading takes profiles and starts from the public endpoints, so that it shares no query with search.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.availability.models import Blackout
from app.core.clock import FixedClock
from app.core.container import Container
from app.core.enums import AgeGroup, Level, Place
from app.core.timerange import instant_to_wall, wall_to_instant
from app.instructors.domain import default_duration
from tests.factories.accounts import signed_in
from tests.factories.instructors import make_instructor, make_offering
from tests.factories.lessons import make_hours

INSTRUCTORS, QUERIES, DAYS = 16, 30, 18
SUBJECTS = {"piano": "music", "guitar": "music", "violin": "music", "french": "languages", "chess": "hidden-gems"}
AREAS = {
    "astoria": "queens",
    "sunnyside": "queens",
    "chelsea": "manhattan",
    "inwood": "manhattan",
    "bushwick-west": "brooklyn",
}
ZONES = ["America/New_York"] * 6 + ["America/Los_Angeles", "Asia/Kolkata"]
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


@dataclass
class Sold:
    """An offering as the public sees it, with every start at which a lesson of each length is accepted."""

    instructor: dict[str, Any]
    offering: dict[str, Any]
    now: datetime
    starts: dict[int, list[tuple[date, str]]] = field(default_factory=dict)

    @property
    def areas(self) -> set[str]:
        return set(self.instructor["service_areas"])

    def minutes(self, asked: dict[str, Any]) -> int:
        return asked.get("duration_minutes") or default_duration(self.offering["durations"])

    def suits(self, asked: dict[str, Any]) -> bool:
        """Whether everything holds that needs no calendar."""
        offering = self.offering
        checks = {
            "subject": lambda wanted: offering["subject"] in wanted,
            "category": lambda wanted: offering["category"] == wanted,
            "min_rate_cents": lambda wanted: offering["rate_cents"] >= wanted,
            "max_rate_cents": lambda wanted: offering["rate_cents"] <= wanted,
            "duration_minutes": lambda wanted: wanted in offering["durations"],
            "place": lambda wanted: wanted in offering["places"],
            "excluded_subject": lambda unwanted: offering["subject"] not in unwanted,
            "excluded_place": lambda unwanted: set(offering["places"]) - set(unwanted),
            "level": lambda wanted: wanted in offering["levels"],
            "age_group": lambda wanted: wanted in offering["age_groups"],
            "neighborhood": lambda wanted: self.areas & set(wanted),
            "borough": lambda wanted: {AREAS[area] for area in self.areas} & set(wanted),
        }
        in_person = {"at_student", "at_instructor"} & set(offering["places"])
        meets = not {"neighborhood", "borough"} & asked.keys() or "place" in asked or in_person
        return bool(meets) and all(check(asked[name]) for name, check in checks.items() if name in asked)

    def starts_for(self, asked: dict[str, Any]) -> list[tuple[date, str]]:
        """The starts that the dates, days and times of day leave, in order."""
        return [start for start in self.starts.get(self.minutes(asked), []) if self._is_then(start, asked)]

    def _is_then(self, start: tuple[date, str], asked: dict[str, Any]) -> bool:
        day, wall = start
        zone = self.instructor["timezone"]
        ends_at = wall_to_instant(day, _minute(wall), zone) + timedelta(minutes=self.minutes(asked))
        starts_at = wall_to_instant(day, _minute(wall), zone)
        return (
            (not asked.get("available_now") or starts_at <= self.now + timedelta(hours=3))
            and asked.get("date_from", day) <= day <= asked.get("date_to", day)
            and WEEKDAYS[day.weekday()] in asked.get("weekday", WEEKDAYS)
            and wall >= asked.get("start_time", "00:00")
            and ("end_time" not in asked or ends_at <= wall_to_instant(day, _minute(asked["end_time"]), zone))
        )

    def meets(self, asked: dict[str, Any]) -> bool:
        asks_for_time = {"date_from", "date_to", "weekday", "start_time", "end_time", "available_now"} & asked.keys()
        return self.suits(asked) and (not asks_for_time or bool(self.starts_for(asked)))


def _minute(wall: str) -> int:
    return int(wall[:2]) * 60 + int(wall[3:])


@dataclass
class City:
    """Everybody who is listed."""

    sold: list[Sold]
    today: date

    def meeting(self, asked: dict[str, Any]) -> set[str]:
        return {item.instructor["id"] for item in self.sold if item.meets(asked)}

    def offering(self, offering_id: str) -> Sold:
        return next(item for item in self.sold if item.offering["id"] == offering_id)


MOMENTS = {
    "today": None,
    "before the clock jumps": datetime(2027, 3, 12, 15, 7, tzinfo=UTC),
    "before an hour repeats": datetime(2027, 11, 5, 15, 7, tzinfo=UTC),
}


@pytest.fixture(params=MOMENTS)
async def city(
    request: pytest.FixtureRequest,
    client: httpx.AsyncClient,
    container: Container,
    session: AsyncSession,
    clock: FixedClock,
) -> City:
    """Random instructors with random hours, lessons and black-out days, the same at each run."""
    clock.set(MOMENTS[request.param] or clock.now())
    chance = random.Random(f"city {request.param}")
    today = instant_to_wall(clock.now(), "America/New_York")[0]
    for _ in range(INSTRUCTORS):
        await _settle(session, chance, today, clock)
    sold = [item async for item in _everything_sold(client, clock.now(), today)]
    await _book_some(client, container, chance, sold)
    return City([item async for item in _everything_sold(client, clock.now(), today)], today)


async def _settle(session: AsyncSession, chance: random.Random, today: date, clock: FixedClock) -> None:
    zone = chance.choice(ZONES)
    subjects = chance.sample(list(SUBJECTS), k=chance.choice([1, 1, 2]))
    made = await make_instructor(
        session,
        clock=clock,
        neighborhoods=chance.sample(list(AREAS), k=chance.choice([0, 1, 1, 2])),
        profile={
            "timezone": zone,
            "horizon_days": chance.choice([7, 14]),
            "min_notice_minutes": chance.choice([0, 120, 1_440]),
            "buffer_minutes": chance.choice([0, 15, 45]),
        },
        subject=subjects[0],
        **_terms(chance),
    )
    for subject in subjects[1:]:
        await make_offering(session, made.id, clock=clock, subject=subject, **_terms(chance))
    days = [today + timedelta(days=offset) for offset in range(-1, DAYS)]
    await make_hours(session, made.id, {day: list(_hours(chance)) for day in days}, zone)
    if chance.random() < 0.3:
        session.add(Blackout(instructor_id=made.id, blackout_date=chance.choice(days), timezone=zone))
        await session.flush()


def _terms(chance: random.Random) -> dict[str, Any]:
    return {
        "rate_cents": chance.randrange(4_000, 12_000, 500),
        "durations": chance.choice([[30, 60], [60], [45, 90], [60, 120]]),
        "places": chance.sample(list(Place), k=chance.choice([1, 2, 3])),
        "levels": chance.sample(list(Level), k=chance.choice([1, 2, 3])),
        "age_groups": chance.sample(list(AgeGroup), k=chance.choice([1, 2, 4])),
    }


def _hours(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Up to three ranges of a day on quarter hours, now and then from or until midnight."""
    cuts = sorted(chance.sample(range(97), k=2 * chance.choice([0, 1, 1, 2, 3])))
    if cuts and chance.random() < 0.3:
        cuts[-1] = 96
    if cuts and chance.random() < 0.3:
        cuts[0] = 0
    yield from ((_wall(start), _wall(end)) for start, end in zip(cuts[::2], cuts[1::2], strict=True) if start < end)


def _wall(quarter: int) -> str:
    return f"{quarter // 4:02d}:{quarter % 4 * 15:02d}"


async def _everything_sold(client: httpx.AsyncClient, now: datetime, today: date) -> Any:
    found = (await client.get("/api/instructors", params={"limit": 100})).json()["items"]
    for card in found:
        profile = (await client.get(f"/api/instructors/{card['id']}")).json()
        for offering in profile["offerings"]:
            starts = {
                minutes: await _starts(client, profile["id"], offering["id"], minutes, today)
                for minutes in offering["durations"]
            }
            yield Sold(profile, offering, now, starts)


async def _starts(
    client: httpx.AsyncClient, instructor_id: str, offering_id: str, minutes: int, today: date
) -> list[tuple[date, str]]:
    asked = {
        "start_date": today - timedelta(days=1),
        "end_date": today + timedelta(days=DAYS),
        "offering_id": offering_id,
        "duration_minutes": minutes,
    }
    response = await client.get(f"/api/public/instructors/{instructor_id}/availability", params=asked)
    return [(date.fromisoformat(day["date"]), start) for day in response.json()["days"] for start in day["starts"]]


async def _book_some(client: httpx.AsyncClient, container: Container, chance: random.Random, sold: list[Sold]) -> None:
    for item in chance.sample(sold, k=len(sold) // 2):
        student = await signed_in(container, zip_code="11103")
        minutes = default_duration(item.offering["durations"])
        if not item.starts[minutes]:
            continue
        day, start = chance.choice(item.starts[minutes])
        request = {
            "instructor_id": item.instructor["id"],
            "offering_id": item.offering["id"],
            "date": str(day),
            "start_time": start,
            "duration_minutes": minutes,
            "place": item.offering["places"][0],
            "neighborhood": next(iter(item.areas), None),
        }
        # Another offering of the same instructor may have been booked at that time just before.
        assert (await client.post("/api/bookings", json=request, headers=student.headers)).status_code in {201, 409}


def random_filters(chance: random.Random, today: date) -> dict[str, Any]:
    """Some filters of some kinds, as one sends them; now and then none."""
    first = today + timedelta(days=chance.randrange(-1, 9))
    low = chance.randrange(4_000, 9_000, 500)
    start = chance.randrange(0, 80)
    kinds: list[dict[str, Any]] = [
        {"subject": chance.sample(list(SUBJECTS), k=chance.choice([1, 2]))},
        {"category": chance.choice(list(SUBJECTS.values()))},
        {"neighborhood": chance.sample(list(AREAS), k=chance.choice([1, 2]))},
        {"borough": [chance.choice(list(AREAS.values()))]},
        {"place": chance.choice(list(Place)).value},
        {"excluded_place": [place.value for place in chance.sample(list(Place), k=chance.choice([1, 2]))]},
        {"excluded_subject": chance.sample(list(SUBJECTS), k=chance.choice([1, 2]))},
        {"available_now": True},
        {"level": chance.choice(list(Level)).value},
        {"age_group": chance.choice(list(AgeGroup)).value},
        {"max_rate_cents": chance.randrange(5_000, 12_000, 500)},
        {"min_rate_cents": low, "max_rate_cents": low + 3_000},
        {"date_from": first, "date_to": first + timedelta(days=chance.choice([0, 0, 1, 6]))},
        {"date_from": first},
        {"weekday": chance.sample(WEEKDAYS, k=chance.choice([1, 2]))},
        {"start_time": _wall(start)},
        {"end_time": _wall(start + 12)},
        {"start_time": _wall(start), "end_time": _wall(min(start + chance.choice([4, 8, 16]), 96))},
        {"duration_minutes": chance.choice([30, 45, 60, 90, 120])},
    ]
    filters: dict[str, Any] = {}
    for kind in chance.sample(kinds, k=chance.choice([0, 1, 3, 4, 5, 6])):
        filters |= kind
    return _in_order(filters)


def _in_order(filters: dict[str, Any]) -> dict[str, Any]:
    """Without a bound that two kinds together have put the wrong way round."""
    for low, high in (("min_rate_cents", "max_rate_cents"), ("start_time", "end_time"), ("date_from", "date_to")):
        if low in filters and high in filters and filters[low] >= filters[high] and low != "date_from":
            del filters[high]
    if "date_to" in filters and filters["date_from"] > filters["date_to"]:
        del filters["date_to"]
    return filters


async def ask(client: httpx.AsyncClient, asked: dict[str, Any], **more: Any) -> dict[str, Any]:
    response = await client.get("/api/search", params=asked | {"limit": 100} | more)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


async def test_search_finds_exactly_what_meets_the_constraints(client: httpx.AsyncClient, city: City) -> None:
    """One test, because the city is dear to make."""
    chance = random.Random(5)
    totals = [await _check_search(client, city, random_filters(chance, city.today)) for _ in range(QUERIES)]
    assert 0 < totals.count(0) < QUERIES / 2
    for _ in range(QUERIES // 5):
        await _check_browse(client, city, random_filters(chance, city.today))
    for sort in ("best", "price", "rating", "soonest", "distance"):
        await _check_pages(client, {"sort": sort, "lat": 40.75, "lng": -73.9})


async def _check_search(client: httpx.AsyncClient, city: City, asked: dict[str, Any]) -> int:
    answer = await ask(client, asked)
    found = [result["instructor"]["id"] for result in answer["results"]]
    assert len(found) == len(set(found)) == answer["total"]
    assert set(found) == city.meeting(asked), asked
    for result in answer["results"]:
        _check_result(city, asked, result)
    if not found:
        _check_relaxed(city, asked, answer)
    assert not (found and answer["relaxed"])
    return len(found)


async def _check_browse(client: httpx.AsyncClient, city: City, asked: dict[str, Any]) -> None:
    page = (await client.get("/api/instructors", params=asked | {"limit": 100})).json()
    assert {item["id"] for item in page["items"]} == city.meeting(asked)
    assert page["total"] == len(page["items"])


async def _check_pages(client: httpx.AsyncClient, asked: dict[str, Any]) -> None:
    """Pages neither repeat nor miss anybody; one behind the last knows the total still."""
    whole = await ask(client, asked)
    paged = [
        result["instructor"]["id"]
        for offset in range(0, whole["total"] + 5, 5)
        for result in (await ask(client, asked, limit=5, offset=offset))["results"]
    ]
    assert paged == [result["instructor"]["id"] for result in whole["results"]]
    assert whole["total"] == len(paged)
    beyond = await ask(client, asked, offset=1_000)
    assert (beyond["total"], beyond["results"], beyond["relaxed"]) == (whole["total"], [], [])
    _check_order(whole["results"], asked["sort"])


def _check_result(city: City, asked: dict[str, Any], result: dict[str, Any]) -> None:
    sold = city.offering(result["offering"]["id"])
    assert sold.meets(asked), asked
    shown = [(date.fromisoformat(start["date"]), start["start_time"]) for start in result["next_available"]]
    assert shown == sold.starts_for(asked)[:3], asked
    assert sum(part["contribution"] for part in result["why"]) == pytest.approx(result["score"], abs=1e-9)


CONSTRAINTS = {
    "subjects": "subject",
    "neighborhoods": "neighborhood",
    "boroughs": "borough",
    "weekdays": "weekday",
    "excluded_subjects": "excluded_subject",
    "excluded_places": "excluded_place",
}


def _check_relaxed(city: City, asked: dict[str, Any], answer: dict[str, Any]) -> None:
    told = {item["constraint"]: item["total_without_it"] for item in answer["relaxed"]}
    expected = {}
    for constraint in told:
        name = CONSTRAINTS.get(constraint, constraint)
        given_up = {"date_from", "date_to"} if name in {"date_from", "date_to"} else {name}
        left = {key: value for key, value in asked.items() if key not in given_up}
        expected[constraint] = len(city.meeting(left))
    assert told == expected, asked
    named = {CONSTRAINTS.get(constraint, constraint) for constraint in told}
    assert named == asked.keys() - ({"date_to"} if "date_from" in asked else set())


def _check_order(results: list[dict[str, Any]], sort: str) -> None:
    keys = {
        "best": [-result["score"] for result in results],
        "price": [result["offering"]["rate_cents"] for result in results],
        "rating": [-(result["instructor"]["rating"] or 0) for result in results],
        "soonest": [
            result["next_available"][0]["starts_at"] if result["next_available"] else "9" for result in results
        ],
        "distance": [1e9 if result["distance_miles"] is None else result["distance_miles"] for result in results],
    }[sort]
    assert keys == sorted(keys)
