"""What can be taught, for people who look and for the domains above."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.catalog.domain import CategoryEntry, LearnedWord, Refreshed, SubjectEntry, Supply, Vocabulary, Word, WordKind
from app.catalog.repository import CatalogRepository
from app.catalog.schemas import CategoryRead, SubjectRead
from app.core.embeddings import Embedder
from app.core.service import BaseService, measure_operation
from app.core.text import normalise


class CatalogService(BaseService):
    def __init__(self, session: AsyncSession, repository: CatalogRepository) -> None:
        super().__init__(session)
        self._catalog = repository

    @measure_operation
    async def list_categories(self) -> list[CategoryRead]:
        return [CategoryRead.model_validate(row) for row in await self._catalog.categories()]

    @measure_operation
    async def list_subjects(self, category: str | None, text: str | None) -> list[SubjectRead]:
        """In the catalog's order, or with `text` those that it may mean, the likeliest first."""
        if text is None or not text.strip():
            rows = await self._catalog.subjects(category)
        else:
            words = normalise(text)
            rows = await self._catalog.subjects_like(words, category) if words else []
        return [SubjectRead.model_validate(row) for row in rows]

    @measure_operation
    async def has_subject(self, slug: str) -> bool:
        return await self._catalog.has_subject(slug)

    @measure_operation
    async def get_vocabulary(self) -> Vocabulary:
        """Every normalised word for a subject or a category; about 3,800."""
        return Vocabulary(
            subjects=[_word(*row) for row in await self._catalog.subject_words()],
            categories=[_word(*row) for row in await self._catalog.category_words()],
        )

    @measure_operation
    async def nearest_subjects(self, words: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Slug and name of the subject whose word is spelled most alike, for those of the words that have one."""
        return await self._catalog.nearest_subjects(words)

    @measure_operation
    async def learn_alias(self, alias: str, slug: str, now: datetime) -> bool:
        """One more normalised word for a subject, which stays when the catalog is loaded again. False when taken."""
        async with self.transaction():
            return await self._catalog.learn_alias(alias, slug, now)

    @measure_operation
    async def list_learned(self, limit: int, offset: int) -> tuple[list[LearnedWord], int]:
        """A page of the words that `learn_alias` added, the last first, and how many there are."""
        return await self._catalog.learned_words(limit, offset)

    @measure_operation
    async def get_embeddings(self, model: str) -> tuple[list[str], list[list[float]]]:
        """The subjects that have a vector of this model, and their vectors in the same order."""
        rows = await self._catalog.embeddings(model)
        return [slug for slug, _ in rows], [vector for _, vector in rows]

    @measure_operation
    async def refresh_embeddings(self, embedder: Embedder) -> Refreshed:
        """Gives a vector to each subject whose text or model is new. Nothing to do takes one look and no model."""
        subjects = await self._catalog.subject_texts()
        known = await self._catalog.embedded_contents(embedder.model)
        changed = [subject for subject in subjects if known.get(subject.slug) != subject.content_hash]
        vectors = await embedder.embed([subject.text for subject in changed]) if changed else []
        if vectors is None:
            return Refreshed(len(subjects), None)
        async with self.transaction():
            await self._catalog.put_embeddings(embedder.model, list(zip(changed, vectors, strict=True)))
        return Refreshed(len(subjects), len(changed))

    @measure_operation
    async def set_supply(self, supply: Mapping[str, Supply]) -> None:
        """What is listed now of these subjects, in the transaction of the change that made it so.

        The caller has locked the subjects before counting, or two changes at once each miss the other.
        """
        async with self.transaction():
            await self._catalog.set_supply(supply)

    @measure_operation
    async def load(self, entries: Sequence[CategoryEntry]) -> None:
        """Makes the catalog what the entries say. Safe to run again.

        A subject no longer written down stays, and so does a word that was learned.
        """
        async with self.transaction():
            await self._catalog.put_categories(
                [
                    {"slug": entry.slug, "name": entry.name, "bullet": entry.bullet, "position": position}
                    for position, entry in enumerate(entries, 1)
                ]
            )
            await self._catalog.put_subjects(
                [
                    {"slug": subject.slug, "name": subject.name, "category_slug": entry.slug, "position": position}
                    for entry in entries
                    for position, subject in enumerate(entry.subjects, 1)
                ]
            )
            subjects = [subject for entry in entries for subject in entry.subjects]
            await self._catalog.replace_words(list(words_of(subjects)), list(words_of(entries)))


def words_of(entries: Iterable[CategoryEntry | SubjectEntry]) -> Iterator[Word]:
    """Each entry's name, aliases and misspellings, normalised."""
    for entry in entries:
        yield Word(normalise(entry.name), entry.slug, WordKind.NAME)
        yield from (Word(normalise(text), entry.slug, WordKind.ALIAS) for text in entry.aliases)
        yield from (Word(normalise(text), entry.slug, WordKind.MISSPELLING) for text in entry.misspellings)


def _word(text: str, slug: str, kind: str) -> Word:
    return Word(text, slug, WordKind(kind))
