"""What words mean, what is counted, and that loading twice changes nothing."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.catalog.dependencies import build_catalog_service
from app.catalog.domain import CategoryEntry, SubjectEntry, Supply, Word, WordKind
from app.catalog.models import Subject, SubjectAlias
from app.catalog.service import CatalogService
from seeds.files import read_catalog


@pytest.fixture
def catalog(session: AsyncSession) -> CatalogService:
    return build_catalog_service(session)


async def first_of(catalog: CatalogService, words: str, category: str | None = None) -> str | None:
    found = await catalog.list_subjects(category, words)
    return found[0].slug if found else None


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("piano", "piano"),
        ("  PIANO ", "piano"),
        ("pia", "piano"),
        ("paino", "piano"),
        ("pianoo", "piano"),
        ("uke", "ukulele"),
        ("French", "french"),
        ("french horn", "french-horn"),
        ("horn", "french-horn"),
        ("Français", "french"),
        ("acting", "acting"),
        ("act", "act-prep"),
        ("java", "java"),
        ("c++", "cpp"),
        ("jiujitsu", "brazilian-jiu-jitsu"),
        ("mathmatics", "math"),
        ("vioilin", "violin"),
    ],
)
async def test_a_word_finds_what_it_means(catalog: CatalogService, words: str, slug: str) -> None:
    assert await first_of(catalog, words) == slug


async def test_a_later_word_of_a_name_is_found_too(catalog: CatalogService) -> None:
    found = [subject.slug for subject in await catalog.list_subjects(None, "guitar")]
    assert found[0] == "guitar"
    assert {"bass-guitar", "electric-guitar", "classical-guitar"} <= set(found)


@pytest.mark.parametrize("words", ["qqqqzzzz", "!!!", "%", "_", "' OR 1=1 --", "\\", "😀", "٪"])
async def test_what_means_nothing_finds_nothing(catalog: CatalogService, words: str) -> None:
    assert await catalog.list_subjects(None, words) == []


async def test_blank_words_are_no_question(catalog: CatalogService) -> None:
    assert await catalog.list_subjects(None, "  ") == await catalog.list_subjects(None, None)


async def test_a_category_bounds_the_answer(catalog: CatalogService) -> None:
    languages = await catalog.list_subjects("languages", None)
    assert {subject.category for subject in languages} == {"languages"}
    assert languages[0].slug == "spanish"
    assert await first_of(catalog, "french", "music") == "french-horn"
    assert await catalog.list_subjects("no-such-category", None) == []


async def test_what_is_taught_more_comes_first_among_equals(catalog: CatalogService) -> None:
    await catalog.set_supply({"electric-guitar": Supply(9, 5_000), "classical-guitar": Supply(3, 6_000)})
    found = [subject.slug for subject in await catalog.list_subjects(None, "guitar")]
    assert found.index("electric-guitar") < found.index("classical-guitar") < found.index("bass-guitar")


async def test_supply_is_what_was_set_last(catalog: CatalogService) -> None:
    await catalog.set_supply({"piano": Supply(2, 4_500)})
    await catalog.set_supply({})
    (piano,) = [item for item in await catalog.list_subjects("music", None) if item.slug == "piano"]
    assert (piano.instructors_count, piano.min_rate_cents) == (2, 4_500)
    await catalog.set_supply({"piano": Supply(0, None)})
    (piano,) = [item for item in await catalog.list_subjects("music", None) if item.slug == "piano"]
    assert (piano.instructors_count, piano.min_rate_cents) == (0, None)


async def test_categories_count_their_subjects(catalog: CatalogService) -> None:
    counted = {item.slug: item.subjects_count for item in await catalog.list_categories()}
    assert counted == {entry.slug: len(entry.subjects) for entry in read_catalog()}


async def test_known_subjects(catalog: CatalogService) -> None:
    assert await catalog.has_subject("piano")
    assert not await catalog.has_subject("Piano")


async def test_the_vocabulary_has_names_aliases_and_misspellings(catalog: CatalogService) -> None:
    vocabulary = await catalog.get_vocabulary()
    assert Word("piano", "piano", WordKind.NAME) in vocabulary.subjects
    assert Word("uke", "ukulele", WordKind.ALIAS) in vocabulary.subjects
    assert Word("paino", "piano", WordKind.MISSPELLING) in vocabulary.subjects
    assert Word("music", "music", WordKind.NAME) in vocabulary.categories


async def test_loading_again_touches_no_row(catalog: CatalogService, session: AsyncSession) -> None:
    versions = text("SELECT xmin::text, count(*) FROM subject_aliases GROUP BY 1 ORDER BY 1")
    before = (await session.execute(versions)).all()
    await catalog.load(read_catalog())
    assert (await session.execute(versions)).all() == before


async def test_loading_follows_the_files_and_keeps_what_is_counted(
    catalog: CatalogService, session: AsyncSession
) -> None:
    await catalog.set_supply({"piano": Supply(2, 4_500)})
    await catalog.load(
        [CategoryEntry("music", "Music", "M", subjects=[SubjectEntry("piano", "Pianoforte", ["grand", "uke"])])]
    )
    words = await session.execute(select(SubjectAlias.alias, SubjectAlias.subject_slug))
    assert set(map(tuple, words)) == {("pianoforte", "piano"), ("grand", "piano"), ("uke", "piano")}
    piano = await session.get_one(Subject, "piano", populate_existing=True)
    assert (piano.name, piano.position, piano.instructors_count) == ("Pianoforte", 1, 2)
    assert await session.scalar(select(func.count()).select_from(Subject)) > 400
