"""Booking a lesson and everything that happens to it afterwards."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.domain import Principal
from app.bookings.conflict_checker import ConflictChecker, Wish
from app.bookings.domain import (
    CANCELLATION_TIERS,
    OFFER_LIFETIME,
    Action,
    BookingStatus,
    EventKind,
    Learner,
    LessonTime,
    Obstacle,
    Offered,
    Side,
    Sold,
    price_cents,
)
from app.bookings.errors import (
    BookingNotFound,
    HoldMismatch,
    HoldNotFound,
    NotAvailable,
)
from app.bookings.lesson_life import LessonLife, require_permission
from app.bookings.lesson_making import neighborhood_of, new_lesson, require_sold
from app.bookings.lesson_reading import (
    Message,
    cancelled_mails,
    confirmed_mails,
    read_detail,
    read_tiers,
    rescheduled_mails,
    said_in_mails,
)
from app.bookings.models import Booking, BookingEvent
from app.bookings.repository import BookingRepository, Lesson, Offer
from app.bookings.schemas import (
    BookingCreate,
    BookingDetail,
    LessonRequest,
    LessonSubjectRead,
    LessonTerms,
    QuoteRead,
    RescheduleWrite,
)
from app.bookings.time_taker import TimeNotFree, TimeTaker
from app.core.audit import AuditAction, AuditTrail
from app.core.clock import Clock
from app.core.enums import Place
from app.core.events import Outbox
from app.core.service import BaseService, measure_operation
from app.instructors.errors import OfferingNotFound


class BookingService(BaseService):
    def __init__(
        self,
        session: AsyncSession,
        repository: BookingRepository,
        checker: ConflictChecker,
        taker: TimeTaker,
        life: LessonLife,
        outbox: Outbox,
        audit: AuditTrail,
        clock: Clock,
    ) -> None:
        super().__init__(session)
        self._bookings = repository
        self._checker = checker
        self._taker = taker
        self._life = life
        self._outbox = outbox
        self._audit = audit
        self._clock = clock

    # Before there is a booking

    @measure_operation
    async def quote(self, student: Principal, wanted: LessonRequest) -> QuoteRead:
        """Price, end and terms, whether or not the time can be had; a time that the clock skips has no end."""
        wish = await self._wish(student, wanted)
        obstacles = await self._checker.check_time_availability(wish)
        if Obstacle.MISSING_HOUR in obstacles:
            raise await self._checker.explain(Obstacle.MISSING_HOUR, wish)
        return _read_quote(wish, wanted.place, obstacles)

    @measure_operation
    async def book(self, student: Principal, wanted: BookingCreate) -> BookingDetail:
        """A confirmed lesson at once, from a hold or directly, and a mail to both sides."""
        wish = await self._wish(student, wanted)
        async with self._explaining(wish), self.transaction():
            held = await self._held(student, wanted.hold_id, wish) if wanted.hold_id else None
            if held is not None:
                return await self._confirm(student, held, wish.offer, wanted)
            lesson = self._new_lesson(student, wish, wanted, BookingStatus.CONFIRMED)
            await self._taker.take(lesson.booking, wish.lesson, EventKind.BOOKED)
            await self._tell(confirmed_mails(lesson))
        return self._read_new(lesson, EventKind.BOOKED, student)

    @measure_operation
    async def hold(self, student: Principal, wanted: LessonRequest) -> BookingDetail:
        """Keeps the time for five minutes while the student confirms."""
        wish = await self._wish(student, wanted)
        async with self._explaining(wish), self.transaction():
            lesson = self._new_lesson(student, wish, wanted, BookingStatus.HELD)
            await self._taker.take(lesson.booking, wish.lesson, EventKind.HELD)
        return self._read_new(lesson, EventKind.HELD, student)

    @measure_operation
    async def require_sold(self, student: Learner, wanted: LessonTerms) -> Sold:
        """That this can be had at all, at whatever time; the errors are those of booking it."""
        offer = await self._offer(student, wanted)
        return Sold(offer.subject_slug, offer.timezone)

    @measure_operation
    async def offer(self, student: Learner, wanted: LessonRequest) -> Offered:
        """Keeps the time for ten minutes for somebody who waits for it; TimeNotFree when it is gone meanwhile."""
        wish = await self._wish(student, wanted)
        async with self.transaction():
            lesson = self._new_lesson(student, wish, wanted, BookingStatus.HELD)
            booking, expires_at = lesson.booking, self._clock.now() + OFFER_LIFETIME
            booking.is_offer, booking.expires_at = True, expires_at
            await self._taker.take(booking, wish.lesson, EventKind.HELD)
        slug, said = lesson.instructor_slug, said_in_mails(lesson)
        return Offered(booking.id, booking.instructor_id, slug, booking.starts_at, expires_at, said)

    @measure_operation
    async def release_hold(self, student: Principal, hold_id: uuid.UUID) -> None:
        """Gives a held time back; one that is over already is left as it is."""
        async with self.transaction():
            lesson = await self._bookings.get_visible_to(student.id, hold_id, to_change=True)
            if lesson is None or lesson.student.id != student.id:
                raise HoldNotFound
            if lesson.booking.status != BookingStatus.EXPIRED:
                self._life.act(lesson, Action.RELEASE, student, {})

    # What happens to a booking

    @measure_operation
    async def cancel(self, user: Principal, booking_id: uuid.UUID, reason: str) -> BookingDetail:
        """Before the start, by either side; the terms stored in the booking say what the student gets back."""
        async with self.transaction():
            lesson = await self._mine_to_change(user, booking_id)
            await self._life.cancel([lesson], user, reason)
            await self._tell(cancelled_mails(lesson))
            return await self._read(lesson, user)

    @measure_operation
    async def cancel_for_both(
        self, admin: Principal, booking_id: uuid.UUID, reason: str, refund_share_percent: int | None = None
    ) -> BookingDetail:
        """By an administrator, before the start: all is given back unless another share is said. Audited."""
        async with self.transaction():
            lesson = await self._bookings.get_visible_to(admin.id, booking_id, sees_all=True, to_change=True)
            if lesson is None:
                raise BookingNotFound
            booking = lesson.booking
            self._life.step(lesson, Action.CANCEL, Side.SYSTEM, admin, {"reason": reason})
            await self._life.settle_cancelled([lesson], Side.SYSTEM, reason, refund_share_percent)
            await self._tell(cancelled_mails(lesson))
            answer = await self._read(lesson, admin)
            said = {"refund_share_percent": booking.refund_share_percent}
            await self._audit.record(
                AuditAction.BOOKING_CANCELLED, actor_id=admin.id, subject_id=booking.id, details=said
            )
            return answer

    @measure_operation
    async def cancel_all_ahead(self, user: Principal, reason: str) -> int:
        """For somebody who leaves: each of their lessons ahead is cancelled from their side, under its own terms.

        Holds of theirs are given up. How many lessons were cancelled.
        """
        async with self.transaction():
            await self._taker.hold_still(user.id, user.id)
            ahead = await self._bookings.lock_ahead_of(user.id, self._clock.now())
            for lesson in ahead:
                await self._drop(lesson, user, reason)
            await self._bookings.flush()
            return sum(lesson.booking.status == BookingStatus.CANCELLED for lesson in ahead)

    @measure_operation
    async def complete(self, user: Principal, booking_id: uuid.UUID) -> BookingDetail:
        """By the instructor, when the lesson is over."""
        return await self._simply(Action.COMPLETE, user, booking_id)

    @measure_operation
    async def report_no_show(self, user: Principal, booking_id: uuid.UUID) -> BookingDetail:
        """By the instructor, when the student did not come."""
        return await self._simply(Action.NO_SHOW, user, booking_id)

    @measure_operation
    async def reschedule(self, student: Principal, booking_id: uuid.UUID, wanted: RescheduleWrite) -> BookingDetail:
        """Another time for the same lesson at the same price; the old one is given up only if the new one is got."""
        before = await self._mine(student, booking_id)
        require_permission(Action.RESCHEDULE, before, student)
        wish = await self._wish_to_move(before, wanted)
        async with self._explaining(wish), self.transaction():
            await self._taker.hold_still(before.instructor.id, before.student.id)
            lesson = await self._mine_to_change(student, booking_id)
            time_before = lesson.booking.lesson_time
            await self._life.reschedule([(lesson, wish.lesson)], student)
            await self._taker.move(lesson.booking, wish.lesson)
            await self._tell(rescheduled_mails(lesson, time_before))
            return await self._read(lesson, student)

    # By itself

    @measure_operation
    async def auto_complete(self) -> int:
        """Completes lessons that ended a day ago and more; how many. Safe to run twice."""
        async with self.transaction():
            return await self._bookings.complete_due(self._clock.now())

    @measure_operation
    async def has_stale_holds(self) -> bool:
        """Whether `sweep_holds` would find any."""
        return await self._bookings.has_stale_holds(self._clock.now())

    @measure_operation
    async def sweep_holds(self) -> int:
        """Ends holds whose time is over; how many. Nothing depends on it: a stale hold blocks nobody."""
        async with self.transaction():
            expired = await self._bookings.expire_due_holds(self._clock.now())
            for booking in expired:
                self._taker.give_back(booking)
        return len(expired)

    # Parts of the above

    @asynccontextmanager
    async def _explaining(self, wish: Wish) -> AsyncIterator[None]:
        """Outside the transaction, so that the locks are gone before other starts are looked for."""
        try:
            yield
        except TimeNotFree as refused:
            raise await self._checker.explain(refused.obstacle, wish) from refused

    async def _wish(self, student: Learner, wanted: LessonRequest) -> Wish:
        offer = await self._offer(student, wanted)
        lesson = LessonTime.of(wanted.date, wanted.start_time, wanted.duration_minutes, offer.timezone)
        return Wish(offer, student.id, lesson)

    async def _offer(self, student: Learner, wanted: LessonTerms) -> Offer:
        offer = await self._bookings.find_offer(
            wanted.instructor_id, wanted.offering_id, wanted.neighborhood, student.zip_code
        )
        if offer is None:
            raise OfferingNotFound
        require_sold(offer, student, wanted)
        return offer

    async def _wish_to_move(self, lesson: Lesson, wanted: RescheduleWrite) -> Wish:
        booking = lesson.booking
        offer = await self._bookings.find_offer(booking.instructor_id, booking.offering_id, None, None)
        if offer is None:
            raise NotAvailable("The instructor takes no bookings for this at present.")
        time = LessonTime.of(wanted.date, wanted.start_time, booking.duration_minutes, offer.timezone)
        return Wish(offer, booking.student_id, time, moving=booking.id)

    def _new_lesson(self, student: Learner, wish: Wish, wanted: LessonRequest, status: BookingStatus) -> Lesson:
        return new_lesson(student, wish.offer, wish.lesson, wanted, status, self._clock.now())

    async def _held(self, student: Principal, hold_id: uuid.UUID, wish: Wish) -> Lesson | None:
        """The student's hold, its row locked; None when it is over, and the time can be booked like any other."""
        await self._taker.hold_still(wish.offer.instructor.id, student.id)
        lesson = await self._bookings.get_visible_to(student.id, hold_id, to_change=True)
        if lesson is None or lesson.student.id != student.id:
            raise HoldNotFound
        return None if lesson.booking.status == BookingStatus.EXPIRED else lesson

    async def _confirm(self, student: Principal, lesson: Lesson, offer: Offer, wanted: BookingCreate) -> BookingDetail:
        booking = lesson.booking
        if not _is_for(booking, wanted):
            raise HoldMismatch
        self._life.act(lesson, Action.CONFIRM, student, booking.lesson_time.as_data())
        booking.expires_at = None
        # Where it is may be said when it is confirmed; it was checked like that of any booking.
        booking.neighborhood_slug = neighborhood_of(offer, wanted)
        booking.address, booking.note = wanted.address or None, wanted.note or None
        await self._tell(confirmed_mails(lesson))
        return await self._read(lesson, student)

    async def _simply(self, action: Action, user: Principal, booking_id: uuid.UUID) -> BookingDetail:
        async with self.transaction():
            lesson = await self._mine_to_change(user, booking_id)
            self._life.act(lesson, action, user, {})
            return await self._read(lesson, user)

    async def _drop(self, lesson: Lesson, user: Principal, reason: str) -> None:
        """Whatever permissions the person has left."""
        side = lesson.booking.side_of(user.id)
        if lesson.booking.status == BookingStatus.HELD:
            self._life.step(lesson, Action.RELEASE, side, user, {})
        else:
            self._life.step(lesson, Action.CANCEL, side, user, {"reason": reason})
            await self._life.settle_cancelled([lesson], side, reason)
            await self._tell(cancelled_mails(lesson))

    async def _mine(self, user: Principal, booking_id: uuid.UUID, *, to_change: bool = False) -> Lesson:
        lesson = await self._bookings.get_visible_to(user.id, booking_id, to_change=to_change)
        if lesson is None:
            raise BookingNotFound
        return lesson

    async def _mine_to_change(self, user: Principal, booking_id: uuid.UUID) -> Lesson:
        return await self._mine(user, booking_id, to_change=True)

    async def _tell(self, messages: list[Message]) -> None:
        await self._outbox.add_all(messages)

    async def _read(self, lesson: Lesson, viewer: Principal) -> BookingDetail:
        await self._bookings.flush()
        history = await self._bookings.history(lesson.booking.id)
        return read_detail(lesson, history, viewer, self._clock.now())

    def _read_new(self, lesson: Lesson, event: EventKind, student: Principal) -> BookingDetail:
        booking = lesson.booking
        first = BookingEvent(kind=event, at=booking.created_at, actor_id=student.id, data=booking.lesson_time.as_data())
        return read_detail(lesson, [first], student, self._clock.now())


def _is_for(booking: Booking, wanted: BookingCreate) -> bool:
    """Whether a hold is for just this lesson."""
    return (
        booking.instructor_id,
        booking.offering_id,
        booking.booking_date,
        booking.start_time,
        booking.duration_minutes,
        booking.place,
    ) == (
        wanted.instructor_id,
        wanted.offering_id,
        wanted.date,
        wanted.start_time,
        wanted.duration_minutes,
        wanted.place,
    )


def _read_quote(wish: Wish, place: Place, obstacles: list[Obstacle]) -> QuoteRead:
    offer, lesson = wish.offer, wish.lesson
    return QuoteRead(
        instructor_id=offer.instructor.id,
        offering_id=offer.offering_id,
        subject=LessonSubjectRead(slug=offer.subject_slug, name=offer.subject_name),
        date=lesson.booking_date,
        start_time=lesson.start_time,
        end_time=lesson.end_time,
        timezone=lesson.timezone,
        starts_at=lesson.starts_at,
        ends_at=lesson.ends_at,
        duration_minutes=lesson.duration_minutes,
        place=place,
        rate_cents=offer.rate_cents,
        price_cents=price_cents(offer.rate_cents, lesson.duration_minutes),
        cancellation_tiers=read_tiers(CANCELLATION_TIERS, lesson.starts_at),
        available=not obstacles,
        reason=obstacles[0] if obstacles else None,
    )
