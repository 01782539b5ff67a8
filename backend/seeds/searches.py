"""What the demo city's people search for: the same for the same seed, people and day. Pure.

Guests look around; students search before they book. Results are those who teach what was asked for where it was asked
for, so every figure that is made of them is one that could have been.
"""

import random
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from app.core.enums import Place
from app.core.timerange import format_minute, wall_to_instant
from app.search.domain import Device, InteractionKind, Weekday
from seeds.draw import draw, stable_id, weighted
from seeds.files import read_catalog, read_city
from seeds.lessons import LessonPlan
from seeds.population import TIMEZONE, InstructorPlan, Population, StudentPlan

PAGE = 20
GUESTS = 160
SEARCHES_A_DAY = (40, 70)
AGREES_SHARE, SEARCHED_BEFORE_SHARE, LOOKS_SHARE = 0.7, 0.4, 0.55
AREA_SHARE, TIME_SHARE, PRICE_SHARE, UNKNOWN_SHARE = 0.45, 0.4, 0.15, 0.1
HOURS = {8: 2, 9: 3, 10: 4, 11: 4, 12: 6, 13: 5, 14: 4, 15: 4, 16: 5, 17: 6, 18: 8, 19: 9, 20: 10, 21: 8, 22: 5, 23: 2}
DEVICES = {Device.MOBILE: 58, Device.DESKTOP: 34, Device.TABLET: 8}
REFERRERS = {None: 55, "www.google.com": 30, "duckduckgo.com": 6, "www.reddit.com": 5, "www.bing.com": 4}
# Words that search does not know, some of which mean something that is taught.
UNKNOWN_WORDS = ("patient", "strict", "ebonies", "pianoforte lute", "saz", "suzuki method", "theremin", "bagpipe")
TIMES: Mapping[str, Mapping[str, Any]] = {
    "after 6pm": {"start_time": 18 * 60},
    "weekday evenings": {"weekdays": list(Weekday)[:5], "start_time": 17 * 60, "end_time": 22 * 60},
    "tuesdays after 6pm": {"weekdays": [Weekday.TUE], "start_time": 18 * 60},
    "thursdays 5-7pm": {"weekdays": [Weekday.THU], "start_time": 17 * 60, "end_time": 19 * 60},
    "saturday mornings": {"weekdays": [Weekday.SAT], "start_time": 6 * 60, "end_time": 12 * 60},
    "sundays before noon": {"weekdays": [Weekday.SUN], "end_time": 12 * 60},
}
NOTHING: Mapping[str, Any] = {
    **dict.fromkeys(("category", "min_rate_cents", "max_rate_cents", "date_from", "date_to", "start_time", "end_time")),
    **dict.fromkeys(("duration_minutes", "place", "level", "age_group")),
    **{name: [] for name in ("subjects", "weekdays", "neighborhoods", "boroughs")},
    "excluded_subjects": [],
    "excluded_places": [],
    "available_now": False,
}


@dataclass(frozen=True, slots=True)
class LookPlan:
    """A result that somebody looked at, so many seconds after the search."""

    instructor_id: uuid.UUID
    kind: InteractionKind
    position: int
    seconds: int


@dataclass(frozen=True, slots=True)
class SearchPlan:
    id: uuid.UUID
    at: datetime
    student: StudentPlan | None
    guest_session_id: uuid.UUID | None
    device: Device
    referrer_host: str | None
    q: str
    understood: Mapping[str, Any]
    unrecognized: Sequence[str]
    found: Sequence[uuid.UUID]
    took_ms: int
    looks: Sequence[LookPlan]

    @property
    def is_kept_with_words(self) -> bool:
        return self.student is not None or self.guest_session_id is not None


@dataclass(frozen=True, slots=True)
class _Wish:
    """What somebody is about to ask for."""

    subject: str
    area: str | None
    time: str | None
    max_rate_cents: int | None
    unknown: str | None


def agrees(student: StudentPlan) -> bool:
    """Whether this student lets searches be kept with who made them."""
    return draw("agrees", student.id).random() < AGREES_SHARE


class SearchBook:
    """Tells the searches of any day."""

    def __init__(self, seed: int, population: Population) -> None:
        self._seed = seed
        self._people = population
        rng = draw(seed, "guests")
        self._guests = [uuid.UUID(int=rng.getrandbits(128), version=4) for _ in range(GUESTS)]

    def searches_between(self, first: date, last: date, lessons: Iterable[LessonPlan]) -> Iterator[SearchPlan]:
        """Of guests day by day, both dates included, then of the students who booked these lessons on one of them."""
        for offset in range((last - first).days + 1):
            yield from self._of_guests(first + timedelta(days=offset))
        for lesson in lessons:
            rng = draw(self._seed, "searched", lesson.id)
            if (
                rng.random() < SEARCHED_BEFORE_SHARE
                and agrees(lesson.student)
                and first <= lesson.booked_at.date() <= last
            ):
                yield self._before(rng, lesson)

    def _of_guests(self, day: date) -> Iterator[SearchPlan]:
        rng = draw(self._seed, "searches", day)
        for _ in range(rng.randrange(*SEARCHES_A_DAY)):
            at = wall_to_instant(day, weighted(rng, HOURS) * 60 + rng.randrange(60), TIMEZONE)
            guest = rng.choice(self._guests) if rng.random() < AGREES_SHARE else None
            wish = self._wish(rng)
            found = self._found(rng, wish)
            yield self._plan(rng, at + timedelta(seconds=rng.randrange(60)), wish, found, guest=guest)

    def _before(self, rng: random.Random, lesson: LessonPlan) -> SearchPlan:
        """A search some minutes before a booking, in which its instructor was looked at."""
        wish = _Wish(lesson.offering.subject_slug, None, None, None, None)
        found = [item for item in self._found(rng, wish) if item != lesson.instructor.id]
        found.insert(rng.randrange(min(len(found), 6) + 1), lesson.instructor.id)
        at = lesson.booked_at - timedelta(minutes=rng.randrange(5, 40))
        return self._plan(rng, at, wish, found, student=lesson.student, looks_at=lesson.instructor.id)

    def _wish(self, rng: random.Random) -> _Wish:
        """Something that somebody teaches, where they teach it: the city asks for what it has, more or less."""
        instructor = rng.choice(self._people.instructors)
        offering = rng.choice(instructor.offerings)
        in_person = set(offering.places) != {Place.ONLINE}
        return _Wish(
            subject=offering.subject_slug,
            area=rng.choice(instructor.areas) if instructor.areas and in_person and rng.random() < AREA_SHARE else None,
            time=rng.choice(list(TIMES)) if rng.random() < TIME_SHARE else None,
            max_rate_cents=rng.choice((4_000, 6_000, 8_000)) if rng.random() < PRICE_SHARE else None,
            unknown=rng.choice(UNKNOWN_WORDS) if rng.random() < UNKNOWN_SHARE else None,
        )

    def _found(self, rng: random.Random, wish: _Wish) -> list[uuid.UUID]:
        """Who fits; of those whom a time was asked of, about half have it free."""
        fitting = [item for item in self._teaching.get(wish.subject, ()) if _fits(item, wish)]
        free = [item for item in fitting if wish.time is None or rng.random() < 0.5]
        return [item.id for item in sorted(free, key=lambda item: (-item.popularity.demand, item.id))]

    @cached_property
    def _teaching(self) -> Mapping[str, Sequence[InstructorPlan]]:
        found: dict[str, list[InstructorPlan]] = {}
        for instructor in self._people.instructors:
            for offering in instructor.offerings:
                found.setdefault(offering.subject_slug, []).append(instructor)
        return found

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """What subjects and neighbourhoods are called, in the letters of people who type."""
        subjects = {item.slug: item.name for category in read_catalog() for item in category.subjects}
        areas = {item.slug: item.name for item in read_city().neighborhoods}
        return {slug: name.lower() for slug, name in (areas | subjects).items()}

    def _plan(
        self,
        rng: random.Random,
        at: datetime,
        wish: _Wish,
        found: Sequence[uuid.UUID],
        *,
        student: StudentPlan | None = None,
        guest: uuid.UUID | None = None,
        looks_at: uuid.UUID | None = None,
    ) -> SearchPlan:
        return SearchPlan(
            id=stable_id(rng, at),
            at=at,
            student=student,
            guest_session_id=guest,
            device=weighted(rng, DEVICES),
            referrer_host=weighted(rng, REFERRERS),
            q=" ".join(self._said(wish)),
            understood=_understood(wish),
            unrecognized=[wish.unknown] if wish.unknown else [],
            found=found,
            took_ms=6 + int(rng.expovariate(1 / 14)),
            looks=list(_looks(rng, found[:PAGE], looks_at)),
        )

    def _said(self, wish: _Wish) -> Iterator[str]:
        if wish.unknown:
            yield wish.unknown
        yield self._names[wish.subject]
        if wish.area:
            yield f"in {self._names[wish.area]}"
        if wish.time:
            yield wish.time
        if wish.max_rate_cents:
            yield f"under ${wish.max_rate_cents // 100}"


def _fits(instructor: InstructorPlan, wish: _Wish) -> bool:
    offering = next(item for item in instructor.offerings if item.subject_slug == wish.subject)
    is_near = wish.area is None or (wish.area in instructor.areas and set(offering.places) != {Place.ONLINE})
    return is_near and (wish.max_rate_cents is None or offering.rate_cents <= wish.max_rate_cents)


def _understood(wish: _Wish) -> dict[str, Any]:
    """In the shape in which search keeps it."""
    asked = dict(TIMES[wish.time]) if wish.time else {}
    times: dict[str, Any] = {name: format_minute(asked[name]) for name in ("start_time", "end_time") if name in asked}
    areas: dict[str, Any] = {"neighborhoods": [wish.area]} if wish.area else {}
    return {**NOTHING, **asked, **times, **areas, "subjects": [wish.subject], "max_rate_cents": wish.max_rate_cents}


def _looks(rng: random.Random, shown: Sequence[uuid.UUID], looks_at: uuid.UUID | None) -> Iterator[LookPlan]:
    """A click, and mostly a longer look; rather at the first results."""
    if looks_at is None and (not shown or rng.random() > LOOKS_SHARE):
        return
    place = shown.index(looks_at) if looks_at else min(int(rng.expovariate(1 / 2.5)), len(shown) - 1)
    seconds = rng.randrange(4, 90)
    yield LookPlan(shown[place], InteractionKind.CLICK, place + 1, seconds)
    if rng.random() < 0.8:
        yield LookPlan(shown[place], InteractionKind.VIEW, place + 1, seconds + 2)
