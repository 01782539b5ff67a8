"""The labelled queries: what each asks for, in the fields of search, and the half to which it belongs."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.core.text import normalise
from app.core.timerange import parse_minute
from app.geo.domain import City, miles_between
from seeds.files import read_city, read_yaml

QUERIES = Path(__file__).parent / "queries.yaml"
# The day on which the labels were written; weekdays and dates count from it.
LABELLED_ON = date(2026, 11, 25)
NEAR_MILES = 1.0
ABOUT_SHARE = 0.2
CHEAP = "cheap"


class Half(StrEnum):
    TUNED = "tuned"
    JUDGED = "judged"


Slot = tuple[str, Any]
"""A field and one value of it; a field with several values is as many slots."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A query with everything that it asks for."""

    text: str
    family: str
    slots: frozenset[Slot]

    @property
    def half(self) -> Half:
        """By the parity of a hash, so that nobody chooses."""
        digest = hashlib.sha256(self.text.encode()).digest()
        return Half.JUDGED if digest[0] % 2 else Half.TUNED


def read_labels() -> list[Labelled]:
    places = _Places(read_city())
    return [
        Labelled(text, family, frozenset(_slots(label, places)))
        for family, entries in read_yaml(QUERIES).items()
        for text, label in entries
    ]


class _Places:
    """What names of places stand for, read off the seed's files."""

    def __init__(self, city: City) -> None:
        self._named = {normalise(alias.label): tuple(alias.neighborhood_slugs) for alias in city.aliases}
        self._areas = {area.slug: area for area in city.neighborhoods}

    def named(self, name: str) -> tuple[str, ...]:
        return self._named[normalise(name)]

    def near(self, name: str) -> list[str]:
        """What is named, and in the same borough whatever has its middle within a mile of it."""
        named = [self._areas[slug] for slug in self.named(name)]
        return [
            slug
            for slug, area in self._areas.items()
            if any(
                one.borough_slug == area.borough_slug
                and miles_between((one.latitude, one.longitude), (area.latitude, area.longitude)) <= NEAR_MILES
                for one in named
            )
        ]


_LISTS = {
    "weekdays": "weekdays",
    "borough": "boroughs",
    "not_places": "excluded_places",
    "not_subjects": "excluded_subjects",
    "unknown": "unrecognized",
}
_VALUES = {
    "category": "category",
    "place": "place",
    "level": "level",
    "age": "age_group",
    "minutes": "duration_minutes",
}


def _slots(label: Mapping[str, Any], places: _Places) -> Iterator[Slot]:
    for name, value in label.items():
        if name in _LISTS:
            yield from ((_LISTS[name], item) for item in value)
        elif name in _VALUES:
            yield _VALUES[name], value
        else:
            yield from _SHORT[name](value, places)


def _subjects(value: str | list[str], _: _Places) -> Iterator[Slot]:
    yield from (("subjects", slug) for slug in ([value] if isinstance(value, str) else value))


def _prices(low: float | None, high: float | None) -> Iterator[Slot]:
    yield from (("min_rate_cents", round(low * 100)) for low in [low] if low is not None)
    yield from (("max_rate_cents", round(high * 100)) for high in [high] if high is not None)


def _days(first: date | None, last: date | None) -> Iterator[Slot]:
    yield from (("date_from", first) for first in [first] if first)
    yield from (("date_to", last) for last in [last] if last)


def _times(value: list[str | None], _: _Places) -> Iterator[Slot]:
    start, end = value
    yield from (("start_time", parse_minute(start)) for start in [start] if start)
    yield from (("end_time", parse_minute(end)) for end in [end] if end)


def _areas(value: list[str], places: _Places) -> Iterator[Slot]:
    yield from (("neighborhoods", slug) for name in value for slug in places.named(name))


def _near(value: list[str], places: _Places) -> Iterator[Slot]:
    yield from (("neighborhoods", slug) for name in value for slug in places.near(name))


_SHORT: dict[str, Any] = {
    "subject": _subjects,
    "max": lambda dollars, _: _prices(None, dollars),
    "min": lambda dollars, _: _prices(dollars, None),
    "about": lambda dollars, _: _prices(dollars * (1 - ABOUT_SHARE), dollars * (1 + ABOUT_SHARE)),
    "cheap": lambda _value, _: iter([("max_rate_cents", CHEAP)]),
    "day": lambda day, _: _days(day, day),
    "days": lambda days, _: _days(*days),
    "since": lambda day, _: _days(day, None),
    "until": lambda day, _: _days(None, day),
    "time": _times,
    "in": _areas,
    "near": _near,
    "now": lambda _value, _: iter([("available_now", True)]),
}
