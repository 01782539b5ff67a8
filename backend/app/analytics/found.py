"""How an instructor is found, and the one change of their hours that would have helped the most."""

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.analytics.domain import LEAST_PEOPLE, LEAST_SEARCHES, Period
from app.analytics.repository import FactsRepository, FoundRepository
from app.analytics.schemas import FoundRead, MarketRead, OwnQueryRead, WhatIfRead
from app.analytics.what_if import Asked, Opening, Taught, Teaching, best_opening
from app.core.clock import Clock
from app.core.enums import AgeGroup, Level, Place
from app.core.service import BaseService, measure_operation
from app.core.timerange import format_minute, instant_to_wall
from app.instructors.models import Instructor
from app.search.domain import Constraints
from app.search.schemas import UnderstoodRead

QUERIES_SHOWN = 10
# The newest are enough to tell, and an answer waits for them.
SEARCHES_LOOKED_AT = 2_000
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class FoundReport(BaseService):
    def __init__(
        self, session: AsyncSession, repository: FoundRepository, facts: FactsRepository, clock: Clock
    ) -> None:
        super().__init__(session)
        self._found = repository
        self._facts = facts
        self._clock = clock

    @measure_operation
    async def report(self, instructor_id: uuid.UUID, days: int) -> FoundRead:
        """Of the last days, today among them; all zero for somebody who was never found."""
        period = Period.of_days(days, self._clock.now())
        shown = await self._found.shown(instructor_id, period)
        done = await self._found.done(instructor_id, period)
        queries = await self._found.queries(instructor_id, period, LEAST_PEOPLE, QUERIES_SHOWN)
        facts = await self._facts.get_instructor_facts(instructor_id)
        return FoundRead(
            since=period.since,
            until=period.until,
            searches=shown["searches"],
            average_position=None if shown["position"] is None else round(shown["position"], 1),
            **done,
            queries=[OwnQueryRead.model_validate(dict(row)) for row in queries],
            what_if=await self._what_if(instructor_id, period),
            facts=MarketRead.model_validate(facts) if facts else None,
        )

    async def _what_if(self, instructor_id: uuid.UUID, period: Period) -> WhatIfRead | None:
        instructor = await self._found.get_listed(instructor_id)
        if instructor is None:
            return None
        teaching = await self._teaching(instructor, period)
        subjects = [taught.subject for taught in teaching.offerings]
        missed = await self._found.missed(instructor_id, period, subjects, SEARCHES_LOOKED_AT)
        best = best_opening(list(_asked(missed, instructor.timezone)), teaching)
        if best is None or best.searches < LEAST_SEARCHES:
            return None
        return await self._told(best)

    async def _teaching(self, instructor: Instructor, period: Period) -> Teaching:
        first, _ = instant_to_wall(period.since, instructor.timezone)
        return Teaching(
            offerings=[
                Taught(
                    subject=offering.subject_slug,
                    category=category,
                    rate_cents=offering.rate_cents,
                    durations=offering.durations,
                    places=[Place(place) for place in offering.places],
                    levels=[Level(level) for level in offering.levels],
                    age_groups=[AgeGroup(group) for group in offering.age_groups],
                )
                for offering, category in await self._found.offerings(instructor.id)
            ],
            areas=await self._found.areas(instructor.id),
            hours=await self._found.hours(instructor.id, first),
            blackouts=await self._found.blackouts(instructor.id, first),
            min_notice_minutes=instructor.min_notice_minutes,
            horizon_days=instructor.horizon_days,
        )

    async def _told(self, best: Opening) -> WhatIfRead:
        subject, area = await self._found.names(best.most_common.subject, best.most_common.area)
        return WhatIfRead(
            weekday=best.weekday,
            start_time=best.hours.start,
            end_time=best.hours.end,
            searches=best.searches,
            subject=best.most_common.subject,
            area=best.most_common.area,
            searches_alike=best.most_common_searches,
            text=_sentence(best, subject if area is None else f"{subject} in {area}"),
        )


def _asked(rows: Any, timezone: str) -> Iterator[Asked]:
    """Searches as they were understood; one that says more than this version knows is left out, not guessed."""
    for row in rows:
        constraints = _constraints(row["understood"])
        if constraints is not None:
            day, minute = instant_to_wall(row["at"], timezone)
            yield Asked(constraints, day, minute)


def _constraints(understood: Mapping[str, Any]) -> Constraints | None:
    given = {name: value for name, value in understood.items() if value not in (None, False, [])}
    if not given.keys() <= KNOWN_CONSTRAINTS:
        return None
    read = UnderstoodRead.model_validate(dict.fromkeys(UnderstoodRead.model_fields) | NOTHING_ASKED | given)
    values = {name: getattr(read, name) for name in KNOWN_CONSTRAINTS}
    asked: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}
    return Constraints(**asked)


# Whoever wants a lesson within hours cannot be helped by hours of next week: `available_now` is not among them.
KNOWN_CONSTRAINTS = {
    "subjects",
    "category",
    "min_rate_cents",
    "max_rate_cents",
    "date_from",
    "date_to",
    "weekdays",
    "start_time",
    "end_time",
    "duration_minutes",
    "neighborhoods",
    "boroughs",
    "place",
    "excluded_subjects",
    "excluded_places",
    "level",
    "age_group",
}
NOTHING_ASKED: dict[str, Any] = {
    "available_now": False,
    **{
        name: []
        for name in (
            "subjects",
            "weekdays",
            "neighborhoods",
            "boroughs",
            "excluded_subjects",
            "excluded_places",
            "unrecognized",
        )
    },
}


def _sentence(best: Opening, most_common: str) -> str:
    """ "Opening Tuesday 18:00 to 20:00 would have put you in 23 more searches for Piano in Astoria." """
    day = DAY_NAMES[best.weekday.iso - 1]
    hours = f"{format_minute(best.hours.start)} to {format_minute(best.hours.end)}"
    opening = f"Opening {day} {hours} would have put you in {best.searches} more searches"
    if best.most_common_searches == best.searches:
        return f"{opening} for {most_common}."
    return f"{opening}, {best.most_common_searches} of them for {most_common}."
