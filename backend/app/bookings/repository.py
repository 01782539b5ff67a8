"""Every query on bookings."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    BigInteger,
    ColumnElement,
    DateTime,
    Row,
    Select,
    String,
    Uuid,
    all_,
    and_,
    any_,
    bindparam,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, TSTZMULTIRANGE, Range
from sqlalchemy.dialects.postgresql import insert as insert_or_not
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlalchemy.sql.dml import ReturningInsert

from app.accounts.domain import display_name
from app.accounts.models import User
from app.bookings.domain import (
    AUTO_COMPLETE_AFTER,
    BOOKED,
    MAX_DURATION_MINUTES,
    BookingStatus,
    EventKind,
    LessonTime,
    OverviewFilter,
    Reminder,
    Side,
    Taker,
    TimeSheet,
)
from app.bookings.free_time import (
    FREE_TIME_OF_ONE,
    FREE_TIME_OF_SEVERAL,
    IGNORING,
    INSTRUCTOR_ID,
    NOW,
    REACH,
    TIME_SHEET,
    WINDOW,
    as_instant,
    blocked_time,
    parameters,
    takes_time,
)
from app.bookings.models import Booking, BookingEvent
from app.catalog.models import Subject
from app.core.events import OutboxMessage
from app.core.repository import BaseRepository
from app.core.timerange import InstantRange
from app.geo.models import ZipArea
from app.instructors.models import Instructor, Offering, ServiceArea

# Less than a request waits for a connection.
LOCK_TIMEOUT = timedelta(seconds=8)
EXCLUSION_VIOLATION = "23P01"
BATCH = 500

Student = aliased(User, name="student")
Teacher = aliased(User, name="teacher")


@dataclass(frozen=True, slots=True)
class Name:
    """A person as the other side of a booking knows them."""

    id: uuid.UUID
    first_name: str
    last_name: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """A booking with the people in it."""

    booking: Booking
    student: Name
    instructor: Name
    instructor_slug: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be booked of an instructor, and on which terms."""

    instructor: Name
    instructor_slug: str
    offering_id: uuid.UUID
    subject_slug: str
    subject_name: str
    rate_cents: int
    durations: Sequence[int]
    places: Sequence[str]
    timezone: str
    min_notice_minutes: int
    horizon_days: int
    buffer_minutes: int
    # Of the place asked about: None when nobody said where.
    neighborhood: str | None
    travels_there: bool


@dataclass(frozen=True, slots=True)
class FreeCalendar:
    """An instructor's free time, and the length of lesson that was asked about if any."""

    instructor_id: uuid.UUID
    timezone: str
    free: Sequence[InstantRange]
    offering_found: bool = False
    durations: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class ListFilter:
    """Which of somebody's own bookings: on one side or on both."""

    side: Side | None
    statuses: Sequence[BookingStatus]
    first_day: date | None
    last_day: date | None
    newest_first: bool


def _is_found() -> ColumnElement[bool]:
    return and_(Instructor.is_listed, Teacher.is_active)


def _find_offer() -> Select[*tuple[Any, ...]]:
    of_zip = select(ZipArea.neighborhood_slug).where(ZipArea.zip == bindparam("asked_zip_code")).scalar_subquery()
    there = func.coalesce(bindparam("asked_neighborhood", type_=String), of_zip)
    travels = select(true()).where(ServiceArea.instructor_id == Instructor.id, ServiceArea.neighborhood_slug == there)
    return (
        select(
            Instructor.id.label("instructor_id"),
            Instructor.slug.label("instructor_slug"),
            Teacher.first_name,
            Teacher.last_name,
            Offering.id.label("offering_id"),
            Offering.subject_slug,
            Subject.name.label("subject_name"),
            Offering.rate_cents,
            Offering.durations,
            Offering.places,
            Instructor.timezone,
            Instructor.min_notice_minutes,
            Instructor.horizon_days,
            Instructor.buffer_minutes,
            there.label("neighborhood"),
            travels.exists().label("travels_there"),
        )
        .join(Instructor, Instructor.id == Offering.instructor_id)
        .join(Teacher, Teacher.id == Instructor.id)
        .join(Subject, Subject.slug == Offering.subject_slug)
        .where(
            Offering.id == bindparam("asked_offering_id"),
            Instructor.id == bindparam("asked_instructor_id"),
            Offering.is_listed,
            _is_found(),
        )
    )


def _free_calendars(free_time: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    free = free_time.subquery()
    offering = and_(
        Offering.id == bindparam("asked_offering_id", type_=Uuid),
        Offering.instructor_id == Instructor.id,
        Offering.is_listed,
    )
    return (
        select(Instructor.id, Instructor.timezone, free.c.free, Offering.id.is_not(None), Offering.durations)
        .join(free, free.c.instructor_id == Instructor.id)
        .join(Teacher, Teacher.id == Instructor.id)
        .outerjoin(Offering, offering)
        .where(_is_found())
    )


def _sheet_of_two() -> Select[*tuple[Any, ...]]:
    """An instructor's time sheet, with what the student has in the window besides, and whether both are still here."""
    lesson = func.tstzrange(Booking.starts_at, Booking.ends_at)
    busy = select(func.coalesce(func.range_agg(lesson), func.tstzmultirange(), type_=TSTZMULTIRANGE)).where(
        Booking.student_id == bindparam("asked_student_id", type_=Uuid),
        takes_time(NOW),
        lesson.op("&&")(WINDOW),
        Booking.id != all_(IGNORING),
    )
    asked = bindparam("asked_student_id", type_=Uuid)
    teaches = select(true()).where(Teacher.id == Instructor.id, _is_found()).correlate(Instructor).exists()
    learns = select(true()).where(Student.id == asked, Student.is_active).exists()
    are_here = or_(asked.is_(None), and_(teaches, learns))
    return TIME_SHEET.add_columns(busy.scalar_subquery().label("student_taken"), are_here.label("are_here"))


def _takers() -> Select[*tuple[Any, ...]]:
    """What `taken` of a time sheet is made of, one by one."""
    return (
        _lessons()
        .add_columns(blocked_time())
        .where(
            Booking.instructor_id == INSTRUCTOR_ID,
            takes_time(NOW),
            Booking.occupied.overlaps(REACH),
        )
        .order_by(Booking.starts_at)
    )


def _log(
    changed: CTE,
    kind: ColumnElement[str],
    at: ColumnElement[datetime],
    actor_id: ColumnElement[uuid.UUID | None],
    data: ColumnElement[Any],
) -> ReturningInsert[uuid.UUID]:
    """An event for each row of a change, in the same statement; gives their bookings."""
    rows = select(changed.c.id, kind, at, actor_id, data)
    return (
        insert(BookingEvent)
        .from_select(["booking_id", "kind", "at", "actor_id", "data"], rows, include_defaults=False)
        .returning(BookingEvent.booking_id)
    )


def _log_by_itself(changed: CTE, kind: EventKind, at: ColumnElement[datetime]) -> ReturningInsert[uuid.UUID]:
    """Of what nobody did."""
    return _log(changed, literal(kind, String), at, literal(None, Uuid), literal({}, JSONB))


def _add_booking() -> Select[uuid.UUID]:
    """Writes a booking and its first event; gives nothing when an exclusion constraint kept it out."""
    values = {column.key: bindparam(f"new_{column.key}", type_=column.type) for column in WRITTEN}
    written = insert_or_not(Booking).values(values).on_conflict_do_nothing().returning(Booking.id).cte("written")
    logged = _log(
        written,
        bindparam("event_kind", type_=String),
        bindparam("event_at", type_=DateTime(timezone=True)),
        bindparam("event_actor_id", type_=Uuid),
        bindparam("event_data", type_=JSONB),
    ).cte("logged")
    return select(logged.c.booking_id)


def _moved(condition: ColumnElement[bool], to: BookingStatus, now: ColumnElement[datetime]) -> CTE:
    """Moves a batch of bookings that nobody else is changing."""
    batch = select(Booking.id).where(condition).limit(BATCH).with_for_update(skip_locked=True)
    return (
        update(Booking)
        .where(Booking.id.in_(batch.scalar_subquery()))
        .values(status=to, updated_at=now)
        .returning(Booking.id)
        .cte("moved")
    )


def _expire(now: ColumnElement[datetime], condition: ColumnElement[bool]) -> ReturningInsert[uuid.UUID]:
    stale = and_(Booking.status == BookingStatus.HELD, Booking.expires_at <= now, condition)
    return _log_by_itself(_moved(stale, BookingStatus.EXPIRED, now), EventKind.EXPIRED, now)


def _expire_theirs() -> CTE:
    people = bindparam("people", type_=ARRAY(Uuid))
    theirs = or_(Booking.instructor_id == any_(people), Booking.student_id == any_(people))
    return _expire(NOW, theirs).cte("expired")


def _lock_two() -> Select[*tuple[Any, ...]]:
    timeout = f"{LOCK_TIMEOUT.total_seconds() * 1_000:.0f}ms"
    keys = (bindparam(name, type_=BigInteger) for name in ("first", "second"))
    return select(func.set_config("lock_timeout", timeout, true()), *map(func.pg_advisory_xact_lock, keys))


# Built once: on the way of every booking and every look at somebody's time.
FIND_OFFER = _find_offer()
FREE_CALENDAR = _free_calendars(FREE_TIME_OF_ONE)
FREE_CALENDARS = _free_calendars(FREE_TIME_OF_SEVERAL)
SHEET_OF_TWO = _sheet_of_two()
EXPIRED_OF_THEIRS = _expire_theirs()
EXPIRE_THEIRS = select(func.count()).select_from(EXPIRED_OF_THEIRS)
SHEET_AFTER_EXPIRY = SHEET_OF_TWO.add_cte(EXPIRED_OF_THEIRS)
LOCK_TWO = _lock_two()
WRITTEN = [column for column in Booking.__table__.columns if column.computed is None]
ADD_BOOKING = _add_booking()
ADD_BOOKINGS = insert_or_not(Booking).on_conflict_do_nothing().returning(Booking.id)
# For the moment between two statements of one transaction, which nobody sees, these bookings take no time.
LET_GO = (
    update(Booking).where(Booking.id == any_(bindparam("ids", type_=ARRAY(Uuid)))).values(status=BookingStatus.EXPIRED)
)
SET_TIME = update(Booking).where(Booking.id == bindparam("id_"))


class BookingRepository(BaseRepository):
    # What can be booked

    async def find_offer(
        self, instructor_id: uuid.UUID, offering_id: uuid.UUID, neighborhood: str | None, zip_code: str | None
    ) -> Offer | None:
        """None for what students do not find (any more). The neighbourhood is as said, else that of the ZIP code."""
        asked = {
            "asked_offering_id": offering_id,
            "asked_instructor_id": instructor_id,
            "asked_neighborhood": neighborhood,
            "asked_zip_code": zip_code,
        }
        row = (await self._run(FIND_OFFER, asked)).one_or_none()
        return None if row is None else _offer(row)

    async def free_calendar(
        self, now: datetime, window: InstantRange, instructor_id: uuid.UUID, offering_id: uuid.UUID | None
    ) -> FreeCalendar | None:
        """In one statement; None for somebody whom students do not find. The durations are the offering's."""
        asked = parameters(now, window, instructor_id) | {"asked_offering_id": offering_id}
        row = (await self._run(FREE_CALENDAR, asked)).one_or_none()
        return None if row is None else _free_calendar(row)

    async def free_calendars(
        self, now: datetime, window: InstantRange, instructor_ids: Sequence[uuid.UUID]
    ) -> list[FreeCalendar]:
        """Of those among them whom students find, in one statement."""
        asked = parameters(now, window, instructor_ids) | {"asked_offering_id": None}
        return [_free_calendar(row) for row in await self._run(FREE_CALENDARS, asked)]

    async def is_found(self, instructor_id: uuid.UUID) -> bool:
        """Whether students find this instructor."""
        query = select(true()).join_from(Instructor, Teacher, Teacher.id == Instructor.id)
        return await self.session.scalar(query.where(Instructor.id == instructor_id, _is_found())) is not None

    async def time_sheet(
        self,
        now: datetime,
        window: InstantRange,
        instructor_id: uuid.UUID,
        student_id: uuid.UUID | None,
        *,
        ignoring: Sequence[uuid.UUID] = (),
        expiring: bool = False,
    ) -> TimeSheet:
        """What decides about the instructor's and the student's time in a window; anybody's without a student.

        Nobody has hours for a student once one of the two is gone: they may have left while somebody waited for a lock.
        `expiring` ends their stale holds in the same statement: they count no more, and must not for the constraints.
        """
        asked = parameters(now, window, [instructor_id], ignoring) | {"asked_student_id": student_id}
        if expiring:
            statement, asked = SHEET_AFTER_EXPIRY, asked | {"people": [instructor_id, student_id]}
        else:
            statement = SHEET_OF_TWO
        row = (await self._run(statement, asked)).one()
        return TimeSheet(
            earliest=row.earliest,
            latest=row.latest,
            hours=_instants(row.hours) if row.are_here else [],
            blackouts=_instants(row.blackouts),
            taken=_instants(row.taken),
            free=_instants(row.free) if row.are_here else [],
            buffer_minutes=row.buffer_minutes,
            student_taken=_instants(row.student_taken),
        )

    async def list_takers(self, now: datetime, window: InstantRange, instructor_id: uuid.UUID) -> list[Taker]:
        """What takes an instructor's time in a window or keeps a lesson there from it, live holds too, in order."""
        asked = parameters(now, window, instructor_id)
        return [_taker(row) for row in await self.session.execute(_takers(), asked)]

    # Taking time

    async def lock_time(self, instructor_id: uuid.UUID, student_id: uuid.UUID) -> None:
        """Both people's time, one after the other in a fixed order, until the transaction ends.

        Waits a few seconds at most, also for whatever the transaction does afterwards.
        """
        first, second = sorted((_lock_key(instructor_id), _lock_key(student_id)))
        await self._run(LOCK_TWO, {"first": first, "second": second})

    async def expire_stale_holds(self, now: datetime, *people: uuid.UUID) -> None:
        """Of these people, so that time which is free again is free for the constraints too."""
        await self._run(EXPIRE_THEIRS, {"now": now, "people": list(people)})

    async def add(self, booking: Booking, event: EventKind, actor_id: uuid.UUID | None) -> bool:
        """Writes a new booking and its first event; False when an exclusion constraint says that the time is taken."""
        written = {f"new_{key}": value for key, value in _values(booking).items()}
        noted = {
            "event_kind": event,
            "event_at": booking.created_at,
            "event_actor_id": actor_id,
            "event_data": booking.lesson_time.as_data(),
        }
        return (await self._run(ADD_BOOKING, written | noted)).first() is not None

    async def move(self, booking: Booking, lesson: LessonTime, buffer_minutes: int) -> bool:
        """Writes another time; False, and the booking as it was, when an exclusion constraint says that it is taken."""
        try:
            async with self.session.begin_nested():
                booking.set_time(lesson)
                booking.buffer_minutes = buffer_minutes
                await self.session.flush()
        except IntegrityError as error:
            if getattr(error.orig, "sqlstate", None) != EXCLUSION_VIOLATION:
                raise
            return False
        return True

    async def add_all(self, bookings: Sequence[Booking], event: EventKind, actor_id: uuid.UUID) -> set[uuid.UUID]:
        """Writes new bookings and their first events; gives the ids of those that no exclusion constraint kept out."""
        written = set(await self.session.scalars(ADD_BOOKINGS, [_values(booking) for booking in bookings]))
        events = [
            {
                "booking_id": booking.id,
                "kind": event,
                "at": booking.created_at,
                "actor_id": actor_id,
                "data": booking.lesson_time.as_data(),
            }
            for booking in bookings
            if booking.id in written
        ]
        if events:
            await self.session.execute(insert(BookingEvent), events)
        return written

    async def move_all(self, moves: Sequence[tuple[Booking, LessonTime]], buffer_minutes: int, now: datetime) -> bool:
        """Writes other times past the session, whose bookings keep the old ones until they are read again.

        All of them let go of their old times first, for one may get what another one had: the constraints are met row
        by row. False, and everything as it was, when one says that a time is taken.
        """
        common = {"updated_at": now, "buffer_minutes": buffer_minutes}
        rows = [common | _time_values(booking, lesson) for booking, lesson in moves]
        try:
            async with self.session.begin_nested():
                await self._run(LET_GO, {"ids": [booking.id for booking, _ in moves]})
                await self._run(SET_TIME, rows)
        except IntegrityError as error:
            if getattr(error.orig, "sqlstate", None) != EXCLUSION_VIOLATION:
                raise
            return False
        return True

    async def count_live_holds(self, student_id: uuid.UUID, now: datetime) -> int:
        """Those that the student took; what is offered does not count."""
        taken = and_(Booking.status == BookingStatus.HELD, ~Booking.is_offer)
        query = select(func.count()).where(Booking.student_id == student_id, taken, Booking.expires_at > now)
        return await self.session.scalar(query) or 0

    # Reading

    async def get_visible_to(
        self, user_id: uuid.UUID, booking_id: uuid.UUID, *, sees_all: bool = False, to_change: bool = False
    ) -> Lesson | None:
        """A booking of which somebody is a side; an instructor does not see holds. `sees_all` is for administrators."""
        mine = true() if sees_all else _is_side(user_id)
        query = _lessons().where(Booking.id == booking_id, mine)
        if to_change:
            query = query.with_for_update(of=Booking)
        row = (await self.session.execute(query, execution_options={"populate_existing": True})).one_or_none()
        return None if row is None else _lesson(row)

    async def list_visible_to(
        self,
        user_id: uuid.UUID,
        booking_ids: Iterable[uuid.UUID],
        *,
        sees_all: bool = False,
        to_change: bool = False,
    ) -> list[Lesson]:
        """As `get_visible_to`, those among several, by time; locked in a fixed order when `to_change`."""
        mine = true() if sees_all else _is_side(user_id)
        query = _lessons().where(Booking.id == any_(literal(list(booking_ids), ARRAY(Uuid))), mine)
        if to_change:
            query = query.order_by(Booking.id).with_for_update(of=Booking)
        rows = await self.session.execute(query, execution_options={"populate_existing": True})
        return sorted(map(_lesson, rows), key=lambda lesson: lesson.booking.starts_at)

    async def list_of_series(self, user_id: uuid.UUID, series_id: uuid.UUID) -> list[Lesson]:
        """The lessons that were booked as one series, by time; of somebody who is a side of them."""
        query = _lessons().where(Booking.series_id == series_id, _is_side(user_id))
        rows = await self.session.execute(query.order_by(Booking.starts_at, Booking.id))
        return [_lesson(row) for row in rows]

    async def lessons_since(self, user_id: uuid.UUID, since: datetime) -> list[Lesson]:
        """Of both sides, by time, cancelled ones too; holds stay unseen."""
        query = _lessons().where(_is_side(user_id), Booking.status.in_(BOOKED), Booking.ends_at > since)
        return [_lesson(row) for row in await self.session.execute(query.order_by(Booking.starts_at, Booking.id))]

    async def list_for(
        self, user_id: uuid.UUID, which: ListFilter, now: datetime, limit: int, offset: int
    ) -> tuple[list[Lesson], int]:
        """A page of somebody's own bookings by time, and how many there are."""
        conditions = _conditions(user_id, which, now)
        order = Booking.starts_at.desc() if which.newest_first else Booking.starts_at.asc()
        page = _lessons().where(*conditions).order_by(order, Booking.id).limit(limit).offset(offset)
        rows = (await self.session.execute(page)).all()
        total = await self.session.scalar(select(func.count()).select_from(Booking).where(*conditions))
        return [_lesson(row) for row in rows], total or 0

    async def list_all(self, which: OverviewFilter, now: datetime, limit: int, offset: int) -> tuple[list[Lesson], int]:
        """A page of everybody's bookings, the latest lesson first, and how many there are."""
        conditions = _overview(which, now)
        page = _lessons().where(*conditions).order_by(Booking.starts_at.desc(), Booking.id).limit(limit).offset(offset)
        rows = (await self.session.execute(page)).all()
        total = await self.session.scalar(select(func.count()).select_from(Booking).where(*conditions))
        return [_lesson(row) for row in rows], total or 0

    async def lock_ahead_of(self, user_id: uuid.UUID, now: datetime) -> list[Lesson]:
        """Somebody's lessons that have not begun, on both sides, and the holds that they have as a student."""
        theirs = or_(
            and_(Booking.status == BookingStatus.CONFIRMED, _is_side(user_id)),
            and_(Booking.status == BookingStatus.HELD, Booking.student_id == user_id),
        )
        query = _lessons().where(theirs, Booking.starts_at > now).order_by(Booking.id).with_for_update(of=Booking)
        rows = await self.session.execute(query, execution_options={"populate_existing": True})
        return [_lesson(row) for row in rows]

    async def history(self, booking_id: uuid.UUID) -> Sequence[BookingEvent]:
        query = select(BookingEvent).where(BookingEvent.booking_id == booking_id).order_by(BookingEvent.id)
        return (await self.session.scalars(query)).all()

    async def booked_between(self, instructor_id: uuid.UUID, window: InstantRange) -> list[Lesson]:
        """Lessons that take an instructor's time in a window, in order; holds stay unseen."""
        query = _lessons().where(
            Booking.instructor_id == instructor_id,
            Booking.status.in_([BookingStatus.CONFIRMED, BookingStatus.COMPLETED, BookingStatus.NO_SHOW]),
            Booking.starts_at < window.end,
            Booking.ends_at > window.start,
        )
        return [_lesson(row) for row in await self.session.execute(query.order_by(Booking.starts_at))]

    async def to_remind(self, reminder: Reminder, now: datetime, limit: int = BATCH) -> list[Lesson]:
        """Lessons that this reminder is due for and was not written for; nobody cancels or moves them meanwhile.

        Not those that were agreed on, or moved to this time, when it was too late for it already. At most `limit`;
        what somebody is changing at this moment is left for the next look.
        """
        query = _lessons().where(*_lacks(reminder, now)).order_by(Booking.starts_at).limit(limit)
        locked = query.with_for_update(of=Booking, read=True, skip_locked=True)
        return [_lesson(row) for row in await self.session.execute(locked)]

    async def has_to_remind(self, reminder: Reminder, now: datetime) -> bool:
        query = select(Booking.id).where(*_lacks(reminder, now)).limit(1)
        return (await self.session.execute(query)).first() is not None

    async def has_stale_holds(self, now: datetime) -> bool:
        query = select(Booking.id).where(Booking.status == BookingStatus.HELD, Booking.expires_at <= now).limit(1)
        return (await self.session.execute(query)).first() is not None

    # Changing

    def add_event(
        self, booking: Booking, kind: EventKind, at: datetime, actor_id: uuid.UUID | None, data: Mapping[str, Any]
    ) -> None:
        self.session.add(BookingEvent(booking_id=booking.id, kind=kind, at=at, actor_id=actor_id, data=dict(data)))

    async def complete_due(self, now: datetime) -> int:
        """Completes lessons that ended long enough ago and that nobody said anything about; at most a batch."""
        due = and_(Booking.status == BookingStatus.CONFIRMED, Booking.ends_at <= now - AUTO_COMPLETE_AFTER)
        done = _moved(due, BookingStatus.COMPLETED, as_instant(now))
        return len((await self.session.scalars(_log_by_itself(done, EventKind.COMPLETED, as_instant(now)))).all())

    async def expire_due_holds(self, now: datetime) -> Sequence[Booking]:
        """All stale holds, at most a batch, as they are now."""
        ended = (await self.session.scalars(_expire(as_instant(now), true()))).all()
        query = select(Booking).where(Booking.id.in_(ended)).execution_options(populate_existing=True)
        return (await self.session.scalars(query)).all() if ended else []


def _lacks(reminder: Reminder, now: datetime) -> list[ColumnElement[bool]]:
    """Conditions on bookings."""
    agreed_at = (
        select(func.max(BookingEvent.at))
        .where(BookingEvent.booking_id == Booking.id)
        .where(BookingEvent.kind.in_([EventKind.BOOKED, EventKind.RESCHEDULED]))
        .scalar_subquery()
    )
    # As `lesson_reading.reminder_keys` writes them; both sides' are written together.
    key = func.concat("booking:", Booking.id, f":{reminder.name}:", Booking.sequence, f":{Side.STUDENT}")
    is_written = select(OutboxMessage.id).where(OutboxMessage.key == key).exists()
    longest = timedelta(minutes=MAX_DURATION_MINUTES)
    return [
        Booking.status == BookingStatus.CONFIRMED,
        Booking.starts_at <= now + reminder.before,
        Booking.starts_at > now + reminder.until,
        # Says the same again, in words that the index on confirmed lessons' ends understands.
        Booking.ends_at.between(now + reminder.until, now + reminder.before + longest),
        agreed_at <= Booking.starts_at - reminder.before,
        ~is_written,
    ]


def _free_calendar(row: Row[*tuple[Any, ...]]) -> FreeCalendar:
    return FreeCalendar(row[0], row[1], _instants(row[2]), row[3], row[4] or ())


def _offer(row: Row[*tuple[Any, ...]]) -> Offer:
    terms = row._asdict()
    instructor = Name(terms.pop("instructor_id"), terms.pop("first_name"), terms.pop("last_name"))
    return Offer(instructor=instructor, **terms)


def _instants(spans: Iterable[Range[datetime]]) -> list[InstantRange]:
    """A multirange of finite ranges."""
    return [InstantRange(span.lower, span.upper) for span in spans if span.lower and span.upper]


def _lock_key(person: uuid.UUID) -> int:
    """The random half of an id of version 7, as PostgreSQL's signed bigint."""
    return int.from_bytes(person.bytes[8:], signed=True)


def _values(booking: Booking) -> dict[str, Any]:
    """Of a new one, which says everything."""
    return {column.key: getattr(booking, column.key) for column in WRITTEN}


def _time_values(booking: Booking, lesson: LessonTime) -> dict[str, Any]:
    return {
        "id_": booking.id,
        "status": booking.status,
        "booking_date": lesson.booking_date,
        "start_time": lesson.start_time,
        "end_time": lesson.end_time,
        "timezone": lesson.timezone,
        "starts_at": lesson.starts_at,
        "ends_at": lesson.ends_at,
    }


def _lessons() -> Select[*tuple[Any, ...]]:
    return (
        select(Booking, Student.first_name, Student.last_name, Teacher.first_name, Teacher.last_name, Instructor.slug)
        .join(Student, Student.id == Booking.student_id)
        .join(Teacher, Teacher.id == Booking.instructor_id)
        .join(Instructor, Instructor.id == Booking.instructor_id)
    )


def _lesson(row: Row[*tuple[Any, ...]]) -> Lesson:
    booking, student_first, student_last, first, last, slug = row
    return Lesson(
        booking=booking,
        student=Name(booking.student_id, student_first, student_last),
        instructor=Name(booking.instructor_id, first, last),
        instructor_slug=slug,
    )


def _taker(row: Row[*tuple[Any, ...]]) -> Taker:
    *rest, blocked = row
    booking, first_name, last_name = rest[:3]
    return Taker(
        booking_id=booking.id,
        is_hold=booking.status == BookingStatus.HELD,
        lesson=InstantRange(booking.starts_at, booking.ends_at),
        blocked=InstantRange(blocked.lower, blocked.upper),
        buffer_minutes=booking.buffer_minutes,
        expires_at=booking.expires_at,
        student_name=display_name(first_name, last_name),
    )


def _is_side(user_id: uuid.UUID, side: Side | None = None) -> ColumnElement[bool]:
    as_student = Booking.student_id == user_id
    as_instructor = and_(Booking.instructor_id == user_id, Booking.status.in_(BOOKED))
    if side is None:
        return or_(as_student, as_instructor)
    return as_instructor if side is Side.INSTRUCTOR else as_student


def _conditions(user_id: uuid.UUID, which: ListFilter, now: datetime) -> list[ColumnElement[bool]]:
    mine = [_is_side(user_id, which.side), _is_now(which.statuses or BOOKED, now)]
    return mine + _within_days(which.first_day, which.last_day)


def _is_now(statuses: Sequence[BookingStatus], now: datetime) -> ColumnElement[bool]:
    """One of these by `Booking.status_at`."""
    written, over = Booking.status.in_(statuses), and_(Booking.status == BookingStatus.HELD, Booking.expires_at <= now)
    if BookingStatus.EXPIRED in statuses:
        return or_(written, over)
    return and_(written, ~over) if BookingStatus.HELD in statuses else written


def _overview(which: OverviewFilter, now: datetime) -> list[ColumnElement[bool]]:
    conditions = [_is_now(which.statuses, now)]
    if which.student_id is not None:
        conditions.append(Booking.student_id == which.student_id)
    if which.instructor_id is not None:
        conditions.append(Booking.instructor_id == which.instructor_id)
    return conditions + _within_days(which.first_day, which.last_day)


def _within_days(first: date | None, last: date | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if first is not None:
        conditions.append(Booking.booking_date >= first)
    if last is not None:
        conditions.append(Booking.booking_date <= last)
    return conditions
