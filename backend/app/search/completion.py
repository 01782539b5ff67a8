"""What a beginning may become, while it is typed: an index over the lexicon's words. Pure."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from app.search.lexicon import SIGNS, Term, TermKind, WordKind, load_lexicon
from app.search.phrases import slips_between
from app.search.tokens import tokenize

COMPLETED = frozenset({TermKind.SUBJECT, TermKind.CATEGORY, TermKind.NEIGHBORHOOD})
# Slips of the keyboard that are forgiven when nothing begins like what was typed, by its length.
ONE_SLIP_FROM, TWO_SLIPS_FROM = 4, 8
LATER_WORD, MISTYPED = len(WordKind), len(WordKind) + 1
AFTER_ALL_LETTERS = "\U0010ffff"

Completion = tuple[TermKind, str, str]
"""Kind, slug and name."""


class Completer:
    """Looks up beginnings of words in a sorted list; only what begins like nothing is compared letter by letter."""

    def __init__(self, terms: Iterable[Term]) -> None:
        spelled = [(plain(term.text), term) for term in terms if term.kind in COMPLETED]
        entries = sorted(
            ((beginning, rank, term) for text, term in spelled for beginning, rank in _beginnings(text, term)),
            key=lambda entry: entry[:2],
        )
        self._beginnings = [beginning for beginning, *_ in entries]
        self._entries = [(rank, term) for _, rank, term in entries]
        self._by_letter: defaultdict[str, list[tuple[str, Term]]] = defaultdict(list)
        for text, term in spelled:
            if text and term.word_kind != WordKind.MISSPELLING:
                self._by_letter[text[0]].append((text, term))
        by_rank = sorted((term for _, term in spelled), key=_word_rank, reverse=True)
        self._names = {(term.kind, slug): term.name for term in by_rank for slug in term.slugs}

    def complete(self, text: str, limit: int) -> list[Completion]:
        """What starts with it first, then what has a later word that does; of equals what is taught most."""
        typed = plain(text)
        if not typed:
            return []
        found = sorted(
            (rank, -term.weight, len(term.text), term.text, slug, term.kind)
            for rank, term in self._beginning_with(typed) or self._mistyped(typed)
            for slug in term.slugs
        )
        things = dict.fromkeys((kind, slug) for *_, slug, kind in found)
        return [(kind, slug, self._names[kind, slug]) for kind, slug in list(things)[:limit]]

    def _beginning_with(self, typed: str) -> list[tuple[int, Term]]:
        first = bisect_left(self._beginnings, typed)
        return self._entries[first : bisect_left(self._beginnings, typed + AFTER_ALL_LETTERS, lo=first)]

    def _mistyped(self, typed: str) -> list[tuple[int, Term]]:
        allowed = (len(typed) >= ONE_SLIP_FROM) + (len(typed) >= TWO_SLIPS_FROM)
        if not allowed:
            return []
        slips = ((_slips(typed, text, allowed), term) for text, term in self._by_letter[typed[0]])
        return [(MISTYPED + count, term) for count, term in slips if count <= allowed]


def plain(text: str) -> str:
    """Words one space apart, as the grammar sees them."""
    return " ".join(token for token in tokenize(text) if token not in SIGNS)


def _beginnings(text: str, term: Term) -> Iterator[tuple[str, int]]:
    """The text from each of its words on; of a misspelling only the whole."""
    yield text, _word_rank(term)
    if term.word_kind != WordKind.MISSPELLING:
        yield from ((text[place + 1 :], LATER_WORD) for place, letter in enumerate(text) if letter == " ")


def _word_rank(term: Term) -> int:
    return list(WordKind).index(term.word_kind)


def _slips(typed: str, text: str, allowed: int) -> int:
    """Between what was typed and the nearest beginning of the text; more than allowed when that is plain to see."""
    beginning = text[: len(typed)]
    if len(set(typed) ^ set(beginning)) > 2 * allowed:
        return allowed + 1
    lengths = range(max(1, len(typed) - allowed), len(typed) + allowed + 1)
    return min(slips_between(typed, text[:length]) for length in lengths)


@lru_cache(maxsize=2)
def load_completer(dumped: bytes) -> Completer:
    """Over what `dump_terms` wrote; the same bytes give the same index without work."""
    return Completer(load_lexicon(dumped).terms)
