"""How the instructor's calendar is built, and who may use it."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.dependencies import require_permission
from app.accounts.domain import Principal
from app.availability.dependencies import build_availability_service, build_weekly_pattern_service
from app.bookings.dependencies import build_conflict_checker, build_free_time_finder
from app.bookings.free_time_finder import FreeTimeFinder
from app.core.clock import Clock
from app.core.dependencies import ClientAddressDep, ClockDep, ContainerDep, LiveDep, RateLimiterDep, SessionDep
from app.core.enums import PermissionName
from app.core.live import LivePublisher
from app.core.rate_limit import Limit, Window
from app.instructors.dependencies import build_instructor_service
from app.schedule.service import ScheduleService

LIVE_LIMIT = Limit("live", address=Window(600, 60), everybody=Window(12_000, 60))

CanManageAvailability = Annotated[Principal, Depends(require_permission(PermissionName.MANAGE_AVAILABILITY))]


def build_schedule_service(session: AsyncSession, clock: Clock, live: LivePublisher) -> ScheduleService:
    return ScheduleService(
        session,
        build_availability_service(session, clock, live),
        build_weekly_pattern_service(session, clock, live),
        build_instructor_service(session, clock, live),
        build_conflict_checker(session, clock),
        clock,
    )


async def get_schedule_service(session: SessionDep, clock: ClockDep, live: LiveDep) -> ScheduleService:
    return build_schedule_service(session, clock, live)


async def limit_live(limiter: RateLimiterDep, address: ClientAddressDep) -> None:
    await limiter.check(LIVE_LIMIT, address=address)


async def get_brief_finder(container: ContainerDep) -> AsyncIterator[FreeTimeFinder]:
    async with container.database.read_session() as session:
        yield build_free_time_finder(session, container.clock)


# Its connection is given back before the answer begins: an answer that streams would keep it for hours.
BriefFreeTimeFinderDep = Annotated[FreeTimeFinder, Depends(get_brief_finder, scope="function")]
ScheduleServiceDep = Annotated[ScheduleService, Depends(get_schedule_service)]
