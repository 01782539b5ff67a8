"""Profiles, offerings and service areas: what instructors say of themselves and what others see of it."""

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.domain import display_name
from app.catalog.service import CatalogService
from app.core.clock import Clock
from app.core.enums import Place
from app.core.live import TimeChanges
from app.core.service import BaseService, measure_operation
from app.geo.service import GeoService
from app.instructors.domain import TIME_RULES, ListingState, average_rating, free_slug, slug_base
from app.instructors.errors import (
    InstructorNotFound,
    OfferingExists,
    OfferingNotFound,
    UnknownNeighborhood,
    UnknownSubject,
)
from app.instructors.models import Instructor, Offering
from app.instructors.repository import InstructorRepository, NamedInstructor, NamedOffering
from app.instructors.schemas import (
    AreaRead,
    InstructorRead,
    InstructorUpdate,
    OfferingRead,
    OfferingWrite,
    OwnInstructorRead,
)


class InstructorService(BaseService):
    def __init__(
        self,
        session: AsyncSession,
        repository: InstructorRepository,
        catalog: CatalogService,
        geo: GeoService,
        changes: TimeChanges,
        clock: Clock,
    ) -> None:
        super().__init__(session)
        self._instructors = repository
        self._catalog = catalog
        self._geo = geo
        self._changes = changes
        self._clock = clock

    # For other domains

    @measure_operation
    async def ensure_profile(self, user_id: uuid.UUID) -> Instructor:
        """The user's profile, made empty when there is none; InstructorNotFound without such a user."""
        known = await self._instructors.get(user_id)
        if known is not None:
            return known
        async with self.transaction():
            names = await self._instructors.names_of_user(user_id)
            if names is None:
                raise InstructorNotFound
            base = slug_base(display_name(*names))
            # Somebody of the same name may take the slug between reading and writing: then the next one.
            while await self._instructors.get(user_id) is None:
                await self._instructors.add(user_id, free_slug(base, await self._instructors.slugs_from(base)))
            return await self._locked(user_id)

    @measure_operation
    async def find_listed(self, id_or_slug: str) -> Instructor:
        """An instructor whom students find; InstructorNotFound for a suspended or unfinished one."""
        named = await self._find_listed(id_or_slug)
        if named is None:
            raise InstructorNotFound
        return named.instructor

    @measure_operation
    async def add_rating(self, instructor_id: uuid.UUID, rating: int) -> None:
        """Counts one review of 1 to 5 stars, in the reviewer's transaction."""
        async with self.transaction():
            await self._instructors.add_rating(instructor_id, rating)

    @measure_operation
    async def retire(self, user_id: uuid.UUID) -> None:
        """Nobody finds this person any more, and the catalog counts without them; nothing for who never taught."""
        async with self.transaction():
            instructor = await self._instructors.lock(user_id)
            if instructor is not None:
                instructor.suspended_at = instructor.suspended_at or self._clock.now()
                await self._refresh(user_id, await self._instructors.active_subjects(user_id))

    # What everybody sees

    @measure_operation
    async def get_public_profile(self, id_or_slug: str) -> InstructorRead:
        named = await self._find_listed(id_or_slug)
        if named is None:
            raise InstructorNotFound
        return InstructorRead.model_validate(await self._profile(named, listed_only=True))

    # What instructors do with their own

    @measure_operation
    async def get_own_profile(self, user_id: uuid.UUID) -> OwnInstructorRead:
        await self.ensure_profile(user_id)
        return await self._own_profile(user_id)

    @measure_operation
    async def update_profile(self, user_id: uuid.UUID, change: InstructorUpdate) -> OwnInstructorRead:
        """Changes what was sent; a new time zone takes the wall-clock hours with it."""
        async with self.transaction():
            instructor = await self._own_locked(user_id)
            before = _time_rules(instructor)
            for field, value in change.model_dump(exclude_unset=True).items():
                setattr(instructor, field, value)
            await self._instructors.flush()
            if _time_rules(instructor) != before:
                self._changes.tell_every_day(user_id)
            return await self._own_profile(user_id)

    @measure_operation
    async def create_offering(self, user_id: uuid.UUID, payload: OfferingWrite) -> OfferingRead:
        async with self.transaction():
            await self._own_locked(user_id)
            await self._check_subject(user_id, payload.subject)
            offering = await self._instructors.add_offering(Offering(instructor_id=user_id, **_columns(payload)))
            await self._refresh(user_id, {payload.subject})
            return _offering_read(await self._instructors.named_offering(offering.id))

    @measure_operation
    async def update_offering(self, user_id: uuid.UUID, offering_id: uuid.UUID, payload: OfferingWrite) -> OfferingRead:
        """Bookings made before keep their own price and subject."""
        async with self.transaction():
            offering = await self._own_offering(user_id, offering_id)
            await self._check_subject(user_id, payload.subject, except_id=offering_id)
            touched = {offering.subject_slug, payload.subject}
            for column, value in _columns(payload).items():
                setattr(offering, column, value)
            await self._refresh(user_id, touched)
            return _offering_read(await self._instructors.named_offering(offering_id))

    @measure_operation
    async def archive_offering(self, user_id: uuid.UUID, offering_id: uuid.UUID) -> None:
        async with self.transaction():
            offering = await self._own_offering(user_id, offering_id)
            offering.archived_at = self._clock.now()
            offering.is_listed = False
            await self._refresh(user_id, {offering.subject_slug})

    @measure_operation
    async def replace_service_areas(self, user_id: uuid.UUID, neighborhoods: Sequence[str]) -> OwnInstructorRead:
        async with self.transaction():
            await self._own_locked(user_id)
            await self._check_neighborhoods(neighborhoods)
            await self._instructors.replace_areas(user_id, set(neighborhoods))
            await self._refresh(user_id, await self._instructors.active_subjects(user_id))
            return await self._own_profile(user_id)

    @measure_operation
    async def suspend(self, user_id: uuid.UUID) -> OwnInstructorRead:
        """Neither found nor bookable from now on; bookings stand."""
        async with self.transaction():
            instructor = await self._own_locked(user_id)
            instructor.suspended_at = instructor.suspended_at or self._clock.now()
            await self._refresh(user_id, await self._instructors.active_subjects(user_id))
            return await self._own_profile(user_id)

    @measure_operation
    async def reactivate(self, user_id: uuid.UUID) -> OwnInstructorRead:
        async with self.transaction():
            instructor = await self._own_locked(user_id)
            instructor.suspended_at = None
            await self._refresh(user_id, await self._instructors.active_subjects(user_id))
            return await self._own_profile(user_id)

    # Parts of the above

    async def _find_listed(self, id_or_slug: str) -> NamedInstructor | None:
        try:
            instructor_id = uuid.UUID(id_or_slug)
        except ValueError:
            return await self._instructors.listed_by_slug(id_or_slug)
        return await self._instructors.listed_by_id(instructor_id)

    async def _locked(self, user_id: uuid.UUID) -> Instructor:
        instructor = await self._instructors.lock(user_id)
        if instructor is None:
            raise InstructorNotFound
        return instructor

    async def _own_locked(self, user_id: uuid.UUID) -> Instructor:
        await self.ensure_profile(user_id)
        return await self._locked(user_id)

    async def _own_offering(self, user_id: uuid.UUID, offering_id: uuid.UUID) -> Offering:
        await self._own_locked(user_id)
        offering = await self._instructors.get_active_offering(user_id, offering_id)
        if offering is None:
            raise OfferingNotFound
        return offering

    async def _check_subject(self, user_id: uuid.UUID, slug: str, *, except_id: uuid.UUID | None = None) -> None:
        if not await self._catalog.has_subject(slug):
            raise UnknownSubject(slug)
        if await self._instructors.offers(user_id, slug, except_id=except_id):
            raise OfferingExists

    async def _check_neighborhoods(self, slugs: Sequence[str]) -> None:
        known = await self._geo.known_neighborhoods(set(slugs))
        unknown = {position: slug for position, slug in enumerate(slugs) if slug not in known}
        if unknown:
            raise UnknownNeighborhood(unknown)

    async def _refresh(self, user_id: uuid.UUID, subjects: Collection[str]) -> None:
        """Sets who is found now, counts again what the catalog shows of these subjects, and tells open pages."""
        await self._instructors.flush()
        await self._instructors.lock_subjects(subjects)
        await self._instructors.refresh_listing(user_id)
        await self._catalog.set_supply(await self._instructors.supply(subjects))
        self._changes.tell_every_day(user_id)

    async def _own_profile(self, user_id: uuid.UUID) -> OwnInstructorRead:
        named = await self._instructors.named(user_id)
        if named is None:
            raise InstructorNotFound
        profile = await self._profile(named, listed_only=False)
        instructor = named.instructor
        return OwnInstructorRead.model_validate(
            profile
            | {
                "min_notice_minutes": instructor.min_notice_minutes,
                "horizon_days": instructor.horizon_days,
                "buffer_minutes": instructor.buffer_minutes,
                "is_listed": instructor.is_listed,
                "listing": _listing_state(instructor, profile["offerings"]),
                "suspended_at": instructor.suspended_at,
            }
        )

    async def _profile(self, named: NamedInstructor, *, listed_only: bool) -> dict[str, Any]:
        """The fields of `InstructorRead`."""
        instructor = named.instructor
        active = await self._instructors.active_offerings(instructor.id)
        offerings = [_offering_read(item) for item in active if item.offering.is_listed or not listed_only]
        areas = [AreaRead.model_validate(area) for area in await self._instructors.areas(instructor.id)]
        return {
            "id": instructor.id,
            "slug": instructor.slug,
            "display_name": display_name(named.first_name, named.last_name),
            "headline": instructor.headline,
            "bio": instructor.bio,
            "years_experience": instructor.years_experience,
            "rating": average_rating(instructor.rating_sum, instructor.review_count),
            "review_count": instructor.review_count,
            "offerings": offerings,
            "service_areas": [area.slug for area in areas],
            "areas": areas,
            "places": [place for place in Place if any(place in offering.places for offering in offerings)],
            "timezone": instructor.timezone,
        }


def _time_rules(instructor: Instructor) -> tuple[object, ...]:
    return tuple(getattr(instructor, field) for field in TIME_RULES)


def _columns(payload: OfferingWrite) -> dict[str, Any]:
    columns = payload.model_dump()
    return columns | {"subject_slug": columns.pop("subject")}


def offering_fields(offering: Offering, subject_name: str, category: str) -> dict[str, Any]:
    """The fields of `OfferingRead`."""
    return {
        "id": offering.id,
        "subject": offering.subject_slug,
        "subject_name": subject_name,
        "category": category,
        "rate_cents": offering.rate_cents,
        "durations": offering.durations,
        "places": offering.places,
        "levels": offering.levels,
        "age_groups": offering.age_groups,
        "description": offering.description,
    }


def _offering_read(named: NamedOffering) -> OfferingRead:
    return OfferingRead.model_validate(offering_fields(named.offering, named.subject_name, named.category_slug))


def _listing_state(instructor: Instructor, offerings: Collection[OfferingRead]) -> ListingState:
    if instructor.suspended_at is not None:
        return ListingState.SUSPENDED
    if instructor.is_listed:
        return ListingState.LISTED
    return ListingState.NEEDS_SERVICE_AREA if offerings else ListingState.NEEDS_OFFERING
