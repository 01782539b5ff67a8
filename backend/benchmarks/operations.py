"""What is measured: health, a week, search with a time, with words and while they are typed, and a booking."""

import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import chain, cycle
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp

from benchmarks.load import Operation, Request

NEW_YORK = ZoneInfo("America/New_York")
PASSWORD = "only for measuring this machine"
LESSON_MINUTES = 60
DAYS_TO_BOOK = 20
# Two lessons of one instructor need an hour and the longest buffer between their starts.
MINUTES_BETWEEN_STARTS = 180
INSTRUCTORS = 60
READERS = 20


async def prepare_operations(url: str, bookings: int) -> list[Operation]:
    """Looks the city over through the API at `url`; `bookings` is how many lessons will be booked at most."""
    async with aiohttp.ClientSession(url) as session:
        day = _today() + timedelta(days=2)
        found = await _get(session, f"/api/instructors?limit=100&date={day}&place=online")
        instructors = [item["id"] for item in found["items"]]
        lessons = await _free_lessons(session, instructors[:INSTRUCTORS], bookings)
    weeks = cycle([_week(instructor, day) for instructor in instructors[:READERS]])
    filtered = f"/api/instructors?date={day}&start_time=17:00&end_time=20:00&limit=20"
    return [
        Operation("health", lambda: Request("GET", "/health")),
        Operation("availability", lambda: Request("GET", next(weeks))),
        Operation("browse", lambda: Request("GET", filtered)),
        Operation("search", lambda: Request("GET", "/api/search?q=piano+tomorrow+evening")),
        Operation("suggest", lambda: Request("GET", "/api/search/suggest?q=pia")),
        Operation("book", lambda: next(lessons)),
    ]


def _today() -> date:
    return datetime.now(NEW_YORK).date()


def _week(instructor: str, first: date) -> str:
    return f"/api/public/instructors/{instructor}/availability?start_date={first}&end_date={first + timedelta(days=6)}"


async def _get(session: aiohttp.ClientSession, path: str) -> Any:
    async with session.get(path, raise_for_status=True) as answer:
        return await answer.json()


async def _free_lessons(session: aiohttp.ClientSession, instructors: list[str], wanted: int) -> Iterator[Request]:
    """Lessons that do not touch one another: each student books with one instructor only."""
    requests: list[list[Request]] = []
    for instructor in instructors:
        if sum(map(len, requests)) >= wanted:
            break
        headers = await _join(session)
        requests.append(await _lessons_of(session, instructor, headers))
    if sum(map(len, requests)) < wanted:
        raise RuntimeError(f"the city has {sum(map(len, requests))} free lessons, {wanted} are wanted")
    return chain.from_iterable(requests)


async def _join(session: aiohttp.ClientSession) -> dict[str, str]:
    person = {"email": f"{uuid.uuid4().hex}@example.com", "password": PASSWORD}
    names = {"first_name": "Ana", "last_name": "Diaz", "role": "student"}
    async with session.post("/api/auth/register", json=person | names, raise_for_status=True):
        form = {"username": person["email"], "password": PASSWORD}
    async with session.post("/api/auth/login", data=form, raise_for_status=True) as answer:
        return {"Authorization": f"Bearer {(await answer.json())['access_token']}"}


async def _lessons_of(session: aiohttp.ClientSession, instructor: str, headers: dict[str, str]) -> list[Request]:
    profile = await _get(session, f"/api/instructors/{instructor}")
    offering = next(
        (o["id"] for o in profile["offerings"] if LESSON_MINUTES in o["durations"] and "online" in o["places"]), None
    )
    if offering is None:
        return []
    first = _today() + timedelta(days=2)
    wanted = f"start_date={first}&end_date={first + timedelta(days=DAYS_TO_BOOK)}&offering_id={offering}"
    days = await _get(
        session, f"/api/public/instructors/{instructor}/availability?{wanted}&duration_minutes={LESSON_MINUTES}"
    )
    body = {"instructor_id": instructor, "offering_id": offering, "place": "online", "duration_minutes": LESSON_MINUTES}
    return [
        Request("POST", "/api/bookings", 201, headers, body | {"date": day["date"], "start_time": start})
        for day in days["days"]
        for start in _apart(day["starts"])
    ]


def _apart(starts: list[str]) -> Iterator[str]:
    """Those of a day's starts that leave room for one another."""
    last = -MINUTES_BETWEEN_STARTS
    for start in starts:
        hours, minutes = start.split(":")
        minute = int(hours) * 60 + int(minutes)
        if minute - last >= MINUTES_BETWEEN_STARTS:
            last = minute
            yield start
