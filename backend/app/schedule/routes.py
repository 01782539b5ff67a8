"""The instructor's own calendar, and what everybody may know of it."""

import uuid
from contextlib import AsyncExitStack
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import Depends, Query, status

from app.availability.errors import (
    BlackoutExists,
    BlackoutNotFound,
    DayGoneBy,
    DayOutsideWeek,
    NoPattern,
    NotAMonday,
    PatternChanged,
    TooManyDays,
    TooManyRanges,
    WeekChanged,
)
from app.availability.schemas import (
    ApplyWeekWrite,
    BlackoutWrite,
    CopyWeekWrite,
    PatternRead,
    PatternWrite,
    WeekWrite,
)
from app.bookings.dependencies import FreeTimeFinderDep
from app.bookings.domain import MAX_DURATION_MINUTES, MIN_DURATION_MINUTES
from app.bookings.errors import DurationNotOffered
from app.bookings.schemas import FreeTimeRead, FreeTimesRead, NextStartsRead
from app.core.dependencies import ClientAddressDep, LiveDep, PageDep
from app.core.errors import FieldError, InvalidInput, PermissionDenied, TooManyRequests, Unauthenticated, Unavailable
from app.core.event_stream import EventStream
from app.core.http import PrefixRouter, problem_responses
from app.core.http_cache import NOT_MODIFIED, cacheable_route
from app.core.schemas import CalendarDate, Page, SafeText, StartTime
from app.core.timerange import QUARTER_HOUR
from app.instructors.errors import InstructorNotFound, OfferingNotFound
from app.schedule.dependencies import BriefFreeTimeFinderDep, CanManageAvailability, ScheduleServiceDep, limit_live
from app.schedule.live_times import announce
from app.schedule.schemas import (
    AppliedWeekRead,
    ApplyPreviewRead,
    BlackoutRead,
    CalendarWeekRead,
    ExplanationRead,
    HandBackPreviewRead,
    PatternPreviewRead,
    SavedPatternRead,
    WeekPreviewRead,
)

MAX_DAYS = 62
MAX_INSTRUCTORS = 50
MAX_DAYS_OF_MANY = 7
MAX_STARTS = 100

router = PrefixRouter(prefix="/api/availability", tags=["availability"])
# Good for no time at all: somebody may book in the next second. The tag saves sending the same again.
public_router = PrefixRouter(prefix="/api/public", tags=["public"], route_class=cacheable_route(0))

# The same public door, for an answer that never ends.
live_router = PrefixRouter(prefix="/api/public", tags=["public"])

EVENTS: dict[int | str, dict[str, Any]] = {200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}}
OWN = (Unauthenticated, PermissionDenied, InvalidInput)
HANDING_BACK = (DayGoneBy, NoPattern)
PATTERN = (TooManyRanges, PatternChanged)
APPLY = (NotAMonday, TooManyDays, TooManyRanges)
WEEK = (NotAMonday, DayOutsideWeek, TooManyRanges, WeekChanged)

Duration = Annotated[int, Query(ge=MIN_DURATION_MINUTES, le=MAX_DURATION_MINUTES, multiple_of=QUARTER_HOUR)]


@router.get("/week", responses=problem_responses(*OWN, NotAMonday))
async def get_week(
    user: CanManageAvailability, week_start: CalendarDate, schedule: ScheduleServiceDep
) -> CalendarWeekRead:
    """The hours of the week that starts on this Monday, and what is booked in it."""
    return await schedule.get_week(user.id, week_start)


@router.put("/week", responses=problem_responses(*OWN, *WEEK))
async def replace_week(
    user: CanManageAvailability, payload: WeekWrite, schedule: ScheduleServiceDep
) -> CalendarWeekRead:
    """Saves the whole week. `week_changed` carries the week as it is now in `current`."""
    return await schedule.replace_week(user.id, payload)


@router.post("/week/validate", responses=problem_responses(*OWN, *WEEK))
async def preview_week(
    user: CanManageAvailability, payload: WeekWrite, schedule: ScheduleServiceDep
) -> WeekPreviewRead:
    """What saving this would change, and which lessons would lie outside the hours. Changes nothing."""
    return await schedule.preview_week(user.id, payload)


@router.post("/copy-week", responses=problem_responses(*OWN, NotAMonday, TooManyRanges))
async def copy_week(
    user: CanManageAvailability, payload: CopyWeekWrite, schedule: ScheduleServiceDep
) -> CalendarWeekRead:
    """Copies one week onto another; `merge` adds to what is there. Days gone by stay as they are."""
    return await schedule.copy_week(user.id, payload)


@router.post("/apply-to-range", responses=problem_responses(*OWN, *APPLY))
async def apply_week(
    user: CanManageAvailability, payload: ApplyWeekWrite, schedule: ScheduleServiceDep
) -> AppliedWeekRead:
    """Copies a week onto every day of a range, a year at most."""
    return await schedule.apply_week(user.id, payload)


@router.post("/apply-to-range/validate", responses=problem_responses(*OWN, *APPLY))
async def preview_apply(
    user: CanManageAvailability, payload: ApplyWeekWrite, schedule: ScheduleServiceDep
) -> ApplyPreviewRead:
    """What applying this would change, and which lessons would lie outside the hours. Changes nothing. From a Monday
    to its Sunday it says the same of copying a week."""
    return await schedule.preview_apply(user.id, payload)


@router.get("/pattern", responses=problem_responses(*OWN))
async def get_pattern(user: CanManageAvailability, schedule: ScheduleServiceDep) -> PatternRead:
    """The hours of the usual week; without any before the first save."""
    return await schedule.get_pattern(user.id)


@router.put("/pattern", responses=problem_responses(*OWN, *PATTERN))
async def replace_pattern(
    user: CanManageAvailability, payload: PatternWrite, schedule: ScheduleServiceDep
) -> SavedPatternRead:
    """Saves the usual week. It gives its hours to each day up to the horizon, now and as days come, but for days that
    were edited by hand. Without hours on a weekday, those days have none."""
    return await schedule.replace_pattern(user.id, payload)


@router.post("/pattern/validate", responses=problem_responses(*OWN, *PATTERN))
async def preview_pattern(
    user: CanManageAvailability, payload: PatternWrite, schedule: ScheduleServiceDep
) -> PatternPreviewRead:
    """What saving this would change, and which lessons would lie outside the hours. Changes nothing."""
    return await schedule.preview_pattern(user.id, payload)


@router.delete("/edited-days/{date}", responses=problem_responses(*OWN, *HANDING_BACK))
async def hand_back(user: CanManageAvailability, date: CalendarDate, schedule: ScheduleServiceDep) -> CalendarWeekRead:
    """Gives a day that was edited by hand back to the usual week, which fills it again. The answer is its week. Lessons
    stand; a day that was not edited stays as it is."""
    return await schedule.hand_back(user.id, date)


@router.post("/edited-days/{date}/validate", responses=problem_responses(*OWN, *HANDING_BACK))
async def preview_hand_back(
    user: CanManageAvailability, date: CalendarDate, schedule: ScheduleServiceDep
) -> HandBackPreviewRead:
    """What giving this day back would change, and which of its lessons would lie outside the hours. Changes nothing."""
    return await schedule.preview_hand_back(user.id, date)


@router.get("/explain", responses=problem_responses(*OWN))
async def explain(
    user: CanManageAvailability,
    date: CalendarDate,
    start_time: StartTime,
    duration_minutes: Duration,
    schedule: ScheduleServiceDep,
) -> ExplanationRead:
    """Why students are not offered this time: every rule that keeps it from them, in words. Says who booked and that
    somebody holds it, and so is for the instructor alone."""
    return await schedule.explain(user.id, date, start_time, duration_minutes)


@router.get("/blackouts", responses=problem_responses(*OWN))
async def list_blackouts(
    user: CanManageAvailability, page: PageDep, schedule: ScheduleServiceDep
) -> Page[BlackoutRead]:
    """Days without lessons from today on, and the lessons that stand on them."""
    return await schedule.list_blackouts(user.id, page)


@router.post(
    "/blackouts",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(*OWN, DayGoneBy, BlackoutExists),
)
async def add_blackout(
    user: CanManageAvailability, payload: BlackoutWrite, schedule: ScheduleServiceDep
) -> BlackoutRead:
    """Nothing can be booked on this day any more; lessons that are stand, and are reported."""
    return await schedule.add_blackout(user.id, payload)


@router.delete(
    "/blackouts/{date}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problem_responses(*OWN, BlackoutNotFound),
)
async def remove_blackout(user: CanManageAvailability, date: CalendarDate, schedule: ScheduleServiceDep) -> None:
    await schedule.remove_blackout(user.id, date)


@public_router.get(
    "/instructors/{instructor_id}/availability",
    responses=problem_responses(InvalidInput, InstructorNotFound, OfferingNotFound, DurationNotOffered) | NOT_MODIFIED,
)
async def get_free_time(
    instructor_id: uuid.UUID,
    start_date: CalendarDate,
    end_date: CalendarDate,
    finder: FreeTimeFinderDep,
    offering_id: uuid.UUID | None = None,
    duration_minutes: Duration | None = None,
) -> FreeTimeRead:
    """Free time of at most 62 days; `starts` are what a booking is accepted for, when a duration is known."""
    _require_short(start_date, end_date)
    return await finder.get_free_time(instructor_id, start_date, end_date, offering_id, duration_minutes)


@live_router.get(
    "/instructors/{instructor_id}/live",
    status_code=status.HTTP_200_OK,
    response_class=EventStream,
    dependencies=[Depends(limit_live)],
    responses=EVENTS | problem_responses(InvalidInput, InstructorNotFound, TooManyRequests, Unavailable),
)
async def follow_free_time(
    instructor_id: uuid.UUID,
    start_date: CalendarDate,
    end_date: CalendarDate,
    finder: BriefFreeTimeFinderDep,
    live: LiveDep,
    address: ClientAddressDep,
) -> EventStream:
    """Server-sent events: `free_time_changed` with `{instructor_id, dates}` when free time of these days went or came.

    It says which of the days, and nothing of who or what: ask for the free time again. After connecting, ask once too.
    """
    _require_short(start_date, end_date)
    await finder.require_found(instructor_id)
    held = AsyncExitStack()
    follower = await held.enter_async_context(live.follow(instructor_id, start_date, end_date, address))
    return EventStream(announce(follower), held)


@public_router.get(
    "/instructors/{instructor_id}/next-available",
    responses=problem_responses(InvalidInput, InstructorNotFound) | NOT_MODIFIED,
)
async def list_next_starts(
    instructor_id: uuid.UUID,
    finder: FreeTimeFinderDep,
    duration_minutes: Duration = 60,
    limit: Annotated[int, Query(ge=1, le=MAX_STARTS)] = 3,
) -> NextStartsRead:
    """The first starts from now on."""
    return await finder.next_starts(instructor_id, duration_minutes, limit)


@public_router.get("/availability", responses=problem_responses(InvalidInput) | NOT_MODIFIED)
async def list_free_time(
    instructor_ids: Annotated[SafeText, Query(description="Up to 50 ids with commas between", max_length=2_500)],
    date: CalendarDate,
    finder: FreeTimeFinderDep,
    days: Annotated[int, Query(ge=1, le=MAX_DAYS_OF_MANY)] = 1,
    duration_minutes: Duration | None = None,
) -> FreeTimesRead:
    """A day of up to 50 instructors in one query, or up to a week from it."""
    last = date + timedelta(days=days - 1)
    return await finder.list_free_time(_read_ids(instructor_ids), date, last, duration_minutes)


def _require_short(start_date: date, end_date: date) -> None:
    if not timedelta() <= end_date - start_date < timedelta(days=MAX_DAYS):
        message = f"must be on or after start_date, and within {MAX_DAYS} days of it"
        raise InvalidInput(message, errors=[FieldError("end_date", message)])


def _read_ids(text: str) -> list[uuid.UUID]:
    try:
        ids = list(dict.fromkeys(uuid.UUID(part.strip()) for part in text.split(",") if part.strip()))
    except ValueError as error:
        raise _wrong_ids("must be ids with commas between") from error
    if not 1 <= len(ids) <= MAX_INSTRUCTORS:
        raise _wrong_ids(f"must be 1 to {MAX_INSTRUCTORS} ids")
    return ids


def _wrong_ids(message: str) -> InvalidInput:
    return InvalidInput(message, errors=[FieldError("instructor_ids", message)])
