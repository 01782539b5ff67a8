"""The seed's files, read into the domains' own words. Pure but for reading."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from app.catalog.domain import CategoryEntry, SubjectEntry
from app.core.enums import Place
from app.core.text import normalise
from app.geo.domain import (
    AliasEntry,
    BoroughEntry,
    City,
    NeighborhoodEntry,
    NeighborhoodKind,
    ZipEntry,
)

FOLDER = Path(__file__).parent
CATALOG = FOLDER / "catalog"
GEO = FOLDER / "geo"
PEOPLE = FOLDER / "people"


@dataclass(frozen=True, slots=True)
class Going:
    """What is usual for a subject in New York: hourly dollars from and to, and where lessons are given."""

    category_slug: str
    dollars: tuple[int, int]
    places: tuple[Place, ...]


def read_yaml(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@cache
def _category_files() -> Sequence[Mapping[str, Any]]:
    return sorted((read_yaml(path) for path in CATALOG.glob("*.yaml")), key=lambda item: int(item["position"]))


def read_catalog() -> list[CategoryEntry]:
    return [
        CategoryEntry(
            slug=item["slug"],
            name=item["name"],
            bullet=item["bullet"],
            aliases=item["aliases"],
            misspellings=item["misspellings"],
            subjects=[_subject(subject) for subject in item["subjects"]],
        )
        for item in _category_files()
    ]


def _subject(item: Mapping[str, Any]) -> SubjectEntry:
    return SubjectEntry(item["slug"], item["name"], item.get("aliases", ()), item.get("misspellings", ()))


def read_going() -> dict[str, Going]:
    """By subject."""
    return {
        subject["slug"]: Going(
            category["slug"],
            (subject["rate"][0], subject["rate"][1]),
            tuple(Place(place) for place in subject.get("places", category["places"])),
        )
        for category in _category_files()
        for subject in category["subjects"]
    }


def read_city() -> City:
    places = read_yaml(GEO / "places.yaml")
    neighborhoods = [_neighborhood(feature) for feature in _features("neighborhoods.geojson")]
    zip_areas = list(_zip_areas())
    return City(
        boroughs=[_borough(feature, places["boroughs"]) for feature in _features("boroughs.geojson")],
        neighborhoods=neighborhoods,
        aliases=list(_aliases(neighborhoods, places, zip_areas)),
        zip_areas=zip_areas,
    )


def _features(name: str) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads((GEO / name).read_text(encoding="utf-8"))["features"]
    return features


def _borough(feature: Mapping[str, Any], names: Mapping[str, Sequence[str]]) -> BoroughEntry:
    slug = feature["properties"]["slug"]
    return BoroughEntry(slug, feature["properties"]["name"], feature["geometry"], names[slug])


def _neighborhood(feature: Mapping[str, Any]) -> NeighborhoodEntry:
    properties = feature["properties"]
    return NeighborhoodEntry(
        slug=properties["slug"],
        name=properties["name"],
        nta_code=properties["nta_code"],
        kind=NeighborhoodKind(properties["kind"]),
        borough_slug=properties["borough"],
        latitude=properties["latitude"],
        longitude=properties["longitude"],
        boundary=feature["geometry"],
    )


def _zip_areas() -> Iterator[ZipEntry]:
    with (GEO / "zip_areas.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield ZipEntry(
                row["zip"], float(row["latitude"]), float(row["longitude"]), tuple(row["neighborhoods"].split())
            )


def _aliases(
    neighborhoods: Sequence[NeighborhoodEntry], places: Mapping[str, Any], zip_areas: Sequence[ZipEntry]
) -> Iterator[AliasEntry]:
    """Each name once: what `areas` says, else every neighbourhood that has the name or is also called so."""
    found: dict[str, tuple[str, list[str]]] = {}
    for area in neighborhoods:
        also = places["neighborhoods"].get(area.nta_code, {}).get("also", ())
        for label in (area.name, *also):
            found.setdefault(normalise(label), (label, []))[1].append(area.slug)
    for label, slugs in places["areas"].items():
        found[normalise(label)] = (label, slugs)
    for zip_area in zip_areas:
        found[zip_area.zip] = (zip_area.zip, list(zip_area.neighborhood_slugs))
    yield from (AliasEntry(label, list(dict.fromkeys(slugs))) for label, slugs in found.values())
