"""Whom somebody wants to find again."""

import uuid

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.schemas import Page, PageParams
from app.core.service import BaseService, measure_operation
from app.instructors.service import InstructorService
from app.search.repository import SearchRepository
from app.search.schemas import BrowseParams, InstructorCardRead
from app.search.service import SearchService


class FavoriteService(BaseService):
    def __init__(
        self,
        session: AsyncSession,
        repository: SearchRepository,
        instructors: InstructorService,
        search: SearchService,
    ) -> None:
        super().__init__(session)
        self._favorites = repository
        self._instructors = instructors
        self._search = search

    @measure_operation
    async def keep(self, user_id: uuid.UUID, instructor_id: uuid.UUID) -> None:
        """InstructorNotFound for somebody who is not listed; once is enough."""
        async with self.transaction():
            instructor = await self._instructors.find_listed(str(instructor_id))
            await self._favorites.add_favorite(user_id, instructor.id)

    @measure_operation
    async def give_up(self, user_id: uuid.UUID, instructor_id: uuid.UUID) -> None:
        async with self.transaction():
            await self._favorites.remove_favorite(user_id, instructor_id)

    @measure_operation
    async def list_own(self, user_id: uuid.UUID, page: PageParams) -> Page[InstructorCardRead]:
        """The listed ones, with their next free times."""
        return await self._search.browse(BrowseParams.model_validate(page.model_dump()), kept_by=user_id)
