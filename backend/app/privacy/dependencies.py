"""How privacy is put together."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.dependencies import build_access_service, build_password_service, require_permission
from app.accounts.domain import Principal
from app.bookings.dependencies import build_booking_service
from app.core.audit import AuditTrail
from app.core.clock import Clock
from app.core.container import Container
from app.core.dependencies import ClockDep, ContainerDep, ReadSessionDep, SessionDep
from app.core.enums import PermissionName
from app.core.personal_data import PersonalDataRepository
from app.instructors.dependencies import build_instructor_service
from app.privacy.personal_data import PERSONAL_DATA, RETENTION
from app.privacy.service import PrivacyService, RetentionService

CanDeleteOwnAccount = Annotated[Principal, Depends(require_permission(PermissionName.DELETE_OWN_ACCOUNT))]


def build_privacy_service(session: AsyncSession, container: Container) -> PrivacyService:
    clock = container.clock
    return PrivacyService(
        session,
        data=PERSONAL_DATA,
        repository=PersonalDataRepository(session),
        passwords=build_password_service(session, container),
        access=build_access_service(session, container),
        bookings=build_booking_service(session, clock, container.live),
        instructors=build_instructor_service(session, clock, container.live),
        rate_limiter=container.rate_limiter,
        audit=AuditTrail(session, clock),
        clock=clock,
    )


def build_retention_service(session: AsyncSession, clock: Clock) -> RetentionService:
    return RetentionService(session, RETENTION, PersonalDataRepository(session), clock)


async def get_privacy_service(session: SessionDep, container: ContainerDep) -> PrivacyService:
    return build_privacy_service(session, container)


async def get_retention_service(session: ReadSessionDep, clock: ClockDep) -> RetentionService:
    return build_retention_service(session, clock)


PrivacyServiceDep = Annotated[PrivacyService, Depends(get_privacy_service)]
RetentionServiceDep = Annotated[RetentionService, Depends(get_retention_service)]
