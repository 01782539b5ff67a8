"""What is suggested while somebody types."""

import time
from collections.abc import Sequence

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.container import Container
from app.search.completion import Completer, plain
from app.search.dependencies import build_search_service
from app.search.lexicon import Term, TermKind, WordKind
from app.search.repository import SearchRepository
from tests.factories.accounts import signed_in
from tests.factories.searches import guest_headers, search

TERMS = [
    Term("piano", TermKind.SUBJECT, WordKind.NAME, ("piano",), "Piano", "music", 9),
    Term("keyboard", TermKind.SUBJECT, WordKind.ALIAS, ("piano",), "Piano", "music", 9),
    Term("pianno", TermKind.SUBJECT, WordKind.MISSPELLING, ("piano",), "Piano", "music", 9),
    Term("pipa", TermKind.SUBJECT, WordKind.NAME, ("pipa",), "Pipa", "music", 2),
    Term("jazz piano", TermKind.SUBJECT, WordKind.NAME, ("jazz-piano",), "Jazz piano", "music", 4),
    Term("music", TermKind.CATEGORY, WordKind.NAME, ("music",), "Music"),
    Term("upper west side", TermKind.NEIGHBORHOOD, WordKind.NAME, ("uws",), "Upper West Side", "manhattan"),
    Term("queens", TermKind.BOROUGH, WordKind.NAME, ("queens",), "Queens"),
]


def slugs(typed: str, limit: int = 8, terms: Sequence[Term] = TERMS) -> list[str]:
    return [slug for _, slug, _ in Completer(terms).complete(typed, limit)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("pi", ["piano", "pipa", "jazz-piano"]),
        ("PIA", ["piano", "jazz-piano"]),
        ("key", ["piano"]),
        ("jazz pi", ["jazz-piano"]),
        ("west s", ["uws"]),
        ("mus", ["music"]),
        ("pianno", ["piano"]),
        ("queens", []),
        ("", []),
        ("?!", []),
        ("zzzz", []),
    ],
)
def test_beginnings_are_completed(typed: str, found: list[str]) -> None:
    assert slugs(typed) == found


@pytest.mark.parametrize(
    ("typed", "first"), [("pinao", "piano"), ("piaon", "piano"), ("keybaord", "piano"), ("jazz pinao", "jazz-piano")]
)
def test_a_slip_is_forgiven_when_nothing_begins_like_it(typed: str, first: str) -> None:
    assert slugs(typed)[0] == first


def test_three_letters_are_too_few_for_a_guess() -> None:
    assert slugs("pna") == []


def test_there_are_never_more_than_asked_for() -> None:
    assert slugs("pi", limit=2) == ["piano", "pipa"]


async def test_what_begins_like_it_is_what_a_walk_over_all_words_finds(session: AsyncSession) -> None:
    """The control: the sorted index against every word looked at."""
    terms = [term for term in await SearchRepository(session).terms() if term.kind is not TermKind.BOROUGH]
    completer = Completer(terms)
    for typed in ("p", "pi", "gu", "guitar", "upper", "side", "fr", "c+", "sat"):
        walked = {
            (term.kind, slug)
            for term in terms
            for slug in term.slugs
            if plain(term.text).startswith(typed)
            or (f" {typed}" in plain(term.text) and term.word_kind is not WordKind.MISSPELLING)
        }
        assert {(kind, slug) for kind, slug, _ in completer.complete(typed, 10_000)} == walked, typed


async def test_a_suggestion_takes_milliseconds(container: Container, session: AsyncSession) -> None:
    """Of the whole catalog and city, typed letter by letter, slips among it; the index is made once."""
    service = build_search_service(session, container.cache, container.clock, container.embedder)
    completer = Completer((await service.get_lexicon()).terms)
    times = []
    for text in ("guitar", "upper west side", "pinao lessons", "conversatonal spanish", "qqqqqqqq", "brazlian jiu"):
        for end in range(1, len(text) + 1):
            started = time.perf_counter()
            completer.complete(text[:end], 8)
            times.append(time.perf_counter() - started)
    assert sorted(times)[len(times) // 2] < 0.020, "most of them"


async def test_own_recent_searches_come_first(client: httpx.AsyncClient, container: Container) -> None:
    student, guest = await signed_in(container), guest_headers()
    for headers in (student.headers, guest):
        for q in ("piano astoria", "jazz PIANO", "violin"):
            await search(client, q, headers)
        answer = await client.get("/api/search/suggest", params={"q": "Piano", "limit": 4}, headers=headers)
        found = [(item["kind"], item["name"]) for item in answer.json()]
        assert found[:3] == [("recent", "jazz PIANO"), ("recent", "piano astoria"), ("subject", "Piano")]
        assert len(found) == 4
        nothing_typed = (await client.get("/api/search/suggest", params={"q": ""}, headers=headers)).json()
        assert [item["name"] for item in nothing_typed] == ["violin", "jazz PIANO", "piano astoria"]
    for other in ({}, guest_headers()):
        answer = await client.get("/api/search/suggest", params={"q": "piano"}, headers=other)
        assert "recent" not in {item["kind"] for item in answer.json()}


async def test_signs_of_patterns_are_letters_like_others(client: httpx.AsyncClient) -> None:
    guest = guest_headers()
    await search(client, "piano 100%", guest)
    for typed, found in (("0%", 1), ("%i", 0), ("_", 0)):
        answer = await client.get("/api/search/suggest", params={"q": typed}, headers=guest)
        assert len([item for item in answer.json() if item["kind"] == "recent"]) == found
