"""Who lives in the demo city: the same seed gives the same people, whatever the day. Pure but for reading files."""

import math
import random
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from app.core.enums import AgeGroup, Level, Place
from app.core.timerange import MINUTES_PER_DAY, parse_minute
from app.geo.domain import NeighborhoodEntry, NeighborhoodKind
from seeds.draw import draw, stable_id, weighted
from seeds.files import PEOPLE, Going, read_catalog, read_city, read_going, read_yaml
from seeds.hours import HoursBook, Timetable
from seeds.names import BioBook, NameBook, Teaching, email_of

TIMEZONE = "America/New_York"
# People's ids are of this moment and the minutes after it.
FOUNDED = datetime(2026, 1, 5, 12, tzinfo=UTC)
FIRST_STUDENT_NUMBER = 1_000

DURATIONS: dict[Sequence[int], float] = {
    (60,): 8,
    (30, 60): 6,
    (45, 60): 5,
    (60, 90): 6,
    (30, 45, 60): 5,
    (45, 60, 90): 3,
    (60, 90, 120): 3,
}
SHORT_DURATIONS: dict[Sequence[int], float] = {(30,): 5, (30, 45): 6, (45,): 3, (30, 45, 60): 3}
LEVELS: dict[Sequence[Level], float] = {
    tuple(Level): 60,
    (Level.BEGINNER, Level.INTERMEDIATE): 20,
    (Level.BEGINNER,): 10,
    (Level.INTERMEDIATE, Level.ADVANCED): 10,
}
EVERYBODY = tuple(AgeGroup)
GROWING_UP = (AgeGroup.KIDS, AgeGroup.TEENS)
AGES: dict[Sequence[AgeGroup], float] = {
    EVERYBODY: 40,
    (AgeGroup.TEENS, AgeGroup.ADULTS): 20,
    (AgeGroup.TEENS, AgeGroup.ADULTS, AgeGroup.SENIORS): 15,
    GROWING_UP: 15,
    (AgeGroup.ADULTS, AgeGroup.SENIORS): 10,
}
AGES_OF_CATEGORY: dict[str, dict[Sequence[AgeGroup], float]] = {
    "kids": {(AgeGroup.KIDS,): 1.0},
    "academics": {GROWING_UP: 45, (AgeGroup.TEENS, AgeGroup.ADULTS): 55},
}
AGES_OF_SUBJECT: dict[str, dict[Sequence[AgeGroup], float]] = {
    "senior-fitness": {(AgeGroup.ADULTS, AgeGroup.SENIORS): 1.0},
    "driving": {(AgeGroup.ADULTS,): 1.0},
}

NOTICE_MINUTES = {0: 5, 60: 10, 120: 50, 240: 12, 720: 8, 1_440: 12, 2_880: 3}
HORIZON_DAYS = {30: 15, 60: 70, 90: 15}
BUFFER_MINUTES = {0: 15, 10: 10, 15: 50, 30: 20, 45: 5}
SHIFTS_MINUTES = {0: 50, 30: 20, -30: 20, 60: 10}
OFFERINGS = {1: 30, 2: 40, 3: 22, 4: 8}


@dataclass(frozen=True, slots=True)
class Popularity:
    """`demand`: the chance that a free hour is booked. `reviews`: that a lesson is reviewed. `stars`: how."""

    demand: float
    reviews: float
    stars: str


POPULARITY = {
    Popularity(0.17, 0.30, "loved"): 35,
    Popularity(0.12, 0.25, "good"): 35,
    Popularity(0.07, 0.25, "mixed"): 12,
    Popularity(0.03, 0.10, "good"): 10,
    Popularity(0.0, 0.0, "good"): 8,  # new here
}


@dataclass(frozen=True, slots=True)
class OfferingPlan:
    id: uuid.UUID
    subject_slug: str
    rate_cents: int
    durations: Sequence[int]
    places: Sequence[Place]
    levels: Sequence[Level]
    age_groups: Sequence[AgeGroup]
    description: str


@dataclass(frozen=True, slots=True)
class InstructorPlan:
    """One instructor with everything that does not depend on the day. Bookings end before `booked_until`."""

    id: uuid.UUID
    first_name: str
    last_name: str
    email: str
    home: NeighborhoodEntry
    headline: str
    bio: str
    years_experience: int
    min_notice_minutes: int
    horizon_days: int
    buffer_minutes: int
    timetable: Timetable
    popularity: Popularity
    offerings: Sequence[OfferingPlan]
    areas: Sequence[str]
    booked_until: int = MINUTES_PER_DAY


@dataclass(frozen=True, slots=True)
class StudentPlan:
    id: uuid.UUID
    first_name: str
    last_name: str
    email: str
    zip_code: str
    neighborhood: str


@dataclass(frozen=True, slots=True)
class AdminPlan:
    id: uuid.UUID
    first_name: str
    last_name: str
    email: str


@dataclass(frozen=True, slots=True)
class Population:
    """Everybody; the demo instructor and the demo student come first."""

    instructors: Sequence[InstructorPlan]
    students: Sequence[StudentPlan]
    admin: AdminPlan
    password: str


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is decided about an instructor beforehand."""

    home: NeighborhoodEntry
    category: str
    subject: str
    timetable: Timetable
    dollars: tuple[int, int] | None = None
    extra_areas: Sequence[str] = ()


class Founder:
    """Makes people up, each from draws named after the seed and their number."""

    def __init__(self, seed: int, hours: HoursBook) -> None:
        self._seed = seed
        self._hours = hours
        self._rules: Mapping[str, Any] = read_yaml(PEOPLE / "city.yaml")
        self._names, self._bios = NameBook(), BioBook()
        self._going = read_going()
        self._subject_names = {item.slug: item.name for category in read_catalog() for item in category.subjects}
        city = read_city()
        self._homes = [item for item in city.neighborhoods if item.kind is NeighborhoodKind.RESIDENTIAL]
        self._home_by_slug = {item.slug: item for item in self._homes}
        self._zips = {slug: area.zip for area in reversed(city.zip_areas) for slug in area.neighborhood_slugs}

    def population(self) -> Population:
        demo = self._rules["demo"]
        return Population(
            instructors=[self._demo_instructor(demo["instructor"]), *self._instructors()],
            students=[self._demo_student(demo["student"]), *self._students()],
            admin=AdminPlan(_demo_id("admin"), *_name_of(demo["admin"])),
            password=demo["password"],
        )

    # Students

    def _demo_student(self, demo: Mapping[str, Any]) -> StudentPlan:
        neighborhood = next(slug for slug, code in self._zips.items() if code == demo["zip_code"])
        return StudentPlan(_demo_id("student"), *_name_of(demo), demo["zip_code"], neighborhood)

    def _students(self) -> Iterator[StudentPlan]:
        for number in range(FIRST_STUDENT_NUMBER, FIRST_STUDENT_NUMBER + self._rules["students"] - 1):
            rng = draw(self._seed, "student", number)
            first, last = self._names.full_name(rng)
            home = self._home(rng)
            yield StudentPlan(
                _person_id(rng, number), first, last, email_of(first, last, number), self._zip(home), home.slug
            )

    def _zip(self, home: NeighborhoodEntry) -> str:
        return self._zips.get(home.slug, "10001")

    # Instructors

    def _instructors(self) -> Iterator[InstructorPlan]:
        for number in range(1, self._rules["instructors"]):
            rng = draw(self._seed, "instructor", number)
            yield self._instructor(rng, number, self._wish(rng, number))

    def _wish(self, rng: random.Random, number: int) -> _Wish:
        pianists = self._rules["evening_pianists"]
        if number <= pianists["count"]:
            home = self._home_by_slug[pianists["homes"][number % len(pianists["homes"])]]
            timetable = Timetable(self._key(number), self._hours.special[pianists["hours"]])
            low, high = pianists["dollars"]
            return _Wish(home, "music", "piano", timetable, (low, high), pianists["homes"][:1])
        category = weighted(rng, self._rules["categories"])
        return _Wish(self._home(rng), category, self._subject(rng, category), self._timetable(rng, number))

    def _key(self, number: int) -> str:
        return f"{self._seed}|{number}"

    def _timetable(self, rng: random.Random, number: int) -> Timetable:
        patterns = {item.name: item for item in self._hours.patterns}
        pattern = patterns[weighted(rng, {name: item.share for name, item in patterns.items()})]
        working = sorted(pattern.days)
        days_off = rng.sample(working, k=min(rng.choice((0, 0, 1, 1, 2)), len(working) - 1))
        return Timetable(self._key(number), pattern, weighted(rng, SHIFTS_MINUTES), frozenset(days_off))

    def _instructor(self, rng: random.Random, number: int, wish: _Wish) -> InstructorPlan:
        first, last = self._names.full_name(rng)
        years = 1 + int(rng.betavariate(1.6, 3) * 30)
        teaching = Teaching(wish.category, self._subject_names[wish.subject], years, wish.home.name)
        areas = self._areas(rng, wish.home)
        return InstructorPlan(
            id=_person_id(rng, number),
            first_name=first,
            last_name=last,
            email=email_of(first, last, number),
            home=wish.home,
            headline=self._bios.headline(rng, teaching),
            bio=self._bios.bio(rng, teaching),
            years_experience=years,
            min_notice_minutes=weighted(rng, NOTICE_MINUTES),
            horizon_days=weighted(rng, HORIZON_DAYS),
            buffer_minutes=weighted(rng, BUFFER_MINUTES),
            timetable=wish.timetable,
            popularity=weighted(rng, POPULARITY),
            offerings=list(self._offerings(rng, number, years, wish)),
            areas=sorted({*areas, *wish.extra_areas}),
        )

    def _demo_instructor(self, demo: Mapping[str, Any]) -> InstructorPlan:
        return InstructorPlan(
            _demo_id("instructor"),
            *_name_of(demo),
            home=self._home_by_slug[demo["home"]],
            headline=demo["headline"],
            bio=demo["bio"],
            years_experience=demo["years_experience"],
            min_notice_minutes=120,
            horizon_days=60,
            buffer_minutes=15,
            timetable=Timetable("demo", self._hours.special[demo["hours"]]),
            popularity=Popularity(0.75, 0.15, "loved"),
            offerings=[_written_offering(item) for item in demo["offerings"]],
            areas=demo["areas"],
            booked_until=parse_minute(demo["booked_until"]),
        )

    # What they teach

    def _subject(self, rng: random.Random, category: str, beside: str | None = None) -> str:
        """One of the category's subjects; with `beside` rather one that the catalog lists near it."""
        subjects = [slug for slug, going in self._going.items() if going.category_slug == category]
        middle = subjects.index(beside) if beside else None
        weights = {slug: self._rules["subjects"].get(slug, 1) for slug in subjects}
        if middle is not None:
            weights = {slug: weights[slug] / (1 + abs(at - middle)) for at, slug in enumerate(subjects)}
        return weighted(rng, weights)

    def _offerings(self, rng: random.Random, number: int, years: int, wish: _Wish) -> Iterator[OfferingPlan]:
        """The first subject and perhaps others of its category."""
        more = weighted(rng, OFFERINGS) - 1
        subjects = [wish.subject, *(self._subject(rng, wish.category, wish.subject) for _ in range(more))]
        for subject in dict.fromkeys(subjects):
            going = self._going[subject]
            dollars = wish.dollars if subject == wish.subject and wish.dollars else going.dollars
            yield OfferingPlan(
                id=stable_id(draw(self._seed, "offering", number, subject), FOUNDED + timedelta(minutes=number)),
                subject_slug=subject,
                rate_cents=_rate_cents(rng, dollars, years),
                durations=weighted(rng, SHORT_DURATIONS if wish.category == "kids" else DURATIONS),
                places=_places(rng, going),
                levels=weighted(rng, LEVELS),
                age_groups=weighted(rng, AGES_OF_SUBJECT.get(subject) or AGES_OF_CATEGORY.get(wish.category, AGES)),
                description=self._bios.description(rng),
            )

    # Where

    def _home(self, rng: random.Random) -> NeighborhoodEntry:
        borough = weighted(rng, self._rules["boroughs"])
        return rng.choice([item for item in self._homes if item.borough_slug == borough])

    def _areas(self, rng: random.Random, home: NeighborhoodEntry) -> list[str]:
        """Home and the nearest neighbourhoods around it."""
        nearest = sorted(self._homes, key=lambda item: (_miles(home, item), item.slug))
        return [item.slug for item in nearest[: rng.choice((3, 4, 6, 6, 8, 10, 14))]]


def _rate_cents(rng: random.Random, dollars: tuple[int, int], years: int) -> int:
    """Within what is usual, more with experience, in steps of five dollars."""
    low, high = dollars
    share = min(1.0, max(0.0, rng.gauss(0.25 + years / 40, 0.2)))
    return 500 * round((low + (high - low) * share) / 5)


def _places(rng: random.Random, going: Going) -> list[Place]:
    """One at least; those who could give lessons online mostly do."""
    chosen = {rng.choice(going.places)} | {place for place in going.places if rng.random() < 0.55}
    return [place for place in Place if place in chosen]


def _miles(one: NeighborhoodEntry, other: NeighborhoodEntry) -> float:
    """Flat, which is right enough within the city."""
    return math.hypot((one.latitude - other.latitude) * 69.0, (one.longitude - other.longitude) * 52.4)


def _person_id(rng: random.Random, number: int) -> uuid.UUID:
    return stable_id(rng, FOUNDED + timedelta(minutes=number))


def _demo_id(name: str) -> uuid.UUID:
    """The same for every seed, so that there is one demo account of each kind."""
    return stable_id(draw("demo", name), FOUNDED)


def _name_of(demo: Mapping[str, Any]) -> tuple[str, str, str]:
    return demo["first_name"], demo["last_name"], demo["email"]


def _written_offering(item: Mapping[str, Any]) -> OfferingPlan:
    return OfferingPlan(
        id=_demo_id(item["subject"]),
        subject_slug=item["subject"],
        rate_cents=item["dollars"] * 100,
        durations=item["durations"],
        places=[Place(place) for place in item["places"]],
        levels=[Level(level) for level in item["levels"]],
        age_groups=[AgeGroup(group) for group in item["age_groups"]],
        description=item["description"],
    )
