"""The files that people edit: a word means one thing, a place is where the city is, and nothing points nowhere."""

from collections import Counter
from collections.abc import Iterable

import pytest
import shapely
from shapely.geometry import shape

from app.catalog.domain import WordKind
from app.catalog.service import words_of
from app.core.text import normalise
from app.geo.domain import City, NeighborhoodKind
from seeds.files import read_catalog, read_city, read_going

CATEGORIES = {
    "music": "M",
    "academics": "A",
    "languages": "L",
    "sports": "S",
    "arts": "R",
    "kids": "K",
    "hidden-gems": "H",
}


@pytest.fixture(scope="module")
def city() -> City:
    return read_city()


def repeated(items: Iterable[str]) -> list[str]:
    return [item for item, count in Counter(items).items() if count > 1]


def meanings() -> dict[str, str]:
    categories = read_catalog()
    subjects = [subject for category in categories for subject in category.subjects]
    return {word.text: word.slug for word in (*words_of(subjects), *words_of(categories))}


def test_the_categories_are_the_seven_of_the_design() -> None:
    assert {item.slug: item.bullet for item in read_catalog()} == CATEGORIES


def test_there_are_many_subjects_and_no_slug_twice() -> None:
    slugs = [subject.slug for category in read_catalog() for subject in category.subjects]
    assert len(slugs) >= 220
    assert repeated([*slugs, *CATEGORIES]) == []


def test_a_word_means_one_thing() -> None:
    categories = read_catalog()
    subjects = [subject for category in categories for subject in category.subjects]
    words = [*words_of(subjects), *words_of(categories)]
    assert repeated(word.text for word in words) == []
    assert all(word.text for word in words)


def test_every_subject_is_known_by_more_than_its_name() -> None:
    subjects = [subject for category in read_catalog() for subject in category.subjects]
    assert [subject.slug for subject in subjects if not subject.aliases] == []


@pytest.mark.parametrize(
    ("word", "slug"),
    [
        ("French", "french"),
        ("French horn", "french-horn"),
        ("bass", "bass-guitar"),
        ("upright bass", "double-bass"),
        ("ACT", "act-prep"),
        ("acting", "acting"),
        ("drum", "drums"),
        ("drums", "drums"),
        ("Java", "java"),
        ("Javanese", "javanese"),
        ("Español", "spanish"),
        ("C++", "cpp"),
        ("saxaphone", "saxophone"),
        ("Kids’ Art", "kids-art"),
        ("Hidden Gems", "hidden-gems"),
    ],
)
def test_traps(word: str, slug: str) -> None:
    assert meanings()[normalise(word)] == slug


def test_words_that_every_question_has_mean_no_subject() -> None:
    everyday = {"go", "for", "kids classes near me", "lesson", "lessons", "class", "teacher", "tomorrow", "now", "home"}
    assert everyday & set(meanings()) == set()


def test_what_is_usual_is_within_what_is_allowed() -> None:
    going = read_going()
    assert len(going) == sum(len(category.subjects) for category in read_catalog())
    assert [slug for slug, item in going.items() if not 10 <= item.dollars[0] < item.dollars[1] <= 1_000] == []
    assert [slug for slug, item in going.items() if not item.places] == []


def test_misspellings_are_no_names() -> None:
    subjects = [subject for category in read_catalog() for subject in category.subjects]
    names = {normalise(subject.name) for subject in subjects}
    slips = {word.text for word in words_of(subjects) if word.kind is WordKind.MISSPELLING}
    assert names & slips == set()


def test_the_city_has_its_boroughs_and_neighborhoods(city: City) -> None:
    assert {item.slug for item in city.boroughs} == {"manhattan", "brooklyn", "queens", "bronx", "staten-island"}
    assert len(city.neighborhoods) == 262
    assert repeated(item.slug for item in city.neighborhoods) == []
    assert sum(item.kind is NeighborhoodKind.RESIDENTIAL for item in city.neighborhoods) == 197


def test_neighborhoods_share_their_borders_without_gaps(city: City) -> None:
    shapes = [shape(item.boundary) for item in city.neighborhoods]
    assert all(item.is_valid for item in shapes)
    assert shapely.coverage_is_valid(shapes)


def test_a_neighborhoods_middle_lies_inside_it(city: City) -> None:
    outside = [
        item.slug
        for item in city.neighborhoods
        if not shape(item.boundary).contains(shapely.Point(item.longitude, item.latitude))
    ]
    assert outside == []


def test_every_name_of_a_place_is_said_once_and_points_somewhere(city: City) -> None:
    known = {item.slug for item in city.neighborhoods}
    assert repeated(normalise(entry.label) for entry in city.aliases) == []
    assert [entry.label for entry in city.aliases if not entry.neighborhood_slugs] == []
    assert {slug for entry in city.aliases for slug in entry.neighborhood_slugs} == known
    boroughs = {normalise(label) for item in city.boroughs for label in (item.name, *item.aliases)}
    assert boroughs & {normalise(entry.label) for entry in city.aliases} == set()


@pytest.mark.parametrize(
    ("name", "slugs"),
    [
        ("UWS", {"upper-west-side", "lincoln-square", "manhattan-valley"}),
        ("LES", {"lower-east-side"}),
        ("FiDi", {"financial-district-and-battery-park-city"}),
        ("DUMBO", {"downtown-brooklyn-and-dumbo"}),
        ("Bed-Stuy", {"bed-stuy-east", "bed-stuy-west"}),
        ("Hells Kitchen", {"hells-kitchen"}),
        ("Astoria", {"astoria", "ditmars-steinway", "old-astoria", "astoria-east"}),
        ("Columbia", {"morningside-heights"}),
        ("Murray Hill", {"murray-hill-and-kips-bay", "murray-hill-queens"}),
        ("10025", {"manhattan-valley", "upper-west-side", "morningside-heights"}),
    ],
)
def test_short_names(city: City, name: str, slugs: set[str]) -> None:
    found = {normalise(entry.label): set(entry.neighborhood_slugs) for entry in city.aliases}
    assert found[normalise(name)] == slugs


def test_zip_areas_lie_in_the_city(city: City) -> None:
    assert len(city.zip_areas) > 250
    assert all(40.45 < item.latitude < 40.95 and -74.3 < item.longitude < -73.65 for item in city.zip_areas)
