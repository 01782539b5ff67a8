"""What must not change an answer does not, and what must widen or narrow it does so and nothing else."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.availability.models import Blackout
from app.core.clock import FixedClock
from app.core.enums import AgeGroup, Level, Place
from app.core.timerange import instant_to_wall
from evaluation.slots import by_words, seed_lexicon
from tests.factories.instructors import make_instructor
from tests.factories.lessons import make_open_days

PARSE = by_words(seed_lexicon())
PHRASES = {
    "subject": ["piano", "french horn", "bass guitar", "sat prep", "java"],
    "price": ["under $80", "between $40 and $90", "around $60 per hour", "cheap"],
    "day": ["tomorrow", "next week", "on weekends", "except mondays", "dec 5"],
    "time": ["after 4pm", "in the evening", "before noon", "5-7pm"],
    "where": ["in Astoria", "near Columbia", "in Brooklyn", "in 10024"],
    "place": ["not online", "at my home", "over zoom"],
    "who": ["for my 8-year-old", "for adults"],
    "level": ["beginner", "advanced level"],
    "length": ["for 90 minutes"],
}
SYNONYMS = [
    ("piano under $80", "pianist up to 80 dollars", "piano lessons at most $80"),
    ("guitar tomorrow evening", "guitar tmrw in the evening"),
    ("drums online", "drum over zoom", "drumming remotely", "drums not in person"),
    ("chess at my home", "chess, come to me", "chess in my apartment"),
    ("violin beginner", "violin from scratch", "violin for newbies"),
    ("yoga in the UWS", "yoga upper west side"),
    ("no weekends piano", "piano weekdays", "piano except saturdays and sundays"),
    ("cheap harp", "affordable harp", "harp, nothing expensive"),
    ("french for 2 hours", "french 120 minutes", "two-hour french"),
]


def said(chance: random.Random) -> list[str]:
    kinds = chance.sample(list(PHRASES), k=chance.randint(2, 5))
    return [chance.choice(PHRASES[kind]) for kind in kinds]


@pytest.mark.parametrize("seed", range(40))
def test_order_and_case_do_not_matter(seed: int) -> None:
    chance = random.Random(seed)
    phrases = said(chance)
    parsed = PARSE(", ".join(phrases))
    assert parsed.unrecognized == ()
    for _ in range(4):
        other = PARSE(chance.choice([" ", ", ", "; "]).join(chance.sample(phrases, k=len(phrases))).upper())
        assert other.constraints == parsed.constraints, phrases
        assert other.unrecognized == ()


@pytest.mark.parametrize("same", SYNONYMS, ids=lambda same: same[0])
def test_other_words_for_the_same_thing_mean_the_same(same: Sequence[str]) -> None:
    readings = [PARSE(text) for text in same]
    assert all(reading.constraints == readings[0].constraints for reading in readings)
    assert {reading.wants_cheap for reading in readings} == {readings[0].wants_cheap}
    assert all(reading.unrecognized == () for reading in readings)


# Answers


@pytest.fixture
def today(clock: FixedClock) -> date:
    return instant_to_wall(clock.now(), "America/New_York")[0]


@pytest.fixture
async def people(session: AsyncSession, today: date) -> list[Any]:
    """Eight who differ in everything, the same at each run."""
    chance = random.Random("people")
    made = []
    for number in range(8):
        instructor = await make_instructor(
            session,
            subject=chance.choice(["piano", "guitar"]),
            rate_cents=4_000 + 1_000 * number,
            places=chance.sample(list(Place), k=2),
            levels=chance.sample(list(Level), k=2),
            age_groups=chance.sample(list(AgeGroup), k=2),
            neighborhoods=chance.sample(["astoria", "chelsea", "bushwick-west"], k=chance.choice([1, 2])),
        )
        start = chance.choice(["09:00", "13:00", "17:00"])
        await make_open_days(session, instructor.id, today + timedelta(days=1), 3, [(start, "20:00")])
        made.append(instructor)
    return made


async def found(client: httpx.AsyncClient, **asked: Any) -> set[str]:
    response = await client.get("/api/search", params={"limit": 100} | asked)
    assert response.status_code == 200, response.text
    answer = response.json()
    ids = {result["instructor"]["id"] for result in answer["results"]}
    assert len(ids) == answer["total"]
    return ids


async def test_one_constraint_more_never_finds_somebody_else(
    client: httpx.AsyncClient, people: list[Any], today: date
) -> None:
    """Nor does one less lose anybody: the same pairs, read the other way round."""
    chance = random.Random("tightening")
    filters: list[tuple[str, Any]] = [
        ("subject", "piano"), ("max_rate_cents", 8_000), ("min_rate_cents", 5_000), ("place", "online"),
        ("excluded_place", "online"), ("excluded_subject", "guitar"), ("level", "beginner"), ("age_group", "kids"),
        ("neighborhood", "astoria"), ("borough", "queens"), ("date_from", str(today + timedelta(days=2))),
        ("start_time", "14:00"), ("end_time", "19:00"), ("duration_minutes", 90),
    ]  # fmt: skip
    for _ in range(3):
        asked: dict[str, Any] = {}
        before = await found(client)
        for name, value in chance.sample(filters, k=6):
            asked[name] = value
            after = await found(client, **asked)
            assert after <= before, asked
            before = after


async def test_a_higher_price_and_a_wider_time_only_add(client: httpx.AsyncClient, people: list[Any]) -> None:
    prices = [await found(client, max_rate_cents=cents) for cents in (3_000, 5_000, 7_000, 20_000)]
    assert all(low <= high for low, high in pairwise(prices))
    assert (len(prices[0]), len(prices[-1])) == (0, len(people))
    times = [await found(client, start_time=start, end_time="20:00") for start in ("19:00", "16:00", "08:00")]
    assert all(short <= long for short, long in pairwise(times))


async def test_free_time_that_comes_and_goes(
    client: httpx.AsyncClient, session: AsyncSession, people: list[Any], today: date
) -> None:
    """More of it can only bring its instructor in, less of it only take them out; nobody else notices."""
    day = today + timedelta(days=6)
    asked = {"date": str(day), "start_time": "10:00", "end_time": "12:00"}
    before = await found(client, **asked)
    lucky = str(people[3].id)
    assert lucky not in before
    await make_open_days(session, people[3].id, day, 1, [("10:00", "12:00")])
    assert await found(client, **asked) == before | {lucky}
    session.add(Blackout(instructor_id=people[3].id, blackout_date=day, timezone="America/New_York"))
    await session.flush()
    assert await found(client, **asked) == before
