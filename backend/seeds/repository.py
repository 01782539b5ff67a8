"""What the demo city asks of the database and writes to it, many rows at a time."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.availability.models import AvailabilityPattern, AvailabilitySlot, AvailabilityWeek, Blackout
from app.bookings.models import Booking
from app.core.database import Base
from app.core.repository import BaseRepository
from app.core.timerange import MinuteRange
from app.instructors.models import Instructor, Offering
from app.reviews.models import Review
from seeds.population import TIMEZONE

# Any number, the same in every process: one seed at a time.
LOCK = 20_260_105


class CityRepository(BaseRepository):
    async def lock(self) -> None:
        """Waits for another seed that runs at the same time."""
        await self.session.execute(select(func.pg_advisory_xact_lock(LOCK)))

    async def add(self, model: type[Base], rows: Sequence[dict[str, Any]], *, key: Sequence[str] = ()) -> None:
        """Inserts what is not there; with `key` only that key decides, without it every constraint does."""
        if rows:
            statement = insert(model).on_conflict_do_nothing(index_elements=list(key) or None)
            await (await self.session.connection()).execute(statement, list(rows))

    async def known_users(self, ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
        return set(await self.session.scalars(select(User.id).where(User.id.in_(ids))))

    async def slugs(self) -> set[str]:
        return set(await self.session.scalars(select(Instructor.slug)))

    async def teaching(self, ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
        """Those who are listed, and where the seed left them."""
        query = select(Instructor.id).where(
            Instructor.id.in_(ids), Instructor.is_listed, Instructor.timezone == TIMEZONE
        )
        return set(await self.session.scalars(query))

    async def active_offerings(self, instructor_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
        query = select(Offering.id).where(Offering.instructor_id.in_(instructor_ids), Offering.archived_at.is_(None))
        return set(await self.session.scalars(query))

    async def last_days(self, instructor_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, date]:
        """The last day with hours, of those who have any."""
        query = (
            select(AvailabilitySlot.instructor_id, func.max(AvailabilitySlot.specific_date))
            .where(AvailabilitySlot.instructor_id.in_(instructor_ids))
            .group_by(AvailabilitySlot.instructor_id)
        )
        return dict((await self.session.execute(query)).all())

    async def with_pattern(self, instructor_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
        """Those who saved a weekly pattern, or got one here."""
        query = select(AvailabilityPattern.instructor_id).where(AvailabilityPattern.instructor_id.in_(instructor_ids))
        return set(await self.session.scalars(query))

    async def edited_weeks(self, instructor_ids: Collection[uuid.UUID]) -> set[tuple[uuid.UUID, date]]:
        """Weeks that somebody saved by hand."""
        query = select(AvailabilityWeek.instructor_id, AvailabilityWeek.week_start).where(
            AvailabilityWeek.instructor_id.in_(instructor_ids)
        )
        return {(person, day) for person, day in await self.session.execute(query)}

    async def hours_from(self, day: date) -> dict[tuple[uuid.UUID, date], list[MinuteRange]]:
        """Everybody's hours from a day on, as they are now."""
        query = select(
            AvailabilitySlot.instructor_id,
            AvailabilitySlot.specific_date,
            AvailabilitySlot.start_time,
            AvailabilitySlot.end_time,
        ).where(AvailabilitySlot.specific_date >= day)
        found: dict[tuple[uuid.UUID, date], list[MinuteRange]] = {}
        for instructor_id, specific_date, start, end in await self.session.execute(query):
            found.setdefault((instructor_id, specific_date), []).append(MinuteRange(start, end))
        return found

    async def blackouts_from(self, day: date) -> set[tuple[uuid.UUID, date]]:
        query = select(Blackout.instructor_id, Blackout.blackout_date).where(Blackout.blackout_date >= day)
        return {(person, day) for person, day in await self.session.execute(query)}

    async def bookings_between(self, first: date, last: date) -> Mapping[uuid.UUID, str]:
        """Ids and states."""
        query = select(Booking.id, Booking.status).where(Booking.booking_date.between(first, last))
        return dict((await self.session.execute(query)).all())

    async def count_reviews(self) -> int:
        """Makes every instructor's count and sum equal to their reviews; gives how many reviews there are."""
        counted = (
            select(Review.instructor_id, func.count().label("count"), func.sum(Review.rating).label("stars"))
            .group_by(Review.instructor_id)
            .subquery()
        )
        differs = tuple_(Instructor.review_count, Instructor.rating_sum) != tuple_(counted.c.count, counted.c.stars)
        await self.session.execute(
            update(Instructor)
            .where(Instructor.id == counted.c.instructor_id, differs)
            .values(review_count=counted.c.count, rating_sum=counted.c.stars, updated_at=Instructor.updated_at)
            .execution_options(synchronize_session=False)
        )
        return await self.session.scalar(select(func.count()).select_from(Review)) or 0

    async def analyze(self) -> None:
        """Tells the planner what has come, which it would learn a minute later."""
        await self.session.execute(text("ANALYZE"))
