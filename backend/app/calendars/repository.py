"""Every query on calendar addresses."""

import uuid
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.calendars.models import CalendarFeed
from app.core.repository import BaseRepository


class CalendarFeedRepository(BaseRepository):
    async def created_at(self, user_id: uuid.UUID) -> datetime | None:
        return await self.session.scalar(select(CalendarFeed.created_at).where(CalendarFeed.user_id == user_id))

    async def replace(self, user_id: uuid.UUID, token_hash: str, now: datetime) -> None:
        """The old address works no more."""
        values = {"token_hash": token_hash, "created_at": now}
        statement = insert(CalendarFeed).values(user_id=user_id, **values)
        await self.session.execute(statement.on_conflict_do_update(index_elements=["user_id"], set_=values))

    async def remove(self, user_id: uuid.UUID) -> bool:
        """False when there was none."""
        statement = delete(CalendarFeed).where(CalendarFeed.user_id == user_id).returning(CalendarFeed.user_id)
        return await self.session.scalar(statement) is not None

    async def owner_of(self, token_hash: str) -> uuid.UUID | None:
        """None for an address that works no more, and for an account that is closed."""
        query = select(User.id).join(CalendarFeed, CalendarFeed.user_id == User.id)
        return await self.session.scalar(query.where(CalendarFeed.token_hash == token_hash, User.is_active))
