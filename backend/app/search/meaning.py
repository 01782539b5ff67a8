"""Subjects for words that no name, alias or slip of the keyboard explains, by what the words mean.

Every subject has a vector, made of its name and aliases; the words become one too, and the nearest subjects are
taken for what was meant, when they are near enough. It is a guess: it is asked for only when nothing else named a
subject, and is told as one.
"""

import asyncio
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import structlog
from numpy.typing import NDArray

from app.catalog.service import CatalogService
from app.core.cache import Cache
from app.core.embeddings import DIMENSIONS, Embedder, Vector

log = structlog.get_logger(__name__)

# Chosen on the phrases of tests/search/test_meaning.py. Cosines: below the first a subject is not what was meant;
# those that are at most the second behind the best one are meant as well.
NEAR_ENOUGH, AS_NEAR = 0.5, 0.035
MOST_SUBJECTS = 3
CACHE_SECONDS = 300
# Enough for the model to be loaded when it is asked for the first time; later it answers in milliseconds.
PATIENCE_SECONDS = 2.0


@dataclass(frozen=True)
class SubjectVectors:
    """A row of `vectors` for each slug."""

    slugs: tuple[str, ...]
    vectors: NDArray[np.float32]

    def nearest(self, vector: Vector) -> list[str]:
        """The subjects that are near enough, the nearest first."""
        if not self.slugs:
            return []
        cosines = self.vectors @ vector
        least = max(NEAR_ENOUGH, float(cosines.max()) - AS_NEAR)
        order = np.argsort(-cosines, kind="stable")[:MOST_SUBJECTS]
        return [self.slugs[index] for index in order if cosines[index] >= least]


class Meaning:
    def __init__(self, catalog: CatalogService, embedder: Embedder, cache: Cache) -> None:
        self._catalog = catalog
        self._embedder = embedder
        self._cache = cache

    async def subjects_for(self, words: Sequence[str]) -> list[str]:
        """The nearest subjects' slugs. None when nothing is near, and without the model: search does without."""
        text = " ".join(words)
        digest = hashlib.sha256(text.encode()).hexdigest()
        key = f"search:meant:{self._embedder.model}:{digest}"
        known = await self._cache.get(key)
        if known is not None:
            slugs: list[str] = json.loads(known)
            return slugs
        vector = await self._vector(text)
        if vector is None:
            return []
        found = (await self._subjects()).nearest(vector)
        await self._cache.set(key, json.dumps(found).encode(), CACHE_SECONDS)
        return found

    async def _vector(self, text: str) -> Vector | None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                vectors = await self._embedder.embed([text])
        except TimeoutError:
            log.warning("embedding took too long", seconds=PATIENCE_SECONDS)
            return None
        return vectors[0] if vectors else None

    async def _subjects(self) -> SubjectVectors:
        key = f"search:subject-vectors:{self._embedder.model}"
        known = await self._cache.get(key)
        if known is None:
            known = dump_vectors(*await self._catalog.get_embeddings(self._embedder.model))
            await self._cache.set(key, known, CACHE_SECONDS)
        return load_vectors(known)


def meaningful(unrecognized: Sequence[str]) -> tuple[str, ...]:
    """Single words that may name something wanted: what is reported as a phrase is a constraint that cannot hold."""
    return tuple(word for word in unrecognized if word.replace("-", "").isalpha())


def dump_vectors(slugs: Sequence[str], vectors: Sequence[Sequence[float]]) -> bytes:
    """A line of slugs, then the numbers, as bytes for a cache."""
    return json.dumps(slugs).encode() + b"\n" + np.array(vectors, dtype=np.float32).tobytes()


@lru_cache(maxsize=2)
def load_vectors(dumped: bytes) -> SubjectVectors:
    """What `dump_vectors` wrote; the same bytes give the same thing without work."""
    slugs, _, numbers = dumped.partition(b"\n")
    return SubjectVectors(tuple(json.loads(slugs)), np.frombuffer(numbers, np.float32).reshape(-1, DIMENSIONS))
