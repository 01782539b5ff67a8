"""Search and browse, which need no account; favourites, which do."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, Query, status

from app.accounts.dependencies import limited
from app.core.dependencies import PageDep
from app.core.errors import PermissionDenied, TooManyRequests, Unauthenticated
from app.core.http import problem_responses
from app.core.schemas import Page
from app.instructors.errors import InstructorNotFound
from app.search.dependencies import CanKeepFavorites, FavoriteReaderDep, FavoriteServiceDep, SearchServiceDep
from app.search.domain import SEARCH_LIMIT, SUGGEST_LIMIT
from app.search.errors import UnknownSlug
from app.search.schemas import (
    BrowseParams,
    InstructorCardRead,
    SearchParams,
    SearchRead,
    SuggestionRead,
    SuggestParams,
)

router = APIRouter(tags=["search"])
favorites_router = APIRouter(prefix="/api/favorites", tags=["favorites"])

OWN = (Unauthenticated, PermissionDenied)

REFUSALS = problem_responses(TooManyRequests, UnknownSlug)


@router.get("/api/search", dependencies=[Depends(limited(SEARCH_LIMIT))], responses=REFUSALS)
async def search(params: Annotated[SearchParams, Query()], service: SearchServiceDep) -> SearchRead:
    """Instructors for what was said and filtered, each with the reasons for its place."""
    return await service.search(params)


@router.get(
    "/api/search/suggest", dependencies=[Depends(limited(SUGGEST_LIMIT))], responses=problem_responses(TooManyRequests)
)
async def suggest(params: Annotated[SuggestParams, Query()], service: SearchServiceDep) -> list[SuggestionRead]:
    """Subjects, categories and neighbourhoods that begin like this."""
    return await service.suggest(params)


@router.get("/api/instructors", dependencies=[Depends(limited(SEARCH_LIMIT))], responses=REFUSALS)
async def list_instructors(
    params: Annotated[BrowseParams, Query()], service: SearchServiceDep
) -> Page[InstructorCardRead]:
    """Instructors who meet all filters, free time included."""
    return await service.browse(params)


@favorites_router.get("", responses=problem_responses(*OWN))
async def list_favorites(
    user: CanKeepFavorites, page: PageDep, favorites: FavoriteReaderDep
) -> Page[InstructorCardRead]:
    """One's own, with their next free times."""
    return await favorites.list_own(user.id, page)


@favorites_router.put(
    "/{instructor_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problem_responses(*OWN, InstructorNotFound),
)
async def keep_favorite(user: CanKeepFavorites, instructor_id: uuid.UUID, favorites: FavoriteServiceDep) -> None:
    await favorites.keep(user.id, instructor_id)


@favorites_router.delete("/{instructor_id}", status_code=status.HTTP_204_NO_CONTENT, responses=problem_responses(*OWN))
async def give_up_favorite(user: CanKeepFavorites, instructor_id: uuid.UUID, favorites: FavoriteServiceDep) -> None:
    """Fine too when it was none."""
    await favorites.give_up(user.id, instructor_id)
