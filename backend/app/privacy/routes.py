"""What somebody may do with all of their own data."""

from fastapi import Response

from app.accounts.dependencies import CurrentUser, SessionCookiesDep
from app.accounts.errors import LastAdmin, WrongPassword
from app.core.errors import InvalidInput, PermissionDenied, TooManyRequests, Unauthenticated
from app.core.http import PrefixRouter, problem_responses
from app.privacy.dependencies import CanDeleteOwnAccount, PrivacyServiceDep, RetentionServiceDep
from app.privacy.schemas import DeleteWrite, Export, RetentionRead

router = PrefixRouter(prefix="/api/privacy", tags=["privacy"])


@router.get("/export", responses=problem_responses(Unauthenticated, TooManyRequests))
async def export(user: CurrentUser, privacy: PrivacyServiceDep) -> Export:
    """Everything that is known of oneself, as JSON; the shape is described in `docs/api/privacy-export.md`."""
    return await privacy.export(user)


@router.post(
    "/delete",
    status_code=204,
    responses=problem_responses(
        Unauthenticated, PermissionDenied, InvalidInput, WrongPassword, LastAdmin, TooManyRequests
    ),
)
async def delete_account(
    user: CanDeleteOwnAccount,
    payload: DeleteWrite,
    response: Response,
    cookies: SessionCookiesDep,
    privacy: PrivacyServiceDep,
) -> None:
    """Removes the person. Lessons ahead are cancelled from their side; those that were stay, without a name."""
    await privacy.delete_account(user, payload.password)
    cookies.clear(response)


@router.get("/retention")
async def list_retention(retention: RetentionServiceDep) -> list[RetentionRead]:
    """What is kept for how long, for anybody to read."""
    return await retention.list_rules()
