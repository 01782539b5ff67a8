"""Queries on categories, subjects and the words for them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Row,
    Select,
    Table,
    Text,
    bindparam,
    case,
    delete,
    func,
    literal,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from app.catalog.domain import LearnedWord, SubjectText, Supply, Word, WordKind, subject_text
from app.catalog.models import Category, CategoryAlias, Subject, SubjectAlias, SubjectEmbedding
from app.core.embeddings import Vector
from app.core.repository import BaseRepository

SubjectRow = Row[str, str, str, int, int | None]

# Below this share of common trigrams two words are no longer slips of each other.
LEAST_SIMILARITY = 0.4
# How well a word fits what was typed; a slip of the keyboard scores its similarity, below 1.
EXACT, PREFIX, LATER_WORD = 4.0, 3.0, 2.0


class CatalogRepository(BaseRepository):
    async def categories(self) -> Sequence[Row[str, str, str, int]]:
        query = (
            select(Category.slug, Category.name, Category.bullet, func.count(Subject.slug).label("subjects_count"))
            .outerjoin(Subject, Subject.category_slug == Category.slug)
            .group_by(Category.slug)
            .order_by(Category.position)
        )
        return (await self.session.execute(query)).all()

    async def subjects(self, category: str | None) -> Sequence[SubjectRow]:
        """In the catalog's order."""
        query = _subjects(category).order_by(Category.position, Subject.position)
        return (await self.session.execute(query)).all()

    async def subjects_like(self, words: str, category: str | None) -> Sequence[SubjectRow]:
        """Subjects that normalised `words` may mean, the best first: by name, alias, misspelling or similarity."""
        fit = func.max(_fit(words)).label("fit")
        found = (
            select(SubjectAlias.subject_slug, fit)
            .where(_may_mean(words))
            .group_by(SubjectAlias.subject_slug)
            .subquery("found")
        )
        query = _subjects(category).join(found, found.c.subject_slug == Subject.slug)
        ordered = query.order_by(found.c.fit.desc(), Subject.instructors_count.desc(), Subject.name)
        return (await self.session.execute(ordered)).all()

    async def nearest_subjects(self, words: Sequence[str]) -> dict[str, tuple[str, str]]:
        asked = func.unnest(literal(list(words), ARRAY(Text))).table_valued("word").render_derived(name="asked")
        similarity = func.similarity(SubjectAlias.alias, asked.c.word)
        nearest = (
            select(SubjectAlias.subject_slug, similarity.label("similarity"))
            .where(SubjectAlias.alias.bool_op("%")(asked.c.word))
            .order_by(similarity.desc(), SubjectAlias.alias)
            .limit(1)
            .lateral("nearest")
        )
        query = (
            select(asked.c.word, Subject.slug, Subject.name)
            .select_from(asked)
            .join(nearest, true())
            .join(Subject, Subject.slug == nearest.c.subject_slug)
            .where(nearest.c.similarity >= LEAST_SIMILARITY)
        )
        return {word: (slug, name) for word, slug, name in await self.session.execute(query)}

    async def learn_alias(self, alias: str, slug: str, now: datetime) -> bool:
        """False when the word means something already."""
        row = {"alias": alias, "subject_slug": slug, "kind": WordKind.ALIAS.value, "learned_at": now}
        added = insert(SubjectAlias).values(row).on_conflict_do_nothing().returning(SubjectAlias.alias)
        return (await self.session.execute(added)).first() is not None

    async def learned_words(self, limit: int, offset: int) -> tuple[list[LearnedWord], int]:
        """A page, the last learned first, and how many there are."""
        learned = SubjectAlias.learned_at.is_not(None)
        total = await self.session.scalar(select(func.count()).select_from(SubjectAlias).where(learned))
        query = (
            select(SubjectAlias.alias, Subject.slug, Subject.name, SubjectAlias.learned_at)
            .join(Subject, Subject.slug == SubjectAlias.subject_slug)
            .where(learned)
            .order_by(SubjectAlias.learned_at.desc(), SubjectAlias.alias)
            .limit(limit)
            .offset(offset)
        )
        found = await self.session.execute(query)
        return [LearnedWord(alias, slug, name, at) for alias, slug, name, at in found if at is not None], total or 0

    async def has_subject(self, slug: str) -> bool:
        return bool(await self.session.scalar(select(select(Subject).where(Subject.slug == slug).exists())))

    async def subject_words(self) -> Sequence[Row[str, str, str]]:
        return (
            await self.session.execute(select(SubjectAlias.alias, SubjectAlias.subject_slug, SubjectAlias.kind))
        ).all()

    async def category_words(self) -> Sequence[Row[str, str, str]]:
        query = select(CategoryAlias.alias, CategoryAlias.category_slug, CategoryAlias.kind)
        return (await self.session.execute(query)).all()

    async def set_supply(self, supply: Mapping[str, Supply]) -> None:
        rows = [
            {"of": slug, "instructors": item.instructors_count, "lowest": item.min_rate_cents}
            for slug, item in sorted(supply.items())
        ]
        if not rows:
            return
        subjects = cast("Table", Subject.__table__)
        statement = (
            update(subjects)
            .where(subjects.c.slug == bindparam("of"))
            .values(instructors_count=bindparam("instructors"), min_rate_cents=bindparam("lowest"))
        )
        await self._run(statement, rows)

    async def subject_texts(self) -> list[SubjectText]:
        aliases = func.array_agg(SubjectAlias.alias).filter(SubjectAlias.alias.is_not(None))
        query = (
            select(Subject.slug, Subject.name, aliases)
            .outerjoin(
                SubjectAlias, (SubjectAlias.subject_slug == Subject.slug) & (SubjectAlias.kind == WordKind.ALIAS.value)
            )
            .group_by(Subject.slug)
            .order_by(Subject.slug)
        )
        rows = await self.session.execute(query)
        return [subject_text(slug, name, known or ()) for slug, name, known in rows]

    async def embedded_contents(self, model: str) -> dict[str, str]:
        """Of each subject that has a vector of this model, the hash of the text behind it."""
        query = select(SubjectEmbedding.subject_slug, SubjectEmbedding.content_hash)
        rows = await self.session.execute(query.where(SubjectEmbedding.model == model))
        return {row.subject_slug: row.content_hash for row in rows}

    async def put_embeddings(self, model: str, vectors: Sequence[tuple[SubjectText, Vector]]) -> None:
        rows = [
            {
                "subject_slug": subject.slug,
                "model": model,
                "content_hash": subject.content_hash,
                "vector": vector.tolist(),
            }
            for subject, vector in vectors
        ]
        await self._put(SubjectEmbedding, rows, key=("subject_slug",))

    async def embeddings(self, model: str) -> Sequence[Row[str, list[float]]]:
        query = select(SubjectEmbedding.subject_slug, SubjectEmbedding.vector)
        ordered = query.where(SubjectEmbedding.model == model).order_by(SubjectEmbedding.subject_slug)
        return (await self.session.execute(ordered)).all()

    # System data

    async def put_categories(self, rows: Sequence[dict[str, Any]]) -> None:
        await self._put(Category, rows, key=("slug",))

    async def put_subjects(self, rows: Sequence[dict[str, Any]]) -> None:
        await self._put(Subject, rows, key=("slug",))

    async def replace_words(self, subjects: Sequence[Word], categories: Sequence[Word]) -> None:
        """The words are these, those that were learned, and no others; a word may come to mean something else."""
        await self._replace_words(SubjectAlias, "subject_slug", subjects, SubjectAlias.learned_at.is_(None))
        await self._replace_words(CategoryAlias, "category_slug", categories, true())

    async def _replace_words(
        self,
        model: type[SubjectAlias] | type[CategoryAlias],
        meaning: str,
        words: Sequence[Word],
        replaceable: ColumnElement[bool],
    ) -> None:
        rows = [{"alias": word.text, meaning: word.slug, "kind": word.kind.value} for word in words]
        unwritten = model.alias.not_in([word.text for word in words])
        await self.session.execute(delete(model).where(unwritten, replaceable))
        await self._put(model, rows, key=("alias",))


def _subjects(category: str | None) -> Select[str, str, str, int, int | None]:
    """Rows in the shape of `SubjectRead`."""
    query = select(
        Subject.slug,
        Subject.name,
        Subject.category_slug.label("category"),
        Subject.instructors_count,
        Subject.min_rate_cents,
    ).join(Category, Category.slug == Subject.category_slug)
    return query.where(Subject.category_slug == category) if category else query


def _may_mean(words: str) -> ColumnElement[bool]:
    similar = SubjectAlias.alias.bool_op("%")(words) & (func.similarity(SubjectAlias.alias, words) >= LEAST_SIMILARITY)
    return or_(*_starts(words), similar)


def _starts(words: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The alias starts with the words; a later word of it does."""
    alias = SubjectAlias.alias
    return alias.startswith(words, autoescape=True), alias.contains(f" {words}", autoescape=True)


def _fit(words: str) -> ColumnElement[float]:
    starts, later_word = _starts(words)
    return case(
        (SubjectAlias.alias == words, EXACT),
        (starts, PREFIX),
        (later_word, LATER_WORD),
        else_=func.similarity(SubjectAlias.alias, words),
    )
