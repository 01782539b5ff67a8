"""How the service of hours is built."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.availability.repository import AvailabilityRepository
from app.availability.service import AvailabilityService
from app.availability.weekly_pattern import WeeklyPatternService
from app.core.clock import Clock
from app.instructors.dependencies import build_instructor_service


def build_availability_service(session: AsyncSession, clock: Clock) -> AvailabilityService:
    return AvailabilityService(
        session, AvailabilityRepository(session), build_instructor_service(session, clock), clock
    )


def build_weekly_pattern_service(session: AsyncSession, clock: Clock) -> WeeklyPatternService:
    return WeeklyPatternService(
        session, AvailabilityRepository(session), build_instructor_service(session, clock), clock
    )
