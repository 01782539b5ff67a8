"""Several lessons of one student with one instructor as one change: booked, moved, cancelled, all in a transaction.

However many they are, time is taken once: one lock, one time sheet over all of them, one insert or update, one mail to
each side.
"""

import uuid
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.domain import Principal
from app.bookings.domain import (
    NEARBY,
    Action,
    BookingStatus,
    EventKind,
    Findings,
    LessonTime,
    Outcome,
    outcome_of,
    price_cents,
    span_of,
)
from app.bookings.errors import BookingNotFound, LessonsNotFree, NotAvailable, NotSwappable
from app.bookings.lesson_life import LessonLife, require_permission
from app.bookings.lesson_making import new_lesson, require_sold
from app.bookings.lesson_reading import mails_about_several, read_booking, rescheduled_mails
from app.bookings.models import Booking
from app.bookings.repository import BookingRepository, Lesson, Offer
from app.bookings.schemas import (
    BookingCreate,
    BookingRead,
    LessonDateRead,
    LessonRequest,
    LessonsQuoteRead,
    LessonSubjectRead,
    StartRead,
)
from app.bookings.time_taker import TimeTaker
from app.core.clock import Clock
from app.core.events import Outbox
from app.core.service import BaseService, measure_operation
from app.instructors.errors import OfferingNotFound

# Asked of lessons once nobody else can change them: what somebody saw of them before may be out of date.
Choice = Callable[[Sequence[BookingRead]], Sequence[uuid.UUID]]
Moves = Mapping[uuid.UUID, tuple[date, int]]
MovesOf = Callable[[Sequence[BookingRead]], Moves]


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which lessons are wanted of an offer."""

    offer: Offer
    times: Sequence[LessonTime]


class _NotFree(Exception):
    """What was found; said to the student once the locks are gone."""

    def __init__(self, times: Sequence[LessonTime], findings: Findings) -> None:
        super().__init__()
        self.times = times
        self.findings = findings


class SeveralLessons(BaseService):
    def __init__(
        self,
        session: AsyncSession,
        repository: BookingRepository,
        taker: TimeTaker,
        life: LessonLife,
        outbox: Outbox,
        clock: Clock,
    ) -> None:
        super().__init__(session)
        self._bookings = repository
        self._taker = taker
        self._life = life
        self._outbox = outbox
        self._clock = clock

    @measure_operation
    async def quote(self, student: Principal, wanted: LessonRequest, days: Sequence[date]) -> LessonsQuoteRead:
        """What booking the lesson on each of these days would bring at this moment; changes nothing."""
        plan = await self._plan(student, wanted, days)
        sheet = await self._bookings.time_sheet(
            self._clock.now(), span_of(plan.times, NEARBY), plan.offer.instructor.id, student.id
        )
        findings = Findings.of(sheet, plan.times, [plan.offer.buffer_minutes] * len(days))
        return _read_quote(plan, wanted, findings)

    @measure_operation
    async def book(
        self, student: Principal, wanted: BookingCreate, days: Sequence[date], series_id: uuid.UUID, *, partly: bool
    ) -> list[LessonDateRead]:
        """The lesson on each of these days, as one series; LessonsNotFree unless all fit, or `partly` at least one."""
        plan = await self._plan(student, wanted, days)
        lessons = [self._new_lesson(student, plan.offer, time, wanted) for time in plan.times]
        for position, lesson in enumerate(lessons, start=1):
            lesson.booking.series_id, lesson.booking.series_position = series_id, position
        async with self._explaining(), self.transaction():
            bookings = [lesson.booking for lesson in lessons]
            findings = await self._taker.take_several(bookings, EventKind.BOOKED, partly=partly)
            if not findings.fitting or not (partly or findings.all_fit):
                raise _NotFree(plan.times, findings)
            booked = {at: lessons[at] for at in findings.fitting}
            await self._outbox.add_all(mails_about_several(list(booked.values()), EventKind.BOOKED))
        now = self._clock.now()
        return _read_dates(
            plan.times, findings, {at: read_booking(lesson, student, now) for at, lesson in booked.items()}
        )

    @measure_operation
    async def cancel(
        self, user: Principal, booking_ids: Iterable[uuid.UUID], choose: Choice, reason: str
    ) -> Sequence[uuid.UUID]:
        """Those of the bookings that `choose` picks, by either side, and which they were.

        Each booking's own terms say what the student gets back of it.
        """
        async with self.transaction():
            lessons = await self._mine(user, booking_ids, to_change=True)
            chosen = choose(self._read(lessons, user))
            cancelled = [lesson for lesson in lessons if lesson.booking.id in chosen]
            await self._life.cancel(cancelled, user, reason)
            await self._outbox.add_all(mails_about_several(cancelled, EventKind.CANCELLED))
        return chosen

    @measure_operation
    async def move(self, student: Principal, booking_ids: Iterable[uuid.UUID], moves_of: MovesOf) -> list[BookingRead]:
        """Those of the bookings that `moves_of` names, each to another date and minute of the day, all or none; one
        may get what another one had.

        They have the same two people. LessonsNotFree says of each what stands in its way.
        """
        seen = await self._mine(student, booking_ids)
        return await self._move(student, seen, moves_of)

    @measure_operation
    async def swap(self, student: Principal, one_id: uuid.UUID, other_id: uuid.UUID) -> list[BookingRead]:
        """Two lessons with one instructor exchange their starts, if both fit; in the order asked for."""
        seen = await self._mine(student, {one_id, other_id})
        if len({(lesson.instructor.id, lesson.student.id) for lesson in seen}) > 1 or one_id == other_id:
            raise NotSwappable

        def exchanged(lessons: Sequence[BookingRead]) -> Moves:
            starts = {lesson.id: (lesson.booking_date, lesson.start_time) for lesson in lessons}
            return {one_id: starts[other_id], other_id: starts[one_id]}

        return await self._move(student, seen, exchanged)

    # Parts of the above

    async def _plan(self, student: Principal, wanted: LessonRequest, days: Sequence[date]) -> _Plan:
        offer = await self._bookings.find_offer(
            wanted.instructor_id, wanted.offering_id, wanted.neighborhood, student.zip_code
        )
        if offer is None:
            raise OfferingNotFound
        require_sold(offer, student, wanted)
        return _Plan(
            offer, [LessonTime.of(day, wanted.start_time, wanted.duration_minutes, offer.timezone) for day in days]
        )

    def _new_lesson(self, student: Principal, offer: Offer, time: LessonTime, wanted: BookingCreate) -> Lesson:
        return new_lesson(student, offer, time, wanted, BookingStatus.CONFIRMED, self._clock.now())

    async def _move(self, student: Principal, seen: Sequence[Lesson], moves_of: MovesOf) -> list[BookingRead]:
        """Of what was seen of the lessons, only what never changes counts: whose they are and what is taught."""
        zones = await self._timezones(student, seen)
        ids = [lesson.booking.id for lesson in seen]
        async with self._explaining(), self.transaction():
            await self._taker.hold_still(seen[0].instructor.id, seen[0].student.id)
            lessons = {lesson.booking.id: lesson for lesson in await self._mine(student, ids, to_change=True)}
            moves = moves_of(self._read(lessons.values(), student))
            return await self._write_moves(
                student, [(lessons[id_], _time_at(lessons[id_].booking, moves[id_], zones)) for id_ in moves]
            )

    async def _timezones(self, student: Principal, lessons: Sequence[Lesson]) -> Mapping[uuid.UUID, str]:
        """By offering; NotAvailable when one of them is not to be had any more."""
        for lesson in lessons:
            require_permission(Action.RESCHEDULE, lesson, student)
        offerings = {lesson.booking.offering_id: lesson.instructor.id for lesson in lessons}
        return {
            offering_id: await self._timezone_of(offering_id, instructor_id)
            for offering_id, instructor_id in offerings.items()
        }

    async def _timezone_of(self, offering_id: uuid.UUID, instructor_id: uuid.UUID) -> str:
        offer = await self._bookings.find_offer(instructor_id, offering_id, None, None)
        if offer is None:
            raise NotAvailable("The instructor takes no bookings for this at present.")
        return offer.timezone

    async def _write_moves(self, student: Principal, moves: Sequence[tuple[Lesson, LessonTime]]) -> list[BookingRead]:
        await self._life.reschedule(moves, student)
        bookings, times = [lesson.booking for lesson, _ in moves], [time for _, time in moves]
        before = bookings[0].lesson_time
        findings = await self._taker.move_several(bookings, times)
        if not findings.all_fit:
            raise _NotFree(times, findings)
        ids = [booking.id for booking in bookings]
        moved = await self._mine(student, ids)
        await self._outbox.add_all(
            rescheduled_mails(moved[0], before)
            if len(moved) == 1
            else mails_about_several(moved, EventKind.RESCHEDULED)
        )
        read = {item.id: item for item in self._read(moved, student)}
        return [read[booking_id] for booking_id in ids]

    def _read(self, lessons: Iterable[Lesson], viewer: Principal) -> list[BookingRead]:
        return [read_booking(lesson, viewer, self._clock.now()) for lesson in lessons]

    async def _mine(
        self, user: Principal, booking_ids: Iterable[uuid.UUID], *, to_change: bool = False
    ) -> list[Lesson]:
        """By time; BookingNotFound unless all of them are there and theirs."""
        wanted = set(booking_ids)
        lessons = await self._bookings.list_visible_to(user.id, wanted, to_change=to_change)
        if len(lessons) < len(wanted):
            raise BookingNotFound
        return lessons

    @asynccontextmanager
    async def _explaining(self) -> AsyncIterator[None]:
        """Outside the transaction, so that the locks are gone before other starts are looked for."""
        try:
            yield
        except _NotFree as refused:
            dates = _read_dates(refused.times, refused.findings)
            raise LessonsNotFree(dates=[item.model_dump(mode="json") for item in dates]) from refused


def _time_at(booking: Booking, start: tuple[date, int], zones: Mapping[uuid.UUID, str]) -> LessonTime:
    return LessonTime.of(*start, booking.duration_minutes, zones[booking.offering_id])


def _read_quote(plan: _Plan, wanted: LessonRequest, findings: Findings) -> LessonsQuoteRead:
    offer, price = plan.offer, price_cents(plan.offer.rate_cents, wanted.duration_minutes)
    return LessonsQuoteRead(
        instructor_id=offer.instructor.id,
        offering_id=offer.offering_id,
        subject=LessonSubjectRead(slug=offer.subject_slug, name=offer.subject_name),
        timezone=offer.timezone,
        duration_minutes=wanted.duration_minutes,
        place=wanted.place,
        rate_cents=offer.rate_cents,
        price_cents=price,
        available_count=len(findings.fitting),
        total_price_cents=price * len(findings.fitting),
        dates=_read_dates(plan.times, findings),
    )


def _read_dates(
    times: Sequence[LessonTime], findings: Findings, booked: Mapping[int, BookingRead] | None = None
) -> list[LessonDateRead]:
    return [_read_date(at, time, findings, None if booked is None else booked.get(at)) for at, time in enumerate(times)]


def _read_date(at: int, time: LessonTime, findings: Findings, booking: BookingRead | None) -> LessonDateRead:
    obstacle = findings.obstacles[at]
    outcome = outcome_of(obstacle, Outcome.AVAILABLE if booking is None else Outcome.BOOKED)
    others = findings.sheet.nearest_starts(time, NEARBY) if outcome is Outcome.CONFLICT else []
    return LessonDateRead(
        position=at + 1,
        date=time.booking_date,
        start_time=time.start_time,
        starts_at=time.starts_at if time.exists else None,
        ends_at=time.ends_at if time.exists else None,
        outcome=outcome,
        reason=obstacle,
        booking=booking,
        alternatives=[StartRead.model_validate(start) for start in others],
    )
