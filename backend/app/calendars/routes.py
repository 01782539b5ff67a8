"""Private calendar addresses over HTTP."""

from typing import Annotated

from fastapi import Depends, Path, Request, Response, status

from app.bookings.dependencies import CanViewOwn
from app.bookings.routes import CALENDAR, CalendarResponse
from app.calendars.dependencies import CalendarFeedReaderDep, CalendarFeedServiceDep, limit_feeds
from app.calendars.errors import FeedNotFound
from app.calendars.schemas import FeedRead, NewFeedRead
from app.core.errors import InvalidInput, PermissionDenied, TooManyRequests, Unauthenticated
from app.core.http import PrefixRouter, problem_responses
from app.core.http_cache import NOT_MODIFIED, entity_tag, is_known
from app.core.schemas import SafeText

router = PrefixRouter(prefix="/api/calendar", tags=["calendar"])

OWN = (Unauthenticated, PermissionDenied, InvalidInput)


@router.get("/feed", responses=problem_responses(*OWN))
async def get_feed(user: CanViewOwn, feeds: CalendarFeedServiceDep) -> FeedRead:
    """Whether one's lessons can be subscribed to, and since when."""
    return await feeds.get(user)


@router.post("/feed", status_code=status.HTTP_201_CREATED, responses=problem_responses(*OWN))
async def renew_feed(user: CanViewOwn, feeds: CalendarFeedServiceDep) -> NewFeedRead:
    """A new private address, shown this once; the one before works no more."""
    return await feeds.renew(user)


@router.delete("/feed", status_code=status.HTTP_204_NO_CONTENT, responses=problem_responses(*OWN, FeedNotFound))
async def revoke_feed(user: CanViewOwn, feeds: CalendarFeedServiceDep) -> None:
    await feeds.revoke(user)


@router.get(
    "/{token}.ics",
    response_class=CalendarResponse,
    dependencies=[Depends(limit_feeds)],
    responses=CALENDAR | NOT_MODIFIED | problem_responses(InvalidInput, FeedNotFound, TooManyRequests),
)
async def read_feed(
    token: Annotated[SafeText, Path(max_length=100)], request: Request, feeds: CalendarFeedReaderDep
) -> Response:
    """All lessons of whoever made this address, for calendar programs; no account is asked for."""
    ics = await feeds.read(token)
    headers = {"ETag": entity_tag(ics), "Cache-Control": "private, no-cache"}
    if is_known(headers["ETag"], request.headers.get("if-none-match", "")):
        return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=headers)
    return CalendarResponse(ics, headers=headers)
