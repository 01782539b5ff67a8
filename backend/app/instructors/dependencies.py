"""How the services of instructors are built, and who may use them."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.dependencies import require_permission
from app.accounts.domain import Principal
from app.catalog.dependencies import build_catalog_service
from app.core.clock import Clock
from app.core.dependencies import ClockDep, LiveDep, ReadSessionDep, SessionDep
from app.core.enums import PermissionName
from app.core.live import LivePublisher, TimeChanges
from app.geo.dependencies import build_geo_service
from app.instructors.repository import InstructorRepository
from app.instructors.service import InstructorService

CanManageProfile = Annotated[Principal, Depends(require_permission(PermissionName.MANAGE_INSTRUCTOR_PROFILE))]
CanManageOfferings = Annotated[Principal, Depends(require_permission(PermissionName.MANAGE_OFFERINGS))]
CanSuspendSelf = Annotated[Principal, Depends(require_permission(PermissionName.SUSPEND_OWN_INSTRUCTOR_ACCOUNT))]


def build_instructor_service(session: AsyncSession, clock: Clock, live: LivePublisher) -> InstructorService:
    return InstructorService(
        session,
        InstructorRepository(session),
        build_catalog_service(session),
        build_geo_service(session),
        TimeChanges(session, live),
        clock,
    )


async def get_instructor_service(session: SessionDep, clock: ClockDep, live: LiveDep) -> InstructorService:
    return build_instructor_service(session, clock, live)


async def get_instructor_reader(session: ReadSessionDep, clock: ClockDep, live: LiveDep) -> InstructorService:
    """The same over a session that needs no transaction: for reading only."""
    return build_instructor_service(session, clock, live)


InstructorServiceDep = Annotated[InstructorService, Depends(get_instructor_service)]
InstructorReaderDep = Annotated[InstructorService, Depends(get_instructor_reader)]
