"""Anything that people may do, in any order, with the clock going on: what must be true is true after every step.

A machine draws the steps; the product does them over HTTP, in one rolled-back transaction an example. What each step
must have left behind is kept in a small model beside it, written from the product's words. Most steps are drawn so that
they can succeed; how often each did is counted, and one that never does fails the proof.
"""

import asyncio
import inspect
import os
from collections import Counter
from collections.abc import Coroutine, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import Any, TypeVar

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.pool import NullPool

from app.bookings.dependencies import build_booking_service
from app.bookings.models import Booking, BookingEvent
from app.core.clock import FixedClock
from app.core.container import Container
from app.core.database import create_engine
from app.core.security import PasswordHasher
from app.core.timerange import format_minute, instant_to_wall, parse_minute
from app.waitlist.dependencies import build_waitlist_service
from app.waitlist.models import WaitlistOffer
from tests.conftest import OneConnectionDatabase, calling, make_container, make_settings
from tests.databases import asyncpg_url, running_clone
from tests.factories.accounts import Caller, auth_headers
from tests.factories.lessons import Scene, make_open_days, make_scene
from tests.proof import say, scaled

pytestmark = [pytest.mark.proof, pytest.mark.integration]

NEW_YORK = "America/New_York"
# A few days before clocks go back, so that lessons lie on both sides of it.
BEGIN = datetime(2027, 11, 4, 14, tzinfo=UTC)
DAYS = 35
RATE_CENTS = 8_050
T = TypeVar("T")

# Written again from the product's words: what a history line does to a booking that is in the state before it.
STORY = {
    (None, "held"): "held",
    (None, "booked"): "confirmed",
    ("held", "booked"): "confirmed",
    ("held", "expired"): "expired",
    ("confirmed", "rescheduled"): "confirmed",
    ("confirmed", "cancelled"): "cancelled",
    ("confirmed", "completed"): "completed",
    ("confirmed", "no_show"): "no_show",
}

days = st.integers(0, DAYS - 8)
minutes = st.integers(8 * 4, 20 * 4 - 1).map(lambda quarter: quarter * 15)
lengths = st.sampled_from([30, 60, 90])
who = st.sampled_from(["student", "other"])
# Which of those that the product has by now: the model says which of them.
picks = st.integers(0, 40)
# Whether a step is drawn so that it can succeed.
likely = st.sampled_from([True, True, True, False])
SUCCESSES = frozenset(
    {"book", "hold", "confirm", "release", "reschedule", "swap", "cancel", "close", "book_series", "cancel_series"}
    | {"move_series", "edit_hours", "black_out", "wish", "take_offer", "decline_offer", "withdraw"}
)


class World:
    """The product on one connection of a clone, and a loop to run it on."""

    def __init__(self, application: FastAPI, url: str, redis_url: str, passwords: PasswordHasher) -> None:
        self.runner = asyncio.Runner()
        self._application = application
        self._urls = (url, redis_url)
        self._passwords = passwords
        self._engine: AsyncEngine | None = None
        self.succeeded: Counter[str] = Counter()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    async def begin(self) -> tuple[Scene, FixedClock]:
        url, redis_url = self._urls
        clock = FixedClock(BEGIN)
        self._engine = create_engine(asyncpg_url(url), poolclass=NullPool)
        self._connection: AsyncConnection = await self._engine.connect()
        self._transaction = await self._connection.begin()
        self.container: Container = make_container(
            make_settings(url, redis_url), OneConnectionDatabase(self._connection), clock, self._passwords
        )
        self._calling = calling(self._application, self.container)
        client = await self._calling.__aenter__()
        scene = await make_scene(client, self.container, rate_cents=RATE_CENTS, profile={"min_notice_minutes": 0})
        async with self.container.database.session() as session:
            first = instant_to_wall(BEGIN, NEW_YORK)[0] + timedelta(days=14)
            await make_open_days(session, scene.teacher.id, first, DAYS - 14)
            await session.commit()
        return scene, clock

    async def end(self) -> None:
        await self._calling.__aexit__(None, None, None)
        await self._transaction.rollback()
        await self._connection.close()
        await self.container.redis.aclose()
        assert self._engine is not None
        await self._engine.dispose()

    def close(self) -> None:
        self.runner.close()


class LifeOfBookings(RuleBasedStateMachine):
    """`expected` is what each booking must be by now: its state, and how many lines its history has."""

    world: World

    @initialize()
    def open(self) -> None:
        self.scene, self.clock = self.world.run(self.world.begin())
        self.first_day = instant_to_wall(BEGIN, NEW_YORK)[0]
        self.expected: dict[str, tuple[str, int]] = {}
        self.bookings: dict[str, dict[str, Any]] = {}
        self.series: list[dict[str, Any]] = []
        self.wishes: list[dict[str, Any]] = []
        self.callers: dict[str, Caller] = {
            "student": self.scene.student, "other": self.scene.other, "teacher": self.scene.teacher,
        }  # fmt: skip

    def teardown(self) -> None:
        if hasattr(self, "scene"):
            self.world.run(self.world.end())

    # Asking

    def ask(self, method: str, path: str, caller: str, body: Mapping[str, Any] | None = None) -> httpx.Response:
        headers = self.callers[caller].headers
        answer = self.world.run(self.scene.client.request(method, path, json=body, headers=headers))
        assert answer.status_code < 500, answer.text
        step = inspect.stack()[1].function
        if step in SUCCESSES and method != "GET" and answer.is_success:
            self.world.succeeded[step] += 1
        return answer

    def some(self, state: str, pick: int, likely: bool) -> dict[str, Any] | None:
        """One that is in this state, or, where it is not likely, in any."""
        found = [item for key, item in self.bookings.items() if not likely or self.expected[key][0] == state]
        return found[pick % len(found)] if found else None

    def free(self, day: int, minute: int, length: int, likely: bool) -> int:
        """The start on that day nearest to `minute` that is offered, where it is to be likely."""
        offered = self.world.run(self.scene.starts(self.day(day), length)) if likely else []
        return min(map(parse_minute, offered), key=lambda start: abs(start - minute), default=minute)

    def day(self, number: int) -> date:
        return self.first_day + timedelta(days=number)

    def lesson(self, day: int, minute: int, length: int) -> dict[str, Any]:
        return self.scene.lesson(format_minute(minute), date=str(self.day(day)), duration_minutes=length)

    def note(self, booking: Mapping[str, Any], state: str, lines: int = 1) -> None:
        """That so many lines came to a booking's history, and what it now is."""
        self.expected[booking["id"]] = (state, self.expected.get(booking["id"], ("", 0))[1] + lines)
        if "student" in booking:
            self.bookings.setdefault(booking["id"], dict(booking))

    def state(self, booking: Mapping[str, Any]) -> str:
        return self.expected[booking["id"]][0]

    # What people do

    @rule(caller=who, day=days, minute=minutes, length=lengths, likely=likely)
    def book(self, caller: str, day: int, minute: int, length: int, likely: bool) -> None:
        minute = self.free(day, minute, length, likely)
        offered = self.world.run(self.scene.starts(self.day(day), length))
        is_busy = self.is_busy(caller, day, minute, length)
        answer = self.ask("POST", "/api/bookings", caller, self.lesson(day, minute, length))
        assert (answer.status_code == 201) == (format_minute(minute) in offered and not is_busy), answer.text
        self.made(answer, "confirmed")

    @rule(caller=who, day=days, minute=minutes, length=lengths, likely=likely)
    def hold(self, caller: str, day: int, minute: int, length: int, likely: bool) -> None:
        minute = self.free(day, minute, length, likely)
        self.made(self.ask("POST", "/api/bookings/holds", caller, self.lesson(day, minute, length)), "held")

    @rule(pick=picks, likely=likely)
    def confirm(self, pick: int, likely: bool) -> None:
        held = self.some("held", pick, likely)
        if held is None:
            return
        body = self.scene.lesson(
            held["start_time"], date=held["booking_date"], duration_minutes=held["duration_minutes"]
        )
        answer = self.ask("POST", "/api/bookings", self.side(held), body | {"hold_id": held["id"]})
        if answer.status_code == 201 and answer.json()["id"] == held["id"]:
            assert self.state(held) == "held"
            self.note(held, "confirmed")
        else:
            self.made(answer, "confirmed")

    @rule(pick=picks, likely=likely)
    def release(self, pick: int, likely: bool) -> None:
        held = self.some("held", pick, likely)
        if held is None:
            return
        answer = self.ask("DELETE", f"/api/bookings/holds/{held['id']}", self.side(held))
        if answer.status_code == 204 and self.state(held) == "held":
            self.note(held, "expired")

    @rule(pick=picks, day=days, minute=minutes, likely=likely)
    def reschedule(self, pick: int, day: int, minute: int, likely: bool) -> None:
        booking = self.some("confirmed", pick, likely)
        if booking is None:
            return
        minute = self.free(day, minute, booking["duration_minutes"], likely)
        body = {"date": str(self.day(day)), "start_time": format_minute(minute)}
        answer = self.ask("POST", f"/api/bookings/{booking['id']}/reschedule", self.side(booking), body)
        if answer.status_code == 200:
            assert self.state(booking) == "confirmed"
            assert (answer.json()["booking_date"], answer.json()["start_time"]) == tuple(body.values())
            self.note(booking, "confirmed")

    @rule(pick=picks, other_pick=picks, likely=likely)
    def swap(self, pick: int, other_pick: int, likely: bool) -> None:
        one, other = self.some("confirmed", pick, likely), self.some("confirmed", other_pick, likely)
        if one is None or other is None:
            return
        body = {"with_booking_id": other["id"]}
        answer = self.ask("POST", f"/api/bookings/{one['id']}/swap", self.side(one), body)
        if answer.status_code == 200:
            for booking in (one, other):
                assert self.state(booking) == "confirmed"
                self.note(booking, "confirmed")

    @rule(pick=picks, by_teacher=st.booleans(), likely=likely)
    def cancel(self, pick: int, by_teacher: bool, likely: bool) -> None:
        booking = self.some("confirmed", pick, likely)
        if booking is None:
            return
        caller = "teacher" if by_teacher else self.side(booking)
        answer = self.ask("POST", f"/api/bookings/{booking['id']}/cancel", caller, {"reason": "ill"})
        if answer.status_code == 200:
            assert self.state(booking) == "confirmed"
            self.note(booking, "cancelled")

    @rule(pick=picks, action=st.sampled_from(["complete", "no-show"]), likely=likely)
    def close(self, pick: int, action: str, likely: bool) -> None:
        booking = self.some("confirmed", pick, likely)
        if booking is None:
            return
        if likely:
            ends_at = next(item.ends_at for item in self.stored() if str(item.id) == booking["id"])
            self.time_goes_by(max(ends_at - self.clock.now(), timedelta()))
        answer = self.ask("POST", f"/api/bookings/{booking['id']}/{action}", "teacher")
        if answer.status_code == 200:
            assert self.state(booking) == "confirmed"
            self.note(booking, {"complete": "completed", "no-show": "no_show"}[action])

    @rule(
        caller=who,
        day=st.integers(0, 13),
        minute=minutes,
        count=st.integers(2, 3),
        mode=st.sampled_from(["all_or_nothing", "best_effort"]),
        likely=likely,
    )
    def book_series(self, caller: str, day: int, minute: int, count: int, mode: str, likely: bool) -> None:
        body = self.lesson(day, self.free(day, minute, 60, likely), 60)
        body["first_date"] = body.pop("date")
        asked = body | {"count": count, "interval_weeks": 1}
        possible = self.quote_series(caller, asked)
        answer = self.ask("POST", "/api/bookings/series", caller, asked | {"mode": mode})
        assert (answer.status_code == 201) == (possible > 0 and (mode == "best_effort" or possible == count))
        if answer.status_code == 201:
            made = [item["booking"] for item in answer.json()["dates"] if item["booking"]]
            assert len(made) == possible
            for booking in made:
                self.note(booking, "confirmed")
            self.series.append({"id": answer.json()["id"], "caller": caller, "lessons": made})

    def quote_series(self, caller: str, asked: dict[str, Any]) -> int:
        return int(self.ask("POST", "/api/bookings/series/quote", caller, asked).json()["available_count"])

    @precondition(lambda self: self.series)
    @rule(pick=picks, scope=st.sampled_from(["one", "following", "all"]), at=st.integers(0, 3))
    def cancel_series(self, pick: int, scope: str, at: int) -> None:
        made = self.series[pick % len(self.series)]
        chosen = made["lessons"][at % len(made["lessons"])]
        body = {"scope": scope, "booking_id": chosen["id"], "reason": "ill"}
        answer = self.ask("POST", f"/api/bookings/series/{made['id']}/cancel", made["caller"], body)
        self.changed(answer, "cancelled")

    @precondition(lambda self: self.series)
    @rule(
        pick=picks,
        scope=st.sampled_from(["one", "following", "all"]),
        at=st.integers(0, 3),
        later=st.integers(-7, 7),
        minute=minutes,
    )
    def move_series(self, pick: int, scope: str, at: int, later: int, minute: int) -> None:
        made = self.series[pick % len(self.series)]
        chosen = made["lessons"][at % len(made["lessons"])]
        day = date.fromisoformat(chosen["booking_date"]) + timedelta(days=later)
        body = {"scope": scope, "booking_id": chosen["id"], "date": str(day), "start_time": format_minute(minute)}
        answer = self.ask("POST", f"/api/bookings/series/{made['id']}/reschedule", made["caller"], body)
        self.changed(answer, "confirmed")

    # Waiting for a time

    @rule(caller=who, pick=picks, day=days, minute=minutes, likely=likely)
    def wish(self, caller: str, pick: int, day: int, minute: int, likely: bool) -> None:
        """For just the time of a lesson that somebody has, which is then given up, or for any."""
        taken = self.some("confirmed", pick, likely=True) if likely else None
        lesson = taken and next(item for item in self.stored() if str(item.id) == taken["id"])
        start, wanted = (lesson.start_time, str(lesson.booking_date)) if lesson else (minute, str(self.day(day)))
        asked = self.scene.lesson(format_minute(start), date=wanted, duration_minutes=30)
        body = {name: asked[name] for name in ("instructor_id", "offering_id", "duration_minutes", "place")}
        body |= {"start_time": format_minute(start), "end_time": format_minute(start + 30)}
        body |= {"dates": [wanted], "until": wanted}
        answer = self.ask("POST", "/api/waitlist", caller, body)
        if answer.status_code == 201:
            self.wishes.append({"id": answer.json()["id"], "caller": caller})
            if taken:
                self.give_up(taken)
                self.times_are_handed_out()

    def give_up(self, booking: dict[str, Any]) -> None:
        answer = self.ask("POST", f"/api/bookings/{booking['id']}/cancel", self.side(booking), {"reason": "ill"})
        assert answer.status_code == 200, answer.text
        self.note(booking, "cancelled")

    def offers(self) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """Wishes of which something is kept at present, with that."""
        seen = [(wish, self.ask("GET", f"/api/waitlist/{wish['id']}", wish["caller"]).json()) for wish in self.wishes]
        return [(wish, read["offer"]) for wish, read in seen if read["status"] == "offered"]

    @rule(pick=picks)
    def take_offer(self, pick: int) -> None:
        found = self.offers()
        if not found:
            return
        wish, offer = found[pick % len(found)]
        body = self.scene.lesson(offer["start_time"], date=offer["date"], duration_minutes=offer["duration_minutes"])
        answer = self.ask("POST", "/api/bookings", wish["caller"], body | {"hold_id": offer["hold_id"]})
        assert answer.status_code == 201, answer.text
        assert answer.json()["id"] == offer["hold_id"]
        self.note(answer.json(), "confirmed")

    @rule(pick=picks)
    def decline_offer(self, pick: int) -> None:
        found = self.offers()
        if not found:
            return
        wish, offer = found[pick % len(found)]
        answer = self.ask("POST", f"/api/waitlist/{wish['id']}/decline", wish["caller"])
        assert answer.status_code == 200, answer.text
        self.note({"id": offer["hold_id"]}, "expired")

    @precondition(lambda self: self.wishes)
    @rule(pick=picks)
    def withdraw(self, pick: int) -> None:
        kept = {wish["id"]: offer["hold_id"] for wish, offer in self.offers()}
        wish = self.wishes[pick % len(self.wishes)]
        answer = self.ask("DELETE", f"/api/waitlist/{wish['id']}", wish["caller"])
        if answer.status_code == 204 and wish["id"] in kept:
            self.note({"id": kept[wish["id"]]}, "expired")

    # What the instructor does

    @rule(day=days, from_hour=st.integers(0, 20), hours=st.integers(0, 10))
    def edit_hours(self, day: int, from_hour: int, hours: int) -> None:
        """Another day's hours, or none: bookings stand."""
        monday = self.day(day) - timedelta(days=self.day(day).weekday())
        week = self.ask("GET", f"/api/availability/week?week_start={monday}", "teacher").json()
        last = min(from_hour + hours, 24)
        ranges = [{"start_time": f"{from_hour:02}:00", "end_time": f"{last:02}:00"}] if last > from_hour else []
        kept = {
            key: [{name: item[name] for name in ("start_time", "end_time")} for item in value]
            for key, value in week["days"].items()
        }
        body = {"week_start": str(monday), "version": week["version"], "days": kept | {str(self.day(day)): ranges}}
        answer = self.ask("PUT", "/api/availability/week", "teacher", body)
        assert answer.status_code == 200, answer.text

    @rule(day=days)
    def black_out(self, day: int) -> None:
        self.ask("POST", "/api/availability/blackouts", "teacher", {"date": str(self.day(day))})

    # What happens by itself

    @rule(amount=st.sampled_from([timedelta(minutes=4), timedelta(minutes=6), timedelta(hours=5), timedelta(days=3)]))
    def time_goes_by(self, amount: timedelta) -> None:
        self.clock.set(self.clock.now() + amount)
        self.callers = {name: self.world.run(self.sign_in(caller)) for name, caller in self.callers.items()}

    @rule()
    def what_runs_by_itself(self) -> None:
        self.world.run(self.sweep())
        for booking in self.stored():
            state, lines = self.expected[str(booking.id)]
            if state == "confirmed" and booking.ends_at <= self.clock.now() - timedelta(hours=24):
                self.expected[str(booking.id)] = ("completed", lines + 1)

    @rule()
    def times_are_handed_out(self) -> None:
        handed_out = self.world.run(self.hand_out())
        new = [item for item in self.stored() if str(item.id) not in self.expected]
        assert len(new) == handed_out
        for booking in new:
            assert (booking.is_offer, booking.status) == (True, "held")
            self.expected[str(booking.id)] = ("held", 1)

    async def hand_out(self) -> int:
        async with self.world.container.database.session() as session:
            return await build_waitlist_service(session, self.clock, self.world.container.live).hand_out()

    async def sweep(self) -> None:
        async with self.world.container.database.session() as session:
            service = build_booking_service(session, self.clock, self.world.container.live)
            await service.sweep_holds()
            await service.auto_complete()

    async def sign_in(self, caller: Caller) -> Caller:
        return Caller(caller.user, await auth_headers(self.world.container, caller.user))

    # What is true after every step

    @precondition(lambda self: hasattr(self, "scene"))
    @invariant()
    def nobody_is_in_two_places(self) -> None:
        now = self.clock.now()
        taking = [item for item in self.stored() if _takes_time(item, now)]
        for one, other in combinations(taking, 2):
            after, before = (timedelta(minutes=item.buffer_minutes) for item in (one, other))
            if one.instructor_id == other.instructor_id:
                assert one.ends_at + after <= other.starts_at or other.ends_at + before <= one.starts_at
            if one.student_id == other.student_id:
                assert one.ends_at <= other.starts_at or other.ends_at <= one.starts_at

    @precondition(lambda self: hasattr(self, "scene"))
    @invariant()
    def a_price_is_rate_times_minutes(self) -> None:
        for booking in self.stored():
            assert booking.rate_cents == RATE_CENTS
            assert abs(booking.price_cents * 60 - RATE_CENTS * booking.duration_minutes) <= 30
            assert booking.ends_at - booking.starts_at == timedelta(minutes=booking.duration_minutes)

    @precondition(lambda self: hasattr(self, "scene"))
    @invariant()
    def the_history_tells_all_of_it(self) -> None:
        stories: dict[str, list[BookingEvent]] = {str(booking.id): [] for booking in self.stored()}
        for line in self.world.run(self.read(select(BookingEvent).order_by(BookingEvent.id))):
            stories[str(line.booking_id)].append(line)
        assert stories.keys() == self.expected.keys()
        for booking in self.stored():
            self.check_story(booking, stories[str(booking.id)])

    def check_story(self, booking: Booking, story: list[BookingEvent]) -> None:
        state: str | None = None
        for line in story:
            state = STORY[state, line.kind]
        expected, lines = self.expected[str(booking.id)]
        assert booking.status == state
        if expected == "held" and state == "expired":
            # The clock ended it, and somebody who wanted the time wrote that down.
            assert booking.expires_at is not None
            assert booking.expires_at <= self.clock.now()
            self.note({"id": str(booking.id)}, "expired")
        else:
            assert (state, len(story)) == (expected, lines)
        told = [line.data for line in story if "starts_at" in line.data][-1]
        assert datetime.fromisoformat(told["starts_at"]) == booking.starts_at
        assert (told["booking_date"], told["start_time"]) == (
            str(booking.booking_date), format_minute(booking.start_time),
        )  # fmt: skip

    @precondition(lambda self: hasattr(self, "scene"))
    @invariant()
    def a_wish_has_one_offer(self) -> None:
        now = self.clock.now()
        live = {item.id for item in self.stored() if item.is_offer and item.status == "held" and _takes_time(item, now)}
        offers = [item for item in self.world.run(self.read(select(WaitlistOffer))) if item.booking_id in live]
        assert len(offers) == len(live) == len({item.wish_id for item in offers})

    # Parts of the above

    def made(self, answer: httpx.Response, state: str) -> None:
        if answer.status_code == 201:
            self.note(answer.json(), state)

    def changed(self, answer: httpx.Response, state: str) -> None:
        if answer.status_code == 200:
            for booking_id in answer.json()["changed"]:
                assert self.expected[booking_id][0] == "confirmed"
                self.note({"id": booking_id}, state)

    def side(self, booking: Mapping[str, Any]) -> str:
        return "student" if booking["student"]["id"] == str(self.scene.student.id) else "other"

    def is_busy(self, caller: str, day: int, minute: int, length: int) -> bool:
        student, now = self.callers[caller].id, self.clock.now()
        return any(
            item.student_id == student
            and item.booking_date == self.day(day)
            and item.start_time < minute + length
            and minute < item.start_time + item.duration_minutes
            for item in self.stored()
            if _takes_time(item, now)
        )

    def stored(self) -> list[Booking]:
        return self.world.run(self.read(select(Booking).order_by(Booking.id)))

    async def read(self, query: Any) -> list[Any]:
        async with self.world.container.database.session() as session:
            return list(await session.scalars(query))


def _takes_time(booking: Booking, now: datetime) -> bool:
    if booking.status == "held":
        return booking.expires_at is not None and booking.expires_at > now
    return booking.status in ("confirmed", "completed", "no_show")


@pytest.fixture
def world(application: FastAPI, server_url: str, redis_url: str, passwords: PasswordHasher) -> Iterator[World]:
    with running_clone(server_url, f"instainstru_test_{os.getpid()}_life") as url:
        made = World(application, url, redis_url, passwords)
        yield made
        made.close()


def test_whatever_people_do(world: World) -> None:
    machine = type("Machine", (LifeOfBookings,), {"world": world})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=scaled(5, 200),
            stateful_step_count=scaled(25, 60),
            deadline=None,
            derandomize=os.environ.get("PROOF_SCALE") != "full",
            suppress_health_check=list(HealthCheck),
        ),
    )
    say(f"succeeded: {dict(world.succeeded.most_common())}")
    if scaled(0, 1):
        assert set(world.succeeded) == SUCCESSES
