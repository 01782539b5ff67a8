"""Plain words into constraints: each word is understood, is a mere filler, or is reported. Pure, without a clock."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from app.core.embeddings import common_words
from app.core.enums import Place
from app.core.timerange import MINUTES_PER_DAY
from app.instructors.domain import DEFAULT_DURATION_MINUTES, DURATIONS_MINUTES
from app.search.domain import Constraints, ParsedQuery, SubjectMatch, Weekday
from app.search.grammar import Understood, understand
from app.search.lexicon import Lexicon, Match, TermKind
from app.search.phrases import (
    CORRECTABLE,
    EVENING_ENDS,
    FILLERS,
    MAY_FOLLOW_NEGATION,
    NEAR,
    NEGATIONS,
    NOON,
    Fields,
    nearest_words,
)
from app.search.tokens import Cursor, tokenize

HALF_A_DAY = 12 * 60
_TIMES = ("start_time", "end_time")
_JOINED = frozenset({"or", "nor", "and", "/"})
_LEADING = frozenset({"for", "on", "in", "at", "the"})
# What the reading keeps for itself.
_INNER = {"dates", "at_time", "family_age", "wants_cheap", "near_me", *_TIMES}


class QueryParser:
    """Reads from left to right and takes the longest reading at each word; of equals the grammar's."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def parse(self, text: str, today: date, *, knows_origin: bool = False) -> ParsedQuery:
        """What the text asks for; `today` is the date in New York. "Near me" needs to know where that is."""
        tokens = tokenize(text)
        reading = _Reading(self._lexicon, today, knows_origin)
        position = 0
        while position < len(tokens):
            position += self._read(tokens, position, reading)
        return reading.result()

    def _read(self, tokens: Sequence[str], position: int, reading: "_Reading") -> int:
        """Reads what stands at a position and says how many tokens that was."""
        understood = understand(tokens, position, reading.today)
        if understood is None and tokens[position] in NEGATIONS:
            return self._leave_out(tokens, position, reading)
        match = self._near(tokens, position) or self._lexicon.find(tokens, position)
        if understood and (match is None or understood.length >= match.length):
            reading.take(understood.fields, tokens[position : position + understood.length])
            return understood.length
        if match is None and tokens[position] not in FILLERS:
            return self._mend(tokens, position, reading)
        if match is not None:
            reading.take_term(match, tokens[position : position + match.length])
            return match.length
        return 1

    def _near(self, tokens: Sequence[str], position: int) -> Match | None:
        """ "Near Columbia": a part of the city with what lies near."""
        cursor = Cursor(tokens, position)
        if not cursor.accept(*NEAR):
            return None
        cursor.accept("the")
        match = self._lexicon.find(tokens, cursor.position) or self._lexicon.guess(tokens, cursor.position)
        if match is None or match.term.kind != TermKind.NEIGHBORHOOD:
            return None
        return match.with_what_is_near(self._lexicon, cursor.position - position)

    def _mend(self, tokens: Sequence[str], position: int, reading: "_Reading") -> int:
        """A word that nobody knows, for the nearest one that somebody does.

        A common word is no slip for one of the grammar: "stage lights" have nothing to do with nights.
        """
        word = tokens[position]
        match = self._lexicon.guess(tokens, position)
        slips, words = nearest_words(word, CORRECTABLE) if word.isalpha() and word not in common_words() else (0, [])
        if len(words) == 1 and (match is None or (match.length == 1 and slips < match.slips)):
            mended = [*tokens[:position], *words, *tokens[position + 1 :]]
            understood = understand(mended, position, reading.today)
            if understood is not None:
                reading.take(understood.fields, tokens[position : position + understood.length])
                return understood.length
        if match is not None:
            reading.take_term(match, tokens[position : position + match.length])
            return match.length
        reading.report([word])
        return 1

    def _leave_out(self, tokens: Sequence[str], position: int, reading: "_Reading") -> int:
        """What is said not to be wanted is excluded where that can be said of it, else reported, never wanted."""
        following = self._first_with_meaning(tokens, position + 1, reading)
        length, kind = self._exclude(tokens, following, reading)
        if kind is None:
            end = min(following + max(length, 1), len(tokens))
            reading.report(tokens[position:end])
            return end - position
        end = following + length
        while end + 1 < len(tokens) and tokens[end] in _JOINED:
            start = self._first_with_meaning(tokens, end + 1, reading)
            length, _ = self._exclude(tokens, start, reading, like=None if tokens[end] in {"or", "nor"} else kind)
            if not length:
                break
            end = start + length
        return end - position

    def _first_with_meaning(self, tokens: Sequence[str], position: int, reading: "_Reading") -> int:
        """Past the words that may stand between a negation and what it is about."""
        while (
            position < len(tokens)
            and tokens[position] in MAY_FOLLOW_NEGATION
            and understand(tokens, position, reading.today) is None
            and self._lexicon.find(tokens, position) is None
        ):
            position += 1
        return position

    def _exclude(
        self, tokens: Sequence[str], position: int, reading: "_Reading", like: Collection[str] | None = None
    ) -> tuple[int, Collection[str] | None]:
        """How many tokens there name one thing, and what kind of thing when it was excluded."""
        thing = self._thing_at(tokens, position, reading)
        if thing is None:
            return 0, None
        kind = _kind_of(thing)
        if like in (None, kind) and reading.leave_out(thing, tokens[position : position + thing.length]):
            return thing.length, kind
        return 0 if like else thing.length, None

    def _thing_at(self, tokens: Sequence[str], position: int, reading: "_Reading") -> Understood | Match | None:
        """The longer reading, of equals the grammar's; a slip is forgiven where nobody knows the word."""
        if position >= len(tokens):
            return None
        understood, match = understand(tokens, position, reading.today), self._lexicon.find(tokens, position)
        if understood is None and match is None and tokens[position] not in FILLERS:
            return self._lexicon.guess(tokens, position)
        if understood and (match is None or understood.length >= match.length):
            return understood
        return match


@dataclass
class _Reading:
    """What has been understood so far; what contradicts it is reported."""

    lexicon: Lexicon
    today: date
    knows_origin: bool
    fields: dict[str, Any] = field(default_factory=dict)
    subjects: list[Match] = field(default_factory=list)
    excluded_subjects: list[tuple[Match, Sequence[str]]] = field(default_factory=list)
    categories: list[tuple[Match, Sequence[str]]] = field(default_factory=list)
    neighborhoods: list[str] = field(default_factory=list)
    boroughs: list[tuple[str, Sequence[str]]] = field(default_factory=list)
    weekdays: set[Weekday] = field(default_factory=set)
    weekday_dates: set[date] = field(default_factory=set)
    excluded_days: set[Weekday] = field(default_factory=set)
    unrecognized: list[str] = field(default_factory=list)

    def report(self, words: Sequence[str]) -> None:
        """Without the words that only lead up to it."""
        leading = next((number for number, word in enumerate(words) if word not in _LEADING), 0)
        self.unrecognized.append(" ".join(words[leading:]))

    def take(self, found: Fields, words: Sequence[str]) -> None:
        """Adds fields of the grammar, the narrower where both say something, unless they contradict."""
        if "unclear" in found or ("near_me" in found and not self.knows_origin) or not self._add(found):
            self.report(words)

    def _add(self, found: Fields) -> bool:
        merged = dict(self.fields)
        for name, value in found.items():
            if name not in {"weekdays", "weekday_date"}:
                merged[name] = _narrower(name, merged[name], value) if name in merged else value
        if not _is_possible(merged):
            return False
        self.fields = merged
        self.weekdays |= set(found.get("weekdays", ()))
        self.weekday_dates |= {found["weekday_date"]} if "weekday_date" in found else set()
        return True

    def leave_out(self, thing: Understood | Match, words: Sequence[str]) -> bool:
        """Whether it could be said that this is not wanted."""
        if isinstance(thing, Understood):
            unwanted = dict(thing.fields)
            return self._exclude_days(unwanted) or self._exclude_place(unwanted) or self._exclude_times(unwanted)
        if thing.term.kind == TermKind.SUBJECT:
            self.excluded_subjects.append((thing, words))
        return thing.term.kind == TermKind.SUBJECT

    def _exclude_days(self, unwanted: Fields) -> bool:
        match unwanted:
            case {"weekdays": days, **others} if not others and len(self.excluded_days | set(days)) < len(Weekday):
                self.excluded_days |= set(days)
                return True
            case {"weekday_date": day} if len(self.excluded_days) < len(Weekday) - 1:
                self.excluded_days.add(_weekday_of(day))
                return True
            case {"dates": (first, last), **others} if not others and first <= self.today and last < date.max:
                return self._add({"dates": (last + timedelta(days=1), date.max)})
            case _:
                return False

    def _exclude_place(self, unwanted: Fields) -> bool:
        match unwanted:
            case {"place": place}:
                return self._add({"excluded_places": (place,)})
            case {"excluded_places": (Place.ONLINE,)}:
                return self._add({"place": Place.ONLINE})
            case _:
                return False

    def _exclude_times(self, unwanted: Fields) -> bool:
        """What is left of a day without its morning or its evening."""
        match unwanted:
            case {"start_time": start, "end_time": end, **others} if not others and start < NOON and end <= NOON:
                return self._add({"start_time": end})
            case {"start_time": start, "end_time": end, **others} if not others and end >= EVENING_ENDS:
                return self._add({"end_time": start})
            case _:
                return False

    def take_term(self, match: Match, words: Sequence[str]) -> None:
        slugs = match.term.slugs
        match match.term.kind:
            case TermKind.SUBJECT:
                self.subjects.append(match)
            case TermKind.CATEGORY:
                self.categories.append((match, words))
            case TermKind.NEIGHBORHOOD:
                self.neighborhoods += slugs
            case TermKind.BOROUGH:
                self.boroughs += [(slug, words) for slug in slugs]

    def result(self) -> ParsedQuery:
        category = self._category()
        constraints = Constraints(
            subjects=self._subjects(),
            excluded_subjects=self._excluded_subjects(),
            category=category,
            **self._area(),
            **self._days(),
            **self._times(),
            **self._rest(),
        )
        return ParsedQuery(
            constraints, tuple(self.unrecognized), self._subject_match(category), "wants_cheap" in self.fields
        )

    def _rest(self) -> dict[str, Any]:
        """A place makes other places that were excluded needless, and an age says more than "my son"."""
        rest = {name: value for name, value in self.fields.items() if name not in _INNER}
        if "place" in rest:
            rest.pop("excluded_places", None)
        if "family_age" in self.fields:
            rest.setdefault("age_group", self.fields["family_age"])
        return rest

    def _subjects(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(slug for match in self.subjects for slug in match.term.slugs))

    def _excluded_subjects(self) -> tuple[str, ...]:
        """What is wanted too is not excluded, but reported."""
        wanted = set(self._subjects())
        for match, words in self.excluded_subjects:
            if wanted & set(match.term.slugs):
                self.report(["not", *words])
        return tuple(
            slug
            for slug in dict.fromkeys(slug for match, _ in self.excluded_subjects for slug in match.term.slugs)
            if slug not in wanted
        )

    def _category(self) -> str | None:
        """The category when no subject says it better; a word for another one is reported."""
        wanted = {match.term.parent for match in self.subjects}
        if not wanted and self.categories:
            wanted = {self.categories[0][0].term.slugs[0]}
        for match, words in self.categories:
            if match.term.slugs[0] not in wanted and not FILLERS.issuperset(words):
                self.report(words)
        return self.categories[0][0].term.slugs[0] if self.categories and not self.subjects else None

    def _subject_match(self, category: str | None) -> SubjectMatch:
        if not self.subjects:
            return SubjectMatch.CATEGORY if category else SubjectMatch.ANY
        misspelled = all(match.is_misspelled for match in self.subjects)
        return SubjectMatch.MISSPELLED if misspelled else SubjectMatch.EXACT

    def _area(self) -> dict[str, Any]:
        """A borough beside its neighbourhood only says which one; beside another's it cannot hold as well."""
        neighborhoods = tuple(dict.fromkeys(self.neighborhoods))
        boroughs = tuple(dict.fromkeys(slug for slug, _ in self.boroughs))
        if not neighborhoods or not boroughs:
            return {"neighborhoods": neighborhoods, "boroughs": boroughs}
        inside = {slug: self.lexicon.borough_of(slug) for slug in neighborhoods}
        for slug, words in self.boroughs:
            if slug not in inside.values():
                self.report(words)
        return {"neighborhoods": tuple(slug for slug in inside if inside[slug] in boroughs) or neighborhoods}

    def _days(self) -> dict[str, Any]:
        """One named weekday is its next date; several, or one within a named week, are weekdays."""
        first, last = self._dates()
        weekdays = self._weekdays()
        return {
            "date_from": None if first == date.min else first,
            "date_to": None if last == date.max else last,
            "weekdays": tuple(day for day in Weekday if day in weekdays),
        }

    def _dates(self) -> tuple[date | None, date | None]:
        if "dates" in self.fields:
            first, last = self.fields["dates"]
            return first, last
        if self._only_weekday:
            return self._only_weekday, self._only_weekday
        return (self.today, self.today + timedelta(days=6)) if len(self.weekday_dates) > 1 else (None, None)

    def _weekdays(self) -> set[Weekday]:
        """Those that were named, without those that were excluded; of none, all are left."""
        named = set() if self._only_weekday else {_weekday_of(day) for day in self.weekday_dates}
        wanted = self.weekdays | named
        if not self.excluded_days:
            return wanted
        left = (wanted or set(Weekday)) - self.excluded_days
        if not left:
            self.report(["not", *(day for day in Weekday if day in self.excluded_days)])
        return left or wanted

    @property
    def _only_weekday(self) -> date | None:
        """The next date of the one weekday that was named, where nothing else was said about days."""
        is_alone = len(self.weekday_dates) == 1 and not self.weekdays and "dates" not in self.fields
        return next(iter(self.weekday_dates)) if is_alone else None

    def _times(self) -> dict[str, Any]:
        """ "At five" is a lesson from five on that takes as long as was said, or an hour."""
        start, end = self.fields.get("start_time"), self.fields.get("end_time")
        at = self.fields.get("at_time")
        if at is not None:
            if start is not None and at < start <= at + HALF_A_DAY < MINUTES_PER_DAY:
                at += HALF_A_DAY  # "tonight at 8"
            if end is not None and (start or 0) <= at - HALF_A_DAY < end <= at:
                at -= HALF_A_DAY  # "in the morning at 7"
            length = self.fields.get("duration_minutes", DEFAULT_DURATION_MINUTES)
            start, end = at, min(at + length, MINUTES_PER_DAY)
        return {"start_time": start, "end_time": end}


def _kind_of(thing: Understood | Match) -> Collection[str]:
    return frozenset(thing.fields if isinstance(thing, Understood) else {"subject"})


def _weekday_of(day: date) -> Weekday:
    return list(Weekday)[day.weekday()]


def _narrower(name: str, known: Any, found: Any) -> Any:
    match name:
        case "max_rate_cents" | "end_time":
            return min(known, found)
        case "min_rate_cents" | "start_time":
            return max(known, found)
        case "dates":
            return max(known[0], found[0]), min(known[1], found[1])
        case "excluded_places":
            return tuple(dict.fromkeys([*known, *found]))
        case _:
            return found if known == found else None


def _is_possible(fields: Fields) -> bool:
    """Whether a lesson can be all of this at once."""
    first, last = fields.get("dates", (0, 0))
    excluded = fields.get("excluded_places", ())
    return (
        None not in fields.values()
        and fields.get("min_rate_cents", 0) <= fields.get("max_rate_cents", float("inf"))
        and fields.get("start_time", 0) < fields.get("end_time", MINUTES_PER_DAY + 1)
        and fields.get("duration_minutes", DEFAULT_DURATION_MINUTES) in DURATIONS_MINUTES
        and first <= last
        and fields.get("place") not in excluded
        and len(excluded) < len(Place)
    )
