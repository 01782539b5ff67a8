"""Somebody who has left a trace in every table: as a student, as an instructor, and in what others wrote."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.analytics.dependencies import build_market_facts
from app.core.clock import FixedClock
from app.core.container import Container
from app.core.enums import RoleName
from app.core.timerange import instant_to_wall
from app.notifications.dependencies import build_outbox_delivery
from app.notifications.mailer import RecordingMailer
from tests.factories.accounts import PASSWORD, Caller, auth_headers, signed_in
from tests.factories.instructors import make_instructor
from tests.factories.lessons import Scene, lesson_request, make_open_days, make_scene
from tests.waitlist.conftest import hand_out, wished

FIRST_NAME, LAST_NAME, EMAIL, PHONE = "Quillonia", "Zzyzxova", "quillonia.zzyzxova@example.com", "+1 917 555 0188"
ZIP_CODE, USER_AGENT = "99950", "Plantedbrowser/7.1"


@dataclass
class Trace:
    """The person, everything of theirs that must be in the export, and the world around them."""

    scene: Scene
    person: Caller
    admin: Caller
    clock: FixedClock
    planted: set[str] = field(default_factory=set)

    def plant(self, value: str) -> str:
        self.planted.add(value)
        return value

    async def get(self, path: str, caller: Caller | None = None) -> httpx.Response:
        return await self.scene.client.get(path, headers=(caller or self.person).headers)

    async def send(self, request: str, body: Any, caller: Caller | None = None, **headers: str) -> dict[str, Any]:
        """`trace.send("POST /api/...", {...})`, which must succeed."""
        method, _, path = request.partition(" ")
        said = (caller or self.person).headers | headers
        response = await self.scene.client.request(method, path, json=body, headers=said)
        assert response.is_success, response.text
        return dict(response.json()) if response.content else {}

    async def leave(self) -> httpx.Response:
        """A minute later than everything else."""
        self.clock.set(self.clock.now() + timedelta(minutes=1))
        body = {"password": PASSWORD}
        return await self.scene.client.post("/api/privacy/delete", json=body, headers=self.person.headers)


@pytest.fixture
async def trace(
    client: httpx.AsyncClient, container: Container, clock: FixedClock, connection: AsyncConnection
) -> Trace:
    scene = await make_scene(client, container)
    admin = await signed_in(container, RoleName.ADMIN)
    person = await signed_in(
        container,
        first_name=FIRST_NAME,
        last_name=LAST_NAME,
        email=EMAIL,
        phone=PHONE,
        zip_code=ZIP_CODE,
    )
    made = Trace(scene, person, admin, clock, planted={FIRST_NAME, LAST_NAME, EMAIL, PHONE, ZIP_CODE})
    await made.send(f"PUT /api/admin/users/{person.id}/roles", {"roles": ["student", "instructor"]}, admin)
    grants = {"granted": ["view_financials"], "denied": []}
    await made.send(f"PUT /api/admin/users/{person.id}/permissions", grants, admin)
    await signs_in(made)
    await teaches(made, container)
    await learns(made, container, clock)
    await waits(made, container)
    await searches(made, container)
    await is_spoken_of(made, connection)
    await repeats(made, connection)
    return made


async def signs_in(trace: Trace) -> None:
    agent = {"User-Agent": trace.plant(USER_AGENT)}
    form = {"username": EMAIL, "password": PASSWORD}
    tokens = (await trace.scene.client.post("/api/auth/login", data=form, headers=agent)).json()
    refresh = {"refresh_token": tokens["refresh_token"]}
    assert (await trace.scene.client.post("/api/auth/refresh", json=refresh)).status_code == 200
    await trace.scene.client.post("/api/auth/password-reset", json={"email": EMAIL})
    await trace.scene.client.post("/api/auth/verification", headers=trace.person.headers)
    await trace.send("PUT /api/notifications/preferences", {"reminders": False, "review_requests": True})
    await trace.send("POST /api/calendar/feed", None)


async def teaches(trace: Trace, container: Container) -> None:
    person = trace.person
    profile = {"headline": trace.plant("Patient headline of mine"), "bio": trace.plant("Biography of Qz")}
    async with container.database.session() as session:
        own = await make_instructor(session, user=person.user, profile=profile, subject="violin", clock=container.clock)
        await make_open_days(session, person.id, instant_to_wall(container.clock.now(), "America/New_York")[0])
        await session.commit()
    trace.plant(own.slug)
    offering = {"subject": "cello", "rate_cents": 9_000, "durations": [60], "places": ["online"]}
    described = {"description": trace.plant("Cello as my grandmother taught it")}
    await trace.send("POST /api/instructors/me/offerings", offering | described)
    await trace.send("PUT /api/instructors/me/service-areas", {"neighborhoods": ["astoria"]})
    day = trace.scene.day + timedelta(days=9)
    week = {"week_start": str(day - timedelta(days=day.weekday())), "version": 0, "days": {}}
    await trace.send("PUT /api/availability/week", week)
    pattern = {"version": 0, "sun": [{"start_time": "08:00", "end_time": "09:00"}]}
    await trace.send("PUT /api/availability/pattern", pattern)
    blackout = {"date": str(trace.scene.day + timedelta(days=20)), "reason": trace.plant("My sister's wedding")}
    await trace.send("POST /api/availability/blackouts", blackout)
    lesson = lesson_request(own, trace.scene.day, "15:00", note="Their note", address="Their address")
    taught = await trace.send("POST /api/bookings", lesson, trace.scene.other)
    trace.plant(taught["id"])
    await trace.send(f"PUT /api/favorites/{person.id}", None, trace.scene.other)


async def learns(trace: Trace, container: Container, clock: FixedClock) -> None:
    scene = trace.scene
    note, address = trace.plant("I broke my left wrist"), trace.plant("4711 Planted Avenue, 5B")
    ahead = await trace.send(
        "POST /api/bookings",
        scene.lesson("10:00", note=note, address=address),
        **{"Idempotency-Key": trace.plant("planted-key")},
    )
    trace.plant(ahead["id"])
    dropped = await trace.send("POST /api/bookings", scene.lesson("12:00"))
    await trace.send(f"POST /api/bookings/{dropped['id']}/cancel", {"reason": trace.plant("A funeral in Utica")})
    await trace.send("POST /api/bookings/holds", scene.lesson("13:30"))
    await trace.send(f"PUT /api/favorites/{scene.instructor.id}", None)
    trace.plant(str(scene.instructor.id))
    await reviewed(trace, container, clock)


async def waits(trace: Trace, container: Container) -> None:
    """For an hour of a day that the instructor had off and then had not: it is kept for them."""
    scene, day = trace.scene, str(trace.scene.day + timedelta(days=3))
    await trace.send("POST /api/availability/blackouts", {"date": day}, scene.teacher)
    wish = await wished(scene, trace.person, dates=[day], until=day)
    trace.plant(wish["id"])
    await trace.send(f"DELETE /api/availability/blackouts/{day}", None, scene.teacher)
    assert await hand_out(container) == 1


async def reviewed(trace: Trace, container: Container, clock: FixedClock) -> None:
    """A lesson that was, on both sides: with what each said of it."""
    now = clock.now()
    today = instant_to_wall(now, "America/New_York")[0]
    clock.set(now - timedelta(days=3))
    people = {
        caller.id: Caller(caller.user, await auth_headers(container, caller.user))
        for caller in (trace.person, trace.scene.other)
    }
    async with container.database.session() as session:
        first = today - timedelta(days=2)
        for instructor_id in (trace.scene.instructor.id, trace.person.id):
            await make_open_days(session, instructor_id, first, days=1)
        await session.commit()
    taken = trace.scene.lesson("09:00", date=str(first))
    learned = await trace.send("POST /api/bookings", taken, people[trace.person.id])
    own = (await trace.get("/api/instructors/me", people[trace.person.id])).json()
    given = taken | {"instructor_id": own["id"], "offering_id": own["offerings"][0]["id"], "start_time": "14:00"}
    taught = await trace.send("POST /api/bookings", given, people[trace.scene.other.id])
    clock.set(now)
    for lesson, teacher in ((learned, trace.scene.teacher), (taught, trace.person)):
        await trace.send(f"POST /api/bookings/{lesson['id']}/complete", None, teacher)
    said = {"rating": 5, "text": trace.plant("Taught me vibrato at last")}
    await trace.send(f"POST /api/bookings/{learned['id']}/review", said)
    praised = {"rating": 4, "text": f"{FIRST_NAME} is wonderful"}
    review = await trace.send(f"POST /api/bookings/{taught['id']}/review", praised, trace.scene.other)
    answer = {"answer": trace.plant("Come again to my studio")}
    await trace.send(f"PUT /api/reviews/{review['id']}/answer", answer)


async def searches(trace: Trace, container: Container) -> None:
    await trace.send("PATCH /api/auth/me", {"analytics_consent": True})
    person = trace.person.headers | {"Referer": f"https://{trace.plant('blog.example.org')}/me"}
    client, words = trace.scene.client, trace.plant("piano for my nephew zzyzx")
    found = (await client.get("/api/search", params={"q": words}, headers=person)).json()
    looked_at = {"search_id": found["search_id"], "instructor_id": str(trace.scene.instructor.id), "kind": "click"}
    await trace.send("POST /api/search/interactions", looked_at)
    async with container.database.session() as session:
        await build_market_facts(session, container.clock).gather()


async def repeats(trace: Trace, connection: AsyncConnection) -> None:
    """A series on either side, and a mail that asked for the address to be proven."""
    taught = (await trace.get("/api/instructors/me")).json()
    series = text(
        "INSERT INTO booking_series (id, student_id, instructor_id, offering_id, first_date, start_time,"
        " duration_minutes, interval_weeks, count, mode)"
        " SELECT gen_random_uuid(), :student, :instructor, :offering, :day, '09:00', 60, 1, 2, mode"
        " FROM (VALUES ('all_or_nothing')) AS one (mode)"
    )
    for student, instructor, offering in (
        (trace.person.id, trace.scene.instructor.id, trace.scene.instructor.offerings[0].id),
        (trace.scene.other.id, trace.person.id, taught["offerings"][0]["id"]),
    ):
        sides = {"student": student, "instructor": instructor, "offering": offering, "day": trace.scene.day}
        await connection.execute(series, sides)
    await connection.execute(
        text("INSERT INTO email_verifications (token_hash, user_id, expires_at) VALUES ('h', :id, now())"),
        {"id": trace.person.id},
    )


async def is_spoken_of(trace: Trace, connection: AsyncConnection) -> None:
    """The other side gives a reason with the name in it, and a mail about it can never be delivered."""
    lesson = trace.scene.lesson("16:00")
    booked = await trace.send("POST /api/bookings", lesson)
    reason = f"{FIRST_NAME} asked me to"
    await trace.send(f"POST /api/bookings/{booked['id']}/cancel", {"reason": reason}, trace.scene.teacher)
    await connection.execute(
        text("UPDATE outbox SET dead_at = now(), last_error = 'refused' WHERE key LIKE :key"),
        {"key": f"booking:{booked['id']}:cancelled:%:instructor"},
    )


async def deliver(container: Container) -> RecordingMailer:
    mailer = RecordingMailer()
    async with container.database.session() as session:
        # Due by the clock of the test, which is not the server's.
        await session.execute(text("UPDATE outbox SET available_at = :now"), {"now": container.clock.now()})
        await build_outbox_delivery(session, container, mailer).deliver_due()
    return mailer
