"""The demo city's lessons: what happens on a day follows from the seed, the people and the day alone. Pure.

So the past does not change when the seed runs again tomorrow, and a lesson stands in the book once: it is there from
the day on which it was booked.
"""

import random
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from app.bookings.domain import (
    CANCELLATION_TIERS,
    BookingStatus,
    LessonTime,
    Side,
    price_cents,
    refund_share_percent,
)
from app.core.enums import Place
from app.core.timerange import MINUTES_PER_DAY, MinuteRange, wall_to_instant
from seeds.draw import draw, stable_id, weighted
from seeds.files import PEOPLE, read_yaml
from seeds.hours import HoursBook
from seeds.population import TIMEZONE, InstructorPlan, OfferingPlan, Population, StudentPlan

HALF_HOUR = 30
REGULARS = 14
# Of a hundred lessons.
CANCELLED_SHARE, NO_SHOW_SHARE, CANCELLED_BY_INSTRUCTOR = 5, 2, 25
NOTE_SHARE, ANSWER_SHARE = 20, 25
LONGEST_AHEAD_DAYS = 20
SURE_AHEAD_DAYS = 10
GOOD_STARS = 4
# On this weekday (Wednesday) the demo student has the demo instructor's first lesson, on Saturdays another one's.
DEMO_WEEKDAY, OTHER_WEEKDAY = 2, 5


@dataclass(frozen=True, slots=True)
class ReviewPlan:
    rating: int
    text: str
    written_at: datetime
    answer: str | None
    answered_at: datetime | None

    def is_there_on(self, today: date) -> bool:
        """Whether it, and its answer if there is one, was written before that day."""
        return (self.answered_at or self.written_at).date() < today


@dataclass(frozen=True, slots=True)
class CancelPlan:
    at: datetime
    by: Side
    reason: str
    refund_share_percent: int


@dataclass(frozen=True, slots=True)
class LessonPlan:
    """A lesson with its end known: `ended_as` is what it comes to once its day is over."""

    id: uuid.UUID
    instructor: InstructorPlan
    student: StudentPlan
    offering: OfferingPlan
    time: LessonTime
    place: Place
    address: str | None
    note: str | None
    booked_at: datetime
    cancel: CancelPlan | None
    is_no_show: bool
    review: ReviewPlan | None

    @property
    def price_cents(self) -> int:
        return price_cents(self.offering.rate_cents, self.time.duration_minutes)

    def status_on(self, today: date) -> BookingStatus:
        if self.cancel:
            return BookingStatus.CANCELLED
        if self.time.booking_date >= today:
            return BookingStatus.CONFIRMED
        return BookingStatus.NO_SHOW if self.is_no_show else BookingStatus.COMPLETED


@dataclass(frozen=True, slots=True)
class _Seat:
    """A stretch of an instructor's day that somebody books."""

    offering: OfferingPlan
    start: int
    minutes: int

    @property
    def range(self) -> MinuteRange:
        return MinuteRange(self.start, self.start + self.minutes)


class LessonBook:
    """Tells the lessons of any day."""

    def __init__(self, seed: int, population: Population, hours: HoursBook) -> None:
        self._seed = seed
        self._people = population
        self._hours = hours
        self._words: Mapping[str, Any] = read_yaml(PEOPLE / "lessons.yaml")

    def lessons_between(self, first: date, last: date, today: date) -> Iterator[LessonPlan]:
        """In order of days, both included, as far as they are booked before `today`."""
        for offset in range((last - first).days + 1):
            for lesson in self._lessons_on(first + timedelta(days=offset)):
                if lesson.booked_at.date() < today:
                    yield lesson

    def _lessons_on(self, day: date) -> Iterator[LessonPlan]:
        busy: defaultdict[uuid.UUID, list[MinuteRange]] = defaultdict(list)
        for instructor in self._people.instructors:
            hours = self._hours.hours_on(instructor.timetable, day)
            if not hours or not instructor.popularity.demand or self._hours.holiday_on(instructor.timetable, day):
                continue
            rng = draw(self._seed, "day", day, instructor.id)
            for number, seat in enumerate(_seats(rng, instructor, hours)):
                student = self._student(rng, instructor, seat, busy, self._reserved(instructor, day, number))
                lesson = student and self._lesson(rng, instructor, student, seat, day)
                if lesson:
                    busy[lesson.student.id].append(seat.range)
                    yield lesson

    # Who

    def _reserved(self, instructor: InstructorPlan, day: date, number: int) -> StudentPlan | None:
        """The demo student keeps the first lesson of a weekday with two instructors."""
        keeps = {DEMO_WEEKDAY: self._people.instructors[0], OTHER_WEEKDAY: self._weekend_instructor}
        kept = number == 0 and keeps.get(day.weekday()) is instructor
        return self._people.students[0] if kept else None

    @cached_property
    def _weekend_instructor(self) -> InstructorPlan:
        """Somebody well loved who teaches Spanish on Saturdays."""
        return max(
            (item for item in self._people.instructors if OTHER_WEEKDAY in item.timetable.pattern.days),
            key=lambda item: (item.offerings[0].subject_slug == "spanish", item.popularity.demand, item.id),
        )

    @cached_property
    def _regulars(self) -> Mapping[uuid.UUID, Sequence[StudentPlan]]:
        """By instructor: students of the neighbourhood first, others to fill up; the demo student is nobody's."""
        students = self._people.students[1:]
        found = {}
        for instructor in self._people.instructors:
            rng = draw(self._seed, "regulars", instructor.id)
            near = [student for student in students if student.neighborhood in instructor.areas]
            chosen = rng.sample(near, k=min(len(near), REGULARS))
            found[instructor.id] = chosen + rng.sample(students, k=REGULARS - len(chosen) + 2)
        return found

    def _student(
        self,
        rng: random.Random,
        instructor: InstructorPlan,
        seat: _Seat,
        busy: Mapping[uuid.UUID, Sequence[MinuteRange]],
        reserved: StudentPlan | None,
    ) -> StudentPlan | None:
        regulars = self._regulars[instructor.id]
        candidates = [reserved] if reserved else rng.sample(regulars, k=len(regulars))
        free = (student for student in candidates if not _overlaps(seat.range, busy.get(student.id, ())))
        return next(free, None)

    # What

    def _lesson(
        self, rng: random.Random, instructor: InstructorPlan, student: StudentPlan, seat: _Seat, day: date
    ) -> LessonPlan | None:
        place = _place(rng, seat.offering, at_home=student.neighborhood in instructor.areas)
        ahead = _days_ahead(rng, instructor, is_demo=instructor is self._people.instructors[0])
        if place is None:
            return None
        time = LessonTime.of(day, seat.start, seat.minutes, TIMEZONE)
        booked_at = wall_to_instant(day - timedelta(days=ahead), rng.randrange(8 * 60, 17 * 60), TIMEZONE)
        cancel = None if student is self._people.students[0] else self._cancel(rng, booked_at, time)
        is_no_show = not cancel and rng.randrange(100) < NO_SHOW_SHARE
        review = None if cancel or is_no_show else self._review(rng, instructor, seat.offering, time)
        return LessonPlan(
            id=stable_id(rng, booked_at),
            instructor=instructor,
            student=student,
            offering=seat.offering,
            time=time,
            place=place,
            address=self._address(student) if place is Place.AT_STUDENT else None,
            note=rng.choice(self._words["notes"]) if rng.randrange(100) < NOTE_SHARE else None,
            booked_at=booked_at,
            cancel=cancel,
            is_no_show=is_no_show,
            review=review,
        )

    def _address(self, student: StudentPlan) -> str:
        rng = draw(self._seed, "address", student.id)
        street = rng.choice(self._words["streets"])
        return f"{rng.randrange(10, 400)} {street}, Apt {rng.randrange(1, 7)}{rng.choice('ABCD')}"

    def _cancel(self, rng: random.Random, booked_at: datetime, time: LessonTime) -> CancelPlan | None:
        """Some hours after booking, so that it always lies in the past."""
        if rng.randrange(100) >= CANCELLED_SHARE:
            return None
        side = Side.INSTRUCTOR if rng.randrange(100) < CANCELLED_BY_INSTRUCTOR else Side.STUDENT
        at = booked_at + timedelta(minutes=rng.randrange(20, 300))
        share = refund_share_percent(CANCELLATION_TIERS, time.starts_at, at, side)
        return CancelPlan(at, side, rng.choice(self._words["cancel_reasons"][side.value]), share)

    def _review(
        self, rng: random.Random, instructor: InstructorPlan, offering: OfferingPlan, time: LessonTime
    ) -> ReviewPlan | None:
        if rng.random() >= instructor.popularity.reviews:
            return None
        rating = int(weighted(rng, self._words["stars"][instructor.popularity.stars]))
        written_at = time.ends_at + timedelta(hours=rng.randrange(2, 70), minutes=rng.randrange(60))
        words = {"name": instructor.first_name, "subject": offering.subject_slug.replace("-", " ")}
        answer = rng.choice(self._words["answers"]["high" if rating >= GOOD_STARS else "low"])
        is_answered = rng.randrange(100) < ANSWER_SHARE
        return ReviewPlan(
            rating=rating,
            text=str(rng.choice(self._words["reviews"][rating])).format_map(words),
            written_at=written_at,
            answer=answer if is_answered else None,
            answered_at=written_at + timedelta(hours=rng.randrange(1, 40)) if is_answered else None,
        )


def _seats(rng: random.Random, instructor: InstructorPlan, hours: Sequence[MinuteRange]) -> Iterator[_Seat]:
    """Stretches of a day's hours that are booked, apart by the buffer."""
    earliest = 0
    for item in hours:
        start = max(item.start, earliest) + rng.choice((0, 0, 0, HALF_HOUR))
        end = min(item.end, instructor.booked_until)
        while start < end:
            offering = _first_rather(rng, instructor.offerings)
            minutes = rng.choice(offering.durations)
            if start + minutes > end or rng.random() >= instructor.popularity.demand:
                start += 2 * HALF_HOUR
                continue
            yield _Seat(offering, start, minutes)
            start = earliest = _next_half_hour(start + minutes + instructor.buffer_minutes)


def _first_rather(rng: random.Random, offerings: Sequence[OfferingPlan]) -> OfferingPlan:
    """Most students come for what is taught first."""
    return offerings[0] if rng.random() < 0.6 else rng.choice(offerings)


def _next_half_hour(minute: int) -> int:
    return min(-(-minute // HALF_HOUR) * HALF_HOUR, MINUTES_PER_DAY)


def _overlaps(wanted: MinuteRange, taken: Sequence[MinuteRange]) -> bool:
    return any(wanted.start < item.end and item.start < wanted.end for item in taken)


def _place(rng: random.Random, offering: OfferingPlan, *, at_home: bool) -> Place | None:
    """None when lessons are only given where the instructor does not travel to."""
    possible = [place for place in offering.places if place is not Place.AT_STUDENT or at_home]
    return rng.choice(possible) if possible else None


def _days_ahead(rng: random.Random, instructor: InstructorPlan, *, is_demo: bool) -> int:
    """How long before the lesson it was booked: beyond the notice, within the horizon, mostly some days."""
    notice = 1 + -(-instructor.min_notice_minutes // (24 * 60))
    shortest = SURE_AHEAD_DAYS if is_demo else notice
    return min(shortest + int(rng.expovariate(1 / 5)), LONGEST_AHEAD_DAYS, instructor.horizon_days - 1)
