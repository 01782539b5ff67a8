"""The statements of a search: one for the words, one for a page of results, one for what giving up would find."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Date,
    Float,
    FromClause,
    Integer,
    Interval,
    Row,
    Select,
    Subquery,
    case,
    cast,
    delete,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by, array, distinct_on, insert
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.accounts.models import User
from app.bookings.domain import BookingStatus
from app.bookings.models import Booking
from app.catalog.models import Category, CategoryAlias, Subject, SubjectAlias
from app.core.database import uuid7
from app.core.repository import BaseRepository
from app.geo.models import Borough, BoroughAlias, Neighborhood, NeighborhoodAlias
from app.instructors.domain import REVIEWS_BEFORE_AVERAGE_SHOWS
from app.instructors.models import Instructor, Offering, ServiceArea
from app.search.domain import STARTS_SHOWN, Constraints, Device, InteractionKind, Origin, Sort, SubjectMatch
from app.search.lexicon import Term, TermKind, WordKind
from app.search.models import Favorite, SearchEvent, SearchHistoryEntry, SearchInteraction
from app.search.ranking import WEIGHTS, Part
from app.search.retrieval import (
    Lookout,
    distance_miles,
    lessons_kept,
    next_starts,
    pairs,
    part_values,
    places_with_a_share,
    segments,
)
from app.search.visit import Searcher

# How far ahead free time counts for the order, and how far the next starts are looked for, when no time was asked for.
DAYS_RANKED, DAYS_SHOWN = 7, 60
# Holds that never became a lesson.
NEVER_MADE = (BookingStatus.HELD.value, BookingStatus.EXPIRED.value)
# Prices up to here of all that are listed are low.
LOW_SHARE = 1 / 3
# So many searches must have had a word before it is shown without anybody's consent.
WORD_OF_MANY = 3


@dataclass(frozen=True, slots=True)
class Retrieval:
    """One page of what meets the constraints."""

    constraints: Constraints
    now: datetime
    origin: Origin | None
    sort: Sort
    subject_match: SubjectMatch
    limit: int
    offset: int
    kept_by: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One result as the database has it."""

    instructor: Instructor
    offering: Offering
    first_name: str
    last_name: str
    subject_name: str
    category_slug: str
    minutes: int
    areas: Sequence[Mapping[str, str]]
    first_start: datetime | None
    next_starts: Sequence[datetime]
    distance_miles: Decimal | None
    parts: Mapping[Part, Decimal]
    lessons_kept: int
    lessons_broken: int
    has_kept_place: bool


@dataclass(frozen=True, slots=True)
class Relaxation:
    """How many instructors there are without each constraint, and on each day near the one that was asked for."""

    totals: Mapping[str, int]
    by_day: Mapping[date, int]


class SearchRepository(BaseRepository):
    async def terms(self) -> list[Term]:
        """Every word for a subject, a category, a neighbourhood or a borough, ZIP codes among them."""
        rows = await self.session.execute(
            union_all(
                _subject_words(), _category_words(), _neighborhood_words(), _neighborhood_names(), _borough_words()
            )
        )
        return [
            Term(text, TermKind(kind), WordKind(word_kind), tuple(slugs), *rest)
            for text, kind, word_kind, slugs, *rest in rows
        ]

    async def find(self, search: Retrieval) -> tuple[list[Found], int]:
        """A page of instructors, each with the offering that fits best, and how many there are in all."""
        rows = (await self.session.execute(_page_statement(search))).all()
        total: int = rows[0].total
        return [_found(row) for row in rows if row.Instructor is not None], total

    async def count_each(
        self, alternatives: Mapping[str, Constraints], near: Constraints | None, now: datetime
    ) -> Relaxation:
        """How many instructors meet each of these constraints, and how many on each day that `near` allows."""
        counts = [
            _counted(name, _count(constraints, now, f"_{number}"))
            for number, (name, constraints) in enumerate(alternatives.items())
        ]
        if near is not None:
            counts.append(_count_days(near, now))
        rows = (await self.session.execute(union_all(*counts))).all() if counts else []
        return Relaxation(
            totals={row.name: row.total for row in rows if row.day is None},
            by_day={row.day: row.total for row in rows if row.day is not None},
        )

    async def offerings_of(self, instructor_ids: Collection[uuid.UUID]) -> Sequence[tuple[Offering, str, str]]:
        """Their listed offerings with the subject's name and category, the oldest first."""
        query = (
            select(Offering, Subject.name, Subject.category_slug)
            .join(Subject, Subject.slug == Offering.subject_slug)
            .where(Offering.instructor_id.in_(instructor_ids), Offering.is_listed)
            .order_by(Offering.created_at, Offering.id)
        )
        return [(offering, name, category) for offering, name, category in await self.session.execute(query)]

    async def add_favorite(self, user_id: uuid.UUID, instructor_id: uuid.UUID) -> None:
        row = insert(Favorite).values(user_id=user_id, instructor_id=instructor_id)
        await self.session.execute(row.on_conflict_do_nothing())

    async def remove_favorite(self, user_id: uuid.UUID, instructor_id: uuid.UUID) -> None:
        await self.session.execute(
            delete(Favorite).where(Favorite.user_id == user_id, Favorite.instructor_id == instructor_id)
        )


# A page


def _page_statement(search: Retrieval) -> Select[Any]:
    candidates = _candidates(search).cte("candidates")
    runs = _runs_ranked(search, candidates)
    chosen = _in_line(search, _chosen(search, _ranked(search, candidates, runs).subquery("ranked")))
    page = select(chosen).order_by(*_places(chosen, search)).limit(search.limit).offset(search.offset).cte("page")
    total = select(func.count().label("total")).select_from(chosen).cte("total")
    shown = next_starts(_runs_shown(search, page, runs)).subquery("shown")
    return (
        select(
            total.c.total,
            Instructor,
            Offering,
            User.first_name,
            User.last_name,
            Subject.name.label("subject_name"),
            Subject.category_slug,
            page.c.minutes,
            _areas(page.c.instructor_id).label("areas"),
            page.c.first,
            shown.c.starts,
            page.c.miles,
            page.c.kept,
            page.c.broken,
            page.c.has_kept_place,
            *(page.c[part.value] for part in _parts(search)),
        )
        .select_from(total)
        .outerjoin(page, true())
        .outerjoin(Instructor, Instructor.id == page.c.instructor_id)
        .outerjoin(Offering, Offering.id == page.c.offering_id)
        .outerjoin(User, User.id == page.c.instructor_id)
        .outerjoin(Subject, Subject.slug == Offering.subject_slug)
        .outerjoin(shown, shown.c.offering_id == page.c.offering_id)
        .order_by(*_places(page, search))
    )


def _candidates(search: Retrieval) -> Select[Any]:
    candidates = pairs(search.constraints)
    if search.kept_by is None:
        return candidates
    kept = select(Favorite.instructor_id).where(Favorite.user_id == search.kept_by)
    return candidates.where(Offering.instructor_id.in_(kept))


def _runs_ranked(search: Retrieval, candidates: CTE) -> CTE:
    """Everybody's runs: as far ahead as was asked, or as counts for the order."""
    days_ahead = DAYS_SHOWN if search.sort == Sort.SOONEST else DAYS_RANKED
    lookout = Lookout.over(search.constraints, search.now, days_ahead)
    return segments(candidates, search.constraints, lookout).cte("runs")


def _runs_shown(search: Retrieval, page: CTE, runs: CTE) -> CTE:
    """The page's runs: those known already, or when no time was asked for some weeks ahead."""
    if search.constraints.asks_for_a_time:
        on_page = select(page.c.offering_id)
        return select(runs).where(runs.c.offering_id.in_(on_page)).cte("runs_shown")
    lookout = Lookout.over(search.constraints, search.now, DAYS_SHOWN)
    return segments(page, search.constraints, lookout).cte("runs_shown")


def _chosen(search: Retrieval, ranked: FromClause) -> CTE:
    """Of each instructor the pair that comes first in the order asked for."""
    return (
        select(ranked)
        .ext(distinct_on(ranked.c.instructor_id))
        .order_by(ranked.c.instructor_id, *_order(ranked, search.sort))
        .cte("chosen")
    )


def _ranked(search: Retrieval, candidates: CTE, runs: CTE) -> Select[Any]:
    """Each candidate with its first start, its distance, the parts of its score and their sum."""
    starts = select(runs.c.offering_id, func.min(runs.c.first).label("first")).group_by(runs.c.offering_id).subquery()
    distance = distance_miles(candidates.c.instructor_id, search.origin) if search.origin else None
    lessons = lessons_kept(candidates.c.instructor_id, search.now)
    placed = (
        select(
            candidates,
            starts.c.first,
            (null() if distance is None else distance).label("miles"),
            lessons.c.kept,
            lessons.c.broken,
        )
        .select_from(candidates)
        .join(starts, starts.c.offering_id == candidates.c.offering_id, isouter=not search.constraints.asks_for_a_time)
        .join(lessons, true())
        .subquery("placed")
    )
    known_distance = None if distance is None else placed.c.miles
    parts = part_values(placed, placed.c.first, known_distance, search.constraints, search.subject_match, search.now)
    score = sum((literal(WEIGHTS[part]) * value for part, value in parts.items()), start=literal(Decimal()))
    return select(placed, *(value.label(part.value) for part, value in parts.items()), score.label("score"))


def _parts(search: Retrieval) -> list[Part]:
    absent = set()
    if search.origin is None:
        absent.add(Part.DISTANCE)
    if search.constraints.level is None and search.constraints.age_group is None:
        absent.add(Part.LEVEL_AND_AGE_FIT)
    return [part for part in Part if part not in absent]


def _in_line(search: Retrieval, chosen: CTE) -> CTE:
    """With a place in line where the best come first, of which new instructors get their share."""
    place, has_kept_place = places_with_a_share(chosen, _order(chosen, Sort.BEST), search.now)
    if search.sort != Sort.BEST:
        place, has_kept_place = null(), false()
    return select(chosen, place.label("place"), has_kept_place.label("has_kept_place")).cte("in_line")


def _places(rows: CTE, search: Retrieval) -> list[ColumnElement[Any]]:
    order = _order(rows, search.sort)
    return [rows.c.place, *order] if search.sort == Sort.BEST else order


def _order(rows: Any, sort: Sort) -> list[ColumnElement[Any]]:
    """What was asked for, then the best, then one fixed order, so that pages neither repeat nor miss anybody."""
    ties = [rows.c.score.desc(), rows.c.instructor_id, rows.c.offering_id]
    average = case((rows.c.review_count >= REVIEWS_BEFORE_AVERAGE_SHOWS, rows.c.rating_sum / rows.c.review_count))
    match sort:
        case Sort.PRICE:
            return [rows.c.rate_cents, *ties]
        case Sort.RATING:
            return [average.desc().nulls_last(), *ties]
        case Sort.SOONEST:
            return [rows.c.first.nulls_last(), *ties]
        case Sort.DISTANCE:
            return [rows.c.miles.nulls_last(), *ties]
        case Sort.BEST:
            return ties


def _areas(instructor_id: ColumnElement[uuid.UUID]) -> ColumnElement[Any]:
    """The neighbourhoods with their names, by name, as JSON."""
    one = func.jsonb_build_object(
        "slug", Neighborhood.slug, "name", Neighborhood.name, "borough", Borough.name, type_=JSONB
    )
    query = (
        select(func.jsonb_agg(aggregate_order_by(one, Neighborhood.name, Neighborhood.slug), type_=JSONB))
        .join(ServiceArea, ServiceArea.neighborhood_slug == Neighborhood.slug)
        .join(Borough, Borough.slug == Neighborhood.borough_slug)
        .where(ServiceArea.instructor_id == instructor_id)
    )
    return query.scalar_subquery()


def _found(row: Row[*tuple[Any, ...]]) -> Found:
    values = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    return Found(
        instructor=row.Instructor,
        offering=row.Offering,
        first_name=row.first_name,
        last_name=row.last_name,
        subject_name=row.subject_name,
        category_slug=row.category_slug,
        minutes=row.minutes,
        areas=row.areas or [],
        first_start=row.first,
        next_starts=(row.starts or [])[:STARTS_SHOWN],
        distance_miles=row.miles,
        parts={part: values[part.value] for part in Part if part.value in values},
        lessons_kept=row.kept,
        lessons_broken=row.broken,
        has_kept_place=row.has_kept_place,
    )


# What giving up would find


def _count(constraints: Constraints, now: datetime, suffix: str) -> ColumnElement[int]:
    candidates = pairs(constraints).cte(f"candidates{suffix}")
    if not constraints.asks_for_a_time:
        return select(func.count(candidates.c.instructor_id.distinct())).scalar_subquery()
    runs = segments(candidates, constraints, Lookout.over(constraints, now, DAYS_RANKED)).subquery(f"runs{suffix}")
    return select(func.count(runs.c.instructor_id.distinct())).scalar_subquery()


def _counted(name: str, total: ColumnElement[int], day: ColumnElement[Any] | None = None) -> Select[*tuple[Any, ...]]:
    return select(
        literal(name).label("name"), total.label("total"), cast(null() if day is None else day, Date).label("day")
    )


def _count_days(near: Constraints, now: datetime) -> Select[*tuple[Any, ...]]:
    candidates = pairs(near).cte("candidates_near")
    runs = segments(candidates, near, Lookout.over(near, now, DAYS_RANKED)).subquery("runs_near")
    return _counted("near", func.count(runs.c.instructor_id.distinct()), runs.c.day).group_by(runs.c.day)


# Words


def _word(
    text: Any,
    kind: TermKind,
    word_kind: Any,
    slugs: Any,
    name: Any,
    parent: Any,
    weight: Any = None,
    low_rate: Any = None,
    middle: tuple[Any, Any] = (None, None),
) -> Select[Any]:
    """A row with the fields of `Term`, in their order."""
    return select(
        text.label("text"),
        literal(kind.value).label("kind"),
        word_kind.label("word_kind"),
        slugs.label("slugs"),
        name.label("name"),
        parent.label("parent"),
        (literal(0) if weight is None else weight).label("weight"),
        cast(null() if low_rate is None else low_rate, Integer).label("low_rate_cents"),
        *(
            cast(null() if degrees is None else degrees, Float(53)).label(label)
            for degrees, label in zip(middle, ("latitude", "longitude"), strict=True)
        ),
    )


def _low_rates(group: InstrumentedAttribute[str]) -> Subquery:
    """Up to where the lower third of the prices reaches that are listed for a subject or a category."""
    lowest = func.percentile_disc(literal(LOW_SHARE, Float(53))).within_group(Offering.rate_cents)
    return (
        select(group.label("slug"), lowest.label("rate_cents"))
        .select_from(Offering)
        .join(Subject, Subject.slug == Offering.subject_slug)
        .where(Offering.is_listed)
        .group_by(group)
        .subquery()
    )


def _subject_words() -> Select[Any]:
    alias, low = SubjectAlias, _low_rates(Subject.slug)
    return (
        _word(
            alias.alias,
            TermKind.SUBJECT,
            alias.kind,
            array([Subject.slug]),
            Subject.name,
            Subject.category_slug,
            Subject.instructors_count,
            low.c.rate_cents,
        )
        .join(Subject, Subject.slug == alias.subject_slug)
        .outerjoin(low, low.c.slug == Subject.slug)
    )


def _category_words() -> Select[Any]:
    alias, low = CategoryAlias, _low_rates(Subject.category_slug)
    taught = select(func.sum(Subject.instructors_count)).where(Subject.category_slug == Category.slug)
    return (
        _word(
            alias.alias,
            TermKind.CATEGORY,
            alias.kind,
            array([Category.slug]),
            Category.name,
            literal(""),
            func.coalesce(taught.scalar_subquery(), 0),
            low.c.rate_cents,
        )
        .join(Category, Category.slug == alias.category_slug)
        .outerjoin(low, low.c.slug == Category.slug)
    )


def _neighborhood_words() -> Select[Any]:
    """A name that covers several neighbourhoods is one word with all of them, the best first."""
    alias = NeighborhoodAlias
    slugs = func.array_agg(aggregate_order_by(alias.neighborhood_slug, alias.position))
    return (
        _word(
            alias.alias,
            TermKind.NEIGHBORHOOD,
            literal(WordKind.ALIAS.value),
            slugs,
            func.min(alias.label),
            func.min(Neighborhood.borough_slug),
        )
        .join(Neighborhood, Neighborhood.slug == alias.neighborhood_slug)
        .group_by(alias.alias)
    )


def _neighborhood_names() -> Select[Any]:
    """What each neighbourhood is called itself; as a word, the same name may cover its neighbours too."""
    return _word(
        Neighborhood.name,
        TermKind.NEIGHBORHOOD,
        literal(WordKind.NAME.value),
        array([Neighborhood.slug]),
        Neighborhood.name,
        Neighborhood.borough_slug,
        middle=(Neighborhood.latitude, Neighborhood.longitude),
    )


def _borough_words() -> Select[Any]:
    alias = BoroughAlias
    return _word(
        alias.alias,
        TermKind.BOROUGH,
        case((func.lower(Borough.name) == alias.alias, WordKind.NAME.value), else_=WordKind.ALIAS.value),
        array([Borough.slug]),
        Borough.name,
        literal(""),
    ).join(Borough, Borough.slug == alias.borough_slug)


# What was searched for


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word that meant nothing, in how many searches, and when last."""

    word: str
    searches: int
    last_searched_at: datetime


class SearchEventRepository(BaseRepository):
    """Events and interactions, which are for analytics, and history, which is for those who searched."""

    async def add_event(self, values: Mapping[str, Any]) -> None:
        await self.session.execute(insert(SearchEvent).values(**values).on_conflict_do_nothing())

    async def get_visible_to(self, searcher: Searcher, search_id: uuid.UUID) -> Row[*tuple[Any, ...]] | None:
        """`id`, `at`, `first_position`, `result_ids`. One that is nobody's is anybody's who knows its id."""
        query = select(SearchEvent.id, SearchEvent.at, SearchEvent.first_position, SearchEvent.result_ids)
        nobodys = SearchEvent.user_id.is_(None) & SearchEvent.guest_session_id.is_(None)
        visible = query.where(SearchEvent.id == search_id, nobodys | _owned_by(SearchEvent, searcher))
        return (await self.session.execute(visible)).one_or_none()

    async def add_interaction(self, values: Mapping[str, Any]) -> None:
        await self.session.execute(insert(SearchInteraction).values(**values).on_conflict_do_nothing())

    async def has_booked(self, user_id: uuid.UUID, instructor_id: uuid.UUID, since: datetime) -> bool:
        made = select(Booking.id).where(
            Booking.student_id == user_id,
            Booking.instructor_id == instructor_id,
            Booking.created_at >= since,
            Booking.status.not_in(NEVER_MADE),
        )
        return bool(await self.session.scalar(select(made.exists())))

    async def attribute_bookings(self, since: datetime, within: timedelta) -> int:
        """For each booking made since then, the search in which its student last looked at its instructor."""
        looked_at = (
            select(
                SearchInteraction.search_id,
                SearchInteraction.instructor_id,
                literal(InteractionKind.BOOK.value),
                SearchInteraction.position,
                Booking.created_at,
                cast(func.extract("epoch", Booking.created_at - SearchEvent.at) * 1_000, BigInteger),
            )
            .ext(distinct_on(Booking.id))
            .join(SearchEvent, SearchEvent.user_id == Booking.student_id)
            .join(
                SearchInteraction,
                (SearchInteraction.search_id == SearchEvent.id)
                & (SearchInteraction.instructor_id == Booking.instructor_id),
            )
            .where(
                Booking.created_at >= since,
                Booking.status.not_in(NEVER_MADE),
                SearchInteraction.kind != InteractionKind.BOOK.value,
                SearchInteraction.at <= Booking.created_at,
                SearchInteraction.at > Booking.created_at - literal(within, Interval),
            )
            .order_by(Booking.id, SearchInteraction.at.desc(), SearchInteraction.search_id)
        )
        columns = ["search_id", "instructor_id", "kind", "position", "at", "ms_since_search"]
        added = insert(SearchInteraction).from_select(columns, looked_at).on_conflict_do_nothing()
        return len((await self.session.execute(added.returning(SearchInteraction.search_id))).all())

    async def unknown_words(
        self, since: datetime, negations: Sequence[str], limit: int, offset: int
    ) -> tuple[list[UnknownWord], int]:
        """A page of the words that meant nothing and still do, the most used first, and how many there are.

        Without what is not wanted ("not online"), prices and numbers; later pages of a search and robots do not count.
        A word of people who did not agree that their searches are kept may be a name: many must have used it.
        """
        agreed = SearchEvent.q.is_not(None).label("agreed")
        said = select(func.unnest(SearchEvent.unrecognized).label("word"), SearchEvent.at, agreed).where(
            SearchEvent.at >= since, SearchEvent.first_position == 1, SearchEvent.device != Device.BOT.value
        )
        word = said.subquery("said").c
        is_known = select(SubjectAlias.alias).where(SubjectAlias.alias == word.word).exists()
        query = (
            select(
                word.word,
                func.count().label("searches"),
                func.max(word.at).label("last_searched_at"),
                func.count().over().label("total"),
            )
            .where(word.word.regexp_match("^[[:alpha:]][[:alpha:] -]*$"), ~is_known)
            .where(func.split_part(word.word, " ", 1).not_in(negations))
            .group_by(word.word)
            .having(or_(func.bool_or(word.agreed), func.count() >= WORD_OF_MANY))
        )
        page = query.order_by(func.count().desc(), word.word).limit(limit).offset(offset)
        rows = (await self.session.execute(page)).all()
        if rows or offset == 0:
            return [UnknownWord(*row[:3]) for row in rows], rows[0].total if rows else 0
        return [], await self.session.scalar(select(func.count()).select_from(query.subquery())) or 0

    async def strip_withdrawn(self) -> int:
        """Takes whatever points to a person off the events of people who do not agree to it."""
        refused = select(User.id).where(User.analytics_consent.is_not(True))
        said = func.unnest(SearchEvent.unrecognized).column_valued("said")
        nothing_but_words = func.array(select(said).where(said.regexp_match("^[[:alpha:] ]+$")).scalar_subquery())
        stripped = (
            update(SearchEvent)
            .where(SearchEvent.user_id.in_(refused))
            .values(
                user_id=None,
                guest_session_id=None,
                address_hash=None,
                referrer_host=None,
                q=None,
                unrecognized=nothing_but_words,
            )
            .returning(SearchEvent.id)
        )
        return len((await self.session.execute(stripped)).all())

    async def adopt_events(self, user_id: uuid.UUID, guest_session_id: uuid.UUID) -> None:
        """Events of a guest become the person's who agrees to it."""
        agrees = select(User.id).where(User.id == user_id, User.analytics_consent.is_(True)).exists()
        await self.session.execute(
            update(SearchEvent)
            .where(SearchEvent.guest_session_id == guest_session_id, SearchEvent.user_id.is_(None), agrees)
            .values(user_id=user_id)
        )

    # History

    async def keep_history(self, searcher: Searcher, values: Mapping[str, Any]) -> None:
        """The same search again is the same entry, with its new total and time."""
        owner = "guest_session_id" if searcher.user_id is None else "user_id"
        entry = insert(SearchHistoryEntry).values(id=uuid7(), **{owner: getattr(searcher, owner)}, **values)
        again = {name: values[name] for name in ("q", "total", "searched_at")}
        await self.session.execute(entry.on_conflict_do_update(index_elements=[owner, "fingerprint"], set_=again))

    async def list_history(
        self, searcher: Searcher, limit: int, offset: int
    ) -> tuple[Sequence[SearchHistoryEntry], int]:
        own = _owned_by(SearchHistoryEntry, searcher)
        query = select(SearchHistoryEntry).where(own)
        ordered = query.order_by(SearchHistoryEntry.searched_at.desc(), SearchHistoryEntry.id.desc())
        entries = (await self.session.scalars(ordered.limit(limit).offset(offset))).all()
        total = await self.session.scalar(select(func.count()).select_from(SearchHistoryEntry).where(own))
        return entries, total or 0

    async def recent_history(self, searcher: Searcher, text: str, limit: int) -> Sequence[SearchHistoryEntry]:
        """The latest whose words contain the text, which is in lower case."""
        said = func.lower(SearchHistoryEntry.q)
        query = (
            select(SearchHistoryEntry)
            .where(_owned_by(SearchHistoryEntry, searcher), said != "", said.contains(text, autoescape=True))
            .order_by(SearchHistoryEntry.searched_at.desc(), SearchHistoryEntry.id.desc())
            .limit(limit)
        )
        return (await self.session.scalars(query)).all()

    async def forget_history(self, searcher: Searcher, entry_id: uuid.UUID | None = None) -> bool:
        """One entry or all; False when nothing was there."""
        gone = delete(SearchHistoryEntry).where(_owned_by(SearchHistoryEntry, searcher))
        if entry_id is not None:
            gone = gone.where(SearchHistoryEntry.id == entry_id)
        return (await self.session.execute(gone.returning(SearchHistoryEntry.id))).first() is not None

    async def adopt_history(self, user_id: uuid.UUID, guest_session_id: uuid.UUID) -> None:
        """A guest's entries become the person's, once each with the later time; those of who keeps none are gone."""
        entry, own = SearchHistoryEntry, aliased(SearchHistoryEntry)
        guests = entry.guest_session_id == guest_session_id
        keeps = select(User.id).where(User.id == user_id, User.keeps_search_history).exists()
        later = (
            select(own.searched_at)
            .where(own.guest_session_id == guest_session_id, own.fingerprint == entry.fingerprint)
            .scalar_subquery()
        )
        await self.session.execute(
            update(entry)
            .where(entry.user_id == user_id, later > entry.searched_at, keeps)
            .values(searched_at=later)
            .execution_options(synchronize_session=False)
        )
        has_it = select(own.id).where(own.user_id == user_id, own.fingerprint == entry.fingerprint).exists()
        await self.session.execute(
            update(entry)
            .where(guests, ~has_it, keeps)
            .values(user_id=user_id, guest_session_id=None)
            .execution_options(synchronize_session=False)
        )
        await self.session.execute(delete(entry).where(guests))


def _owned_by(model: type[SearchEvent] | type[SearchHistoryEntry], searcher: Searcher) -> ColumnElement[bool]:
    """The person's, or the browser's; a stranger owns nothing."""
    owners = ((model.user_id, searcher.user_id), (model.guest_session_id, searcher.guest_session_id))
    return or_(false(), *(column == owner for column, owner in owners if owner is not None))
