"""Search and browse, which need no account; favourites, which do."""

import uuid
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, Query, status

from app.accounts.dependencies import limited
from app.core.dependencies import PageDep
from app.core.errors import InvalidInput, PermissionDenied, TooManyRequests, Unauthenticated
from app.core.http import PrefixRouter, problem_responses
from app.core.schemas import Page
from app.instructors.errors import InstructorNotFound
from app.search.dependencies import (
    AnswerRecorderDep,
    CanKeepFavorites,
    CanModerate,
    FavoriteReaderDep,
    FavoriteServiceDep,
    HistoryReaderDep,
    HistoryServiceDep,
    OwnsHistory,
    SearcherDep,
    SearchRecorderDep,
    SearchServiceDep,
    SuggestionServiceDep,
    VisitDep,
    WordLearnerDep,
    WordReaderDep,
)
from app.search.domain import INTERACTION_LIMIT, SEARCH_LIMIT, SUGGEST_LIMIT
from app.search.errors import AliasTaken, AliasUnusable, NotBooked, NotInSearch, SearchNotFound, UnknownSlug
from app.search.schemas import (
    AliasRead,
    AliasWrite,
    BrowseParams,
    HistoryEntryRead,
    InstructorCardRead,
    InteractionWrite,
    LearnedAliasRead,
    SearchParams,
    SearchRead,
    SuggestionRead,
    SuggestParams,
    UnrecognizedParams,
    UnrecognizedWordRead,
)

router = APIRouter(tags=["search"])
words_router = PrefixRouter(
    prefix="/api/admin", tags=["admin"], responses=problem_responses(Unauthenticated, PermissionDenied)
)
favorites_router = PrefixRouter(prefix="/api/favorites", tags=["favorites"])

OWN = (Unauthenticated, PermissionDenied)

REFUSALS = problem_responses(TooManyRequests, UnknownSlug)


@router.get("/api/search", dependencies=[Depends(limited(SEARCH_LIMIT))], responses=REFUSALS)
async def search(
    params: Annotated[SearchParams, Query()],
    service: SearchServiceDep,
    visit: VisitDep,
    recorder: AnswerRecorderDep,
    afterwards: BackgroundTasks,
) -> SearchRead:
    """Instructors for what was said and filtered, each with the reasons for its place."""
    found = await service.search(params)
    afterwards.add_task(recorder.record, visit, params, found)
    return found


@router.post(
    "/api/search/interactions",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[Depends(limited(INTERACTION_LIMIT))],
    responses=problem_responses(
        TooManyRequests, PermissionDenied, SearchNotFound, NotInSearch, NotBooked, InvalidInput
    ),
)
async def report_interaction(payload: InteractionWrite, searcher: SearcherDep, recorder: SearchRecorderDep) -> None:
    """What somebody did with a result: each kind counts once. A `book` counts when the booking is there."""
    await recorder.note_interaction(searcher, payload)


@router.get("/api/search/history", responses=problem_responses(*OWN))
async def list_history(searcher: OwnsHistory, page: PageDep, history: HistoryReaderDep) -> Page[HistoryEntryRead]:
    """One's own searches, or with `X-Guest-Session-ID` a guest's, the latest first; the same one once."""
    return await history.list_own(searcher, page)


@router.delete("/api/search/history", status_code=status.HTTP_204_NO_CONTENT, responses=problem_responses(*OWN))
async def forget_history(searcher: OwnsHistory, history: HistoryServiceDep) -> None:
    await history.forget_all(searcher)


@router.delete(
    "/api/search/history/{entry_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problem_responses(*OWN, SearchNotFound),
)
async def forget_history_entry(entry_id: uuid.UUID, searcher: OwnsHistory, history: HistoryServiceDep) -> None:
    await history.forget(searcher, entry_id)


@router.get(
    "/api/search/suggest", dependencies=[Depends(limited(SUGGEST_LIMIT))], responses=problem_responses(TooManyRequests)
)
async def suggest(
    params: Annotated[SuggestParams, Query()], searcher: SearcherDep, suggestions: SuggestionServiceDep
) -> list[SuggestionRead]:
    """Own recent searches with these letters, then subjects, categories and neighbourhoods that begin like this."""
    return await suggestions.suggest(params, searcher)


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


@words_router.get("/unrecognized-words")
async def list_unrecognized_words(
    _: CanModerate, params: Annotated[UnrecognizedParams, Query()], words: WordReaderDep
) -> Page[UnrecognizedWordRead]:
    """Words of people's searches that we do not know, the most used first, with the subject they may mean."""
    return await words.list_unrecognized(params)


@words_router.get("/aliases")
async def list_aliases(_: CanModerate, page: PageDep, words: WordReaderDep) -> Page[LearnedAliasRead]:
    """Words that people made known, the last first; those of the catalog's files are not among them."""
    return await words.list_learned(page)


@words_router.post(
    "/aliases",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(UnknownSlug, AliasTaken, AliasUnusable, InvalidInput),
)
async def create_alias(admin: CanModerate, payload: AliasWrite, words: WordLearnerDep) -> AliasRead:
    """Makes a word mean a subject, from the next search on. The same again changes nothing."""
    return await words.make_alias(admin, payload)
