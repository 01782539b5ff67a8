"""Registration, logins, profile and passwords over HTTP."""

import uuid
from typing import Annotated

from fastapi import Form, Response

from app.accounts.dependencies import (
    AccountServiceDep,
    ArrivalDep,
    CanChangeOwnPassword,
    CanManageOwnProfile,
    CurrentUser,
    DeviceDep,
    OptionalUser,
    PasswordServiceDep,
    SessionCookiesDep,
    SessionServiceDep,
    VerificationServiceDep,
)
from app.accounts.domain import Account, Principal, TokenPair
from app.accounts.errors import (
    EmailTaken,
    InvalidRefreshToken,
    InvalidResetToken,
    InvalidVerificationToken,
    SessionNotFound,
    WeakPassword,
    WrongPassword,
)
from app.accounts.schemas import (
    LoginForm,
    PasswordChange,
    PasswordResetConfirm,
    PasswordResetRequest,
    ProfileUpdate,
    RefreshRequest,
    RegisterRequest,
    SessionRequest,
    SessionResponse,
    TokenResponse,
    UserResponse,
    VerificationConfirm,
)
from app.core.dependencies import ClientAddressDep, PageDep
from app.core.errors import BadCredentials, InvalidInput, PermissionDenied, TooManyRequests, Unauthenticated
from app.core.http import PrefixRouter, problem_responses
from app.core.schemas import Page
from app.core.security import ACCESS_TOKEN_LIFETIME

router = PrefixRouter(prefix="/api/auth", tags=["auth"])


@router.post(
    "/register",
    status_code=201,
    response_model=UserResponse,
    responses=problem_responses(EmailTaken, InvalidInput, WeakPassword, PermissionDenied, TooManyRequests),
)
async def register(
    payload: RegisterRequest, device: DeviceDep, accounts: AccountServiceDep, arrival: ArrivalDep
) -> Account:
    """Opens an account as a student or an instructor; usable at once. A guest's searches become theirs.

    A link that proves the e-mail is mailed.
    """
    account = await accounts.register(payload, device)
    await arrival.of(account.id)
    return account


@router.post("/login", responses=problem_responses(BadCredentials, PermissionDenied, TooManyRequests))
async def login(
    form: Annotated[LoginForm, Form()], device: DeviceDep, sessions: SessionServiceDep, arrival: ArrivalDep
) -> TokenResponse:
    """OAuth2's password grant: tokens for clients that keep them themselves."""
    login = await sessions.log_in(form.username, form.password, device)
    await arrival.of(login.account.id)
    return _token_response(login.tokens)


@router.post(
    "/refresh",
    response_model=TokenResponse,
    responses=problem_responses(InvalidRefreshToken, PermissionDenied)
    | {204: {"description": "The browser's cookies were renewed"}},
)
async def refresh(
    sessions: SessionServiceDep, cookies: SessionCookiesDep, payload: RefreshRequest | None = None
) -> TokenResponse | Response:
    """The next tokens. Without a body it is the browser's cookies that are renewed: 204.

    A token is spent when it is used. Within ten seconds it gives the same successor again; later it ends the login.
    """
    if payload is not None:
        return _token_response(await sessions.refresh(payload.refresh_token))
    response = Response(status_code=204)
    cookies.write(response, await sessions.refresh(cookies.refresh_token or ""))
    return response


@router.post("/logout", status_code=204, responses=problem_responses(Unauthenticated, PermissionDenied))
async def logout(user: CurrentUser, sessions: SessionServiceDep) -> None:
    """Ends this login at once, its access tokens too."""
    await sessions.log_out(user.family_id)


@router.post(
    "/session",
    response_model=UserResponse,
    responses=problem_responses(BadCredentials, PermissionDenied, TooManyRequests),
)
async def create_session(
    payload: SessionRequest,
    response: Response,
    device: DeviceDep,
    sessions: SessionServiceDep,
    cookies: SessionCookiesDep,
    arrival: ArrivalDep,
) -> Account:
    """Signs a browser in: the tokens are in cookies that no script can read. A guest's searches become theirs."""
    login = await sessions.log_in(payload.email, payload.password, device)
    await arrival.of(login.account.id)
    cookies.write(response, login.tokens)
    return login.account


@router.delete("/session", status_code=204, responses=problem_responses(PermissionDenied))
async def delete_session(
    response: Response, user: OptionalUser, sessions: SessionServiceDep, cookies: SessionCookiesDep
) -> None:
    """Signs a browser out and removes its cookies, whether or not they were still good."""
    cookies.clear(response)
    if user is not None:
        await sessions.log_out(user.family_id)
    if cookies.refresh_token:
        await sessions.log_out_with(cookies.refresh_token)


@router.get("/me", response_model=UserResponse, responses=problem_responses(Unauthenticated))
async def get_me(user: CurrentUser) -> Principal:
    """Who is asking, and what they may do at this moment."""
    return user


@router.patch("/me", response_model=UserResponse, responses=problem_responses(Unauthenticated, PermissionDenied))
async def update_me(payload: ProfileUpdate, user: CanManageOwnProfile, accounts: AccountServiceDep) -> Account:
    """Changes what is sent; what is left out stays as it is."""
    return await accounts.update_profile(user, payload)


@router.post(
    "/password",
    status_code=204,
    responses=problem_responses(
        Unauthenticated, PermissionDenied, InvalidInput, WrongPassword, WeakPassword, TooManyRequests
    ),
)
async def change_password(payload: PasswordChange, user: CanChangeOwnPassword, passwords: PasswordServiceDep) -> None:
    """Ends this person's other logins; this one goes on."""
    await passwords.change(user, payload)


@router.post("/password-reset", status_code=202, responses=problem_responses(PermissionDenied, TooManyRequests))
async def request_password_reset(
    payload: PasswordResetRequest, address: ClientAddressDep, passwords: PasswordServiceDep
) -> None:
    """Mails a link to whoever has an account with this e-mail; the answer is the same for any."""
    await passwords.request_reset(payload.email, address)


@router.post(
    "/password-reset/confirm",
    status_code=204,
    responses=problem_responses(PermissionDenied, InvalidInput, InvalidResetToken, WeakPassword, TooManyRequests),
)
async def confirm_password_reset(
    payload: PasswordResetConfirm, address: ClientAddressDep, passwords: PasswordServiceDep
) -> None:
    """Sets a new password with a mailed token, once, within the hour; ends all logins."""
    await passwords.confirm_reset(payload, address)


@router.post(
    "/verification",
    status_code=202,
    responses=problem_responses(Unauthenticated, PermissionDenied, TooManyRequests),
)
async def request_verification(
    user: CanManageOwnProfile, address: ClientAddressDep, verification: VerificationServiceDep
) -> None:
    """Mails a new link that proves this person's e-mail; none when it is proved already."""
    await verification.resend(user, address)


@router.post(
    "/verification/confirm",
    status_code=204,
    responses=problem_responses(PermissionDenied, InvalidInput, InvalidVerificationToken, TooManyRequests),
)
async def confirm_verification(
    payload: VerificationConfirm, address: ClientAddressDep, verification: VerificationServiceDep
) -> None:
    """Proves an e-mail with a mailed token, within seven days; once proved, the link says the same again."""
    await verification.confirm(payload.token, address)


@router.get("/sessions", responses=problem_responses(Unauthenticated, PermissionDenied))
async def list_sessions(page: PageDep, user: CanManageOwnProfile, sessions: SessionServiceDep) -> Page[SessionResponse]:
    """Where this person is signed in, the last used first."""
    found, total = await sessions.list_sessions(user, page)
    items = [SessionResponse.model_validate(session) for session in found]
    return Page(items=items, total=total, limit=page.limit, offset=page.offset)


@router.delete(
    "/sessions/{session_id}",
    status_code=204,
    responses=problem_responses(Unauthenticated, PermissionDenied, SessionNotFound),
)
async def end_session(session_id: uuid.UUID, user: CanManageOwnProfile, sessions: SessionServiceDep) -> None:
    """Signs this person out on one of their devices."""
    await sessions.end_session(user, session_id)


def _token_response(tokens: TokenPair) -> TokenResponse:
    return TokenResponse(
        access_token=tokens.access_token,
        refresh_token=tokens.refresh_token,
        expires_in=int(ACCESS_TOKEN_LIFETIME.total_seconds()),
    )
