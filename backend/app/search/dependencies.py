"""How search is built, who searches, and who may keep favourites."""

import time
import uuid
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.dependencies import GuestSession, OptionalUser, require_permission
from app.accounts.domain import Principal
from app.catalog.dependencies import build_catalog_service
from app.core.audit import AuditTrail
from app.core.cache import Cache
from app.core.clock import Clock
from app.core.container import Container
from app.core.dependencies import (
    CacheDep,
    ClientAddressDep,
    ClockDep,
    ContainerDep,
    EmbedderDep,
    ReadSessionDep,
    SessionDep,
    SettingsDep,
)
from app.core.embeddings import Embedder
from app.core.enums import PermissionName
from app.core.errors import PermissionDenied, Unauthenticated
from app.instructors.dependencies import build_instructor_service
from app.search.address_hasher import AddressHasher
from app.search.favorites import FavoriteService
from app.search.history import SearchHistoryService
from app.search.learning import WordLearner
from app.search.meaning import Meaning
from app.search.recorder import SearchRecorder
from app.search.repository import SearchEventRepository, SearchRepository
from app.search.service import SearchService
from app.search.suggestions import SuggestionService
from app.search.visit import Searcher, Visit, device_of, foreign_host

ADDRESSES = AddressHasher()

CanKeepFavorites = Annotated[Principal, Depends(require_permission(PermissionName.VIEW_INSTRUCTORS))]


def build_search_service(session: AsyncSession, cache: Cache, clock: Clock, embedder: Embedder) -> SearchService:
    meaning = Meaning(build_catalog_service(session), embedder, cache)
    return SearchService(session, SearchRepository(session), meaning, cache, clock)


async def get_search_service(
    session: ReadSessionDep, cache: CacheDep, clock: ClockDep, embedder: EmbedderDep
) -> SearchService:
    return build_search_service(session, cache, clock, embedder)


def build_favorite_service(session: AsyncSession, container: Container) -> FavoriteService:
    return FavoriteService(
        session,
        SearchRepository(session),
        build_instructor_service(session, container.clock, container.live),
        build_search_service(session, container.cache, container.clock, container.embedder),
    )


async def get_favorite_service(session: SessionDep, container: ContainerDep) -> FavoriteService:
    return build_favorite_service(session, container)


async def get_favorite_reader(session: ReadSessionDep, container: ContainerDep) -> FavoriteService:
    """The same over a session that needs no transaction: for reading only."""
    return build_favorite_service(session, container)


FavoriteServiceDep = Annotated[FavoriteService, Depends(get_favorite_service)]
FavoriteReaderDep = Annotated[FavoriteService, Depends(get_favorite_reader)]
SearchServiceDep = Annotated[SearchService, Depends(get_search_service)]


async def get_searcher(user: OptionalUser, guest: GuestSession) -> Searcher:
    return Searcher(user.id if user else None, guest)


@dataclass(frozen=True)
class OwnHistory:
    """A person who may see their own, or a guest who says under which id theirs is kept; 401 for a stranger."""

    required_permission: PermissionName = PermissionName.VIEW_OWN_SEARCH_HISTORY

    async def __call__(self, user: OptionalUser, guest: GuestSession) -> Searcher:
        if user is not None and not user.may(self.required_permission):
            raise PermissionDenied
        if user is None and guest is None:
            raise Unauthenticated
        return Searcher(user.id) if user else Searcher(guest_session_id=guest)


async def get_visit(
    request: Request, user: OptionalUser, guest: GuestSession, address: ClientAddressDep, settings: SettingsDep
) -> Visit:
    """A person's own word counts before that of the browser that they use."""
    headers = request.headers
    return Visit(
        searcher=Searcher(user.id) if user else Searcher(guest_session_id=guest),
        has_consent=user.analytics_consent is True if user else guest is not None,
        keeps_history=user.keeps_search_history if user else guest is not None,
        device=device_of(headers.get("user-agent")),
        referrer_host=foreign_host(headers.get("referer"), settings.web_origin),
        address=address,
        started=time.perf_counter(),
    )


def build_search_recorder(session: AsyncSession, container: Container) -> SearchRecorder:
    return SearchRecorder(session, SearchEventRepository(session), ADDRESSES, container.cache, container.clock)


async def get_search_recorder(session: SessionDep, container: ContainerDep) -> SearchRecorder:
    return build_search_recorder(session, container)


async def get_answer_recorder(session: ReadSessionDep, container: ContainerDep) -> SearchRecorder:
    """On the connection of the search itself: a second one would be waited for while the first is held."""
    return build_search_recorder(session, container)


async def adopt_searches(
    session: AsyncSession, container: Container, user_id: uuid.UUID, guest_session_id: uuid.UUID
) -> None:
    """For accounts, which know nothing of search: what a guest searched for becomes the person's."""
    await build_search_recorder(session, container).adopt_guest(user_id, guest_session_id)


async def get_history_service(session: SessionDep) -> SearchHistoryService:
    return SearchHistoryService(session, SearchEventRepository(session))


async def get_history_reader(session: ReadSessionDep) -> SearchHistoryService:
    return SearchHistoryService(session, SearchEventRepository(session))


SearcherDep = Annotated[Searcher, Depends(get_searcher)]
OwnsHistory = Annotated[Searcher, Depends(OwnHistory())]
VisitDep = Annotated[Visit, Depends(get_visit)]
SearchRecorderDep = Annotated[SearchRecorder, Depends(get_search_recorder)]
AnswerRecorderDep = Annotated[SearchRecorder, Depends(get_answer_recorder)]
HistoryServiceDep = Annotated[SearchHistoryService, Depends(get_history_service)]
HistoryReaderDep = Annotated[SearchHistoryService, Depends(get_history_reader)]


async def get_suggestion_service(
    session: ReadSessionDep, cache: CacheDep, clock: ClockDep, embedder: EmbedderDep
) -> SuggestionService:
    history = SearchHistoryService(session, SearchEventRepository(session))
    return SuggestionService(session, build_search_service(session, cache, clock, embedder), history)


def build_word_learner(session: AsyncSession, container: Container) -> WordLearner:
    catalog = build_catalog_service(session)
    return WordLearner(
        session,
        repository=SearchEventRepository(session),
        search=build_search_service(session, container.cache, container.clock, container.embedder),
        catalog=catalog,
        meaning=Meaning(catalog, container.embedder, container.cache),
        audit=AuditTrail(session, container.clock),
        cache=container.cache,
        clock=container.clock,
    )


async def get_word_learner(session: SessionDep, container: ContainerDep) -> WordLearner:
    return build_word_learner(session, container)


async def get_word_reader(session: ReadSessionDep, container: ContainerDep) -> WordLearner:
    return build_word_learner(session, container)


SuggestionServiceDep = Annotated[SuggestionService, Depends(get_suggestion_service)]
WordLearnerDep = Annotated[WordLearner, Depends(get_word_learner)]
WordReaderDep = Annotated[WordLearner, Depends(get_word_reader)]
CanModerate = Annotated[Principal, Depends(require_permission(PermissionName.MODERATE_CONTENT))]
