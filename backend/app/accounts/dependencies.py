"""Who is asking, what they may do, and how the services of accounts are built."""

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import Cookie, Depends, Header, Request, Response
from fastapi.security import APIKeyCookie, OAuth2PasswordBearer
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.access import AccessService
from app.accounts.device_watch import DeviceWatch
from app.accounts.directory import DirectoryService
from app.accounts.domain import REFRESH_TOKEN_LIFETIME, Device, Principal, TokenPair
from app.accounts.login_guard import LoginGuard
from app.accounts.password_policy import PasswordPolicy, common_passwords
from app.accounts.passwords import PasswordService
from app.accounts.repository import (
    AccessRepository,
    AccountRepository,
    DeviceRepository,
    DirectoryRepository,
    LoginRepository,
    PasswordResetRepository,
    VerificationRepository,
)
from app.accounts.service import AccountService
from app.accounts.sessions import SessionService
from app.accounts.verification import VerificationLinks, VerificationService
from app.core.container import Container
from app.core.dependencies import (
    ClientAddressDep,
    ContainerDep,
    SessionDep,
    SettingsDep,
    address_of,
    container_of,
)
from app.core.enums import PermissionName
from app.core.errors import PermissionDenied, Unauthenticated
from app.core.events import Outbox
from app.core.http import ACCESS_COOKIE, REFRESH_COOKIE
from app.core.rate_limit import Limit
from app.core.security import ACCESS_TOKEN_LIFETIME, TokenSuccession

MAX_USER_AGENT_LENGTH = 300

BearerToken = Annotated[str | None, Depends(OAuth2PasswordBearer("/api/auth/login", auto_error=False))]
CookieToken = Annotated[str | None, Depends(APIKeyCookie(name=ACCESS_COOKIE, auto_error=False))]


async def get_optional_user(request: Request, bearer: BearerToken, cookie: CookieToken) -> Principal | None:
    """Whoever the Bearer token, or else the browser's cookie, proves to be; None for a guest or a stale proof."""
    container, token = container_of(request), bearer or cookie
    claims = container.access_tokens.read(token) if token else None
    if claims is None:
        return None
    # A session of its own, closed at once: the request's other session then never waits for a second connection.
    async with container.database.read_session() as session:
        return await AccountRepository(session).authenticate(claims.user_id, claims.family_id)


OptionalUser = Annotated[Principal | None, Depends(get_optional_user)]


@dataclass(frozen=True)
class SignedIn:
    """Anybody who is signed in; 401 for a guest."""

    required_permission: str = "signed_in"

    async def __call__(self, user: OptionalUser) -> Principal:
        if user is None:
            raise Unauthenticated
        return user


CurrentUser = Annotated[Principal, Depends(SignedIn())]


@dataclass(frozen=True)
class RequirePermission:
    """Whoever may do this at this moment; 401 for a guest, 403 for the others."""

    required_permission: PermissionName

    async def __call__(self, user: OptionalUser) -> Principal:
        if user is None:
            raise Unauthenticated
        if not user.may(self.required_permission):
            raise PermissionDenied
        return user


def require_permission(permission: PermissionName) -> RequirePermission:
    """`CanBook = Annotated[Principal, Depends(require_permission(PermissionName.CREATE_BOOKINGS))]`."""
    return RequirePermission(permission)


@dataclass(frozen=True)
class RateLimited:
    """Counts a use for whoever asks and for their address; `TooManyRequests`."""

    limit: Limit

    async def __call__(self, request: Request, user: OptionalUser) -> None:
        limiter = container_of(request).rate_limiter
        await limiter.check(self.limit, account=str(user.id) if user else None, address=address_of(request))


def limited(limit: Limit) -> RateLimited:
    """`dependencies=[Depends(limited(SEARCH_LIMIT))]` on a route."""
    return RateLimited(limit)


async def get_device(request: Request, address: ClientAddressDep) -> Device:
    user_agent = request.headers.get("user-agent")
    return Device(address, user_agent[:MAX_USER_AGENT_LENGTH] if user_agent else None)


GuestHeader = Annotated[
    str | None,
    Header(
        alias="X-Guest-Session-ID",
        description="A browser's own UUID. A guest who sends it agrees that searches are kept under it.",
        json_schema_extra={"format": "uuid"},
    ),
]


async def get_guest_session(given: GuestHeader = None) -> uuid.UUID | None:
    """The id under which a browser wants a guest's searches kept; None without one, and for what is no UUID."""
    try:
        return uuid.UUID(given) if given else None
    except ValueError:
        return None


GuestSession = Annotated[uuid.UUID | None, Depends(get_guest_session)]
GuestAdopter = Callable[[AsyncSession, Container, uuid.UUID, uuid.UUID], Awaitable[None]]
"""Gives a person what is kept under a guest's session: `(session, container, user_id, guest_session_id)`."""


class Arrival:
    """A guest becomes a person: the domains above, which accounts must not know, hand over what they kept."""

    def __init__(self, request: Request, session: SessionDep, container: ContainerDep, guest: GuestSession) -> None:
        self._adopters: tuple[GuestAdopter, ...] = request.app.state.guest_adopters
        self._session = session
        self._container = container
        self._guest = guest

    async def of(self, user_id: uuid.UUID) -> None:
        if self._guest is not None:
            for adopt in self._adopters:
                await adopt(self._session, self._container, user_id, self._guest)


class SessionCookies:
    """The browser's two cookies: no script can read them and no other site's form can send them."""

    def __init__(
        self,
        settings: SettingsDep,
        refresh_token: Annotated[str | None, Cookie(alias=REFRESH_COOKIE, include_in_schema=False)] = None,
    ) -> None:
        self.refresh_token = refresh_token
        self._secure = settings.secure_cookies

    def write(self, response: Response, tokens: TokenPair) -> None:
        self._set(response, ACCESS_COOKIE, tokens.access_token, ACCESS_TOKEN_LIFETIME)
        self._set(response, REFRESH_COOKIE, tokens.refresh_token, REFRESH_TOKEN_LIFETIME)

    def clear(self, response: Response) -> None:
        for name in (ACCESS_COOKIE, REFRESH_COOKIE):
            self._set(response, name, "", timedelta(0))

    def _set(self, response: Response, name: str, value: str, lifetime: timedelta) -> None:
        # Both for every path, so that the web app's own server can see that a login is to be renewed.
        seconds = int(lifetime.total_seconds())
        response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="lax", secure=self._secure)


def build_device_watch(session: AsyncSession, container: Container) -> DeviceWatch:
    secret_key = container.settings.secret_key.get_secret_value()
    return DeviceWatch(DeviceRepository(session), Outbox(session), container.clock, secret_key)


def build_verification_links(session: AsyncSession, container: Container) -> VerificationLinks:
    return VerificationLinks(VerificationRepository(session), Outbox(session), container.clock)


def build_account_service(session: AsyncSession, container: Container) -> AccountService:
    return AccountService(
        session,
        accounts=AccountRepository(session),
        access=AccessRepository(session),
        links=build_verification_links(session, container),
        devices=build_device_watch(session, container),
        outbox=Outbox(session),
        policy=PasswordPolicy(common_passwords()),
        passwords=container.passwords,
        rate_limiter=container.rate_limiter,
    )


def build_session_service(session: AsyncSession, container: Container) -> SessionService:
    return SessionService(
        session,
        accounts=AccountRepository(session),
        logins=LoginRepository(session),
        resets=PasswordResetRepository(session),
        verifications=VerificationRepository(session),
        devices=build_device_watch(session, container),
        guard=LoginGuard(container.rate_limiter, container.cache),
        passwords=container.passwords,
        access_tokens=container.access_tokens,
        succession=TokenSuccession(container.settings.secret_key.get_secret_value()),
        clock=container.clock,
    )


def build_password_service(session: AsyncSession, container: Container) -> PasswordService:
    return PasswordService(
        session,
        accounts=AccountRepository(session),
        logins=LoginRepository(session),
        resets=PasswordResetRepository(session),
        outbox=Outbox(session),
        policy=PasswordPolicy(common_passwords()),
        passwords=container.passwords,
        rate_limiter=container.rate_limiter,
        clock=container.clock,
    )


def build_verification_service(session: AsyncSession, container: Container) -> VerificationService:
    return VerificationService(
        session,
        accounts=AccountRepository(session),
        verifications=VerificationRepository(session),
        links=build_verification_links(session, container),
        rate_limiter=container.rate_limiter,
        clock=container.clock,
    )


def build_access_service(session: AsyncSession, container: Container) -> AccessService:
    return AccessService(
        session,
        accounts=AccountRepository(session),
        access=AccessRepository(session),
        logins=LoginRepository(session),
        clock=container.clock,
    )


def build_directory_service(session: AsyncSession) -> DirectoryService:
    return DirectoryService(session, DirectoryRepository(session))


async def get_account_service(session: SessionDep, container: ContainerDep) -> AccountService:
    return build_account_service(session, container)


async def get_session_service(session: SessionDep, container: ContainerDep) -> SessionService:
    return build_session_service(session, container)


async def get_password_service(session: SessionDep, container: ContainerDep) -> PasswordService:
    return build_password_service(session, container)


async def get_verification_service(session: SessionDep, container: ContainerDep) -> VerificationService:
    return build_verification_service(session, container)


async def get_access_service(session: SessionDep, container: ContainerDep) -> AccessService:
    return build_access_service(session, container)


async def get_directory_service(session: SessionDep) -> DirectoryService:
    return build_directory_service(session)


ArrivalDep = Annotated[Arrival, Depends()]
DeviceDep = Annotated[Device, Depends(get_device)]
SessionCookiesDep = Annotated[SessionCookies, Depends()]
AccountServiceDep = Annotated[AccountService, Depends(get_account_service)]
SessionServiceDep = Annotated[SessionService, Depends(get_session_service)]
PasswordServiceDep = Annotated[PasswordService, Depends(get_password_service)]
DirectoryServiceDep = Annotated[DirectoryService, Depends(get_directory_service)]
VerificationServiceDep = Annotated[VerificationService, Depends(get_verification_service)]
AccessServiceDep = Annotated[AccessService, Depends(get_access_service)]
CanManageOwnProfile = Annotated[Principal, Depends(require_permission(PermissionName.MANAGE_OWN_PROFILE))]
CanChangeOwnPassword = Annotated[Principal, Depends(require_permission(PermissionName.CHANGE_OWN_PASSWORD))]
