"""What somebody searched for before: their own, and theirs to remove."""

import uuid

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.schemas import Page, PageParams
from app.core.service import BaseService, measure_operation
from app.search.errors import SearchNotFound
from app.search.repository import SearchEventRepository
from app.search.schemas import HistoryEntryRead
from app.search.visit import Searcher


class SearchHistoryService(BaseService):
    def __init__(self, session: AsyncSession, repository: SearchEventRepository) -> None:
        super().__init__(session)
        self._history = repository

    @measure_operation
    async def list_own(self, searcher: Searcher, page: PageParams) -> Page[HistoryEntryRead]:
        """The latest first."""
        entries, total = await self._history.list_history(searcher, page.limit, page.offset)
        items = [HistoryEntryRead.model_validate(entry) for entry in entries]
        return Page(items=items, total=total, limit=page.limit, offset=page.offset)

    @measure_operation
    async def recent(self, searcher: Searcher, text: str, limit: int) -> list[HistoryEntryRead]:
        """The latest in words of one's own that have these letters in them."""
        entries = await self._history.recent_history(searcher, text.lower(), limit)
        return [HistoryEntryRead.model_validate(entry) for entry in entries]

    @measure_operation
    async def forget(self, searcher: Searcher, entry_id: uuid.UUID) -> None:
        """`SearchNotFound` for another's too."""
        async with self.transaction():
            if not await self._history.forget_history(searcher, entry_id):
                raise SearchNotFound

    @measure_operation
    async def forget_all(self, searcher: Searcher) -> None:
        async with self.transaction():
            await self._history.forget_history(searcher)
