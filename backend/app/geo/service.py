"""Places of the city, for people who look and for the domains above."""

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.service import BaseService, measure_operation
from app.core.text import normalise
from app.geo.domain import AliasEntry, BoroughEntry, City, NeighborhoodEntry, PlaceName, PlaceVocabulary, ZipEntry
from app.geo.repository import GeoRepository
from app.geo.schemas import BoroughRead, NeighborhoodRead


class GeoService(BaseService):
    def __init__(self, session: AsyncSession, repository: GeoRepository) -> None:
        super().__init__(session)
        self._geo = repository

    @measure_operation
    async def list_boroughs(self) -> list[BoroughRead]:
        return [BoroughRead.model_validate(row) for row in await self._geo.boroughs()]

    @measure_operation
    async def list_neighborhoods(self, *, with_boundaries: bool) -> list[NeighborhoodRead]:
        rows = await self._geo.neighborhoods(with_boundaries=with_boundaries)
        return [NeighborhoodRead.model_validate(row) for row in rows]

    @measure_operation
    async def known_neighborhoods(self, slugs: Collection[str]) -> set[str]:
        """Those of the slugs that are neighbourhoods."""
        return await self._geo.known_neighborhoods(slugs)

    @measure_operation
    async def get_vocabulary(self) -> PlaceVocabulary:
        """Every normalised name of a place; about 1,000."""
        neighborhoods = groupby(await self._geo.names(), key=lambda row: row.alias)
        return PlaceVocabulary(
            neighborhoods=[_place_name(text, list(rows)) for text, rows in neighborhoods],
            boroughs=[PlaceName(text, label, [slug]) for text, label, slug in await self._geo.borough_names()],
        )

    @measure_operation
    async def get_zip_point(self, code: str) -> tuple[float, float] | None:
        """Latitude and longitude of a ZIP code's middle; None for one outside the city."""
        area = await self._geo.zip_area(code)
        return (area.latitude, area.longitude) if area else None

    @measure_operation
    async def load(self, city: City) -> None:
        """Makes geo what the packaged open data says. Safe to run again; nothing that is referred to is deleted."""
        async with self.transaction():
            await self._geo.put_boroughs(
                [_borough_row(position, entry) for position, entry in enumerate(city.boroughs, 1)]
            )
            await self._geo.replace_borough_names(list(_borough_names(city.boroughs)))
            await self._geo.put_neighborhoods([_neighborhood_row(entry) for entry in city.neighborhoods])
            await self._geo.replace_names([row for entry in city.aliases for row in _name_rows(entry)])
            await self._geo.put_zip_areas([_zip_row(entry) for entry in city.zip_areas])


def _place_name(text: str, rows: list[Any]) -> PlaceName:
    return PlaceName(text, rows[0].label, [row.neighborhood_slug for row in rows])


def _borough_row(position: int, entry: BoroughEntry) -> dict[str, Any]:
    return {"slug": entry.slug, "name": entry.name, "position": position, "boundary": entry.boundary}


def _borough_names(entries: Iterable[BoroughEntry]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        labels = {normalise(label): label for label in (*reversed(entry.aliases), entry.name)}
        yield from ({"alias": alias, "borough_slug": entry.slug, "label": label} for alias, label in labels.items())


def _zip_row(entry: ZipEntry) -> dict[str, Any]:
    return {
        "zip": entry.zip,
        "latitude": entry.latitude,
        "longitude": entry.longitude,
        "neighborhood_slug": entry.neighborhood_slugs[0],
    }


def _neighborhood_row(entry: NeighborhoodEntry) -> dict[str, Any]:
    return {
        "slug": entry.slug,
        "name": entry.name,
        "nta_code": entry.nta_code,
        "kind": entry.kind.value,
        "borough_slug": entry.borough_slug,
        "latitude": entry.latitude,
        "longitude": entry.longitude,
        "boundary": entry.boundary,
    }


def _name_rows(entry: AliasEntry) -> Iterator[dict[str, Any]]:
    for position, slug in enumerate(entry.neighborhood_slugs, 1):
        yield {
            "alias": normalise(entry.label),
            "neighborhood_slug": slug,
            "label": entry.label,
            "position": position,
        }
