"""Texts as pieces, pieces as vectors; those tests that load the model take about a second and say so."""

import numpy as np
import pytest

from app.core.embeddings import DIMENSIONS, MAX_TOKENS, VOCABULARY, LocalEmbedder, WordPieces

CLS, SEP, UNKNOWN = 101, 102, 100


@pytest.fixture(scope="module")
def pieces() -> WordPieces:
    return WordPieces.read()


@pytest.fixture(scope="module")
def vocabulary() -> list[str]:
    return VOCABULARY.read_text(encoding="utf-8").split("\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("piano", ["piano"]),
        ("  Piano, LESSONS! ", ["piano", "lessons"]),
        ("Français", ["francais"]),
        ("c++", ["c", "+", "+"]),
        ("ukulele", ["uk", "##ule", "##le"]),
        ("", []),
        ("!?", []),
    ],
)
def test_a_text_is_cut_into_the_longest_pieces(
    pieces: WordPieces, vocabulary: list[str], text: str, expected: list[str]
) -> None:
    first, *inner, last = pieces.encode(text)
    assert (first, last) == (CLS, SEP)
    assert [vocabulary[number] for number in inner] == expected


def test_what_has_no_pieces_is_one_unknown(pieces: WordPieces) -> None:
    assert pieces.encode("ꙮ piano")[1] == UNKNOWN
    assert pieces.encode("a" * 101) == [CLS, UNKNOWN, SEP]


def test_a_long_text_is_cut_off(pieces: WordPieces) -> None:
    numbers = pieces.encode("piano " * 500)
    assert len(numbers) == MAX_TOKENS
    assert numbers[-1] == SEP


@pytest.mark.model
async def test_alike_meanings_are_near(embedder: LocalEmbedder) -> None:
    vectors = await embedder.embed(["dog training", "teach my puppy to sit", "tax returns"])
    assert vectors is not None
    dog, puppy, taxes = vectors
    assert dog.shape == (DIMENSIONS,)
    assert np.linalg.norm(dog) == pytest.approx(1, abs=1e-5)
    assert dog @ puppy > 0.4 > 0.2 > dog @ taxes


@pytest.mark.model
async def test_a_vector_does_not_depend_on_its_neighbours(embedder: LocalEmbedder) -> None:
    alone = await embedder.embed(["piano"])
    among = await embedder.embed(["a much longer text than that", "piano"])
    assert alone is not None
    assert among is not None
    assert np.array_equal(alone[0], among[1])


@pytest.mark.model
async def test_an_empty_text_has_a_vector_too(embedder: LocalEmbedder) -> None:
    assert await embedder.embed([]) == []
    vectors = await embedder.embed([""])
    assert vectors is not None
    assert np.isfinite(vectors[0]).all()


async def test_without_the_package_there_are_no_vectors() -> None:
    embedder = LocalEmbedder(package="a_model_that_is_not_installed")
    assert await embedder.embed(["piano"]) is None
    assert await embedder.embed(["piano"]) is None
    embedder.close()


async def test_another_model_is_not_used() -> None:
    """Any package without the chosen file."""
    embedder = LocalEmbedder(package="numpy")
    assert await embedder.embed(["piano"]) is None
    embedder.close()
