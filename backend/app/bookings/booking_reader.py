"""What the two sides of a booking see of it, and administrators, of whose looking there is a row in the audit log."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.domain import Principal
from app.bookings.domain import (
    BOOKED,
    VIEW_PERMISSIONS,
    Action,
    OverviewFilter,
    refund_cents,
    refund_share_percent,
    refund_until,
)
from app.bookings.errors import BookingNotFound
from app.bookings.lesson_reading import read_booking, read_calendar, read_detail, read_subscription, side_of
from app.bookings.repository import BookingRepository, Lesson, ListFilter
from app.bookings.schemas import BookingDetail, BookingRead, CancellationQuoteRead
from app.core.audit import AuditAction, AuditTrail
from app.core.clock import Clock
from app.core.enums import PermissionName
from app.core.errors import PermissionDenied
from app.core.schemas import Page, PageParams
from app.core.service import BaseService, measure_operation


class BookingReader(BaseService):
    def __init__(self, session: AsyncSession, repository: BookingRepository, audit: AuditTrail, clock: Clock) -> None:
        super().__init__(session)
        self._bookings = repository
        self._audit = audit
        self._clock = clock

    @measure_operation
    async def list_own(self, user: Principal, which: ListFilter, page: PageParams) -> Page[BookingRead]:
        """Only one's own, an administrator's too."""
        now = self._clock.now()
        lessons, total = await self._bookings.list_for(user.id, which, now, page.limit, page.offset)
        items = [read_booking(lesson, user, now) for lesson in lessons]
        return Page(items=items, total=total, limit=page.limit, offset=page.offset)

    @measure_operation
    async def list_all(self, admin: Principal, which: OverviewFilter, page: PageParams) -> Page[BookingRead]:
        """Anybody's, the latest lesson first; whoever calls this has asked for the permission."""
        now = self._clock.now()
        lessons, total = await self._bookings.list_all(which, now, page.limit, page.offset)
        items = [read_booking(lesson, admin, now) for lesson in lessons]
        return Page(items=items, total=total, limit=page.limit, offset=page.offset)

    @measure_operation
    async def list_visible(self, viewer: Principal, booking_ids: Collection[uuid.UUID]) -> list[BookingRead]:
        """Those among them that the viewer may see, in one statement; the others are left out."""
        sees_all = viewer.may(PermissionName.VIEW_ALL_BOOKINGS)
        lessons = await self._bookings.list_visible_to(viewer.id, booking_ids, sees_all=sees_all) if booking_ids else []
        return [read_booking(lesson, viewer, self._clock.now()) for lesson in lessons]

    @measure_operation
    async def get(self, user: Principal, booking_id: uuid.UUID) -> BookingDetail:
        lesson = await self._visible(user, booking_id)
        history = await self._bookings.history(booking_id)
        return read_detail(lesson, history, user, self._clock.now())

    @measure_operation
    async def list_of_series(self, user: Principal, series_id: uuid.UUID) -> list[BookingRead]:
        """The lessons that were booked as one series, by time; none for a stranger."""
        lessons = await self._bookings.list_of_series(user.id, series_id)
        return [read_booking(lesson, user, self._clock.now()) for lesson in lessons]

    @measure_operation
    async def get_calendar(self, user: Principal, booking_id: uuid.UUID) -> bytes:
        """RFC 5545; BookingNotFound for a hold, which is no lesson yet and would stay in calendars when it is over."""
        lesson = await self._visible(user, booking_id)
        if lesson.booking.status not in BOOKED:
            raise BookingNotFound
        return read_calendar(lesson, side_of(lesson, user))

    @measure_operation
    async def read_calendar_of(self, user_id: uuid.UUID, since: datetime) -> bytes:
        """RFC 5545: all of somebody's lessons that end after an instant, on both sides."""
        return read_subscription(await self._bookings.lessons_since(user_id, since), user_id)

    @measure_operation
    async def quote_cancellation(self, user: Principal, booking_id: uuid.UUID) -> CancellationQuoteRead:
        """What cancelling now would cost; the errors are those of cancelling."""
        lesson = await self._bookings.get_visible_to(user.id, booking_id)
        if lesson is None:
            raise BookingNotFound
        booking, side, now = lesson.booking, lesson.booking.side_of(user.id), self._clock.now()
        booking.check(Action.CANCEL, side, now)
        share = refund_share_percent(booking.tiers, booking.starts_at, now, side)
        return CancellationQuoteRead(
            booking_id=booking.id,
            price_cents=booking.price_cents,
            refund_share_percent=share,
            refund_cents=refund_cents(booking.price_cents, share),
            until=refund_until(booking.tiers, booking.starts_at, now, side),
        )

    async def _visible(self, user: Principal, booking_id: uuid.UUID) -> Lesson:
        sees_all = user.may(PermissionName.VIEW_ALL_BOOKINGS)
        lesson = await self._bookings.get_visible_to(user.id, booking_id, sees_all=sees_all)
        if lesson is None:
            raise BookingNotFound
        side = side_of(lesson, user)
        if side is None:
            async with self.transaction():
                await self._audit.record(AuditAction.BOOKING_VIEWED, actor_id=user.id, subject_id=booking_id)
        elif not user.may(VIEW_PERMISSIONS[side]):
            raise PermissionDenied
        return lesson
