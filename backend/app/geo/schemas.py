"""What geo answers."""

from typing import Any, Literal

from app.core.schemas import ResponseModel
from app.geo.domain import NeighborhoodKind


class GeoJsonGeometry(ResponseModel):
    """RFC 7946: longitude before latitude, in degrees."""

    type: Literal["Polygon", "MultiPolygon"]
    coordinates: list[Any]


class BoroughRead(ResponseModel):
    slug: str
    name: str
    boundary: GeoJsonGeometry


class NeighborhoodRead(ResponseModel):
    """`latitude` and `longitude` lie inside; `boundary` is None where it was not asked for."""

    slug: str
    name: str
    borough: str
    kind: NeighborhoodKind
    latitude: float
    longitude: float
    boundary: GeoJsonGeometry | None
