"""How geo's service is built."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.dependencies import ReadSessionDep
from app.geo.repository import GeoRepository
from app.geo.service import GeoService


def build_geo_service(session: AsyncSession) -> GeoService:
    return GeoService(session, GeoRepository(session))


async def get_geo_reader(session: ReadSessionDep) -> GeoService:
    return build_geo_service(session)


GeoReaderDep = Annotated[GeoService, Depends(get_geo_reader)]
