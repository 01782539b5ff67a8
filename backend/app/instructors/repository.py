"""Queries on profiles, offerings and service areas."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, Select, Update, and_, delete, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import User
from app.catalog.domain import Supply
from app.catalog.models import Subject
from app.core.enums import Place
from app.core.repository import BaseRepository
from app.geo.models import Borough, Neighborhood
from app.instructors.models import Instructor, Offering, ServiceArea

# Rows changed by a statement of ours are read anew, not taken from what the session remembers.
FRESH = {"populate_existing": True}
NEED_NO_TRAVEL = (Place.ONLINE.value, Place.AT_INSTRUCTOR.value)


@dataclass(frozen=True, slots=True)
class NamedInstructor:
    """A profile with the names of its person."""

    instructor: Instructor
    first_name: str
    last_name: str


@dataclass(frozen=True, slots=True)
class NamedOffering:
    """An offering with the words of its subject."""

    offering: Offering
    subject_name: str
    category_slug: str


class InstructorRepository(BaseRepository):
    # Profiles

    async def get(self, instructor_id: uuid.UUID) -> Instructor | None:
        return await self.session.get(Instructor, instructor_id)

    async def lock(self, instructor_id: uuid.UUID) -> Instructor | None:
        """The profile, with its row held until the transaction ends: one change of it at a time."""
        query = select(Instructor).where(Instructor.id == instructor_id).with_for_update(key_share=True)
        return await self.session.scalar(query, execution_options=FRESH)

    async def named(self, instructor_id: uuid.UUID) -> NamedInstructor | None:
        return await self._named(Instructor.id == instructor_id)

    async def listed_by_id(self, instructor_id: uuid.UUID) -> NamedInstructor | None:
        return await self._named(and_(Instructor.id == instructor_id, Instructor.is_listed, User.is_active))

    async def listed_by_slug(self, slug: str) -> NamedInstructor | None:
        return await self._named(and_(Instructor.slug == slug, Instructor.is_listed, User.is_active))

    async def _named(self, condition: ColumnElement[bool]) -> NamedInstructor | None:
        query = select(Instructor, User.first_name, User.last_name).join(User, User.id == Instructor.id)
        row = (await self.session.execute(query.where(condition), execution_options=FRESH)).one_or_none()
        return NamedInstructor(*row) if row else None

    async def names_of_user(self, user_id: uuid.UUID) -> Row[str, str] | None:
        query = select(User.first_name, User.last_name).where(User.id == user_id)
        return (await self.session.execute(query)).one_or_none()

    async def slugs_from(self, base: str) -> set[str]:
        """The taken ones among `base`, `base-2`, `base-3`, ..."""
        query = select(Instructor.slug).where(
            or_(Instructor.slug == base, Instructor.slug.regexp_match(f"^{base}-[0-9]+$"))
        )
        return set(await self.session.scalars(query))

    async def add(self, instructor_id: uuid.UUID, slug: str) -> bool:
        """False when the profile is there already or the slug was taken meanwhile."""
        statement = insert(Instructor).values(id=instructor_id, slug=slug).on_conflict_do_nothing()
        return await self.session.scalar(statement.returning(Instructor.id)) is not None

    async def add_rating(self, instructor_id: uuid.UUID, rating: int) -> None:
        await self._execute(
            update(Instructor)
            .where(Instructor.id == instructor_id)
            .values(review_count=Instructor.review_count + 1, rating_sum=Instructor.rating_sum + rating)
        )

    # Offerings

    async def active_offerings(self, instructor_id: uuid.UUID) -> Sequence[NamedOffering]:
        """All that are not archived, those too that lack a way to be given."""
        query = self._named_offerings().where(Offering.instructor_id == instructor_id, Offering.archived_at.is_(None))
        rows = await self.session.execute(query.order_by(Offering.created_at, Offering.id), execution_options=FRESH)
        return [NamedOffering(*row) for row in rows]

    async def get_active_offering(self, instructor_id: uuid.UUID, offering_id: uuid.UUID) -> Offering | None:
        return await self.session.scalar(
            select(Offering).where(
                Offering.id == offering_id, Offering.instructor_id == instructor_id, Offering.archived_at.is_(None)
            )
        )

    async def named_offering(self, offering_id: uuid.UUID) -> NamedOffering:
        query = self._named_offerings().where(Offering.id == offering_id)
        return NamedOffering(*(await self.session.execute(query, execution_options=FRESH)).one())

    async def offers(self, instructor_id: uuid.UUID, subject_slug: str, *, except_id: uuid.UUID | None) -> bool:
        """Whether another active offering is of that subject."""
        found = select(Offering.id).where(
            Offering.instructor_id == instructor_id,
            Offering.subject_slug == subject_slug,
            Offering.archived_at.is_(None),
            Offering.id.is_distinct_from(except_id),
        )
        return bool(await self.session.scalar(select(found.exists())))

    async def add_offering(self, offering: Offering) -> Offering:
        self.session.add(offering)
        await self.session.flush()
        return offering

    @staticmethod
    def _named_offerings() -> Select[Offering, str, str]:
        return select(Offering, Subject.name, Subject.category_slug).join(
            Subject, Subject.slug == Offering.subject_slug
        )

    # Service areas

    async def areas(self, instructor_id: uuid.UUID) -> Sequence[Row[str, str, str]]:
        """Slug, name and borough's name of each neighbourhood, by name."""
        query = (
            select(Neighborhood.slug, Neighborhood.name, Borough.name.label("borough"))
            .join(ServiceArea, ServiceArea.neighborhood_slug == Neighborhood.slug)
            .join(Borough, Borough.slug == Neighborhood.borough_slug)
            .where(ServiceArea.instructor_id == instructor_id)
            .order_by(Neighborhood.name, Neighborhood.slug)
        )
        return (await self.session.execute(query)).all()

    async def replace_areas(self, instructor_id: uuid.UUID, slugs: Collection[str]) -> None:
        await self.session.execute(
            delete(ServiceArea).where(
                ServiceArea.instructor_id == instructor_id, ServiceArea.neighborhood_slug.not_in(slugs)
            )
        )
        if slugs:
            rows = [{"instructor_id": instructor_id, "neighborhood_slug": slug} for slug in slugs]
            await self.session.execute(insert(ServiceArea).values(rows).on_conflict_do_nothing())

    # What is found

    async def refresh_listing(self, instructor_id: uuid.UUID) -> None:
        """Sets `is_listed` of the offerings and then of the instructor."""
        await self.session.flush()
        can_be_listed = _can_be_listed()
        offerings = update(Offering).where(
            Offering.instructor_id == instructor_id, Offering.is_listed.is_distinct_from(can_be_listed)
        )
        await self._execute(offerings.values(is_listed=can_be_listed))
        listed = exists().where(Offering.instructor_id == Instructor.id, Offering.is_listed)
        await self._execute(update(Instructor).where(Instructor.id == instructor_id).values(is_listed=listed))

    async def _execute(self, statement: Update) -> None:
        await self.session.execute(statement, execution_options={"synchronize_session": False})

    async def lock_subjects(self, slugs: Collection[str]) -> None:
        """Holds the subjects, always in the same order, so that two counts of one subject follow each other."""
        query = select(Subject.slug).where(Subject.slug.in_(slugs)).order_by(Subject.slug)
        await self.session.execute(query.with_for_update(key_share=True))

    async def supply(self, slugs: Collection[str]) -> dict[str, Supply]:
        """What is listed now of each subject."""
        query = (
            select(Offering.subject_slug, func.count(), func.min(Offering.rate_cents))
            .where(Offering.subject_slug.in_(slugs), Offering.is_listed)
            .group_by(Offering.subject_slug)
        )
        counted = {slug: Supply(count, lowest) for slug, count, lowest in await self.session.execute(query)}
        return {slug: counted.get(slug, Supply(0, None)) for slug in slugs}

    async def active_subjects(self, instructor_id: uuid.UUID) -> set[str]:
        query = select(Offering.subject_slug).where(
            Offering.instructor_id == instructor_id, Offering.archived_at.is_(None)
        )
        return set(await self.session.scalars(query))


def _can_be_listed() -> ColumnElement[bool]:
    """Active, of an instructor who is not suspended, with a way to give it: a student's place needs a neighbourhood."""
    travels = exists().where(ServiceArea.instructor_id == Offering.instructor_id)
    suspended = exists().where(Instructor.id == Offering.instructor_id, Instructor.suspended_at.is_not(None))
    return and_(Offering.archived_at.is_(None), ~suspended, or_(Offering.places.overlap(NEED_NO_TRAVEL), travels))
