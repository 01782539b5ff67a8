"""Waiting for a time: saying what one would like, and being offered it when it comes free."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.domain import Principal
from app.bookings.domain import BookingStatus, Offered, Start
from app.bookings.schemas import LessonRequest, LessonSubjectRead, LessonTerms
from app.bookings.service import BookingService
from app.bookings.time_taker import TimeNotFree
from app.catalog.service import CatalogService
from app.core.clock import Clock
from app.core.database import uuid7
from app.core.errors import AppError, FieldError, InvalidInput
from app.core.events import Outbox
from app.core.schemas import Page, PageParams
from app.core.service import BaseService, measure_operation
from app.core.timerange import instant_to_wall
from app.notifications.domain import MAIL_TOPIC, MailTemplate
from app.waitlist.domain import (
    MAX_AVAILABLE_STARTS,
    MAX_OPEN_WISHES,
    MAX_WAIT_DAYS,
    OPEN,
    Candidate,
    OfferOutcome,
    WantedTime,
    WishStatus,
    first_fit,
    last_possible_day,
    over_at,
    starts_of,
    status_now,
)
from app.waitlist.errors import BookableNow, NoSuchDays, NothingOffered, TooManyWishes, WishNotFound
from app.waitlist.models import WaitlistOffer, WaitlistWish, multirange
from app.waitlist.repository import Waiting, WaitlistRepository, WishRow
from app.waitlist.schemas import AvailableStartRead, OfferRead, WishCreate, WishRead, dump, instructor_read

# A run's share; the next run goes on.
OFFERS_PER_RUN = 200

# An offer that was refused in this run: somebody else had the time first.
Refused = dict[uuid.UUID, set[tuple[uuid.UUID, datetime]]]


class WaitlistService(BaseService):
    def __init__(
        self,
        session: AsyncSession,
        repository: WaitlistRepository,
        bookings: BookingService,
        catalog: CatalogService,
        outbox: Outbox,
        clock: Clock,
    ) -> None:
        super().__init__(session)
        self._wishes = repository
        self._bookings = bookings
        self._catalog = catalog
        self._outbox = outbox
        self._clock = clock

    # What a student does

    @measure_operation
    async def wish(self, student: Principal, wanted: WishCreate) -> WishRead:
        """Begins to wait. BookableNow, with the first starts, when nobody has to; the errors of booking otherwise."""
        async with self.transaction():
            if await self._wishes.count_open(student.id) >= MAX_OPEN_WISHES:
                raise TooManyWishes
            made = await self._make(student, wanted)
            self._wishes.add(made)
            await self._wishes.flush()
            await self._require_waiting(made)
            return await self._read_own(student, made.id)

    @measure_operation
    async def list_own(self, student: Principal, statuses: list[WishStatus], page: PageParams) -> Page[WishRead]:
        """The newest first."""
        rows, total = await self._wishes.list_own(student.id, statuses, page.limit, page.offset)
        items = [_read(row, self._clock.now()) for row in rows]
        return Page(items=items, total=total, limit=page.limit, offset=page.offset)

    @measure_operation
    async def get(self, student: Principal, wish_id: uuid.UUID) -> WishRead:
        return await self._read_own(student, wish_id)

    @measure_operation
    async def decline(self, student: Principal, wish_id: uuid.UUID) -> WishRead:
        """Gives the offered time back and goes on waiting for another one."""
        async with self.transaction():
            wish = await self._mine(student, wish_id)
            if not await self._give_back_offer(student, wish):
                raise NothingOffered
            over = wish.over_at <= self._clock.now()
            self._move(wish, WishStatus.EXPIRED if over else WishStatus.WAITING)
            await self._wishes.flush()
            return await self._read_own(student, wish_id)

    @measure_operation
    async def withdraw(self, student: Principal, wish_id: uuid.UUID) -> None:
        """Waits no more; an offered time is given back. A wish that is over is left as it is."""
        async with self.transaction():
            wish = await self._mine(student, wish_id)
            await self._give_back_offer(student, wish)
            if wish.status in OPEN:
                self._move(wish, WishStatus.WITHDRAWN)

    # By itself

    @measure_operation
    async def has_work(self) -> bool:
        """Whether anybody waits, or is offered something."""
        return await self._wishes.has_open()

    @measure_operation
    async def hand_out(self) -> int:
        """Offers freed time to those who wait for it, in the order of wishing; how many offers. Safe to run twice."""
        await self._bookings.sweep_holds()
        async with self.transaction():
            await self._wishes.settle(self._clock.now())
            await self._wishes.expire_due(self._clock.now())
        refused: Refused = {}
        offered = 0
        while offered < OFFERS_PER_RUN and (next_one := await self._hand_out_next(refused)) is not None:
            offered += next_one
        return offered

    # Parts of the above

    async def _make(self, student: Principal, wanted: WishCreate) -> WaitlistWish:
        subject, timezone = await self._subject_and_zone(student, wanted)
        now = self._clock.now()
        if wanted.neighborhood is not None and not await self._wishes.has_neighborhood(wanted.neighborhood):
            raise _wrong("neighborhood", "is not one of ours")
        if wanted.until > last_possible_day(now, timezone):
            raise NoSuchDays("until", f"must be within {MAX_WAIT_DAYS} days")
        time = WantedTime(
            instant_to_wall(now, timezone)[0],
            wanted.until,
            wanted.start_time,
            wanted.end_time,
            wanted.weekdays,
            wanted.dates,
        )
        ranges = [item for item in time.ranges(timezone) if item.end > now]
        if not ranges:
            raise NoSuchDays("until", "None of these days is ahead.")
        return WaitlistWish(
            id=uuid7(),
            student_id=student.id,
            instructor_id=wanted.instructor_id,
            offering_id=wanted.offering_id,
            subject_slug=subject,
            duration_minutes=wanted.duration_minutes,
            place=wanted.place,
            neighborhood_slug=wanted.neighborhood,
            weekdays=wanted.weekdays,
            dates=wanted.dates,
            start_time=wanted.start_time,
            end_time=wanted.end_time,
            until=wanted.until,
            timezone=timezone,
            wanted=multirange(ranges),
            over_at=over_at(wanted.until, timezone),
            status=WishStatus.WAITING,
            created_at=now,
            updated_at=now,
        )

    async def _subject_and_zone(self, student: Principal, wanted: WishCreate) -> tuple[str, str]:
        """Of an offering those of its instructor; of a subject the clock that the student lives by."""
        if wanted.instructor_id is None or wanted.offering_id is None:
            subject = wanted.subject or ""
            if not await self._catalog.has_subject(subject):
                raise _wrong("subject", "is not one of ours")
            return subject, student.timezone
        terms = LessonTerms(
            instructor_id=wanted.instructor_id,
            offering_id=wanted.offering_id,
            duration_minutes=wanted.duration_minutes,
            place=wanted.place,
            neighborhood=wanted.neighborhood,
        )
        offer = await self._bookings.require_sold(student, terms)
        return offer.subject_slug, offer.timezone

    async def _require_waiting(self, wish: WaitlistWish) -> None:
        found = await self._wishes.fitting_one(self._clock.now(), wish.id)
        starts = _first_starts(found.candidates) if found else []
        if starts:
            raise BookableNow(available_now=dump(starts))

    async def _mine(self, student: Principal, wish_id: uuid.UUID) -> WaitlistWish:
        """Locked, and with what became of its offer written down."""
        await self._wishes.settle(self._clock.now(), wish_id)
        wish = await self._wishes.get_own(student.id, wish_id)
        if wish is None:
            raise WishNotFound
        return wish

    async def _give_back_offer(self, student: Principal, wish: WaitlistWish) -> bool:
        offer = await self._wishes.open_offer(wish.id)
        if offer is None:
            return False
        await self._bookings.release_hold(student, offer.booking_id)
        offer.ended_at, offer.outcome = self._clock.now(), OfferOutcome.DECLINED
        return True

    def _move(self, wish: WaitlistWish, to: WishStatus) -> None:
        wish.status, wish.updated_at = to, self._clock.now()

    async def _hand_out_next(self, refused: Refused) -> int | None:
        """Whether the first in line for whom there is room got it; None when there is none, or another worker's turn.

        One transaction an offer: nobody's time is kept locked while others are served. `refused` grows with what
        could not be had, so that a run comes to an end.
        """
        now = self._clock.now()
        async with self.transaction():
            if not await self._wishes.try_lock_queue():
                return None
            fit = await self._first_in_line(now, refused)
            if fit is None:
                return None
            waiting, candidate, start = fit
            try:
                # A savepoint: what the attempt did is undone, and the place in line is kept.
                async with self.session.begin_nested():
                    await self._offer(waiting, candidate, start, now)
            except (TimeNotFree, AppError):
                refused.setdefault(waiting.wish_id, set()).add((candidate.instructor_id, start.starts_at))
                return 0
            return 1

    async def _first_in_line(self, now: datetime, refused: Refused) -> tuple[Waiting, Candidate, Start] | None:
        exhausted: set[uuid.UUID] = set()
        while line := await self._wishes.fitting(now, exhausted):
            known = await self._wishes.offered_before(waiting.wish_id for waiting in line)
            for waiting in line:
                seen = known.get(waiting.wish_id, set()) | refused.get(waiting.wish_id, set())
                if (fit := first_fit(waiting.candidates, seen)) is not None:
                    return waiting, *fit
                exhausted.add(waiting.wish_id)
        return None

    async def _offer(self, waiting: Waiting, candidate: Candidate, start: Start, now: datetime) -> None:
        # Of what was checked when it was wished for.
        lesson = LessonRequest.model_construct(
            instructor_id=candidate.instructor_id,
            offering_id=candidate.offering_id,
            date=start.date,
            start_time=start.start_time,
            duration_minutes=candidate.duration_minutes,
            place=waiting.place,
            neighborhood=waiting.neighborhood,
        )
        if not await self._wishes.claim(waiting.wish_id, now):
            raise WishNotFound
        offered = await self._bookings.offer(waiting, lesson)
        self._wishes.add_offer(
            WaitlistOffer(
                booking_id=offered.hold_id,
                wish_id=waiting.wish_id,
                instructor_id=offered.instructor_id,
                starts_at=offered.starts_at,
                offered_at=now,
            )
        )
        await self._outbox.add(MAIL_TOPIC, f"waitlist:{offered.hold_id}", _mail(waiting, lesson, offered))

    async def _read_own(self, student: Principal, wish_id: uuid.UUID) -> WishRead:
        row = await self._wishes.read_own(student.id, wish_id)
        if row is None:
            raise WishNotFound
        return _read(row, self._clock.now())


def _wrong(field: str, message: str) -> InvalidInput:
    return InvalidInput(f"{field} {message}", errors=[FieldError(field, message)])


def _first_starts(candidates: Iterable[Candidate]) -> list[AvailableStartRead]:
    found = [
        AvailableStartRead(
            instructor_id=candidate.instructor_id,
            offering_id=candidate.offering_id,
            date=start.date,
            start_time=start.start_time,
            starts_at=start.starts_at,
        )
        for candidate in candidates
        for start in starts_of(candidate, MAX_AVAILABLE_STARTS)
    ]
    return sorted(found, key=lambda start: start.starts_at)[:MAX_AVAILABLE_STARTS]


def _mail(waiting: Waiting, lesson: LessonRequest, offered: Offered) -> dict[str, object]:
    context = dict(offered.said) | {
        "wish_id": str(waiting.wish_id),
        "instructor_slug": offered.instructor_slug,
        "offering_id": str(lesson.offering_id),
        "duration_minutes": lesson.duration_minutes,
        "expires_at": offered.expires_at.isoformat(),
    }
    return {"template": MailTemplate.WAITLIST_OFFER, "user_id": str(waiting.id), "context": context}


def _read(row: WishRow, now: datetime) -> WishRead:
    wish, booking = row.wish, row.booking
    hold = None if booking is None else (BookingStatus(booking.status), booking.expires_at)
    status = status_now(WishStatus(wish.status), wish.over_at, hold, now)
    is_shown = status in (WishStatus.OFFERED, WishStatus.FULFILLED)
    copied = {name: getattr(wish, name) for name in WishRead.model_fields if hasattr(wish, name)}
    return WishRead.model_validate(
        copied
        | {
            "status": status,
            "instructor": None if row.instructor is None else instructor_read(*row.instructor),
            "subject": LessonSubjectRead(slug=wish.subject_slug, name=row.subject_name),
            "neighborhood": wish.neighborhood_slug,
            "offer": _read_offer(row) if is_shown else None,
        }
    )


def _read_offer(row: WishRow) -> OfferRead | None:
    booking = row.booking
    if booking is None or row.offered_by is None:
        return None
    copied = {name: getattr(booking, name) for name in OfferRead.model_fields if hasattr(booking, name)}
    return OfferRead.model_validate(
        copied | {"hold_id": booking.id, "date": booking.booking_date, "instructor": instructor_read(*row.offered_by)}
    )
