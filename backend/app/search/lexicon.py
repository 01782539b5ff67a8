"""Every word for a subject, a category or a part of the city, and how to find one in a text. Pure."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from enum import StrEnum
from functools import lru_cache

from app.geo.domain import miles_between
from app.search.domain import Origin
from app.search.phrases import slips_between, slips_forgiven
from app.search.tokens import tokenize

SIGNS = frozenset("-/")
# What is near a neighbourhood: those of its borough, because a river is no way, whose middle is this near.
NEAR_MILES = 1.0


class TermKind(StrEnum):
    SUBJECT = "subject"
    CATEGORY = "category"
    NEIGHBORHOOD = "neighborhood"
    BOROUGH = "borough"


class WordKind(StrEnum):
    """How a word belongs to what it means, the best first."""

    NAME = "name"
    ALIAS = "alias"
    MISSPELLING = "misspelling"


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase; `slugs` is what it means, more than one for a name that covers several neighbourhoods.

    `name` is how it is shown, `parent` the subject's category or the neighbourhood's borough, `weight` how much there
    is to find under it, `low_rate_cents` up to where its prices are low, and `latitude` and `longitude` its middle.
    """

    text: str
    kind: TermKind
    word_kind: WordKind
    slugs: tuple[str, ...]
    name: str
    parent: str = ""
    weight: int = 0
    low_rate_cents: int | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A term found over `length` tokens; `is_misspelled` when it took some guessing, with so many `slips`."""

    term: Term
    length: int
    is_misspelled: bool
    slips: int = 0

    def with_what_is_near(self, lexicon: "Lexicon", words_before: int) -> "Match":
        slugs = tuple(lexicon.near(self.term.slugs))
        return replace(self, term=replace(self.term, slugs=slugs), length=words_before + self.length)


class Lexicon:
    """Finds terms by the longest match. The same words mean a subject first, and many places rather than one."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)
        self._exact: dict[tuple[str, ...], Term] = {}
        self._alike: defaultdict[tuple[str, int], list[tuple[str, frozenset[str], Term]]] = defaultdict(list)
        order = {kind: rank for rank, kind in enumerate(TermKind)}
        self._spelled = [(_words(tokenize(term.text)), term) for term in self.terms]
        for words, term in sorted(self._spelled, key=lambda item: (order[item[1].kind], -len(item[1].slugs), item[0])):
            if words and self._exact.setdefault(words, term) is term and term.word_kind != WordKind.MISSPELLING:
                phrase = " ".join(words)
                self._alike[words[0][0], len(words)].append((phrase, frozenset(phrase), term))
        self._longest = max(map(len, self._exact), default=0)
        # A thing's own name; where only other names are known, the first of them.
        by_rank = sorted(self.terms, key=lambda term: list(WordKind).index(term.word_kind), reverse=True)
        self._names = {(term.kind, slug): term.name for term in by_rank for slug in term.slugs}
        self._low_rates = {(term.kind, term.slugs[0]): term.low_rate_cents for term in self.terms if term.slugs}
        self._areas = {
            term.slugs[0]: _Area(term.name, term.parent, term.latitude, term.longitude)
            for term in self.terms
            if term.latitude is not None and term.longitude is not None
        }

    def find(self, tokens: Sequence[str], position: int) -> Match | None:
        """The longest term that stands exactly there."""
        for words, length in self._phrases(tokens, position, self._longest):
            term = self._exact.get(words)
            if term is not None:
                return Match(term, length, term.word_kind == WordKind.MISSPELLING)
        return None

    def guess(self, tokens: Sequence[str], position: int) -> Match | None:
        """The longest term that stands there but for a slip or two; None when two are equally near."""
        for words, length in self._phrases(tokens, position, 3):
            slips, term = self._nearest(" ".join(words), len(words))
            if term is not None:
                return Match(term, length, is_misspelled=True, slips=slips)
        return None

    def knows(self, kind: TermKind, slug: str) -> bool:
        return (kind, slug) in self._names

    def borough_of(self, neighborhood: str) -> str | None:
        area = self._areas.get(neighborhood)
        return area.borough if area else None

    def middle_of(self, neighborhood: str) -> Origin | None:
        area = self._areas.get(neighborhood)
        return Origin(area.latitude, area.longitude, area.name) if area else None

    def near(self, neighborhoods: Sequence[str]) -> list[str]:
        """These neighbourhoods and those near any of them, the nearest first."""
        named = [self._areas[slug] for slug in neighborhoods if slug in self._areas]
        miles = {
            slug: min((area.miles_to(other) for area in named if area.borough == other.borough), default=None)
            for slug, other in self._areas.items()
        }
        near = {slug: away for slug, away in miles.items() if away is not None and away <= NEAR_MILES}
        return list(dict.fromkeys([*neighborhoods, *sorted(near, key=lambda slug: (near[slug], slug))]))

    def low_rate(self, subjects: Sequence[str], category: str | None) -> int | None:
        """Up to which rate the prices of these are low: of several the dearest; of no subject the usual one."""
        if subjects:
            return max(filter(None, (self._low_rates.get((TermKind.SUBJECT, slug)) for slug in subjects)), default=None)
        if category is not None:
            return self._low_rates.get((TermKind.CATEGORY, category))
        known = sorted(rate for (kind, _), rate in self._low_rates.items() if kind == TermKind.SUBJECT and rate)
        return known[len(known) // 2] if known else None

    def name_of(self, kind: TermKind, slug: str) -> str | None:
        """How it is shown; None for what is not there."""
        return self._names.get((kind, slug))

    @staticmethod
    def _phrases(tokens: Sequence[str], position: int, longest: int) -> Iterator[tuple[tuple[str, ...], int]]:
        """Words from a position on without signs between them, the longest first, and the tokens that they take."""
        for length in range(min(len(tokens) - position, 2 * longest), 0, -1):
            words = _words(tokens[position : position + length])
            if tokens[position + length - 1] not in SIGNS and len(words) <= longest:
                yield words, length

    def _nearest(self, text: str, word_count: int) -> tuple[int, Term | None]:
        allowed = slips_forgiven(text)
        if not allowed or not text.replace(" ", "").isalpha():
            return 0, None
        letters = frozenset(text)
        near = [
            (slips, term)
            for candidate, its_letters, term in self._alike[text[0], word_count]
            # The cheap comparisons leave few for the dear one.
            if abs(len(candidate) - len(text)) <= allowed
            and len(letters ^ its_letters) <= 2 * allowed
            and (slips := slips_between(text, candidate)) <= allowed
        ]
        best = min((slips for slips, _ in near), default=0)
        meanings = {(term.kind, term.slugs): term for slips, term in near if slips == best}
        return best, next(iter(meanings.values())) if len(meanings) == 1 else None


@dataclass(frozen=True, slots=True)
class _Area:
    """A neighbourhood and its middle."""

    name: str
    borough: str
    latitude: float
    longitude: float

    def miles_to(self, other: "_Area") -> float:
        return miles_between((self.latitude, self.longitude), (other.latitude, other.longitude))


def _words(tokens: Sequence[str]) -> tuple[str, ...]:
    return tuple(token for token in tokens if token not in SIGNS)


def dump_terms(terms: Iterable[Term]) -> bytes:
    """Terms as bytes for a cache."""
    return json.dumps([astuple(term) for term in terms]).encode()


@lru_cache(maxsize=2)
def load_lexicon(dumped: bytes) -> Lexicon:
    """What `dump_terms` wrote, indexed; the same bytes give the same lexicon without work."""
    return Lexicon(
        Term(text, TermKind(kind), WordKind(word_kind), tuple(slugs), *rest)
        for text, kind, word_kind, slugs, *rest in json.loads(dumped)
    )
