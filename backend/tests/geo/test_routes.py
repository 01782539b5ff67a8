"""GET /api/geo for everybody, kept by browsers for a day."""

import httpx


async def test_boroughs(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/geo/boroughs")
    assert [item["slug"] for item in answer.json()] == ["manhattan", "brooklyn", "queens", "bronx", "staten-island"]
    assert all(item["boundary"]["type"] == "MultiPolygon" for item in answer.json())


async def test_neighborhoods_with_their_boundaries(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/geo/neighborhoods")
    assert answer.headers["cache-control"] == "public, max-age=86400"
    items = answer.json()
    assert len(items) == 262
    assert [item["name"] for item in items] == sorted(item["name"] for item in items)
    longitude, latitude = items[0]["boundary"]["coordinates"][0][0][:2]
    assert -74.3 < longitude < -73.6
    assert 40.4 < latitude < 41.0


async def test_neighborhoods_without_boundaries_are_short(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/geo/neighborhoods", params={"boundaries": "false"})
    assert answer.json()[0].keys() >= {"slug", "name", "borough", "kind", "latitude", "longitude"}
    assert all(item["boundary"] is None for item in answer.json())
    assert len(answer.content) < 60_000


async def test_what_is_known_is_not_sent_again(client: httpx.AsyncClient) -> None:
    first = await client.get("/api/geo/neighborhoods")
    again = await client.get("/api/geo/neighborhoods", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
