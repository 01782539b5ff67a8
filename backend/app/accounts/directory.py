"""Who has an account: for administrators. Whoever calls this has asked for the permission."""

import uuid
from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.domain import AccountRecord, DirectoryFilter
from app.accounts.errors import UserNotFound
from app.accounts.repository import DirectoryRepository
from app.core.schemas import PageParams
from app.core.service import BaseService, measure_operation


class DirectoryService(BaseService):
    def __init__(self, session: AsyncSession, directory: DirectoryRepository) -> None:
        super().__init__(session)
        self._directory = directory

    @measure_operation
    async def list_accounts(self, which: DirectoryFilter, page: PageParams) -> tuple[list[AccountRecord], int]:
        """A page, the newest first, and how many there are; deleted accounts too."""
        return await self._directory.list_accounts(which, page.limit, page.offset)

    @measure_operation
    async def get_account(self, user_id: uuid.UUID) -> AccountRecord:
        found = await self._directory.get(user_id)
        if found is None:
            raise UserNotFound
        return found

    @measure_operation
    async def names_of(self, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
        """First and last names, in one statement; deleted accounts and what is no account are left out."""
        return await self._directory.names_of(ids) if ids else {}
