"""How series are built."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.bookings.dependencies import SeveralLessonsDep, build_booking_reader
from app.bookings.several_lessons import SeveralLessons
from app.core.clock import Clock
from app.core.dependencies import ClockDep, SessionDep
from app.series.repository import SeriesRepository
from app.series.service import SeriesService


def build_series_service(session: AsyncSession, clock: Clock, lessons: SeveralLessons) -> SeriesService:
    return SeriesService(session, SeriesRepository(session), lessons, build_booking_reader(session, clock), clock)


async def get_series_service(session: SessionDep, clock: ClockDep, lessons: SeveralLessonsDep) -> SeriesService:
    return build_series_service(session, clock, lessons)


SeriesServiceDep = Annotated[SeriesService, Depends(get_series_service)]
