"""Twenty people wait for one time and several workers hand it out at once: on real connections, with real commits.

And the controls: without the guards the same workers offer one time twice.
"""

import asyncio
import random
import uuid
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

import httpx
import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.bookings.dependencies import build_booking_service
from app.bookings.domain import BookingStatus, EventKind
from app.bookings.models import Booking
from app.bookings.repository import BookingRepository
from app.catalog.dependencies import build_catalog_service
from app.core.clock import FixedClock
from app.core.container import Container
from app.core.events import Outbox
from app.waitlist.models import WaitlistOffer, WaitlistWish
from app.waitlist.repository import Waiting, WaitlistRepository
from app.waitlist.service import WaitlistService
from tests.factories.accounts import Caller, auth_headers, signed_in
from tests.factories.lessons import Scene, make_scene
from tests.proof import scaled
from tests.waitlist.conftest import cancel, confirm, hand_out, wished

WAITING, WORKERS = 20, 6
STEPS = scaled(40, 1_000)
# With the buffers between, nothing is left of the day.
FULL_DAY = ("09:00", "10:15", "11:30", "12:45", "14:00", "15:15")
CONSTRAINTS = ("ex_bookings_instructor_time", "ex_bookings_student_time")

Line = tuple[Scene, list[Caller], list[dict[str, Any]]]


class CarelessWaitlist(WaitlistRepository):
    """Every worker believes that it is alone, and begins at another place of the line."""

    def __init__(self, session: AsyncSession, begins_at: int) -> None:
        super().__init__(session)
        self._begins_at = begins_at

    async def try_lock_queue(self) -> bool:
        return True

    async def fitting(self, now: datetime, without: Collection[uuid.UUID] = ()) -> list[Waiting]:
        return (await super().fitting(now, without))[self._begins_at :]


class CarelessBookings(BookingRepository):
    """Locks nothing, and writes first when every worker has seen that the time is free."""

    def __init__(self, session: AsyncSession, all_have_looked: asyncio.Barrier) -> None:
        super().__init__(session)
        self._all_have_looked: asyncio.Barrier | None = all_have_looked

    async def lock_time(self, instructor_id: uuid.UUID, student_id: uuid.UUID) -> None:
        return None

    async def add(self, booking: Booking, event: EventKind, actor_id: uuid.UUID) -> bool:
        if self._all_have_looked is not None:
            barrier, self._all_have_looked = self._all_have_looked, None
            await barrier.wait()
        return await super().add(booking, event, actor_id)


async def careless_workers(container: Container) -> None:
    """All at once; those whom a constraint stops fail, and that is fine."""
    barrier = asyncio.Barrier(WORKERS)
    work = (careless_hand_out(container, worker, barrier) for worker in range(WORKERS))
    async with asyncio.timeout(60):
        await asyncio.gather(*work, return_exceptions=True)


async def careless_hand_out(container: Container, worker: int, barrier: asyncio.Barrier) -> int:
    async with container.database.session() as session:
        repository = CarelessBookings(session, barrier)
        bookings = build_booking_service(session, container.clock, container.live, repository)
        waitlist, catalog = CarelessWaitlist(session, worker), build_catalog_service(session)
        service = WaitlistService(session, waitlist, bookings, catalog, Outbox(session), container.clock)
        return await service.hand_out()


@pytest.fixture
async def line(live_client: httpx.AsyncClient, live_container: Container) -> Line:
    """Twenty wishes in order for the one hour that a cancelled lesson has just freed."""
    scene = await make_scene(live_client, live_container)
    booking = await scene.booked("10:00")
    people = [await signed_in(live_container) for _ in range(WAITING)]
    wishes = [await wished(scene, person, start_time="10:00", end_time="11:00") for person in people]
    await cancel(scene, booking)
    return scene, people, wishes


async def live_offers(container: Container) -> list[WaitlistOffer]:
    query = (
        select(WaitlistOffer)
        .join(Booking, Booking.id == WaitlistOffer.booking_id)
        .where(Booking.status == BookingStatus.HELD, Booking.expires_at > container.clock.now())
    )
    async with container.database.session() as session:
        return list(await session.scalars(query))


async def overlaps(container: Container) -> int:
    query = select(Booking.occupied).where(
        Booking.takes_time, Booking.expires_at.is_(None) | (Booking.expires_at > container.clock.now())
    )
    async with container.database.session() as session:
        spans = list(await session.scalars(query))
    return sum(one.overlaps(other) for one, other in combinations(spans, 2))


async def test_one_time_is_offered_once_to_the_first_in_line_and_then_to_the_next(
    line: Line, live_container: Container, clock: FixedClock
) -> None:
    _, _, wishes = line
    for turn in range(4):
        counts = await asyncio.gather(*(hand_out(live_container) for _ in range(WORKERS)))
        assert sum(counts) == 1
        (offer,) = await live_offers(live_container)
        assert str(offer.wish_id) == wishes[turn]["id"], f"turn {turn}"
        clock.advance(minutes=10)


async def test_people_who_take_the_time_meanwhile_and_workers_never_get_the_same(
    line: Line, live_container: Container
) -> None:
    """Some hold it, some book it, and the workers offer it to those who wait."""
    scene, people, _ = line

    async def hold(person: Caller) -> httpx.Response:
        return await scene.client.post("/api/bookings/holds", json=scene.lesson("10:00"), headers=person.headers)

    answers = await asyncio.gather(
        *(hold(person) for person in people[10:15]),
        *(hand_out(live_container) for _ in range(WORKERS)),
        *(scene.book("10:00", person) for person in people[15:]),
    )
    replies = [answer for answer in answers if isinstance(answer, httpx.Response)]
    assert {(reply.status_code, reply.json().get("code")) for reply in replies} <= {(201, None), (409, "time_taken")}
    taken = sum(reply.status_code == 201 for reply in replies)
    assert taken + len(await live_offers(live_container)) == 1
    assert await overlaps(live_container) == 0


async def test_control_the_constraints_alone_keep_offers_apart(line: Line, live_container: Container) -> None:
    await careless_workers(live_container)
    assert len(await live_offers(live_container)) == 1
    assert await overlaps(live_container) == 0


async def test_control_without_any_guard_one_time_is_offered_twice(line: Line, live_container: Container) -> None:
    async with live_container.database.session() as session:
        for constraint in CONSTRAINTS:
            await session.execute(text(f"ALTER TABLE bookings DROP CONSTRAINT {constraint}"))
        await session.commit()
    await careless_workers(live_container)
    assert len(await live_offers(live_container)) > 1


class Walk:
    """Does at random what people and workers do, and looks after each step whether all is as it must be."""

    def __init__(self, scene: Scene, people: Sequence[Caller], clock: FixedClock, seed: int) -> None:
        self._scene, self._people, self._clock = scene, people, clock
        self._random = random.Random(seed)

    async def step(self) -> None:
        action = self._random.choice((self._wish, self._free, self._answer, self._wait, self._work, self._work))
        await action()
        await self._look()

    async def _headers(self, person: Caller) -> Caller:
        return Caller(person.user, await auth_headers(self._scene.container, person.user))

    async def _wish(self) -> None:
        person = await self._headers(self._random.choice(self._people))
        start = self._random.randrange(9, 15)
        body = {
            "instructor_id": str(self._scene.instructor.id),
            "offering_id": str(self._scene.instructor.offerings[0].id),
            "duration_minutes": self._random.choice((30, 60, 90)),
            "place": "online",
            "start_time": f"{start:02d}:00",
            "end_time": f"{start + 2:02d}:00",
            "dates": [str(self._scene.day)],
            "until": str(self._scene.day),
        }
        answer = await self._scene.client.post("/api/waitlist", json=body, headers=person.headers)
        assert answer.status_code in (201, 409), answer.text
        if answer.status_code == 409 and answer.json()["code"] == "bookable_now":
            first = answer.json()["available_now"][0]
            booked = await self._scene.book(
                first["start_time"], person, duration_minutes=body["duration_minutes"], date=first["date"]
            )
            assert booked.status_code == 201, "what is said to be bookable now is"

    async def _free(self) -> None:
        query = select(Booking.id, Booking.student_id).where(Booking.status == BookingStatus.CONFIRMED)
        async with self._scene.container.database.session() as session:
            lessons = list(await session.execute(query))
        if lessons:
            lesson = self._random.choice(lessons)
            owner = await self._headers(next(p for p in self._people if p.id == lesson.student_id))
            await cancel(self._scene, {"id": str(lesson.id)}, owner)

    async def _answer(self) -> None:
        for person in [await self._headers(person) for person in self._people]:
            path = "/api/waitlist?status=offered"
            offered = (await self._scene.client.get(path, headers=person.headers)).json()["items"]
            live = [wish for wish in offered if wish["status"] == "offered"]
            if live:
                await self._decide(person, self._random.choice(live))
                return

    async def _decide(self, person: Caller, wish: dict[str, Any]) -> None:
        decision, path = self._random.choice(("confirm", "decline", "withdraw")), f"/api/waitlist/{wish['id']}"
        if decision == "confirm":
            answer = await confirm(self._scene, person, wish["offer"])
        elif decision == "decline":
            answer = await self._scene.client.post(f"{path}/decline", headers=person.headers)
        else:
            answer = await self._scene.client.delete(path, headers=person.headers)
        assert answer.is_success, (decision, answer.text)

    async def _wait(self) -> None:
        self._clock.advance(minutes=self._random.choice((1, 5, 10)))

    async def _work(self) -> None:
        await asyncio.gather(*(hand_out(self._scene.container) for _ in range(2)))
        await self._nobody_was_passed_over()

    async def _look(self) -> None:
        offers = await live_offers(self._scene.container)
        assert len({offer.wish_id for offer in offers}) == len(offers), "one offer a wish"
        assert await overlaps(self._scene.container) == 0

    async def _nobody_was_passed_over(self) -> None:
        """Whoever still waits after the work is done could be given nothing new."""
        container = self._scene.container
        async with container.database.session() as session:
            waitlist = WaitlistRepository(session)
            left = await waitlist.fitting(container.clock.now())
            known = await waitlist.offered_before(waiting.wish_id for waiting in left)
        for waiting in left:
            assert _new_starts(waiting, known.get(waiting.wish_id, set())) == []


def _new_starts(waiting: Waiting, known: set[tuple[uuid.UUID, datetime]]) -> list[datetime]:
    return [
        start.starts_at
        for candidate in waiting.candidates
        for start in candidate.starts()
        if (candidate.instructor_id, start.starts_at) not in known
    ]


@pytest.mark.proof
async def test_whatever_people_do_the_rules_hold(
    live_client: httpx.AsyncClient, live_container: Container, clock: FixedClock
) -> None:
    scene = await make_scene(live_client, live_container)
    people = [await signed_in(live_container) for _ in range(6)]
    for person, start in zip(people, FULL_DAY, strict=True):
        await scene.booked(start, person)
    walk = Walk(scene, people, clock, seed=20_270_308)
    deadline = clock.now() + timedelta(hours=36)
    for _ in range(STEPS):
        if clock.now() > deadline:
            break
        await walk.step()
    async with live_container.database.session() as session:
        wishes = list(await session.scalars(select(WaitlistWish.status)))
        offers = list(await session.scalars(select(WaitlistOffer.outcome)))
    assert len(set(wishes)) > 1, "the walk went through several states"
    assert len(offers) > 1
