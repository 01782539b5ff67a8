"""Words that we did not know, and how they become known."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.catalog.dependencies import build_catalog_service
from app.core.audit import AuditEntry
from app.core.clock import FixedClock
from app.core.container import Container
from app.core.embeddings import RecordedEmbedder
from app.core.enums import RoleName
from seeds.files import read_catalog
from tests.factories.accounts import Caller, signed_in
from tests.factories.instructors import make_instructor
from tests.factories.searches import guest_headers, search


@pytest.fixture
async def admin(container: Container) -> Caller:
    return await signed_in(container, RoleName.ADMIN)


async def unknown(client: httpx.AsyncClient, admin: Caller, **params: Any) -> list[dict[str, Any]]:
    answer = await client.get("/api/admin/unrecognized-words", params=params, headers=admin.headers)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def learn(client: httpx.AsyncClient, admin: Caller, alias: str, subject: str = "piano") -> httpx.Response:
    return await client.post("/api/admin/aliases", json={"alias": alias, "subject": subject}, headers=admin.headers)


async def test_words_are_counted_with_what_they_may_mean(
    client: httpx.AsyncClient, container: Container, session: AsyncSession, admin: Caller
) -> None:
    """Robots do not count, nor later pages, nor what is not wanted, nor prices and addresses."""
    container.embedder = RecordedEmbedder({"ebonies": [1.0]})
    catalog = build_catalog_service(session)
    await catalog.refresh_embeddings(RecordedEmbedder({"violin": [1.0]}))
    for q in ("ebonies lessons", "Ebonies zzyzx", "pianofort astoria", "piano not online me@example.com 4217"):
        await search(client, q, guest_headers())
    await search(client, "ebonies", {"user-agent": "Googlebot/2.1"})
    await search(client, "ebonies", offset=20)
    found = await unknown(client, admin)
    counted = {item["word"]: item["searches"] for item in found}
    assert counted["ebonies"] == 2
    assert counted["zzyzx"] == 1
    assert not [word for word in counted if "not" in word.split() or "4217" in word]
    proposals = {item["word"]: item["proposal"] for item in found}
    assert proposals["zzyzx"] is None


async def test_a_word_without_consent_is_shown_when_many_used_it(client: httpx.AsyncClient, admin: Caller) -> None:
    """It may be somebody's name."""
    for q in ("zzyzx guitar", "zzyzx guitar in astoria"):
        await search(client, q)
    assert await unknown(client, admin) == []
    await search(client, "zzyzx")
    assert [(item["word"], item["searches"]) for item in await unknown(client, admin)] == [("zzyzx", 3)]


async def test_one_click_makes_an_alias_that_the_next_search_knows(
    client: httpx.AsyncClient, session: AsyncSession, admin: Caller
) -> None:
    made = await make_instructor(session, subject="piano")
    before = await search(client, "ebonies", guest_headers())
    assert before["understood"]["unrecognized"] == ["ebonies"]
    answer = await learn(client, admin, " Ebonies! ")
    assert (answer.status_code, answer.json()) == (
        201,
        {"alias": "ebonies", "subject": "piano", "name": "Piano"},
    )
    after = await search(client, "ebonies")
    assert after["understood"]["subjects"] == ["piano"]
    assert after["understood"]["unrecognized"] == []
    assert after["results"][0]["instructor"]["id"] == str(made.id)
    assert [item["word"] for item in await unknown(client, admin)] == []
    suggested = (await client.get("/api/search/suggest", params={"q": "ebon"})).json()
    assert [item["slug"] for item in suggested] == ["piano"]


async def test_who_made_it_is_kept_and_again_changes_nothing(
    client: httpx.AsyncClient, session: AsyncSession, admin: Caller
) -> None:
    assert [(await learn(client, admin, "ebonies")).status_code for _ in range(2)] == [201, 201]
    entries = (await session.scalars(select(AuditEntry).where(AuditEntry.actor_id == admin.id))).all()
    assert [(entry.action, entry.details) for entry in entries] == [
        ("alias.decided", {"alias": "ebonies", "subject": "piano"})
    ]


@pytest.mark.parametrize(
    ("alias", "subject", "status", "code"),
    [
        ("violin", "piano", 409, "alias_taken"),
        ("Astoria", "piano", 409, "alias_taken"),
        ("music", "piano", 409, "alias_taken"),
        ("lessons", "piano", 422, "alias_unusable"),
        ("tomorrow", "piano", 422, "alias_unusable"),
        ("$50", "piano", 422, "alias_unusable"),
        ("not online", "piano", 422, "alias_unusable"),
        ("?!", "piano", 422, "alias_unusable"),
        ("ebonies", "no-such-subject", 422, "unknown_slug"),
    ],
)
async def test_a_word_that_says_something_else_is_left_alone(
    client: httpx.AsyncClient, admin: Caller, alias: str, subject: str, status: int, code: str
) -> None:
    answer = await learn(client, admin, alias, subject)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_loading_the_catalog_again_keeps_what_was_learned(
    client: httpx.AsyncClient, session: AsyncSession, admin: Caller
) -> None:
    await learn(client, admin, "ebonies")
    catalog = build_catalog_service(session)
    await catalog.load(read_catalog())
    assert [subject.slug for subject in await catalog.list_subjects(None, "ebonies")] == ["piano"]
    # The files have the last word about what is in them.
    words = {word.text: word.slug for word in (await catalog.get_vocabulary()).subjects}
    assert (words["ebonies"], words["violin"]) == ("piano", "violin")


async def test_what_was_learned_is_listed_the_last_first(
    client: httpx.AsyncClient, admin: Caller, clock: FixedClock
) -> None:
    """Without the words of the catalog's files."""
    await learn(client, admin, "ebonies")
    clock.advance(minutes=1)
    await learn(client, admin, "zzyzx", "violin")
    answer = await client.get("/api/admin/aliases", headers=admin.headers)
    assert [(item["alias"], item["name"]) for item in answer.json()["items"]] == [
        ("zzyzx", "Violin"),
        ("ebonies", "Piano"),
    ]
    later = await client.get("/api/admin/aliases", params={"limit": 1, "offset": 1}, headers=admin.headers)
    assert (later.json()["total"], [item["alias"] for item in later.json()["items"]]) == (2, ["ebonies"])


async def test_old_words_are_let_go(
    client: httpx.AsyncClient, admin: Caller, container: Container, clock: FixedClock
) -> None:
    now = clock.now()
    clock.advance(days=-10)
    await search(client, "zzyzx", guest_headers())
    clock.set(now)
    assert await unknown(client, admin, days=9) == []
    page = await client.get("/api/admin/unrecognized-words", params={"days": 11}, headers=admin.headers)
    assert page.json()["total"] == 1
    assert await unknown(client, admin, days=11, offset=5) == []
