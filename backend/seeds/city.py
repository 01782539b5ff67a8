"""A demo city that lives: people, hours, lessons, reviews and searches around today.

Running it again changes nothing on the same day and carries the city on later: new days get hours, lessons booked since
appear, and nothing that a person changed by hand is put back.
"""

import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.pool import NullPool

from app.accounts.domain import display_name
from app.accounts.models import User, UserRole
from app.analytics.facts import MarketFacts
from app.analytics.repository import AnalyticsRepository, FactsRepository
from app.analytics.service import SearchAnalytics
from app.availability.dependencies import build_weekly_pattern_service
from app.availability.models import AvailabilityPattern, AvailabilitySlot, Blackout, EditedDay, PatternRange
from app.bookings.domain import BookingStatus
from app.bookings.models import Booking, BookingEvent
from app.catalog.dependencies import build_catalog_service
from app.core.audit import AuditTrail
from app.core.cache import MemoryCache
from app.core.clock import FixedClock, SystemClock
from app.core.database import create_engine
from app.core.database_door import the_door
from app.core.database_marker import objection_to_destruction, read_marker
from app.core.live import MemoryLiveUpdates
from app.core.security import PasswordHasher
from app.core.service import BaseService
from app.core.timerange import MinuteRange, instant_to_wall, wall_to_instant
from app.instructors.domain import free_slug, slug_base
from app.instructors.models import Instructor, Offering, ServiceArea
from app.instructors.repository import InstructorRepository
from app.notifications.models import MutedMail
from app.reviews.models import Review
from app.search.address_hasher import AddressHasher
from app.search.models import SearchEvent, SearchHistoryEntry, SearchInteraction
from app.search.recorder import SearchRecorder
from app.search.repository import SearchEventRepository
from seeds import rows
from seeds.files import PEOPLE, read_catalog, read_yaml
from seeds.hours import HoursBook, read_hours
from seeds.lessons import LONGEST_AHEAD_DAYS, LessonBook, LessonPlan
from seeds.population import TIMEZONE, Founder, InstructorPlan, Population
from seeds.repository import CityRepository
from seeds.searches import SearchBook
from seeds.system import Progress

DEFAULT_SEED = 2026
WEEKS_OF_SEARCHES = 5


async def seed_city(
    database_url: str, progress: Progress, *, seed: int = DEFAULT_SEED, today: date | None = None
) -> None:
    """Settles the city, or carries it on to `today` in New York. System data has to be there.

    `database_url` came through the door; DatabaseRefused when the database's marker says production.
    """
    engine = create_engine(database_url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            reason = objection_to_destruction(await connection.run_sync(read_marker))
        if reason:
            the_door().refuse_marker(the_door().choice_for(database_url), reason)
        async with AsyncSession(engine, expire_on_commit=False) as session:
            today = today or instant_to_wall(SystemClock().now(), TIMEZONE)[0]
            await CitySeed(session, seed, today).load(progress)
    finally:
        await engine.dispose()


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a run looks at."""

    today: date
    weeks_of_hours: int
    weeks_of_history: int

    @property
    def hours(self) -> Iterator[date]:
        """From this week's Monday on."""
        monday = self.today - timedelta(days=self.today.weekday())
        return (monday + timedelta(days=offset) for offset in range(7 * self.weeks_of_hours))

    @property
    def first_lesson(self) -> date:
        return self.today - timedelta(weeks=self.weeks_of_history)

    @property
    def last_lesson(self) -> date:
        return self.today + timedelta(days=LONGEST_AHEAD_DAYS)


class CitySeed(BaseService):
    """One transaction: the city is there as a whole or not at all."""

    def __init__(self, session: AsyncSession, seed: int, today: date) -> None:
        super().__init__(session)
        rules = read_yaml(PEOPLE / "city.yaml")
        self._city = CityRepository(session)
        self._instructors = InstructorRepository(session)
        self._catalog = build_catalog_service(session)
        self._seed = seed
        self._span = Span(today, rules["weeks_of_hours"], rules["weeks_of_history"])
        self._hours: HoursBook = read_hours()

    async def load(self, progress: Progress) -> None:
        people = Founder(self._seed, self._hours).population()
        book = LessonBook(self._seed, people, self._hours)
        async with self.transaction():
            await self._city.lock()
            await self._settle(people)
            teaching = await self._city.teaching([plan.id for plan in people.instructors])
            progress(f"{len(people.instructors)} instructors, {len(people.students)} students")
            slots = await self._write_hours([plan for plan in people.instructors if plan.id in teaching])
            progress(f"{slots} ranges of hours are new, {await self._fill_patterns()} weekly patterns go on")
            planned = list(book.lessons_between(self._span.first_lesson, self._span.last_lesson, self._span.today))
            lessons = await self._write_lessons(planned, teaching)
            await self._write_reviews(planned)
            progress(f"{lessons} lessons are new, {await self._city.count_reviews()} reviews in all")
            await self._count_supply()
            searches = await self._write_searches(people, planned, teaching)
            progress(f"{searches} searches in all")
            if slots or lessons:
                await self._city.analyze()

    # People

    async def _settle(self, people: Population) -> None:
        """Adds who is not there yet, with what they offer; those who are there stay as they are."""
        everybody: list[rows.Person] = [*people.instructors, *people.students, people.admin]
        known = await self._city.known_users([person.id for person in everybody])
        new = [person for person in everybody if person.id not in known]
        if not new:
            return
        password_hash = await _hash(people.password)
        await self._city.add(User, [rows.user(person, password_hash) for person in new])
        # Somebody may have registered with an address of ours.
        added = await self._city.known_users([person.id for person in new])
        new = [person for person in new if person.id in added]
        await self._city.add(UserRole, [rows.role(person) for person in new])
        await self._city.add(MutedMail, [row for person in new for row in rows.muted_mails(person)])
        await self._add_instructors([person for person in new if isinstance(person, InstructorPlan)])

    async def _add_instructors(self, plans: Sequence[InstructorPlan]) -> None:
        taken = await self._city.slugs()
        profiles = []
        for plan in plans:
            slug = free_slug(slug_base(display_name(plan.first_name, plan.last_name)), taken)
            taken.add(slug)
            profiles.append(rows.instructor(plan, slug))
        await self._city.add(Instructor, profiles)
        await self._city.add(Offering, [row for plan in plans for row in rows.offerings(plan)])
        await self._city.add(ServiceArea, [row for plan in plans for row in rows.service_areas(plan)])

    # Hours

    async def _write_hours(self, plans: Sequence[InstructorPlan]) -> int:
        """As if set by hand, for those without a weekly pattern; gives the new ranges.

        Fills the days after the last one that has hours, but for weeks that somebody saved.
        """
        await self._write_patterns([plan for plan in plans if plan.timetable.pattern.is_special])
        with_pattern = await self._city.with_pattern([plan.id for plan in plans])
        plans = [plan for plan in plans if plan.id not in with_pattern]
        ids = [plan.id for plan in plans]
        last, edited = await self._city.last_days(ids), await self._city.edited_weeks(ids)
        open_days = [
            (plan, day)
            for plan in plans
            for day in self._span.hours
            if day > last.get(plan.id, date.min) and (plan.id, day - timedelta(days=day.weekday())) not in edited
        ]
        slots = [
            rows.slot(plan.id, day, item.start, item.end)
            for plan, day in open_days
            for item in self._hours.hours_on(plan.timetable, day)
        ]
        holidays = [
            rows.blackout(plan.id, day, name)
            for plan, day in open_days
            if (name := self._hours.holiday_on(plan.timetable, day))
        ]
        await self._city.add(AvailabilitySlot, slots, key=("instructor_id", "specific_date", "start_time"))
        await self._city.add(EditedDay, rows.edited_days(slots))
        await self._city.add(Blackout, holidays)
        return len(slots)

    async def _write_patterns(self, plans: Sequence[InstructorPlan]) -> None:
        """For those who never had one; what they saved themselves stays."""
        known = await self._city.with_pattern([plan.id for plan in plans])
        new = [plan for plan in plans if plan.id not in known]
        await self._city.add(AvailabilityPattern, [rows.pattern(plan, self._span.today) for plan in new])
        await self._city.add(PatternRange, [row for plan in new for row in rows.pattern_ranges(plan)])

    async def _fill_patterns(self) -> int:
        """What the worker does as days come; of how many instructors."""
        midnight = FixedClock(wall_to_instant(self._span.today, 0, TIMEZONE))
        return await build_weekly_pattern_service(self.session, midnight, MemoryLiveUpdates()).fill_new_days()

    # Lessons

    async def _write_lessons(self, planned: Sequence[LessonPlan], teaching: Collection[uuid.UUID]) -> int:
        """Adds the lessons that are not there and may be; gives how many came."""
        wanted = await self._possible(planned, teaching)
        names = {item.slug: item.name for category in read_catalog() for item in category.subjects}
        today = self._span.today
        await self._city.add(
            Booking, [rows.booking(lesson, names[lesson.offering.subject_slug], today) for lesson in wanted]
        )
        # A constraint may have kept some out: people book too.
        written = await self._city.bookings_between(self._span.first_lesson, self._span.last_lesson)
        added = [lesson for lesson in wanted if lesson.id in written]
        await self._city.add(BookingEvent, [event for lesson in added for event in rows.booking_events(lesson, today)])
        return len(added)

    async def _possible(self, planned: Sequence[LessonPlan], teaching: Collection[uuid.UUID]) -> list[LessonPlan]:
        """Those that are not there, whose offering still stands and, if they are to come, whose time does too."""
        known = await self._city.bookings_between(self._span.first_lesson, self._span.last_lesson)
        offered = await self._city.active_offerings(teaching)
        new = [lesson for lesson in planned if lesson.id not in known and lesson.offering.id in offered]
        past = [lesson for lesson in new if lesson.time.booking_date < self._span.today]
        return past + await self._within_hours(new[len(past) :])

    async def _within_hours(self, lessons: Sequence[LessonPlan]) -> list[LessonPlan]:
        """Those that lie in what their instructors' hours are now."""
        hours = await self._city.hours_from(self._span.today)
        blackouts = await self._city.blackouts_from(self._span.today)
        return [
            lesson
            for lesson in lessons
            if (lesson.instructor.id, lesson.time.booking_date) not in blackouts
            and _contains(hours.get((lesson.instructor.id, lesson.time.booking_date), ()), lesson)
        ]

    async def _write_reviews(self, planned: Sequence[LessonPlan]) -> None:
        """Of lessons that were given, as far as they are written by today."""
        states = await self._city.bookings_between(self._span.first_lesson, self._span.today)
        given = (lesson for lesson in planned if states.get(lesson.id) == BookingStatus.COMPLETED)
        written = ((lesson, lesson.review) for lesson in given if lesson.review)
        today = self._span.today
        await self._city.add(Review, [rows.review(*item) for item in written if item[1].is_there_on(today)])

    # Searches

    async def _write_searches(
        self, people: Population, lessons: Sequence[LessonPlan], teaching: Collection[uuid.UUID]
    ) -> int:
        """Those of the last weeks, and the figures that are made of them; gives how many they are."""
        first, last = self._span.today - timedelta(weeks=WEEKS_OF_SEARCHES), self._span.today - timedelta(days=1)
        known, listed = await self._city.known_users([person.id for person in people.students]), set(teaching)
        plans = [
            plan
            for plan in SearchBook(self._seed, people).searches_between(first, last, lessons)
            if listed.issuperset(plan.found) and (plan.student is None or plan.student.id in known)
        ]
        await self._city.add(SearchEvent, [rows.search_event(plan) for plan in plans], key=("id",))
        looks = [row for plan in plans for row in rows.search_interactions(plan)]
        await self._city.add(SearchInteraction, looks)
        demo = people.students[0]
        own = [rows.search_history(plan, demo.id) for plan in plans if plan.student is demo]
        await self._city.add(SearchHistoryEntry, own)
        await self._make_figures(first)
        return len(plans)

    async def _make_figures(self, first: date) -> None:
        """What the hourly tasks would have made of them."""
        session, clock = self.session, FixedClock(wall_to_instant(self._span.today, 0, TIMEZONE))
        recorder = SearchRecorder(session, SearchEventRepository(session), AddressHasher(), MemoryCache(), clock)
        sums, facts = AnalyticsRepository(session), FactsRepository(session)
        analytics = SearchAnalytics(session, sums, facts, recorder, AuditTrail(session, clock), clock)
        await analytics.sum_searches(wall_to_instant(first, 0, TIMEZONE))
        await MarketFacts(session, facts, clock).gather()

    async def _count_supply(self) -> None:
        """What the catalog shows of each subject, as instructors' own changes keep it."""
        subjects = [item.slug for category in read_catalog() for item in category.subjects]
        await self._instructors.lock_subjects(subjects)
        await self._catalog.set_supply(await self._instructors.supply(subjects))


def _contains(hours: Sequence[MinuteRange], lesson: LessonPlan) -> bool:
    wanted = MinuteRange(lesson.time.start_time, lesson.time.end_time)
    return any(item.contains(wanted) for item in hours)


async def _hash(password: str) -> str:
    hasher = PasswordHasher()
    try:
        return await hasher.hash(password)
    finally:
        hasher.close()
