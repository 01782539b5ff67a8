"""Profiles for everybody, and what instructors do with their own."""

import uuid

from fastapi import status

from app.core.errors import PermissionDenied, Unauthenticated
from app.core.http import PrefixRouter, problem_responses
from app.core.http_cache import NOT_MODIFIED, cacheable_route
from app.core.schemas import SafeText
from app.instructors.dependencies import (
    CanManageOfferings,
    CanManageProfile,
    CanSuspendSelf,
    InstructorReaderDep,
    InstructorServiceDep,
)
from app.instructors.errors import (
    InstructorNotFound,
    OfferingExists,
    OfferingNotFound,
    UnknownNeighborhood,
    UnknownSubject,
)
from app.instructors.schemas import (
    InstructorRead,
    InstructorUpdate,
    OfferingRead,
    OfferingWrite,
    OwnInstructorRead,
    ServiceAreasWrite,
)

# Short, because somebody who suspends themselves wants to be gone.
MAX_AGE_SECONDS = 30

router = PrefixRouter(prefix="/api/instructors", tags=["instructors"])
public_router = PrefixRouter(
    prefix="/api/instructors", tags=["instructors"], route_class=cacheable_route(MAX_AGE_SECONDS)
)

OWN = (Unauthenticated, PermissionDenied)


@router.get("/me", responses=problem_responses(*OWN))
async def get_own(user: CanManageProfile, instructors: InstructorServiceDep) -> OwnInstructorRead:
    """The own profile; made empty at the first look."""
    return await instructors.get_own_profile(user.id)


@router.put("/me", responses=problem_responses(*OWN))
async def update_own(
    user: CanManageProfile, payload: InstructorUpdate, instructors: InstructorServiceDep
) -> OwnInstructorRead:
    """Changes the fields that are sent; the others stay."""
    return await instructors.update_profile(user.id, payload)


@router.post(
    "/me/offerings",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(*OWN, OfferingExists, UnknownSubject),
)
async def create_offering(
    user: CanManageOfferings, payload: OfferingWrite, instructors: InstructorServiceDep
) -> OfferingRead:
    return await instructors.create_offering(user.id, payload)


@router.put(
    "/me/offerings/{offering_id}",
    responses=problem_responses(*OWN, OfferingNotFound, OfferingExists, UnknownSubject),
)
async def update_offering(
    user: CanManageOfferings, offering_id: uuid.UUID, payload: OfferingWrite, instructors: InstructorServiceDep
) -> OfferingRead:
    return await instructors.update_offering(user.id, offering_id, payload)


@router.delete(
    "/me/offerings/{offering_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problem_responses(*OWN, OfferingNotFound),
)
async def archive_offering(user: CanManageOfferings, offering_id: uuid.UUID, instructors: InstructorServiceDep) -> None:
    """Not offered any more; bookings made of it stand."""
    await instructors.archive_offering(user.id, offering_id)


@router.put("/me/service-areas", responses=problem_responses(*OWN, UnknownNeighborhood))
async def replace_service_areas(
    user: CanManageProfile, payload: ServiceAreasWrite, instructors: InstructorServiceDep
) -> OwnInstructorRead:
    """All neighbourhoods at once; those not named are given up."""
    return await instructors.replace_service_areas(user.id, payload.neighborhoods)


@router.post("/me/suspend", responses=problem_responses(*OWN))
async def suspend(user: CanSuspendSelf, instructors: InstructorServiceDep) -> OwnInstructorRead:
    """Neither found nor bookable from now on; bookings stand."""
    return await instructors.suspend(user.id)


@router.post("/me/reactivate", responses=problem_responses(*OWN))
async def reactivate(user: CanSuspendSelf, instructors: InstructorServiceDep) -> OwnInstructorRead:
    return await instructors.reactivate(user.id)


@public_router.get("/{id_or_slug}", responses=problem_responses(InstructorNotFound) | NOT_MODIFIED)
async def get_profile(id_or_slug: SafeText, instructors: InstructorReaderDep) -> InstructorRead:
    """The public profile, by id or slug."""
    return await instructors.get_public_profile(id_or_slug)
