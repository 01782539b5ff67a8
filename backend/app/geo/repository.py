"""Queries on boroughs, neighbourhoods, their names and ZIP areas."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, delete, null, select, tuple_

from app.core.repository import BaseRepository
from app.geo.models import Borough, BoroughAlias, Neighborhood, NeighborhoodAlias, ZipArea


class GeoRepository(BaseRepository):
    async def boroughs(self) -> Sequence[Row[*tuple[Any, ...]]]:
        query = select(Borough.slug, Borough.name, Borough.boundary).order_by(Borough.position)
        return (await self.session.execute(query)).all()

    async def neighborhoods(self, *, with_boundaries: bool) -> Sequence[Row[*tuple[Any, ...]]]:
        """Rows in the shape of `NeighborhoodRead`, by name."""
        query = select(
            Neighborhood.slug,
            Neighborhood.name,
            Neighborhood.borough_slug.label("borough"),
            Neighborhood.kind,
            Neighborhood.latitude,
            Neighborhood.longitude,
            Neighborhood.boundary if with_boundaries else null().label("boundary"),
        ).order_by(Neighborhood.name, Neighborhood.slug)
        return (await self.session.execute(query)).all()

    async def known_neighborhoods(self, slugs: Collection[str]) -> set[str]:
        return set(await self.session.scalars(select(Neighborhood.slug).where(Neighborhood.slug.in_(slugs))))

    async def borough_names(self) -> Sequence[Row[str, str, str]]:
        """Alias, label and borough."""
        query = select(BoroughAlias.alias, BoroughAlias.label, BoroughAlias.borough_slug).order_by(BoroughAlias.alias)
        return (await self.session.execute(query)).all()

    async def names(self) -> Sequence[Row[str, str, str]]:
        """Alias, label and one neighbourhood in each row, those of an alias together, the best first."""
        query = select(NeighborhoodAlias.alias, NeighborhoodAlias.label, NeighborhoodAlias.neighborhood_slug)
        return (await self.session.execute(query.order_by(NeighborhoodAlias.alias, NeighborhoodAlias.position))).all()

    async def zip_area(self, code: str) -> ZipArea | None:
        return await self.session.get(ZipArea, code)

    # System data

    async def put_boroughs(self, rows: Sequence[dict[str, Any]]) -> None:
        await self._put(Borough, rows, key=("slug",))

    async def put_neighborhoods(self, rows: Sequence[dict[str, Any]]) -> None:
        await self._put(Neighborhood, rows, key=("slug",))

    async def replace_borough_names(self, rows: Sequence[dict[str, Any]]) -> None:
        """The names are these and no others."""
        kept = [row["alias"] for row in rows]
        await self.session.execute(delete(BoroughAlias).where(BoroughAlias.alias.not_in(kept)))
        await self._put(BoroughAlias, rows, key=("alias",))

    async def replace_names(self, rows: Sequence[dict[str, Any]]) -> None:
        """The names are these and no others."""
        kept = [(row["alias"], row["neighborhood_slug"]) for row in rows]
        key = tuple_(NeighborhoodAlias.alias, NeighborhoodAlias.neighborhood_slug)
        await self.session.execute(delete(NeighborhoodAlias).where(key.not_in(kept)))
        await self._put(NeighborhoodAlias, rows, key=("alias", "neighborhood_slug"))

    async def put_zip_areas(self, rows: Sequence[dict[str, Any]]) -> None:
        await self._put(ZipArea, rows, key=("zip",))
