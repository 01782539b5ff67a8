"""Places of the city and the words that people use for them. Pure."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

EARTH_RADIUS_MILES = 3_958.8

Geometry = Mapping[str, Any]
"""A GeoJSON geometry, longitude before latitude."""


class NeighborhoodKind(StrEnum):
    """What an area mostly is; people live in residential ones, and take lessons in parks too."""

    RESIDENTIAL = "residential"
    PARK = "park"
    CEMETERY = "cemetery"
    AIRPORT = "airport"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class BoroughEntry:
    """A borough; `aliases` are further names as people write them."""

    slug: str
    name: str
    boundary: Geometry
    aliases: Sequence[str]


@dataclass(frozen=True, slots=True)
class NeighborhoodEntry:
    """An area as the packaged open data has it, under the name that people say."""

    slug: str
    name: str
    nta_code: str
    kind: NeighborhoodKind
    borough_slug: str
    latitude: float
    longitude: float
    boundary: Geometry


@dataclass(frozen=True, slots=True)
class AliasEntry:
    """A name as people write it (`UES`, `Astoria`) and the neighbourhoods that it covers, the best first."""

    label: str
    neighborhood_slugs: Sequence[str]


@dataclass(frozen=True, slots=True)
class ZipEntry:
    """A ZIP code, its middle, and its neighbourhoods, the one with the largest part of it first."""

    zip: str
    latitude: float
    longitude: float
    neighborhood_slugs: Sequence[str]


@dataclass(frozen=True, slots=True)
class City:
    """Everything of geo that is system data."""

    boroughs: Sequence[BoroughEntry]
    neighborhoods: Sequence[NeighborhoodEntry]
    aliases: Sequence[AliasEntry]
    zip_areas: Sequence[ZipEntry]


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A normalised name (`astoria`, `11103`, `bk`), as people write it, and what it covers, the best first."""

    text: str
    label: str
    slugs: Sequence[str]


@dataclass(frozen=True, slots=True)
class PlaceVocabulary:
    """All names of places that are understood; ZIP codes stand among the neighbourhoods' names."""

    neighborhoods: Sequence[PlaceName]
    boroughs: Sequence[PlaceName]


def miles_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """As the crow flies; latitude before longitude, in degrees."""
    (latitude, longitude), (there, across) = (tuple(map(math.radians, point)) for point in (one, other))
    haversine = (
        math.sin((there - latitude) / 2) ** 2
        + math.cos(latitude) * math.cos(there) * math.sin((across - longitude) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_MILES * math.asin(math.sqrt(haversine))
