"""Each subject gets a vector once, and again only when its text or the model changes."""

import pytest
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.catalog.dependencies import build_catalog_service
from app.catalog.domain import Refreshed, subject_text
from app.catalog.models import SubjectAlias, SubjectEmbedding
from app.catalog.service import CatalogService
from app.core.embeddings import DIMENSIONS, RecordedEmbedder


@pytest.fixture
def catalog(session: AsyncSession) -> CatalogService:
    return build_catalog_service(session)


@pytest.fixture
def recorded() -> RecordedEmbedder:
    return RecordedEmbedder({})


async def test_every_subject_gets_a_vector(catalog: CatalogService, recorded: RecordedEmbedder) -> None:
    refreshed = await catalog.refresh_embeddings(recorded)
    slugs, vectors = await catalog.get_embeddings(recorded.model)
    assert refreshed.embedded == refreshed.subjects == len(slugs) == len(recorded.asked) > 400
    assert {len(vector) for vector in vectors} == {DIMENSIONS}
    assert "Organ: church organ, hammond organ, organist, pipe organ" in recorded.asked


async def test_a_second_time_asks_for_nothing(catalog: CatalogService, recorded: RecordedEmbedder) -> None:
    subjects = (await catalog.refresh_embeddings(recorded)).subjects
    recorded.asked.clear()
    assert await catalog.refresh_embeddings(recorded) == Refreshed(subjects, 0)
    assert recorded.asked == []


async def test_only_what_changed_is_embedded_anew(
    catalog: CatalogService, recorded: RecordedEmbedder, session: AsyncSession
) -> None:
    subjects = (await catalog.refresh_embeddings(recorded)).subjects
    await session.execute(delete(SubjectAlias).where(SubjectAlias.alias == "pipe organ"))
    assert await catalog.refresh_embeddings(recorded) == Refreshed(subjects, 1)
    assert recorded.asked[-1] == "Organ: church organ, hammond organ, organist"


async def test_another_model_embeds_all_anew(catalog: CatalogService, recorded: RecordedEmbedder) -> None:
    subjects = (await catalog.refresh_embeddings(recorded)).subjects
    newer = RecordedEmbedder({})
    newer.model = "newer"
    assert await catalog.refresh_embeddings(newer) == Refreshed(subjects, subjects)
    assert await catalog.get_embeddings(recorded.model) == ([], [])


async def test_without_a_model_nothing_is_written(catalog: CatalogService, session: AsyncSession) -> None:
    refreshed = await catalog.refresh_embeddings(RecordedEmbedder())
    assert refreshed.embedded is None
    assert (await session.scalars(select(SubjectEmbedding))).all() == []


def test_the_order_of_aliases_changes_no_text() -> None:
    assert subject_text("a", "A", ["y", "x"]) == subject_text("a", "A", ["x", "y"])
    assert subject_text("a", "A", []).text == "A"
