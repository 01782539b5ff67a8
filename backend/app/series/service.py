"""Lessons that repeat: asked for as one, booked in one transaction, changed one, from one on, or all."""

import uuid
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.domain import Principal
from app.bookings.booking_reader import BookingReader
from app.bookings.domain import Action, BookingStatus
from app.bookings.errors import BookingNotFound
from app.bookings.schemas import BookingRead, LessonsQuoteRead
from app.bookings.several_lessons import Moves, SeveralLessons
from app.core.clock import Clock
from app.core.database import uuid7
from app.core.service import BaseService, measure_operation
from app.series.domain import SeriesMode, Step, in_scope, shifted
from app.series.errors import NothingToChange, SeriesNotFound
from app.series.models import Series
from app.series.repository import SeriesRepository
from app.series.schemas import (
    SeriesBase,
    SeriesBookedRead,
    SeriesCancelWrite,
    SeriesChangeRead,
    SeriesCreate,
    SeriesRead,
    SeriesRequest,
    SeriesRescheduleWrite,
)


class SeriesService(BaseService):
    def __init__(
        self,
        session: AsyncSession,
        repository: SeriesRepository,
        lessons: SeveralLessons,
        reader: BookingReader,
        clock: Clock,
    ) -> None:
        super().__init__(session)
        self._series = repository
        self._lessons = lessons
        self._reader = reader
        self._clock = clock

    @measure_operation
    async def quote(self, student: Principal, wanted: SeriesRequest) -> LessonsQuoteRead:
        """Date by date what booking would bring at this moment, and the price of it; changes nothing."""
        return await self._lessons.quote(student, wanted.lesson(), wanted.dates)

    @measure_operation
    async def book(self, student: Principal, wanted: SeriesCreate) -> SeriesBookedRead:
        """All lessons, or with `best_effort` those that can be had; LessonsNotFree when that is not enough."""
        series = self._new_series(student, wanted)
        partly = wanted.mode is SeriesMode.BEST_EFFORT
        async with self.transaction():
            dates = await self._lessons.book(student, wanted.lesson(), wanted.dates, series.id, partly=partly)
            await self._series.add(series)
        booked = [item.booking for item in dates if item.booking is not None]
        return SeriesBookedRead(
            **_asked(series), booked_count=len(booked), total_price_cents=_total(booked), dates=dates
        )

    @measure_operation
    async def get(self, user: Principal, series_id: uuid.UUID) -> SeriesRead:
        """With its lessons as they are now; SeriesNotFound for a stranger."""
        series = await self._visible(user, series_id)
        return SeriesRead(**await self._read(user, series))

    @measure_operation
    async def cancel(self, user: Principal, series_id: uuid.UUID, wanted: SeriesCancelWrite) -> SeriesChangeRead:
        """One, following or all lessons that can still be cancelled, by either side."""
        series = await self._visible(user, series_id)

        def choose(lessons: Sequence[BookingRead]) -> list[uuid.UUID]:
            steps = _steps(lessons, Action.CANCEL)
            chosen = None if wanted.booking_id is None else _chosen(steps, wanted.booking_id)
            affected = in_scope(steps, wanted.scope, chosen)
            if not affected:
                raise NothingToChange
            return [step.booking_id for step in affected]

        changed = await self._lessons.cancel(user, await self._ids(user, series), choose, wanted.reason)
        return await self._read_change(user, series, changed)

    @measure_operation
    async def reschedule(
        self, student: Principal, series_id: uuid.UUID, wanted: SeriesRescheduleWrite
    ) -> SeriesChangeRead:
        """One, following or all lessons that can still be moved: as many days, the same time on the clock, or none."""
        series = await self._visible(student, series_id)

        def moves_of(lessons: Sequence[BookingRead]) -> Moves:
            steps = _steps(lessons, Action.RESCHEDULE)
            chosen = _chosen(steps, wanted.booking_id)
            # Why the chosen one cannot be moved is for its own rules to say.
            affected = in_scope(steps, wanted.scope, chosen) if chosen.is_open else [chosen]
            dates = shifted(affected, chosen, wanted.date)
            return {booking_id: (day, wanted.start_time) for booking_id, day in dates.items()}

        moved = await self._lessons.move(student, await self._ids(student, series), moves_of)
        return await self._read_change(student, series, [lesson.id for lesson in moved])

    # Parts of the above

    def _new_series(self, student: Principal, wanted: SeriesCreate) -> Series:
        return Series(
            id=uuid7(),
            student_id=student.id,
            instructor_id=wanted.instructor_id,
            offering_id=wanted.offering_id,
            first_date=wanted.first_date,
            start_time=wanted.start_time,
            duration_minutes=wanted.duration_minutes,
            interval_weeks=wanted.interval_weeks,
            count=wanted.count,
            mode=wanted.mode,
            created_at=self._clock.now(),
        )

    async def _visible(self, user: Principal, series_id: uuid.UUID) -> Series:
        series = await self._series.get_visible_to(user.id, series_id)
        if series is None:
            raise SeriesNotFound
        return series

    async def _ids(self, user: Principal, series: Series) -> list[uuid.UUID]:
        return [lesson.id for lesson in await self._reader.list_of_series(user, series.id)]

    async def _read_change(self, user: Principal, series: Series, changed: Sequence[uuid.UUID]) -> SeriesChangeRead:
        return SeriesChangeRead(**await self._read(user, series), changed=list(changed))

    async def _read(self, user: Principal, series: Series) -> dict[str, object]:
        lessons = await self._reader.list_of_series(user, series.id)
        standing = [lesson for lesson in lessons if lesson.status is not BookingStatus.CANCELLED]
        return {**_asked(series), "total_price_cents": _total(standing), "lessons": lessons}


def _steps(lessons: Sequence[BookingRead], action: Action) -> list[Step]:
    return [Step(lesson.id, lesson.booking_date, lesson.starts_at, action in lesson.actions) for lesson in lessons]


def _chosen(steps: Sequence[Step], booking_id: uuid.UUID) -> Step:
    for step in steps:
        if step.booking_id == booking_id:
            return step
    raise BookingNotFound


def _asked(series: Series) -> dict[str, object]:
    return {name: getattr(series, name) for name in SeriesBase.model_fields}


def _total(lessons: Sequence[BookingRead]) -> int:
    return sum(lesson.price_cents for lesson in lessons)
