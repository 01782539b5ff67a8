"""Every query on wishes and offers."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    ColumnElement,
    Row,
    Select,
    Uuid,
    all_,
    and_,
    any_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import TSTZMULTIRANGE
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.bookings.domain import BookingStatus
from app.bookings.free_time import MINUTE, NOTHING, as_instant, free_time_select, takes_time
from app.bookings.models import Booking
from app.catalog.models import Subject
from app.core.enums import Place
from app.core.repository import BaseRepository
from app.core.timerange import InstantRange
from app.geo.models import Neighborhood, ZipArea
from app.instructors.models import Instructor, Offering, ServiceArea
from app.waitlist.domain import MAX_WAIT_DAYS, OPEN, Candidate, OfferOutcome, WishStatus
from app.waitlist.models import WaitlistOffer, WaitlistWish

# Any constant: whoever holds this lock hands out freed time, so that the order of wishing is kept.
QUEUE_LOCK = 0x77616974
# How many wishes are looked at at once, and how many offerings of each: the next look sees the others.
WISHES_AT_ONCE = 50
CANDIDATES_OF_A_WISH = 5

Student = aliased(User, name="student")
Teacher = aliased(User, name="teacher")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who waits, and for which lesson."""

    wish_id: uuid.UUID
    id: uuid.UUID
    first_name: str
    last_name: str
    zip_code: str | None
    place: Place
    neighborhood: str | None
    candidates: list[Candidate]


@dataclass(frozen=True, slots=True)
class WishRow:
    """A wish, its subject and instructor by name, and the booking that was made for it, with its instructor."""

    wish: WaitlistWish
    subject_name: str
    instructor: tuple[uuid.UUID, str, str, str] | None
    booking: Booking | None
    offered_by: tuple[uuid.UUID, str, str, str] | None


class WaitlistRepository(BaseRepository):
    # One's own

    def add(self, wish: WaitlistWish) -> None:
        self.session.add(wish)

    async def count_open(self, student_id: uuid.UUID) -> int:
        """With other changes of this student's wishes kept away until commit."""
        await self.session.execute(select(User.id).where(User.id == student_id).with_for_update(key_share=True))
        query = select(func.count()).where(WaitlistWish.student_id == student_id, WaitlistWish.status.in_(OPEN))
        return await self.session.scalar(query) or 0

    async def get_own(self, student_id: uuid.UUID, wish_id: uuid.UUID) -> WaitlistWish | None:
        """Locked until commit."""
        query = select(WaitlistWish).where(WaitlistWish.id == wish_id, WaitlistWish.student_id == student_id)
        return await self.session.scalar(query.with_for_update(), execution_options={"populate_existing": True})

    async def read_own(self, student_id: uuid.UUID, wish_id: uuid.UUID) -> WishRow | None:
        row = (await self.session.execute(_wishes(student_id).where(WaitlistWish.id == wish_id))).one_or_none()
        return None if row is None else _wish_row(row)

    async def list_own(
        self, student_id: uuid.UUID, statuses: Sequence[WishStatus], limit: int, offset: int
    ) -> tuple[list[WishRow], int]:
        """The newest first, and how many there are; of all statuses when none is named."""
        chosen = WaitlistWish.status.in_(statuses or list(WishStatus))
        page = _wishes(student_id).where(chosen).order_by(WaitlistWish.id.desc()).limit(limit).offset(offset)
        total = select(func.count()).where(WaitlistWish.student_id == student_id, chosen)
        rows = (await self.session.execute(page)).all()
        return [_wish_row(row) for row in rows], await self.session.scalar(total) or 0

    async def open_offer(self, wish_id: uuid.UUID) -> WaitlistOffer | None:
        query = select(WaitlistOffer).where(WaitlistOffer.wish_id == wish_id, WaitlistOffer.ended_at.is_(None))
        return await self.session.scalar(query)

    async def has_neighborhood(self, slug: str) -> bool:
        return await self.session.scalar(select(Neighborhood.slug).where(Neighborhood.slug == slug)) is not None

    # Handing out what was freed

    async def has_open(self) -> bool:
        """Whether anybody waits, or is offered something."""
        return bool(await self.session.scalar(select(exists().where(WaitlistWish.status.in_(OPEN)))))

    async def try_lock_queue(self) -> bool:
        """Until the transaction ends; False when another worker has it."""
        return bool(await self.session.scalar(select(func.pg_try_advisory_xact_lock(QUEUE_LOCK))))

    async def settle(self, now: datetime, wish_id: uuid.UUID | None = None) -> int:
        """Writes down what became of offers whose holds are no more, and of their wishes; how many."""
        gone = and_(Booking.id == WaitlistOffer.booking_id, Booking.status != BookingStatus.HELD)
        outcome = case((Booking.status == BookingStatus.EXPIRED, OfferOutcome.EXPIRED), else_=OfferOutcome.ACCEPTED)
        ended = (
            update(WaitlistOffer)
            .where(WaitlistOffer.ended_at.is_(None), gone)
            .where(true() if wish_id is None else WaitlistOffer.wish_id == wish_id)
            .values(outcome=outcome, ended_at=now)
            .returning(WaitlistOffer.wish_id, WaitlistOffer.outcome)
            .cte("ended")
        )
        status = case(
            (ended.c.outcome == OfferOutcome.ACCEPTED, WishStatus.FULFILLED),
            (WaitlistWish.over_at <= now, WishStatus.EXPIRED),
            else_=WishStatus.WAITING,
        )
        settled = (
            update(WaitlistWish)
            .where(WaitlistWish.id == ended.c.wish_id, WaitlistWish.status == WishStatus.OFFERED)
            .values(status=status, updated_at=now)
            .returning(WaitlistWish.id)
        )
        return len((await self.session.scalars(settled, execution_options={"synchronize_session": False})).all())

    async def expire_due(self, now: datetime) -> int:
        """Wishes whose last day is over; how many."""
        due = and_(WaitlistWish.status == WishStatus.WAITING, WaitlistWish.over_at <= now)
        statement = update(WaitlistWish).where(due).values(status=WishStatus.EXPIRED, updated_at=now)
        ended = await self.session.scalars(
            statement.returning(WaitlistWish.id), execution_options={"synchronize_session": False}
        )
        return len(ended.all())

    async def fitting(self, now: datetime, without: Collection[uuid.UUID] = ()) -> list[Waiting]:
        """Wishes for which there is room at this moment, in the order of wishing, in one statement."""
        waiting = and_(WaitlistWish.status == WishStatus.WAITING, WaitlistWish.over_at > now)
        others = WaitlistWish.id != all_(literal(list(without), ARRAY(Uuid)))
        return await self._fitting(now, select(WaitlistWish).where(waiting, others))

    async def fitting_one(self, now: datetime, wish_id: uuid.UUID) -> Waiting | None:
        """The same for one wish, whatever its status."""
        found = await self._fitting(now, select(WaitlistWish).where(WaitlistWish.id == wish_id))
        return found[0] if found else None

    async def offered_before(self, wish_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, set[tuple[uuid.UUID, datetime]]]:
        """What was offered to each of these wishes: whose time, and when it starts."""
        wanted = WaitlistOffer.wish_id == any_(literal(list(wish_ids), ARRAY(Uuid)))
        query = select(WaitlistOffer.wish_id, WaitlistOffer.instructor_id, WaitlistOffer.starts_at).where(wanted)
        offered: defaultdict[uuid.UUID, set[tuple[uuid.UUID, datetime]]] = defaultdict(set)
        for wish_id, instructor_id, starts_at in await self.session.execute(query):
            offered[wish_id].add((instructor_id, starts_at))
        return offered

    async def claim(self, wish_id: uuid.UUID, now: datetime) -> bool:
        """For an offer; False when it waits no more, because it was withdrawn meanwhile."""
        waiting = and_(WaitlistWish.id == wish_id, WaitlistWish.status == WishStatus.WAITING)
        claimed = update(WaitlistWish).where(waiting).values(status=WishStatus.OFFERED, updated_at=now)
        found = await self.session.scalar(
            claimed.returning(WaitlistWish.id), execution_options={"synchronize_session": False}
        )
        return found is not None

    def add_offer(self, offer: WaitlistOffer) -> None:
        self.session.add(offer)

    async def _fitting(self, now: datetime, wishes: Select[*tuple[Any, ...]]) -> list[Waiting]:
        rows = (await self.session.execute(_candidates(now, wishes))).all()
        found: dict[uuid.UUID, Waiting] = {}
        for row in rows:
            waiting = found.setdefault(row.wish_id, _waiting(row))
            pieces = [InstantRange(piece.lower, piece.upper) for piece in row.pieces]
            waiting.candidates.append(
                Candidate(row.instructor_id, row.offering_id, row.timezone, row.duration_minutes, pieces)
            )
        return list(found.values())


def _candidates(now: datetime, chosen: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """A row for each wish and each offering with room for it: `pieces` is free, wished for, and free of the student's
    own lessons; at least one piece is as long as the lesson."""
    wish = aliased(WaitlistWish, chosen.cte("wish"))
    offers = (
        select(
            wish.id.label("wish_id"),
            wish.student_id,
            wish.wanted,
            wish.duration_minutes,
            wish.place,
            wish.neighborhood_slug,
            Student.first_name,
            Student.last_name,
            Student.zip_code,
            Offering.id.label("offering_id"),
            Instructor.id.label("instructor_id"),
            Instructor.timezone,
        )
        .join(Offering, and_(Offering.is_listed, _is_wished(wish)))
        .join(Instructor, and_(Instructor.id == Offering.instructor_id, Instructor.is_listed))
        .join(Teacher, and_(Teacher.id == Instructor.id, Teacher.is_active))
        .join(Student, and_(Student.id == wish.student_id, Student.is_active))
        .where(Instructor.id != wish.student_id, or_(wish.place != Place.AT_STUDENT, _travels(wish)))
        .cte("offers")
    )
    window = InstantRange(now, now + timedelta(days=MAX_WAIT_DAYS + 2))
    free = free_time_select(now, window, select(offers.c.instructor_id)).subquery("free")
    lesson = func.tstzrange(Booking.starts_at, Booking.ends_at)
    busy = (
        select(func.coalesce(func.range_agg(lesson), NOTHING, type_=TSTZMULTIRANGE))
        .where(Booking.student_id == offers.c.student_id, takes_time(as_instant(now)), Booking.ends_at > now)
        .scalar_subquery()
    )
    room = (
        select(offers, (free.c.free * offers.c.wanted - busy).label("pieces"))
        .join(free, free.c.instructor_id == offers.c.instructor_id)
        .cte("room")
        .prefix_with("MATERIALIZED")
    )
    return _first_ones(room)


def _first_ones(room: CTE) -> Select[*tuple[Any, ...]]:
    """Of the first wishes in line, the offerings with the earliest room."""
    piece = func.unnest(room.c.pieces).column_valued("piece")
    is_long_enough = func.upper(piece) - func.lower(piece) >= room.c.duration_minutes * MINUTE
    earliest = select(func.min(func.lower(piece))).where(is_long_enough).correlate(room).scalar_subquery()
    fitting = select(room, earliest.label("earliest")).subquery("fitting")
    ranked = (
        select(
            fitting,
            func.row_number()
            .over(partition_by=fitting.c.wish_id, order_by=(fitting.c.earliest, fitting.c.offering_id))
            .label("number"),
            func.dense_rank().over(order_by=fitting.c.wish_id).label("wish_number"),
        )
        .where(fitting.c.earliest.is_not(None))
        .subquery("ranked")
    )
    return (
        select(ranked)
        .where(ranked.c.number <= CANDIDATES_OF_A_WISH, ranked.c.wish_number <= WISHES_AT_ONCE)
        .order_by(ranked.c.wish_id, ranked.c.number)
    )


def _is_wished(wish: type[WaitlistWish]) -> ColumnElement[bool]:
    of_this = Offering.id == wish.offering_id
    of_anybody = and_(wish.offering_id.is_(None), Offering.subject_slug == wish.subject_slug)
    sold = and_(wish.duration_minutes == any_(Offering.durations), wish.place == any_(Offering.places))
    return and_(or_(of_this, of_anybody), sold)


def _travels(wish: type[WaitlistWish]) -> ColumnElement[bool]:
    """To the neighbourhood that the wish names, else to that of the student's ZIP code."""
    of_zip = select(ZipArea.neighborhood_slug).where(ZipArea.zip == Student.zip_code).scalar_subquery()
    there = func.coalesce(wish.neighborhood_slug, of_zip)
    return exists().where(ServiceArea.instructor_id == Instructor.id, ServiceArea.neighborhood_slug == there)


def _waiting(row: Row[*tuple[Any, ...]]) -> Waiting:
    return Waiting(
        wish_id=row.wish_id,
        id=row.student_id,
        first_name=row.first_name,
        last_name=row.last_name,
        zip_code=row.zip_code,
        place=Place(row.place),
        neighborhood=row.neighborhood_slug,
        candidates=[],
    )


def _wishes(student_id: uuid.UUID) -> Select[*tuple[Any, ...]]:
    """With the booking that is kept for each, or that it ended with."""
    offerer, offerer_name = aliased(Instructor, name="offerer"), aliased(User, name="offerer_name")
    is_shown = or_(WaitlistOffer.ended_at.is_(None), WaitlistOffer.outcome == OfferOutcome.ACCEPTED)
    return (
        select(
            WaitlistWish,
            Subject.name,
            Instructor.slug,
            Teacher.first_name,
            Teacher.last_name,
            Booking,
            offerer.slug,
            offerer_name.first_name,
            offerer_name.last_name,
        )
        .join(Subject, Subject.slug == WaitlistWish.subject_slug)
        .outerjoin(Instructor, Instructor.id == WaitlistWish.instructor_id)
        .outerjoin(Teacher, Teacher.id == WaitlistWish.instructor_id)
        .outerjoin(WaitlistOffer, and_(WaitlistOffer.wish_id == WaitlistWish.id, is_shown))
        .outerjoin(Booking, Booking.id == WaitlistOffer.booking_id)
        .outerjoin(offerer, offerer.id == Booking.instructor_id)
        .outerjoin(offerer_name, offerer_name.id == Booking.instructor_id)
        .where(WaitlistWish.student_id == student_id)
        .execution_options(populate_existing=True)
    )


def _wish_row(row: Row[*tuple[Any, ...]]) -> WishRow:
    wish, subject_name, slug, first_name, last_name, booking, *offered_by = row
    return WishRow(
        wish=wish,
        subject_name=subject_name,
        instructor=None if wish.instructor_id is None else (wish.instructor_id, slug, first_name, last_name),
        booking=booking,
        offered_by=None if booking is None else (booking.instructor_id, *offered_by),
    )
