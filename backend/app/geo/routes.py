"""GET /api/geo: the city's boroughs and neighbourhoods. Data: NYC Open Data, see NOTICE."""

from typing import Annotated

from fastapi import Query

from app.core.http import PrefixRouter
from app.core.http_cache import NOT_MODIFIED, cacheable_route
from app.geo.dependencies import GeoReaderDep
from app.geo.schemas import BoroughRead, NeighborhoodRead

MAX_AGE_SECONDS = 86_400

router = PrefixRouter(
    prefix="/api/geo", tags=["geo"], route_class=cacheable_route(MAX_AGE_SECONDS), responses=NOT_MODIFIED
)


@router.get("/boroughs", summary="The five boroughs with their boundaries")
async def list_boroughs(geo: GeoReaderDep) -> list[BoroughRead]:
    return await geo.list_boroughs()


@router.get("/neighborhoods", summary="All 262 neighbourhoods, by name")
async def list_neighborhoods(
    geo: GeoReaderDep,
    boundaries: Annotated[bool, Query(description="Without boundaries the answer is a tenth as long")] = True,
) -> list[NeighborhoodRead]:
    return await geo.list_neighborhoods(with_boundaries=boundaries)
