"""Every state, action and caller, cell by cell, over HTTP: what each gets, and that a refusal changes nothing.

Each action is tried when the clock allows it, so that only states and people decide.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.bookings.dependencies import build_booking_service
from app.bookings.models import Booking, BookingEvent
from app.core.clock import FixedClock
from app.core.enums import RoleName
from app.core.timerange import wall_to_instant
from tests.factories.accounts import Caller, auth_headers, signed_in
from tests.factories.lessons import Scene

CALLERS = ("guest", "student", "other student", "instructor", "other instructor", "admin")
STATES = ("held", "confirmed", "completed", "cancelled", "no_show", "expired")

# What the callers get, in the order of CALLERS. An instructor does not see holds; nobody sees another's booking.
TABLE: Mapping[tuple[str, str], str] = {
    # A hold is confirmed by its student; what is no hold is no more to be had, and an expired one is the time anew.
    ("confirm", "held"): "401 201 404 403 403 404",
    ("confirm", "confirmed"): "401 409 404 403 403 404",
    ("confirm", "completed"): "401 409 404 403 403 404",
    ("confirm", "cancelled"): "401 409 404 403 403 404",
    ("confirm", "no_show"): "401 409 404 403 403 404",
    ("confirm", "expired"): "401 201 404 403 403 404",
    # Giving a hold back twice is giving it back.
    ("release", "held"): "401 204 404 403 403 404",
    ("release", "confirmed"): "401 409 404 403 403 404",
    ("release", "completed"): "401 409 404 403 403 404",
    ("release", "cancelled"): "401 409 404 403 403 404",
    ("release", "no_show"): "401 409 404 403 403 404",
    ("release", "expired"): "401 204 404 403 403 404",
    # Moving is the student's.
    ("reschedule", "held"): "401 409 404 403 403 404",
    ("reschedule", "confirmed"): "401 200 404 403 403 404",
    ("reschedule", "completed"): "401 409 404 403 403 404",
    ("reschedule", "cancelled"): "401 409 404 403 403 404",
    ("reschedule", "no_show"): "401 409 404 403 403 404",
    ("reschedule", "expired"): "401 409 404 403 403 404",
    ("swap", "held"): "401 409 404 403 403 404",
    ("swap", "confirmed"): "401 200 404 403 403 404",
    ("swap", "completed"): "401 409 404 403 403 404",
    ("swap", "cancelled"): "401 409 404 403 403 404",
    ("swap", "no_show"): "401 409 404 403 403 404",
    ("swap", "expired"): "401 409 404 403 403 404",
    # Cancelling is either side's.
    ("cancel", "held"): "401 409 404 404 404 404",
    ("cancel", "confirmed"): "401 200 404 200 404 404",
    ("cancel", "completed"): "401 409 404 409 404 404",
    ("cancel", "cancelled"): "401 409 404 409 404 404",
    ("cancel", "no_show"): "401 409 404 409 404 404",
    ("cancel", "expired"): "401 409 404 404 404 404",
    # What became of the lesson is the instructor's to say.
    ("complete", "held"): "401 403 403 404 404 404",
    ("complete", "confirmed"): "401 403 403 200 404 404",
    ("complete", "completed"): "401 403 403 409 404 404",
    ("complete", "cancelled"): "401 403 403 409 404 404",
    ("complete", "no_show"): "401 403 403 409 404 404",
    ("complete", "expired"): "401 403 403 404 404 404",
    ("no-show", "held"): "401 403 403 404 404 404",
    ("no-show", "confirmed"): "401 403 403 200 404 404",
    ("no-show", "completed"): "401 403 403 409 404 404",
    ("no-show", "cancelled"): "401 403 403 409 404 404",
    ("no-show", "no_show"): "401 403 403 409 404 404",
    ("no-show", "expired"): "401 403 403 404 404 404",
}  # fmt: skip
AFTERWARDS = ("complete", "no-show")


@dataclass
class Table:
    """The scene with one booking, and one more beside it to swap with."""

    scene: Scene
    clock: FixedClock
    callers: dict[str, Caller | None]
    beside: Mapping[str, Any]

    async def headers(self, caller: str) -> dict[str, str]:
        who = self.callers[caller]
        return {} if who is None else await auth_headers(self.scene.container, who.user)

    async def ask(self, action: str, booking: Mapping[str, Any], caller: str) -> int:
        headers, client = await self.headers(caller), self.scene.client
        path = f"/api/bookings/{booking['id']}"
        match action:
            case "confirm":
                body = self.scene.lesson("12:00", hold_id=booking["id"])
                return (await client.post("/api/bookings", json=body, headers=headers)).status_code
            case "release":
                return (await client.delete(f"/api/bookings/holds/{booking['id']}", headers=headers)).status_code
            case "reschedule":
                body = {"date": str(self.scene.day), "start_time": "15:00"}
            case "swap":
                body = {"with_booking_id": self.beside["id"]}
            case "cancel":
                body = {"reason": "ill"}
            case _:
                body = {}
        return (await client.post(f"{path}/{action}", json=body or None, headers=headers)).status_code

    async def bring_to(self, state: str) -> Mapping[str, Any]:
        """A booking at noon in that state, by the ways that people have."""
        if state in ("held", "expired"):
            return await self._hold(state)
        booking = await self.scene.booked("12:00")
        if state == "cancelled":
            await self.ask("cancel", booking, "student")
        elif state != "confirmed":
            now = self.clock.now()
            self.clock.set(self.after)
            await self.ask({"completed": "complete", "no_show": "no-show"}[state], booking, "instructor")
            self.clock.set(now)
        return booking

    @property
    def after(self) -> datetime:
        return wall_to_instant(self.scene.day, 13 * 60 + 30, "America/New_York")

    async def _hold(self, state: str) -> Mapping[str, Any]:
        path, headers = "/api/bookings/holds", self.scene.student.headers
        held = (await self.scene.client.post(path, json=self.scene.lesson("12:00"), headers=headers)).json()
        if state == "expired":
            self.clock.advance(minutes=5)
            container = self.scene.container
            async with container.database.session() as session:
                await build_booking_service(session, self.clock, container.live).sweep_holds()
        return dict(held)


@pytest.fixture
async def table(scene: Scene, clock: FixedClock) -> Table:
    others = {
        "other instructor": await signed_in(scene.container, RoleName.INSTRUCTOR),
        "admin": await signed_in(scene.container, RoleName.ADMIN),
    }
    mine = {"guest": None, "student": scene.student, "other student": scene.other, "instructor": scene.teacher}
    return Table(scene, clock, mine | others, await scene.booked("09:00"))


def test_the_table_is_whole() -> None:
    actions = {action for action, _ in TABLE}
    assert set(TABLE) == set(product(actions, STATES))
    assert all(len(row.split()) == len(CALLERS) for row in TABLE.values())


@pytest.mark.parametrize("state", STATES)
async def test_every_action_and_caller(
    table: Table, state: str, connection: AsyncConnection, session: AsyncSession, clock: FixedClock
) -> None:
    booking = await table.bring_to(state)
    assert await stored(session, booking["id"]) == (state, await lines(session))
    begin = clock.now()
    for action in {action for action, _ in TABLE}:
        clock.set(table.after if action in AFTERWARDS else begin)
        answers = []
        for caller in CALLERS:
            undo = await connection.begin_nested()
            before = await stored(session, booking["id"])
            answers.append(str(await table.ask(action, booking, caller)))
            if not answers[-1].startswith("2"):
                assert await stored(session, booking["id"]) == before, (action, caller)
            await undo.rollback()
        assert " ".join(answers) == TABLE[action, state], action
        clock.set(begin)


async def stored(session: AsyncSession, booking_id: str) -> tuple[str, int]:
    """Its state, and how many lines all histories have."""
    query = select(Booking.status).where(Booking.id == booking_id)
    return str(await session.scalar(query)), await lines(session)


async def lines(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(BookingEvent)) or 0
