"""How the service of hours is built."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.availability.repository import AvailabilityRepository
from app.availability.service import AvailabilityService
from app.availability.weekly_pattern import WeeklyPatternService
from app.core.clock import Clock
from app.core.live import LivePublisher, TimeChanges
from app.instructors.dependencies import build_instructor_service


def build_availability_service(session: AsyncSession, clock: Clock, live: LivePublisher) -> AvailabilityService:
    return AvailabilityService(
        session,
        AvailabilityRepository(session),
        build_instructor_service(session, clock, live),
        TimeChanges(session, live),
        clock,
    )


def build_weekly_pattern_service(session: AsyncSession, clock: Clock, live: LivePublisher) -> WeeklyPatternService:
    return WeeklyPatternService(
        session,
        AvailabilityRepository(session),
        build_instructor_service(session, clock, live),
        TimeChanges(session, live),
        clock,
    )
