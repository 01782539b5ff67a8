"""How calendars are built."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.bookings.dependencies import build_booking_reader
from app.calendars.repository import CalendarFeedRepository
from app.calendars.service import CalendarFeedService
from app.core.clock import Clock
from app.core.dependencies import ClientAddressDep, ClockDep, RateLimiterDep, ReadSessionDep, SessionDep
from app.core.rate_limit import Limit, Window

# Calendars ask every quarter of an hour at most; an address of a company's proxy asks for many people.
FEED_LIMIT = Limit("calendar", address=Window(600, 60), everybody=Window(6_000, 60))


async def limit_feeds(limiter: RateLimiterDep, address: ClientAddressDep) -> None:
    await limiter.check(FEED_LIMIT, address=address)


def build_calendar_feed_service(session: AsyncSession, clock: Clock) -> CalendarFeedService:
    return CalendarFeedService(session, CalendarFeedRepository(session), build_booking_reader(session, clock), clock)


async def get_calendar_feed_service(session: SessionDep, clock: ClockDep) -> CalendarFeedService:
    return build_calendar_feed_service(session, clock)


async def get_calendar_feed_reader(session: ReadSessionDep, clock: ClockDep) -> CalendarFeedService:
    return build_calendar_feed_service(session, clock)


CalendarFeedServiceDep = Annotated[CalendarFeedService, Depends(get_calendar_feed_service)]
CalendarFeedReaderDep = Annotated[CalendarFeedService, Depends(get_calendar_feed_reader)]
