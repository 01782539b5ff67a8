"""Plain words into constraints: each word is understood, is a mere filler, or is reported. Pure, without a clock."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from app.core.timerange import MINUTES_PER_DAY
from app.instructors.domain import DEFAULT_DURATION_MINUTES, DURATIONS_MINUTES
from app.search.domain import Constraints, ParsedQuery, SubjectMatch, Weekday
from app.search.grammar import FILLERS, NEGATIONS, Fields, tokenize, understand
from app.search.lexicon import Lexicon, Match, TermKind

HALF_A_DAY = 12 * 60
_TIMES = ("start_time", "end_time")


class QueryParser:
    """Reads from left to right and takes the longest reading at each word; of equals the grammar's."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def parse(self, text: str, today: date) -> ParsedQuery:
        """What the text asks for; `today` is the date in New York."""
        tokens = tokenize(text)
        reading = _Reading(today)
        position = 0
        while position < len(tokens):
            position += self._read(tokens, position, reading)
        return reading.result()

    def _read(self, tokens: Sequence[str], position: int, reading: "_Reading") -> int:
        """Reads what stands at a position and says how many tokens that was."""
        if tokens[position] in NEGATIONS and understand(tokens, position, reading.today) is None:
            return self._leave_out(tokens, position, reading)
        understood = understand(tokens, position, reading.today)
        match = self._lexicon.find(tokens, position)
        if understood and (match is None or understood.length >= match.length):
            reading.take(understood.fields, tokens[position : position + understood.length])
            return understood.length
        if match is None and tokens[position] not in FILLERS:
            match = self._lexicon.guess(tokens, position)
        if match is not None:
            reading.take_term(match, tokens[position : position + match.length])
            return match.length
        if tokens[position] not in FILLERS:
            reading.report(tokens[position : position + 1])
        return 1

    def _leave_out(self, tokens: Sequence[str], position: int, reading: "_Reading") -> int:
        """What is said not to be wanted is reported, never taken for what is wanted."""
        following = position + 1
        understood = understand(tokens, following, reading.today)
        match = self._lexicon.find(tokens, following)
        length = max(understood.length if understood else 0, match.length if match else 0, 1)
        reading.report(tokens[position : following + length])
        return min(1 + length, len(tokens) - position)


@dataclass
class _Reading:
    """What has been understood so far; what contradicts it is reported."""

    today: date
    fields: dict[str, Any] = field(default_factory=dict)
    subjects: list[Match] = field(default_factory=list)
    categories: list[tuple[Match, Sequence[str]]] = field(default_factory=list)
    neighborhoods: list[str] = field(default_factory=list)
    boroughs: list[str] = field(default_factory=list)
    weekdays: set[Weekday] = field(default_factory=set)
    weekday_dates: set[date] = field(default_factory=set)
    unrecognized: list[str] = field(default_factory=list)

    def report(self, words: Sequence[str]) -> None:
        self.unrecognized.append(" ".join(words))

    def take(self, found: Fields, words: Sequence[str]) -> None:
        """Adds fields of the grammar, the narrower where both say something, unless they contradict."""
        found = dict(found)
        self.weekdays |= set(found.pop("weekdays", ()))
        self.weekday_dates |= {found.pop("weekday_date")} if "weekday_date" in found else set()
        merged = dict(self.fields)
        for name, value in found.items():
            merged[name] = _narrower(name, merged[name], value) if name in merged else value
        if _is_possible(merged):
            self.fields = merged
        else:
            self.report(words)

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
                self.boroughs += slugs

    def result(self) -> ParsedQuery:
        category = self._category()
        constraints = Constraints(
            subjects=tuple(dict.fromkeys(slug for match in self.subjects for slug in match.term.slugs)),
            category=category,
            neighborhoods=tuple(dict.fromkeys(self.neighborhoods)),
            boroughs=tuple(dict.fromkeys(self.boroughs)),
            **self._days(),
            **self._times(),
            **{name: value for name, value in self.fields.items() if name not in {"dates", "at_time", *_TIMES}},
        )
        return ParsedQuery(constraints, tuple(self.unrecognized), self._subject_match(category))

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

    def _days(self) -> dict[str, Any]:
        """One named weekday is its next date; several, or one within a named week, are weekdays."""
        first, last = self.fields.get("dates", (None, None))
        weekdays = set(self.weekdays)
        named = {list(Weekday)[day.weekday()] for day in self.weekday_dates}
        if first is not None or weekdays or len(named) > 1:
            weekdays |= named
        elif named:
            first = last = next(iter(self.weekday_dates))
        if len(named) > 1 and first is None:
            first, last = self.today, self.today + timedelta(days=6)
        return {"date_from": first, "date_to": last, "weekdays": tuple(day for day in Weekday if day in weekdays)}

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


def _narrower(name: str, known: Any, found: Any) -> Any:
    match name:
        case "max_rate_cents" | "end_time":
            return min(known, found)
        case "min_rate_cents" | "start_time":
            return max(known, found)
        case "dates":
            return max(known[0], found[0]), min(known[1], found[1])
        case _:
            return found if known == found else None


def _is_possible(fields: Fields) -> bool:
    """Whether a lesson can be all of this at once."""
    first, last = fields.get("dates", (0, 0))
    return (
        None not in fields.values()
        and fields.get("min_rate_cents", 0) <= fields.get("max_rate_cents", float("inf"))
        and fields.get("start_time", 0) < fields.get("end_time", MINUTES_PER_DAY + 1)
        and fields.get("duration_minutes", DEFAULT_DURATION_MINUTES) in DURATIONS_MINUTES
        and first <= last
    )
