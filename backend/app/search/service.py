"""Finding an instructor: words and filters in, instructors who are really free out."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.domain import display_name
from app.bookings.domain import price_cents
from app.core.cache import Cache
from app.core.clock import Clock
from app.core.database import uuid7
from app.core.enums import Place
from app.core.schemas import Page
from app.core.service import BaseService, measure_operation
from app.core.timerange import instant_to_wall
from app.instructors.domain import DEFAULT_TIMEZONE, average_rating
from app.instructors.models import Offering
from app.instructors.service import offering_fields
from app.search.completion import load_completer
from app.search.domain import DATES_OFFERED, Constraints, Origin, ParsedQuery, SubjectMatch
from app.search.errors import UnknownSlug
from app.search.lexicon import Lexicon, TermKind, dump_terms, load_lexicon
from app.search.meaning import Meaning, meaningful
from app.search.query_parser import QueryParser
from app.search.ranking import VERSION, Facts, reasons, score
from app.search.repository import Found, Relaxation, Retrieval, SearchRepository
from app.search.schemas import (
    BrowseParams,
    InstructorCardRead,
    NearestDateRead,
    RelaxedRead,
    ResultRead,
    SearchParams,
    SearchRead,
    SuggestionKind,
    SuggestionRead,
    SuggestParams,
    UnderstoodRead,
)

LEXICON_KEY, LEXICON_SECONDS = "search:lexicon", 300
SLUG_FILTERS = {
    "subject": ("subjects", TermKind.SUBJECT),
    "excluded_subject": ("excluded_subjects", TermKind.SUBJECT),
    "category": ("category", TermKind.CATEGORY),
    "neighborhood": ("neighborhoods", TermKind.NEIGHBORHOOD),
    "borough": ("boroughs", TermKind.BOROUGH),
}


class SearchService(BaseService):
    def __init__(
        self, session: AsyncSession, repository: SearchRepository, meaning: Meaning, cache: Cache, clock: Clock
    ) -> None:
        super().__init__(session)
        self._search = repository
        self._meaning = meaning
        self._cache = cache
        self._clock = clock

    @measure_operation
    async def search(self, params: SearchParams) -> SearchRead:
        """A page of results, or with none what giving up each constraint would find. UnknownSlug for a bad filter."""
        lexicon = await self._lexicon()
        now = self._clock.now()
        query = _priced(await self._guessed(_asked_for(params, lexicon, params.q, now)), lexicon)
        origin = params.origin or _middle_of_what_was_named(query, lexicon)
        found, total = await self._search.find(_retrieval(params, query, origin, now))
        relaxed = Relaxation({}, {}) if total else await self._relaxed(query.constraints, now)
        return SearchRead(
            search_id=uuid7(),
            total=total,
            limit=params.limit,
            offset=params.offset,
            understood=_understood(query),
            relaxed=[RelaxedRead(constraint=name, total_without_it=count) for name, count in relaxed.totals.items()],
            nearest_dates=_nearest(query.constraints, relaxed.by_day, now),
            results=[_result(item, query, origin, now) for item in found],
            ranking_version=VERSION,
        )

    @measure_operation
    async def browse(self, params: BrowseParams, *, kept_by: uuid.UUID | None = None) -> Page[InstructorCardRead]:
        """A page of instructors who meet the filters, or of one's favourites; UnknownSlug for a bad filter."""
        now = self._clock.now()
        query = _asked_for(params, await self._lexicon(), "", now)
        found, total = await self._search.find(replace(_retrieval(params, query, params.origin, now), kept_by=kept_by))
        offerings = await self._search.offerings_of([item.instructor.id for item in found])
        return Page(
            items=[_card(item, offerings) for item in found], total=total, limit=params.limit, offset=params.offset
        )

    @measure_operation
    async def suggest(self, params: SuggestParams, limit: int) -> list[SuggestionRead]:
        """Subjects, categories and neighbourhoods that what was typed may become, so many at most."""
        found = load_completer(await self._words()).complete(params.q, limit)
        return [SuggestionRead(kind=SuggestionKind(kind.value), slug=slug, name=name) for kind, slug, name in found]

    @measure_operation
    async def get_lexicon(self) -> Lexicon:
        return await self._lexicon()

    async def _lexicon(self) -> Lexicon:
        return load_lexicon(await self._words())

    async def _words(self) -> bytes:
        known = await self._cache.get(LEXICON_KEY)
        if known is None:
            known = dump_terms(await self._search.terms())
            await self._cache.set(LEXICON_KEY, known, LEXICON_SECONDS)
        return known

    async def _guessed(self, query: ParsedQuery) -> ParsedQuery:
        """With the subjects that unknown words come near to, when nothing named one."""
        words = meaningful(query.unrecognized)
        if query.names_a_subject or not words:
            return query
        subjects = await self._meaning.subjects_for(words)
        return query.meaning(subjects, words) if subjects else query

    async def _relaxed(self, constraints: Constraints, now: datetime) -> Relaxation:
        alternatives = {name: constraints.without(name) for name in constraints.given()}
        found = await self._search.count_each(alternatives, constraints.near_the_days(_today(now)), now)
        return Relaxation({name: found.totals[name] for name in alternatives}, found.by_day)


def _today(now: datetime) -> date:
    return instant_to_wall(now, DEFAULT_TIMEZONE)[0]


def _nearest(constraints: Constraints, by_day: Mapping[date, int], now: datetime) -> list[NearestDateRead]:
    """The days next to the first one that was asked for, in their order."""
    wanted = constraints.date_from or constraints.date_to or _today(now)
    nearest = sorted(by_day, key=lambda day: (abs(day - wanted), day))[:DATES_OFFERED]
    return [NearestDateRead(date=day, total=by_day[day]) for day in sorted(nearest)]


def _asked_for(params: BrowseParams, lexicon: Lexicon, text: str, now: datetime) -> ParsedQuery:
    """What words and filters say together."""
    if unknown := list(_unknown_slugs(params.filters, lexicon)):
        raise UnknownSlug(unknown)
    parsed = QueryParser(lexicon).parse(text, _today(now), knows_origin=params.origin is not None)
    match = parsed.subject_match
    if params.subject or params.category:
        match = SubjectMatch.EXACT if params.subject else SubjectMatch.CATEGORY
    return replace(
        parsed,
        constraints=parsed.constraints.replaced_by(params.filters),
        subject_match=match,
        wants_cheap=parsed.wants_cheap and params.max_rate_cents is None,
    )


def _priced(query: ParsedQuery, lexicon: Lexicon) -> ParsedQuery:
    """With "cheap" as what is cheap for the subject."""
    if not query.wants_cheap:
        return query
    return query.cheap_up_to(lexicon.low_rate(query.constraints.subjects, query.constraints.category))


def _middle_of_what_was_named(query: ParsedQuery, lexicon: Lexicon) -> Origin | None:
    named = query.constraints.neighborhoods
    return lexicon.middle_of(named[0]) if named else None


def _unknown_slugs(filters: Mapping[str, Any], lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    for field, (name, kind) in SLUG_FILTERS.items():
        given = filters[name] or ()
        for slug in (given,) if isinstance(given, str) else given:
            if not lexicon.knows(kind, slug):
                yield field, slug


def _retrieval(params: BrowseParams, query: ParsedQuery, origin: Origin | None, now: datetime) -> Retrieval:
    return Retrieval(
        constraints=query.constraints,
        now=now,
        origin=origin,
        sort=params.sort,
        subject_match=query.subject_match,
        limit=params.limit,
        offset=params.offset,
    )


def _understood(query: ParsedQuery) -> UnderstoodRead:
    return UnderstoodRead.model_validate(
        {name: getattr(query.constraints, name) for name in UnderstoodRead.model_fields if name != "unrecognized"}
        | {"unrecognized": query.unrecognized}
    )


def _result(found: Found, query: ParsedQuery, origin: Origin | None, now: datetime) -> ResultRead:
    instructor = _instructor_fields(found)
    facts = Facts(
        subject_name=found.subject_name,
        subject_match=query.subject_match,
        hours_until_free=(found.first_start - now).total_seconds() / 3_600 if found.first_start else None,
        rating=instructor["rating"],
        review_count=instructor["review_count"],
        distance_miles=float(found.distance_miles) if found.distance_miles is not None else None,
        origin_name=origin.name if origin else None,
        level_and_age=_level_and_age(query.constraints),
        lessons_kept=found.lessons_kept,
        lessons_broken=found.lessons_broken,
        has_kept_place=found.has_kept_place,
    )
    return ResultRead.model_validate(
        {
            "instructor": instructor,
            "offering": _offering_fields(found),
            "next_available": _next_available(found),
            "distance_miles": found.distance_miles,
            "score": score(found.parts),
            "why": reasons(found.parts, facts),
        }
    )


def _level_and_age(constraints: Constraints) -> str:
    level = f"the {constraints.level} level" if constraints.level else None
    return " and ".join(filter(None, (level, constraints.age_group)))


def _card(found: Found, offerings: Sequence[tuple[Offering, str, str]]) -> InstructorCardRead:
    instructor = _instructor_fields(found)
    own = [offering_fields(*named) for named in offerings if named[0].instructor_id == found.instructor.id]
    return InstructorCardRead.model_validate(
        instructor
        | {
            "service_areas": instructor["neighborhoods"],
            "places": [place for place in Place if any(place in offering["places"] for offering in own)],
            "offerings": own,
            "offering": _offering_fields(found),
            "next_available": _next_available(found),
            "distance_miles": found.distance_miles,
        }
    )


def _instructor_fields(found: Found) -> dict[str, Any]:
    instructor = found.instructor
    return {
        "id": instructor.id,
        "slug": instructor.slug,
        "display_name": display_name(found.first_name, found.last_name),
        "headline": instructor.headline,
        "rating": average_rating(instructor.rating_sum, instructor.review_count),
        "review_count": instructor.review_count,
        "neighborhoods": [area["slug"] for area in found.areas],
        "areas": found.areas,
    }


def _offering_fields(found: Found) -> dict[str, Any]:
    return offering_fields(found.offering, found.subject_name, found.category_slug) | {
        "duration_minutes": found.minutes,
        "price_cents": price_cents(found.offering.rate_cents, found.minutes),
    }


def _next_available(found: Found) -> list[dict[str, Any]]:
    walls = [(instant_to_wall(at, found.instructor.timezone), at) for at in found.next_starts]
    return [{"date": day, "start_time": minute, "starts_at": at} for (day, minute), at in walls]
