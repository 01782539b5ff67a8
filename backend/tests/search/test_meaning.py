"""Words that no alias knows, and what they are taken to mean."""

from typing import Any

import httpx
import numpy as np
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.catalog.dependencies import build_catalog_service
from app.catalog.domain import subject_text
from app.core.container import Container
from app.core.embeddings import DIMENSIONS, LocalEmbedder, RecordedEmbedder
from app.core.text import normalise
from app.search.meaning import AS_NEAR, NEAR_ENOUGH, SubjectVectors, dump_vectors, load_vectors, meaningful
from seeds.files import read_catalog
from tests.factories.instructors import make_instructor

# What the parser leaves of what people type: without fillers, times, prices and places.
MEANT = [
    ("puppy obedience", "dog-training"),
    ("family tree ancestry", "genealogy"),
    ("brewing beer kombucha", "fermentation"),
    ("law school admission", "lsat-prep"),
    ("medical school admission", "mcat-prep"),
    ("keep bees honey", "beekeeping"),
    ("breakfast pastries croissants", "baking"),
    ("whiskey cocktails", "mixology"),
    ("mindfulness breathing", "meditation"),
    ("romance language paris", "french"),
    ("write novels", "creative-writing"),
    ("knife skills kitchen", "cooking"),
    ("throwing clay wheel", "pottery"),
    ("lifting weights", "strength-training"),
    ("make website html", "web-development"),
    ("vinyl turntables mixing", "djing"),
    ("snow slopes", "skiing"),
    ("ride waves board", "surfing"),
    ("taxes bookkeeping", "accounting"),
    ("stock market investing", "personal-finance"),
    ("conversing deaf people", "american-sign-language"),
    ("touch typing", "computer-basics"),
    ("sewing machine hem trousers", "sewing"),
    ("wedding bouquet", "flower-arranging"),
    ("film camera darkroom", "photography"),
    ("swim freestyle", "swimming"),
    ("excellent manners dinner", "etiquette"),
    ("electric circuits soldering", "electronics"),
    ("grow tomatoes balcony", "urban-gardening"),
    ("night sky planets telescope", "astronomy"),
]
NOT_MEANT = [
    "sarah", "michael johnson", "dr smith", "jose ramirez", "goldberg", "grandmother",
    "xyzzy", "qwertyuiop asdf", "zzz", "lorem ipsum", "foo bar", "blah blah",
    "underwater", "cheap", "best", "urgent", "asap", "friendly patient", "certified", "highly rated", "five stars",
    "wheelchair accessible", "female", "experienced native", "near subway", "reviews",
    "refund", "cancel booking", "discount coupon", "gift card", "password",
    "pizza delivery", "plumber", "hotel room", "dentist", "apartment rent", "car insurance", "weather", "buy shoes",
]  # fmt: skip


@pytest.fixture(scope="module")
async def subjects(embedder: LocalEmbedder) -> SubjectVectors:
    """All of the catalog's."""
    entries = [subject for category in read_catalog() for subject in category.subjects]
    texts = [subject_text(entry.slug, entry.name, [normalise(alias) for alias in entry.aliases]) for entry in entries]
    vectors = await embedder.embed([text.text for text in texts])
    assert vectors is not None
    return SubjectVectors(tuple(text.slug for text in texts), np.array(vectors))


async def nearest(text: str, subjects: SubjectVectors, embedder: LocalEmbedder) -> list[str]:
    vectors = await embedder.embed([text])
    assert vectors is not None
    return subjects.nearest(vectors[0])


@pytest.mark.model
@pytest.mark.parametrize(("text", "slug"), MEANT)
async def test_words_come_near_to_a_subject(
    subjects: SubjectVectors, embedder: LocalEmbedder, text: str, slug: str
) -> None:
    assert slug in await nearest(text, subjects, embedder)


@pytest.mark.model
@pytest.mark.parametrize("text", NOT_MEANT)
async def test_words_come_near_to_nothing(subjects: SubjectVectors, embedder: LocalEmbedder, text: str) -> None:
    assert await nearest(text, subjects, embedder) == []


def unit(*numbers: float) -> np.ndarray[Any, np.dtype[np.float32]]:
    vector = np.zeros(DIMENSIONS, dtype=np.float32)
    vector[: len(numbers)] = numbers
    return vector


def test_the_nearest_is_first_and_those_as_near_are_meant_too() -> None:
    heights = {"far": 0.9 - 2 * AS_NEAR, "near": 0.9 - AS_NEAR / 2, "nearest": 0.9}
    known = SubjectVectors(tuple(heights), np.array([unit(height) for height in heights.values()]))
    assert known.nearest(unit(1)) == ["nearest", "near"]


def test_below_the_least_nothing_is_meant() -> None:
    assert SubjectVectors(("piano",), np.array([unit(NEAR_ENOUGH - 0.01)])).nearest(unit(1)) == []
    assert SubjectVectors((), np.zeros((0, DIMENSIONS), np.float32)).nearest(unit(1)) == []


def test_vectors_come_back_from_a_cache_as_they_were() -> None:
    known = load_vectors(dump_vectors(["piano", "oud"], [unit(1).tolist(), unit(0, 1).tolist()]))
    assert known.slugs == ("piano", "oud")
    assert np.array_equal(known.vectors, np.array([unit(1), unit(0, 1)]))
    assert load_vectors(dump_vectors([], [])).slugs == ()


def test_what_is_not_wanted_and_numbers_are_no_words_to_guess_from() -> None:
    assert meaningful(["no drums", "ebony", "under $ 80", "25", "6ix", "co-op"]) == ("ebony", "co-op")


# Through HTTP, with vectors that are given.


@pytest.fixture
async def ebony(container: Container, session: AsyncSession) -> RecordedEmbedder:
    """An embedder to which the piano and the word `ebony` are the same."""
    recorded = RecordedEmbedder({"ebony": [1.0]})
    container.embedder = recorded
    catalog = build_catalog_service(session)
    [piano] = [text for text in await catalog_texts(session) if text.startswith("Piano:")]
    await catalog.refresh_embeddings(RecordedEmbedder({"ebony": [1.0], piano: [1.0]}))
    await make_instructor(session)
    return recorded


async def catalog_texts(session: AsyncSession) -> list[str]:
    listening = RecordedEmbedder()
    await build_catalog_service(session).refresh_embeddings(listening)
    return listening.asked


async def search(client: httpx.AsyncClient, text: str, **params: Any) -> dict[str, Any]:
    response = await client.get("/api/search", params={"q": text} | params)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


async def test_unknown_words_find_what_they_mean(client: httpx.AsyncClient, ebony: RecordedEmbedder) -> None:
    answer = await search(client, "I want to learn ebony")
    assert answer["understood"]["subjects"] == ["piano"]
    assert answer["understood"]["unrecognized"] == []
    [result] = answer["results"]
    assert "Teaches Piano, which comes near to your words." in [reason["text"] for reason in result["why"]]


async def test_the_same_words_are_embedded_once(client: httpx.AsyncClient, ebony: RecordedEmbedder) -> None:
    assert await search(client, "ebony") | {"search_id": ""} == await search(client, "Ebony!") | {"search_id": ""}
    assert ebony.asked == ["ebony"]


@pytest.mark.parametrize("text", ["ebony guitar", "ebony music", "not ebony", "", "tomorrow under $80"])
async def test_nothing_is_guessed_when_a_subject_is_named_or_no_words_are_left(
    client: httpx.AsyncClient, ebony: RecordedEmbedder, text: str
) -> None:
    assert "piano" not in (await search(client, text))["understood"]["subjects"]
    assert ebony.asked == []


async def test_a_filter_for_a_subject_is_not_guessed_over(client: httpx.AsyncClient, ebony: RecordedEmbedder) -> None:
    understood = (await search(client, "ebony", subject="guitar"))["understood"]
    assert (understood["subjects"], understood["unrecognized"]) == (["guitar"], ["ebony"])
    assert ebony.asked == []


async def test_what_comes_near_to_nothing_stays_unrecognized(
    client: httpx.AsyncClient, ebony: RecordedEmbedder
) -> None:
    understood = (await search(client, "xyzzy"))["understood"]
    assert (understood["subjects"], understood["unrecognized"]) == ([], ["xyzzy"])


async def test_without_a_model_search_goes_by_words(client: httpx.AsyncClient, session: AsyncSession) -> None:
    await make_instructor(session)
    answer = await search(client, "ebony")
    assert answer["understood"]["unrecognized"] == ["ebony"]
    assert answer["total"] == 1
