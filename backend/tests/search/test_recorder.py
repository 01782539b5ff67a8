"""What is kept of a search, with consent and without, and what people do with results."""

import uuid
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.core.cache import MemoryCache
from app.core.clock import FixedClock
from app.core.container import Container
from app.core.database import Database
from app.core.enums import RoleName
from app.privacy.dependencies import build_retention_service
from app.search.address_hasher import AddressHasher
from app.search.dependencies import build_search_recorder
from app.search.domain import Device
from app.search.models import SearchEvent, SearchHistoryEntry, SearchInteraction
from app.search.schemas import SearchParams, SearchRead
from app.search.visit import Searcher, Visit
from tests.analytics.events import understood
from tests.factories.accounts import Caller, auth_headers, signed_in
from tests.factories.instructors import make_instructor
from tests.factories.lessons import make_scene
from tests.factories.searches import event_of, guest_headers, history, interact, interactions_of, search

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
PHONE = {"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Mobile", "referer": "https://www.google.com/?q=x"}


async def agrees(client: httpx.AsyncClient, caller: Caller, *, to: bool | None = True) -> None:
    body = {"analytics_consent": to}
    answer = await client.patch("/api/auth/me", json=body, headers=caller.headers)
    assert (answer.status_code, answer.json()["analytics_consent"]) == (200, to)


# What is kept


async def test_without_consent_nothing_points_to_a_person(
    client: httpx.AsyncClient, container: Container, session: AsyncSession
) -> None:
    made = await make_instructor(session)
    undecided = await signed_in(container)
    for headers in ({}, undecided.headers, undecided.headers | guest_headers()):
        found = await search(client, "piano zzyzx 2125550100 tomorrow", headers | PHONE)
        event = await event_of(session, found)
        told = (event.user_id, event.guest_session_id, event.address_hash, event.referrer_host, event.q)
        assert told == (None,) * 5
        assert event.unrecognized == ["zzyzx"]
        assert (event.understood["subjects"], event.device) == (["piano"], Device.MOBILE)
        assert "unrecognized" not in event.understood
    assert made.id not in event.result_ids  # nobody is free tomorrow


async def test_a_guest_agrees_by_naming_their_session(client: httpx.AsyncClient, session: AsyncSession) -> None:
    made = await make_instructor(session)
    guest = uuid.uuid4()
    found = await search(client, "piano zzyzx 2125550100", guest_headers(guest) | PHONE, limit=1)
    event = await event_of(session, found)
    assert (event.user_id, event.guest_session_id, event.q) == (None, guest, "piano zzyzx 2125550100")
    assert (event.referrer_host, len(event.address_hash or "")) == ("www.google.com", 32)
    assert event.unrecognized == found["understood"]["unrecognized"]
    assert (event.result_ids, event.first_position, event.total) == ([made.id], 1, 1)
    assert event.took_ms >= 0


async def test_what_is_no_uuid_is_no_consent(client: httpx.AsyncClient, session: AsyncSession) -> None:
    found = await search(client, "piano", {"X-Guest-Session-ID": "me"})
    assert (await event_of(session, found)).q is None


async def test_a_person_agrees_and_takes_it_back(
    client: httpx.AsyncClient, container: Container, session: AsyncSession
) -> None:
    student = await signed_in(container)
    await agrees(client, student)
    found = await search(client, "piano me@example.com zzyzx", student.headers | PHONE)
    assert (await event_of(session, found)).user_id == student.id
    await agrees(client, student, to=False)
    assert (await event_of(session, await search(client, "piano", student.headers))).user_id is None
    recorder = build_search_recorder(session, container)
    assert (await recorder.withdraw(), await recorder.withdraw()) == (1, 0)
    event = await event_of(session, found)
    assert (event.user_id, event.q, event.address_hash, event.referrer_host) == (None,) * 4
    assert "zzyzx" in event.unrecognized
    assert all(words.replace(" ", "").isalpha() for words in event.unrecognized)


async def test_later_pages_are_kept_with_their_place(client: httpx.AsyncClient, session: AsyncSession) -> None:
    for name in ("Ana", "Bo", "Cy"):
        await make_instructor(session, first_name=name)
    guest = guest_headers()
    second = await search(client, "piano", guest, limit=2, offset=2)
    event = await event_of(session, second)
    assert (event.first_position, len(event.result_ids), event.total) == (3, 1, 3)
    assert await history(client, guest) == []


async def test_an_address_has_one_hash_a_day_and_its_key_is_nowhere_the_day_after() -> None:
    cache, clock = MemoryCache(), FixedClock(NOON)
    hashes = [await AddressHasher().hash("192.0.2.7", cache, clock) for _ in range(2)]
    assert len(set(hashes)) == 1
    assert await AddressHasher().hash("192.0.2.8", cache, clock) != hashes[0]
    hasher = AddressHasher()
    assert await hasher.hash("192.0.2.7", cache, clock) == hashes[0]
    clock.advance(days=1)
    assert await hasher.hash("192.0.2.7", cache, clock) != hashes[0]
    clock.advance(days=-1)
    cache.values.clear()
    assert await AddressHasher().hash("192.0.2.7", cache, clock) != hashes[0]


async def test_a_search_is_answered_when_nothing_can_be_kept(container: Container, session: AsyncSession) -> None:
    """A row that the database refuses stands for whatever goes wrong after the answer."""
    visit = Visit(Searcher(uuid.uuid4()), True, True, Device.OTHER, None, "192.0.2.7", 0.0)
    found = SearchRead.model_validate(
        {
            "search_id": uuid.uuid4(),
            "total": 0,
            "limit": 20,
            "offset": 0,
            "relaxed": [],
            "nearest_dates": [],
            "results": [],
            "understood": understood(unrecognized=[]),
            "ranking_version": 1,
        }
    )
    await build_search_recorder(session, container).record(visit, SearchParams(q="piano"), found)
    assert await session.scalar(select(func.count()).select_from(SearchEvent)) == 0


# Interactions


async def test_each_kind_counts_once(client: httpx.AsyncClient, session: AsyncSession, clock: FixedClock) -> None:
    made = await make_instructor(session)
    found = await search(client, "piano")
    clock.advance(seconds=2.5)
    for kind, position in (("click", None), ("click", 7), ("view", 7)):
        assert await interact(client, found, kind, position=position) == 204
    kept = [(i.kind, i.instructor_id, i.position, i.ms_since_search) for i in await interactions_of(session, found)]
    assert kept == [("click", made.id, 1, 2_500), ("view", made.id, 7, 2_500)]


async def test_what_cannot_be_true_is_refused(
    client: httpx.AsyncClient, container: Container, session: AsyncSession
) -> None:
    await make_instructor(session)
    guest, found = guest_headers(), await search(client, "piano")
    assert await interact(client, found, "click", search_id=str(uuid.uuid4())) == 404
    assert await interact(client, found, "click", instructor_id=str(uuid.uuid4())) == 422
    assert await interact(client, found, "book") == 422
    assert await interact(client, found, "book", headers=(await signed_in(container)).headers) == 422
    assert await interact(client, found, "stare") == 422
    of_guest = await search(client, "piano", guest)
    assert await interact(client, of_guest, "click", headers=guest_headers()) == 404
    assert await interact(client, of_guest, "click") == 404
    assert await interact(client, of_guest, "click", headers=guest) == 204
    assert await session.scalar(select(func.count()).select_from(SearchInteraction)) == 1


async def test_a_booking_counts_when_it_is_there(
    client: httpx.AsyncClient, container: Container, session: AsyncSession
) -> None:
    scene = await make_scene(client, container)
    found = await search(client, "piano", scene.student.headers)
    assert await interact(client, found, "book", headers=scene.student.headers) == 422
    await scene.booked("10:00")
    assert await interact(client, found, "book", headers=scene.student.headers) == 204
    assert await interact(client, found, "book", headers=scene.other.headers) == 422
    assert [i.kind for i in await interactions_of(session, found)] == ["book"]


async def test_a_booking_is_owed_to_the_last_look_within_a_day(
    client: httpx.AsyncClient, container: Container, session: AsyncSession
) -> None:
    scene = await make_scene(client, container)
    await agrees(client, scene.student)
    mine = scene.student.headers
    old, early, late = [await search(client, "piano", mine) for _ in range(3)]
    unseen = await search(client, "piano", mine)
    for found in (old, early, late):
        assert await interact(client, found, "click", headers=mine) == 204
    for found, hours in ((old, 30), (early, 5), (late, 1)):
        since = container.clock.now() - timedelta(hours=hours)
        this = uuid.UUID(found["search_id"])
        await session.execute(update(SearchInteraction).where(SearchInteraction.search_id == this).values(at=since))
        await session.execute(update(SearchEvent).where(SearchEvent.id == this).values(at=since))
    await scene.booked("10:00")
    await scene.booked("12:00", scene.other)
    recorder = build_search_recorder(session, container)
    since = container.clock.now() - timedelta(days=400)
    assert (await recorder.attribute_bookings(since), await recorder.attribute_bookings(since)) == (1, 0)
    kinds = {name: [i.kind for i in await interactions_of(session, found)] for name, found in
             {"old": old, "early": early, "late": late, "unseen": unseen}.items()}  # fmt: skip
    assert kinds == {"old": ["click"], "early": ["click"], "late": ["book", "click"], "unseen": []}
    booked = (await interactions_of(session, late))[0]
    assert booked.ms_since_search == pytest.approx(3_600_000, abs=60_000)


# History


async def test_own_history_needs_no_consent_and_knows_the_same_search_again(
    client: httpx.AsyncClient, container: Container, clock: FixedClock
) -> None:
    student, other, guest = await signed_in(container), await signed_in(container), guest_headers()
    for headers in (student.headers, guest):
        for q, params in (("Piano", {}), ("", {}), ("violin", {"place": "online"}), ("piano ", {"limit": 3})):
            clock.advance(minutes=1)
            await search(client, q, headers, **params)
        kept = [(entry["q"], entry["filters"]) for entry in await history(client, headers)]
        assert kept == [("piano", {}), ("violin", {"place": "online"})]
    assert await history(client, other.headers) == []
    assert (await client.get("/api/search/history")).status_code == 401


async def test_history_can_be_removed_and_turned_off(client: httpx.AsyncClient, container: Container) -> None:
    student, other = await signed_in(container), await signed_in(container)
    for q in ("piano", "violin", "guitar"):
        await search(client, q, student.headers)
    entry = (await history(client, student.headers))[0]
    path = f"/api/search/history/{entry['id']}"
    assert (await client.delete(path, headers=other.headers)).status_code == 404
    assert (await client.delete(path, headers=student.headers)).status_code == 204
    assert (await client.delete(path, headers=student.headers)).status_code == 404
    assert len(await history(client, student.headers)) == 2
    assert (await client.delete("/api/search/history", headers=student.headers)).status_code == 204
    await client.patch("/api/auth/me", json={"keeps_search_history": False}, headers=student.headers)
    await search(client, "piano", student.headers | guest_headers())
    assert await history(client, student.headers) == []


async def test_a_guests_searches_become_the_persons_when_they_sign_in(
    client: httpx.AsyncClient, container: Container, session: AsyncSession, clock: FixedClock
) -> None:
    guest = uuid.uuid4()
    student = await signed_in(container, email="mia@example.com")
    await agrees(client, student)
    await search(client, "piano", student.headers)
    clock.advance(minutes=5)
    found = [await search(client, q, guest_headers(guest)) for q in ("violin", "piano")]
    form = {"username": "mia@example.com", "password": "seven quiet lighthouses"}
    login = await client.post("/api/auth/login", data=form, headers=guest_headers(guest))
    assert login.status_code == 200
    kept = await history(client, student.headers)
    assert sorted(entry["q"] for entry in kept) == ["piano", "violin"]
    assert len({entry["searched_at"] for entry in kept}) == 1
    assert await history(client, guest_headers(guest)) == []
    assert {(await event_of(session, each)).user_id for each in found} == {student.id}


async def test_a_new_person_brings_their_searches(client: httpx.AsyncClient, session: AsyncSession) -> None:
    """Their events stay a guest's, because nobody asked the person yet."""
    guest = guest_headers()
    found = await search(client, "violin", guest)
    person = {"email": "leo@example.com", "password": "seven quiet lighthouses", "first_name": "L", "last_name": "P"}
    answer = await client.post("/api/auth/register", json=person | {"role": "student"}, headers=guest)
    assert answer.status_code == 201
    assert (await event_of(session, found)).user_id is None
    body = {"email": "leo@example.com", "password": "seven quiet lighthouses"}
    assert (await client.post("/api/auth/session", json=body)).status_code == 200
    assert [entry["q"] for entry in await history(client, {})] == ["violin"]


async def test_who_keeps_no_history_gets_none_from_the_guest(client: httpx.AsyncClient, container: Container) -> None:
    student, guest = await signed_in(container, email="mia@example.com", keeps_search_history=False), guest_headers()
    await search(client, "violin", guest)
    body = {"email": "mia@example.com", "password": "seven quiet lighthouses"}
    await client.post("/api/auth/session", json=body, headers=guest)
    client.cookies.clear()
    assert await history(client, student.headers) == []
    assert await history(client, guest) == []


# Retention


async def test_what_is_too_old_is_forgotten(
    client: httpx.AsyncClient, container: Container, session: AsyncSession, clock: FixedClock
) -> None:
    student = await signed_in(container)
    await agrees(client, student)
    now = clock.now()
    ages = {"person": (364, 366), "guest": (89, 91)}
    for days in (*ages["person"], *ages["guest"]):
        clock.set(now - timedelta(days=days))
        headers = await _logged_in_then(container, student) if days in ages["person"] else guest_headers()
        await search(client, f"piano {days}", headers)
    clock.set(now)
    retention = build_retention_service(session, container.clock)
    for count in (1, 0):
        forgotten = await retention.forget_old()
        assert {name: forgotten[name] for name in forgotten if name.startswith("search")} == {
            "search events of people": count,
            "search events of guests": count,
            "search history of people": count,
            "search history of guests": count,
        }
    left = {int(q.split()[1]) for q in await session.scalars(select(SearchEvent.q))}
    assert left == {364, 89}
    assert await session.scalar(select(func.count()).select_from(SearchHistoryEntry)) == 2


async def _logged_in_then(container: Container, caller: Caller) -> dict[str, str]:
    return await auth_headers(container, caller.user)


async def test_an_instructor_searches_too(client: httpx.AsyncClient, container: Container, database: Database) -> None:
    teacher = await signed_in(container, RoleName.INSTRUCTOR)
    await search(client, "french", teacher.headers)
    assert [entry["q"] for entry in await history(client, teacher.headers)] == ["french"]
    async with database.session() as session:
        assert await session.scalar(select(User.analytics_consent).where(User.id == teacher.id)) is None
