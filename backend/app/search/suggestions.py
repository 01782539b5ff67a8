"""Suggestions while somebody types: what they searched for before, then what there is."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.service import BaseService, measure_operation
from app.search.history import SearchHistoryService
from app.search.schemas import SuggestionKind, SuggestionRead, SuggestParams
from app.search.service import SearchService
from app.search.visit import Searcher

RECENT_SHOWN = 3


class SuggestionService(BaseService):
    def __init__(self, session: AsyncSession, search: SearchService, history: SearchHistoryService) -> None:
        super().__init__(session)
        self._search = search
        self._history = history

    @measure_operation
    async def suggest(self, params: SuggestParams, searcher: Searcher) -> list[SuggestionRead]:
        """Own recent searches with these letters, at most three, then subjects, categories and neighbourhoods.

        Before a letter is typed there are only the recent ones. A recent search has the slug of its history entry.
        """
        shown = params.limit if not params.q else min(RECENT_SHOWN, params.limit)
        recent = await self._history.recent(searcher, params.q, shown) if searcher.is_known else []
        own = [SuggestionRead(kind=SuggestionKind.RECENT, slug=str(entry.id), name=entry.q) for entry in recent]
        return own + await self._search.suggest(params, params.limit - len(own))
