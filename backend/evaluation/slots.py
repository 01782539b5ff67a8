"""Whether what was understood is what was meant: every slot found, and none besides."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields

import numpy as np

from app.catalog.domain import subject_text
from app.core.embeddings import Embedder
from app.core.text import normalise
from app.search.domain import Constraints, ParsedQuery, is_given
from app.search.lexicon import Lexicon, Term, TermKind, WordKind
from app.search.meaning import SubjectVectors, meaningful
from app.search.query_parser import QueryParser
from evaluation.labels import CHEAP, LABELLED_ON, Half, Labelled, Slot
from seeds.files import read_catalog, read_city, read_going

Parse = Callable[[str], ParsedQuery]


@dataclass
class Counts:
    """Slots found rightly, found wrongly and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass
class Understanding:
    """Of one half: `whole` is the share of queries in which every slot is right and none too many."""

    queries: int = 0
    whole: int = 0
    by_field: dict[str, Counts] = field(default_factory=dict)
    by_family: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, list[Slot], list[Slot]]] = field(default_factory=list)

    @property
    def all_fields(self) -> Counts:
        counts = self.by_field.values()
        return Counts(sum(c.right for c in counts), sum(c.wrong for c in counts), sum(c.missed for c in counts))

    def note(self, query: Labelled, found: frozenset[Slot]) -> None:
        self.queries += 1
        self.whole += found == query.slots
        for slot in found | query.slots:
            counts = self.by_field.setdefault(slot[0], Counts())
            counts.right += slot in found and slot in query.slots
            counts.wrong += slot not in query.slots
            counts.missed += slot not in found
        if found != query.slots:
            self.by_family[query.family] += 1
            missed, wrong = query.slots - found, found - query.slots
            self.failures.append((query.text, sorted(missed, key=str), sorted(wrong, key=str)))


def understanding(labels: Sequence[Labelled], parse: Parse) -> dict[Half, Understanding]:
    halves = {half: Understanding() for half in Half}
    for query in labels:
        halves[query.half].note(query, frozenset(slots_of(parse(query.text))))
    return halves


def slots_of(parsed: ParsedQuery) -> Iterator[Slot]:
    for item in fields(Constraints):
        value = getattr(parsed.constraints, item.name)
        if is_given(value):
            yield from ((item.name, one) for one in (value if isinstance(value, tuple) else (value,)))
    yield from (("unrecognized", words) for words in parsed.unrecognized)
    if parsed.wants_cheap:
        yield "max_rate_cents", CHEAP


def seed_lexicon() -> Lexicon:
    """The words of the seed's files, as the database has them after seeding."""
    return Lexicon([*_catalog_terms(), *_place_terms()])


def by_words(lexicon: Lexicon) -> Parse:
    """The parser alone, on the day of the labels."""
    return lambda text: QueryParser(lexicon).parse(text, LABELLED_ON)


async def with_meaning(lexicon: Lexicon, embedder: Embedder, labels: Iterable[Labelled]) -> Parse:
    """As search does it: words that name no subject are taken for the nearest ones."""
    parsed = {query.text: QueryParser(lexicon).parse(query.text, LABELLED_ON) for query in labels}
    subjects = await _vectors(embedder)
    for text, query in parsed.items():
        words = meaningful(query.unrecognized)
        if words and not query.names_a_subject:
            vectors = await embedder.embed([" ".join(words)])
            found = subjects.nearest(vectors[0]) if vectors else []
            parsed[text] = query.meaning(found, words) if found else query
    return parsed.__getitem__


async def _vectors(embedder: Embedder) -> SubjectVectors:
    entries = [subject for category in read_catalog() for subject in category.subjects]
    texts = [subject_text(entry.slug, entry.name, [normalise(alias) for alias in entry.aliases]) for entry in entries]
    vectors = await embedder.embed([text.text for text in texts])
    return SubjectVectors(tuple(text.slug for text in texts), np.array(vectors))


def _catalog_terms() -> Iterator[Term]:
    dollars = {slug: going.dollars for slug, going in read_going().items()}
    for category in read_catalog():
        words = _by_kind(category.name, category.aliases, category.misspellings)
        yield from (Term(text, TermKind.CATEGORY, kind, (category.slug,), category.name) for text, kind in words)
        for subject in category.subjects:
            words = _by_kind(subject.name, subject.aliases, subject.misspellings)
            low = dollars[subject.slug][0] * 100
            yield from (
                Term(text, TermKind.SUBJECT, kind, (subject.slug,), subject.name, category.slug, 1, low)
                for text, kind in words
            )


def _by_kind(name: str, aliases: Sequence[str], misspellings: Sequence[str]) -> Iterator[tuple[str, WordKind]]:
    for kind, texts in zip(WordKind, ((name,), aliases, misspellings), strict=True):
        yield from ((normalise(text), kind) for text in texts)


def _place_terms() -> Iterator[Term]:
    city = read_city()
    boroughs = {area.slug: area.borough_slug for area in city.neighborhoods}
    for alias in city.aliases:
        slugs = tuple(alias.neighborhood_slugs)
        borough = min(boroughs[slug] for slug in slugs)
        yield Term(normalise(alias.label), TermKind.NEIGHBORHOOD, WordKind.ALIAS, slugs, alias.label, borough)
    for area in city.neighborhoods:
        yield Term(
            normalise(area.name), TermKind.NEIGHBORHOOD, WordKind.NAME, (area.slug,), area.name, area.borough_slug,
            latitude=area.latitude, longitude=area.longitude,
        )  # fmt: skip
    for entry in city.boroughs:
        for name in entry.aliases:
            yield Term(normalise(name), TermKind.BOROUGH, WordKind.ALIAS, (entry.slug,), entry.name)
