"""GET /api/catalog for everybody, kept by browsers for a minute."""

import httpx
import pytest


async def test_categories(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/catalog/categories")
    assert answer.status_code == 200
    assert [item["bullet"] for item in answer.json()] == ["M", "A", "L", "S", "R", "K", "H"]
    assert answer.json()[0].keys() == {"slug", "name", "bullet", "subjects_count"}


async def test_subjects(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/catalog/subjects", params={"category": "music", "q": "paino"})
    assert answer.json()[0] == {
        "slug": "piano",
        "name": "Piano",
        "category": "music",
        "instructors_count": 0,
        "min_rate_cents": None,
    }


async def test_what_is_known_is_not_sent_again(client: httpx.AsyncClient) -> None:
    first = await client.get("/api/catalog/subjects")
    assert first.headers["cache-control"] == "public, max-age=60"
    again = await client.get("/api/catalog/subjects", headers={"If-None-Match": f'"other", {first.headers["etag"]}'})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == first.headers["etag"]
    other = await client.get("/api/catalog/subjects?q=piano", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


@pytest.mark.parametrize("q", ["a" * 201, "pi\x00ano"])
async def test_words_that_no_one_types_are_refused_and_not_kept(client: httpx.AsyncClient, q: str) -> None:
    answer = await client.get("/api/catalog/subjects", params={"q": q})
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid_input"
    assert answer.headers["cache-control"] == "no-store"
