"""Queries on series."""

import uuid

from sqlalchemy import or_, select

from app.core.repository import BaseRepository
from app.series.models import Series


class SeriesRepository(BaseRepository):
    async def add(self, series: Series) -> None:
        self.session.add(series)
        await self.flush()

    async def get_visible_to(self, user_id: uuid.UUID, series_id: uuid.UUID) -> Series | None:
        """A series of which somebody is a side."""
        mine = or_(Series.student_id == user_id, Series.instructor_id == user_id)
        return await self.session.scalar(select(Series).where(Series.id == series_id, mine))
