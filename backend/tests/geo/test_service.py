"""Places by any name, and that loading twice changes nothing."""

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.geo.dependencies import build_geo_service
from app.geo.service import GeoService
from seeds.files import read_city


@pytest.fixture
def geo(session: AsyncSession) -> GeoService:
    return build_geo_service(session)


async def test_known_neighborhoods(geo: GeoService) -> None:
    assert await geo.known_neighborhoods({"astoria", "atlantis"}) == {"astoria"}
    assert await geo.known_neighborhoods(set()) == set()


async def test_a_name_covers_its_neighborhoods_the_best_first(geo: GeoService) -> None:
    names = {name.text: name for name in (await geo.get_vocabulary()).neighborhoods}
    assert list(names["astoria"].slugs) == ["astoria", "ditmars-steinway", "old-astoria", "astoria-east"]
    assert names["hells kitchen"].label == "Hell's Kitchen"
    assert list(names["columbia university"].slugs) == ["morningside-heights"]
    assert names["11103"].slugs


async def test_boroughs_are_known_by_short_names(geo: GeoService) -> None:
    names = {name.text: list(name.slugs) for name in (await geo.get_vocabulary()).boroughs}
    assert names["bk"] == names["brooklyn"] == ["brooklyn"]
    assert names["the bronx"] == names["bronx"] == ["bronx"]


async def test_the_middle_of_a_zip_code(geo: GeoService) -> None:
    point = await geo.get_zip_point("11103")
    assert point == pytest.approx((40.762, -73.912), abs=0.01)
    assert await geo.get_zip_point("90210") is None


async def test_loading_again_touches_no_row(geo: GeoService, session: AsyncSession) -> None:
    tables = ("boroughs", "borough_aliases", "neighborhoods", "neighborhood_aliases", "zip_areas")
    versions = text(
        " UNION ALL ".join(f"SELECT '{name}', xmin::text, count(*) FROM {name} GROUP BY 2" for name in tables)
    )
    before = set(map(tuple, await session.execute(versions)))
    await geo.load(read_city())
    assert set(map(tuple, await session.execute(versions))) == before
