"""How the catalog's service is built."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.catalog.repository import CatalogRepository
from app.catalog.service import CatalogService
from app.core.dependencies import ReadSessionDep


def build_catalog_service(session: AsyncSession) -> CatalogService:
    return CatalogService(session, CatalogRepository(session))


async def get_catalog_reader(session: ReadSessionDep) -> CatalogService:
    return build_catalog_service(session)


CatalogReaderDep = Annotated[CatalogService, Depends(get_catalog_reader)]
