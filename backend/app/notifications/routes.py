"""Which mails somebody gets."""

from typing import Annotated, Literal

from fastapi import Form, Query
from fastapi.responses import RedirectResponse

from app.accounts.dependencies import CanManageOwnProfile
from app.core.dependencies import ClientAddressDep, SettingsDep
from app.core.errors import InvalidInput, PermissionDenied, TooManyRequests, Unauthenticated
from app.core.http import PrefixRouter, problem_responses
from app.notifications.dependencies import PreferenceReaderDep, PreferenceServiceDep
from app.notifications.errors import InvalidUnsubscribeLink
from app.notifications.rendering import PREFERENCES_PAGE
from app.notifications.schemas import MailPreferencesRead, MailPreferencesWrite

router = PrefixRouter(prefix="/api/notifications", tags=["notifications"])

UnsubscribeToken = Annotated[str, Query(max_length=200)]


@router.get("/preferences", responses=problem_responses(Unauthenticated, PermissionDenied))
async def get_preferences(user: CanManageOwnProfile, preferences: PreferenceReaderDep) -> MailPreferencesRead:
    """Which of the mails that can be turned off this person gets. The others are always sent."""
    return await preferences.get(user.id)


@router.put("/preferences", responses=problem_responses(Unauthenticated, PermissionDenied))
async def update_preferences(
    payload: MailPreferencesWrite, user: CanManageOwnProfile, preferences: PreferenceServiceDep
) -> MailPreferencesRead:
    """Turns mails on and off, from the next one on."""
    return await preferences.replace(user.id, payload)


@router.post(
    "/unsubscribe",
    status_code=204,
    responses=problem_responses(PermissionDenied, InvalidInput, InvalidUnsubscribeLink, TooManyRequests),
)
async def unsubscribe(
    token: UnsubscribeToken,
    address: ClientAddressDep,
    preferences: PreferenceServiceDep,
    one_click: Annotated[Literal["One-Click"] | None, Form(alias="List-Unsubscribe")] = None,
) -> None:
    """What mail programs call for `List-Unsubscribe-Post` (RFC 8058): turns off the kind of mail it came with."""
    await preferences.unsubscribe(token, address)


@router.get("/unsubscribe", status_code=303, response_class=RedirectResponse)
async def open_unsubscribe(token: UnsubscribeToken, settings: SettingsDep) -> RedirectResponse:
    """The same address opened in a browser leads to where mails are chosen, and changes nothing by itself."""
    return RedirectResponse(settings.web_origin.rstrip("/") + PREFERENCES_PAGE, status_code=303)
