"""How the waitlist is built."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.bookings.dependencies import CanBook, build_booking_service
from app.catalog.dependencies import build_catalog_service
from app.core.clock import Clock
from app.core.dependencies import ClientAddressDep, ClockDep, LiveDep, RateLimiterDep, SessionDep
from app.core.events import Outbox
from app.core.live import LivePublisher
from app.core.rate_limit import Limit, Window
from app.waitlist.repository import WaitlistRepository
from app.waitlist.service import WaitlistService

WISH_LIMIT = Limit("wish", account=Window(30, 60), address=Window(300, 60), everybody=Window(3_000, 60))


async def limit_wishes(limiter: RateLimiterDep, address: ClientAddressDep, student: CanBook) -> None:
    await limiter.check(WISH_LIMIT, account=str(student.id), address=address)


def build_waitlist_service(session: AsyncSession, clock: Clock, live: LivePublisher) -> WaitlistService:
    return WaitlistService(
        session,
        WaitlistRepository(session),
        build_booking_service(session, clock, live),
        build_catalog_service(session),
        Outbox(session),
        clock,
    )


async def get_waitlist_service(session: SessionDep, clock: ClockDep, live: LiveDep) -> WaitlistService:
    return build_waitlist_service(session, clock, live)


WaitlistServiceDep = Annotated[WaitlistService, Depends(get_waitlist_service)]
