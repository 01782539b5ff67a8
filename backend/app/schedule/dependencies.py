"""How the instructor's calendar is built, and who may use it."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.dependencies import require_permission
from app.accounts.domain import Principal
from app.availability.dependencies import build_availability_service, build_weekly_pattern_service
from app.bookings.dependencies import build_conflict_checker
from app.core.clock import Clock
from app.core.dependencies import ClockDep, SessionDep
from app.core.enums import PermissionName
from app.instructors.dependencies import build_instructor_service
from app.schedule.service import ScheduleService

CanManageAvailability = Annotated[Principal, Depends(require_permission(PermissionName.MANAGE_AVAILABILITY))]


def build_schedule_service(session: AsyncSession, clock: Clock) -> ScheduleService:
    return ScheduleService(
        session,
        build_availability_service(session, clock),
        build_weekly_pattern_service(session, clock),
        build_instructor_service(session, clock),
        build_conflict_checker(session, clock),
        clock,
    )


async def get_schedule_service(session: SessionDep, clock: ClockDep) -> ScheduleService:
    return build_schedule_service(session, clock)


ScheduleServiceDep = Annotated[ScheduleService, Depends(get_schedule_service)]
