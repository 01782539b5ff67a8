"""How search is built, and who may keep favourites."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.dependencies import require_permission
from app.accounts.domain import Principal
from app.catalog.dependencies import build_catalog_service
from app.core.cache import Cache
from app.core.clock import Clock
from app.core.dependencies import CacheDep, ClockDep, EmbedderDep, ReadSessionDep, SessionDep
from app.core.embeddings import Embedder
from app.core.enums import PermissionName
from app.instructors.dependencies import build_instructor_service
from app.search.favorites import FavoriteService
from app.search.meaning import Meaning
from app.search.repository import SearchRepository
from app.search.service import SearchService

CanKeepFavorites = Annotated[Principal, Depends(require_permission(PermissionName.VIEW_INSTRUCTORS))]


def build_search_service(session: AsyncSession, cache: Cache, clock: Clock, embedder: Embedder) -> SearchService:
    meaning = Meaning(build_catalog_service(session), embedder, cache)
    return SearchService(session, SearchRepository(session), meaning, cache, clock)


async def get_search_service(
    session: ReadSessionDep, cache: CacheDep, clock: ClockDep, embedder: EmbedderDep
) -> SearchService:
    return build_search_service(session, cache, clock, embedder)


def build_favorite_service(session: AsyncSession, clock: Clock, search: SearchService) -> FavoriteService:
    return FavoriteService(session, SearchRepository(session), build_instructor_service(session, clock), search)


async def get_favorite_service(
    session: SessionDep, cache: CacheDep, clock: ClockDep, embedder: EmbedderDep
) -> FavoriteService:
    return build_favorite_service(session, clock, build_search_service(session, cache, clock, embedder))


async def get_favorite_reader(
    session: ReadSessionDep, cache: CacheDep, clock: ClockDep, embedder: EmbedderDep
) -> FavoriteService:
    """The same over a session that needs no transaction: for reading only."""
    return build_favorite_service(session, clock, build_search_service(session, cache, clock, embedder))


FavoriteServiceDep = Annotated[FavoriteService, Depends(get_favorite_service)]
FavoriteReaderDep = Annotated[FavoriteService, Depends(get_favorite_reader)]
SearchServiceDep = Annotated[SearchService, Depends(get_search_service)]
