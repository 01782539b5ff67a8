"""How administration is put together, and who may use it."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.dependencies import build_access_service, build_directory_service, require_permission
from app.accounts.domain import Principal
from app.admin.audit_desk import AuditDesk
from app.admin.mail_room import MailRoom
from app.admin.service import UserAdministration
from app.bookings.dependencies import build_booking_reader
from app.core.audit import AnchorFile, AuditReader, AuditTrail
from app.core.container import Container
from app.core.dependencies import ContainerDep, ReadSessionDep, SessionDep
from app.core.enums import PermissionName
from app.core.live import TimeChanges
from app.notifications.dependencies import build_dead_letter_service

CanViewUsers = Annotated[Principal, Depends(require_permission(PermissionName.VIEW_ALL_USERS))]
CanManageUsers = Annotated[Principal, Depends(require_permission(PermissionName.MANAGE_USERS))]
CanManageRoles = Annotated[Principal, Depends(require_permission(PermissionName.MANAGE_ROLES))]
CanManagePermissions = Annotated[Principal, Depends(require_permission(PermissionName.MANAGE_PERMISSIONS))]
CanViewBookings = Annotated[Principal, Depends(require_permission(PermissionName.VIEW_ALL_BOOKINGS))]
CanManageBookings = Annotated[Principal, Depends(require_permission(PermissionName.MANAGE_ALL_BOOKINGS))]
# Whoever watches the queues mends them.
CanHandleMails = Annotated[Principal, Depends(require_permission(PermissionName.ACCESS_MONITORING))]
# Whoever may suspend people may see what was done to them, and by whom.
CanReadAudit = CanManageUsers


def build_user_administration(session: AsyncSession, container: Container) -> UserAdministration:
    return UserAdministration(
        session,
        build_directory_service(session),
        build_access_service(session, container),
        TimeChanges(session, container.live),
        AuditTrail(session, container.clock),
    )


def build_mail_room(session: AsyncSession, container: Container) -> MailRoom:
    clock = container.clock
    return MailRoom(session, build_dead_letter_service(session, clock), AuditTrail(session, clock))


def build_audit_desk(session: AsyncSession, container: Container) -> AuditDesk:
    anchors = AnchorFile(container.settings.audit_anchor_file)
    bookings = build_booking_reader(session, container.clock)
    return AuditDesk(session, AuditReader(session), build_directory_service(session), bookings, anchors)


async def get_user_administration(session: SessionDep, container: ContainerDep) -> UserAdministration:
    return build_user_administration(session, container)


async def get_mail_room(session: SessionDep, container: ContainerDep) -> MailRoom:
    return build_mail_room(session, container)


async def get_audit_desk(session: ReadSessionDep, container: ContainerDep) -> AuditDesk:
    return build_audit_desk(session, container)


UserAdministrationDep = Annotated[UserAdministration, Depends(get_user_administration)]
MailRoomDep = Annotated[MailRoom, Depends(get_mail_room)]
AuditDeskDep = Annotated[AuditDesk, Depends(get_audit_desk)]
