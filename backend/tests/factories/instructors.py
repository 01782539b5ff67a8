"""Instructors for tests, made through the service, so that they are listed and counted as real ones are."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.core.clock import Clock, SystemClock
from app.core.enums import AgeGroup, Level, Place, RoleName
from app.core.live import MemoryLiveUpdates
from app.instructors.dependencies import build_instructor_service
from app.instructors.schemas import InstructorUpdate, OfferingRead, OfferingWrite, OwnInstructorRead
from tests.factories.accounts import make_user

ASTORIA = "astoria"


async def make_offering(
    session: AsyncSession,
    instructor_id: uuid.UUID,
    *,
    subject: str = "piano",
    rate_cents: int = 8_000,
    durations: Sequence[int] = (30, 60, 90),
    places: Sequence[Place] = (Place.ONLINE, Place.AT_STUDENT),
    levels: Sequence[Level] = tuple(Level),
    age_groups: Sequence[AgeGroup] = tuple(AgeGroup),
    clock: Clock | None = None,
) -> OfferingRead:
    """One more active offering of an instructor."""
    payload = OfferingWrite(
        subject=subject,
        rate_cents=rate_cents,
        durations=list(durations),
        places=list(places),
        levels=list(levels),
        age_groups=list(age_groups),
    )
    return await build_instructor_service(session, clock or SystemClock(), MemoryLiveUpdates()).create_offering(
        instructor_id, payload
    )


async def make_instructor(
    session: AsyncSession,
    *,
    user: User | None = None,
    first_name: str = "Sarah",
    last_name: str = "Chen",
    neighborhoods: Sequence[str] = (),
    profile: dict[str, Any] | None = None,
    clock: Clock | None = None,
    **offering: Any,
) -> OwnInstructorRead:
    """A listed instructor with one offering (`subject`, `rate_cents`, `durations`, `places`, ...) in the areas given.

    `profile` holds fields of `PUT /api/instructors/me`. Hours are availability's: see its factory.
    """
    user = user or await make_user(session, RoleName.INSTRUCTOR, first_name=first_name, last_name=last_name)
    service = build_instructor_service(session, clock or SystemClock(), MemoryLiveUpdates())
    await service.update_profile(user.id, InstructorUpdate(**profile or {}))
    if neighborhoods:
        await service.replace_service_areas(user.id, list(neighborhoods))
    await make_offering(session, user.id, clock=clock, **offering)
    return await service.get_own_profile(user.id)
