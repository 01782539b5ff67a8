"""What happens to a booking after it is made."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from icalendar import Calendar
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.bookings.dependencies import build_booking_service
from app.bookings.models import BookingEvent
from app.core.clock import FixedClock
from app.core.container import Container
from app.core.events import OutboxMessage
from app.core.live import MemoryLiveUpdates
from app.core.timerange import wall_to_instant
from tests.factories.accounts import Caller, auth_headers
from tests.factories.lessons import Scene

NEW_YORK = "America/New_York"
ILL = {"reason": "ill"}


def code(response: httpx.Response) -> tuple[int, str | None]:
    return response.status_code, response.json().get("code")


async def wake(scene: Scene, caller: Caller) -> Caller:
    """The same person, signed in anew: an access token does not outlive the hours that a test skips."""
    return Caller(caller.user, await auth_headers(scene.container, caller.user))


async def kinds(session: AsyncSession, booking: dict[str, Any]) -> list[str]:
    query = select(BookingEvent.kind).where(BookingEvent.booking_id == booking["id"])
    return list(await session.scalars(query.order_by(BookingEvent.id)))


async def count_mails(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(OutboxMessage)) or 0


class TestCancelling:
    @pytest.mark.parametrize(
        ("hours", "seconds", "share"), [(24, 0, 100), (24, -1, 50), (12, 0, 50), (12, -1, 0), (0, 1, 0)]
    )
    async def test_the_student_gets_the_quoted_share_back(
        self, scene: Scene, clock: FixedClock, hours: int, seconds: int, share: int
    ) -> None:
        booking = await scene.booked("12:00")
        clock.set(wall_to_instant(scene.day, 720, NEW_YORK) - timedelta(hours=hours, seconds=seconds))
        student = await wake(scene, scene.student)
        path = f"/api/bookings/{booking['id']}/cancellation-quote"
        quote = (await scene.client.get(path, headers=student.headers)).json()
        cancelled = (await scene.act(booking, "cancel", student, ILL)).json()
        assert quote["refund_share_percent"] == cancelled["refund_share_percent"] == share
        assert quote["refund_cents"] == cancelled["refund_cents"] == 80 * share
        assert (cancelled["status"], cancelled["cancelled_by"], cancelled["cancel_reason"]) == (
            "cancelled", "student", "ill",
        )  # fmt: skip

    async def test_an_instructor_gives_all_of_it_back(
        self, scene: Scene, clock: FixedClock, session: AsyncSession
    ) -> None:
        booking = await scene.booked("12:00")
        clock.set(wall_to_instant(scene.day, 719, NEW_YORK))
        cancelled = (await scene.act(booking, "cancel", await wake(scene, scene.teacher), ILL)).json()
        assert (cancelled["refund_share_percent"], cancelled["cancelled_by"]) == (100, "instructor")
        assert await kinds(session, booking) == ["booked", "cancelled"]
        assert await count_mails(session) == 4

    async def test_not_once_it_has_started(self, scene: Scene, clock: FixedClock) -> None:
        booking = await scene.booked("12:00")
        clock.set(wall_to_instant(scene.day, 720, NEW_YORK))
        student = await wake(scene, scene.student)
        assert code(await scene.act(booking, "cancel", student, ILL)) == (422, "already_started")

    async def test_only_once(self, scene: Scene, session: AsyncSession) -> None:
        booking = await scene.booked("12:00")
        await scene.act(booking, "cancel", scene.student, ILL)
        assert code(await scene.act(booking, "cancel", scene.teacher, ILL)) == (409, "wrong_status")
        path = f"/api/bookings/{booking['id']}/cancellation-quote"
        assert code(await scene.client.get(path, headers=scene.student.headers)) == (409, "wrong_status")
        assert await count_mails(session) == 4

    @pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": "  "}, {"reason": "x" * 501}])
    async def test_with_a_reason(self, scene: Scene, body: dict[str, str]) -> None:
        booking = await scene.booked("12:00")
        assert code(await scene.act(booking, "cancel", scene.student, body)) == (422, "invalid_input")

    async def test_with_all_that_may_be_said(self, scene: Scene) -> None:
        said = {"note": "x" * 1_000, "address": "y" * 300}
        booking = await scene.booked("12:00", **said)
        assert {name: booking[name] for name in said} == said
        cancelled = await scene.act(booking, "cancel", scene.student, {"reason": "z" * 500})
        assert (cancelled.status_code, len(cancelled.json()["cancel_reason"])) == (200, 500)


class TestAfterwards:
    async def test_the_instructor_completes_a_lesson_that_is_over(
        self, scene: Scene, clock: FixedClock, session: AsyncSession
    ) -> None:
        booking = await scene.booked("12:00")
        assert code(await scene.act(booking, "complete", scene.teacher)) == (422, "not_over_yet")
        assert (await scene.act(booking, "complete", scene.student)).status_code == 403
        clock.set(wall_to_instant(scene.day, 780, NEW_YORK))
        teacher = await wake(scene, scene.teacher)
        done = (await scene.act(booking, "complete", teacher)).json()
        assert (done["status"], done["history"][-1]["by"]) == ("completed", "instructor")
        assert code(await scene.act(booking, "no-show", teacher)) == (409, "wrong_status")
        assert await kinds(session, booking) == ["booked", "completed"]

    async def test_the_instructor_reports_a_student_who_did_not_come(self, scene: Scene, clock: FixedClock) -> None:
        booking = await scene.booked("12:00")
        clock.set(wall_to_instant(scene.day, 729, NEW_YORK))
        teacher = await wake(scene, scene.teacher)
        assert code(await scene.act(booking, "no-show", teacher)) == (422, "too_early")
        clock.advance(minutes=1)
        assert (await scene.act(booking, "no-show", teacher)).json()["status"] == "no_show"

    async def test_lessons_complete_by_themselves_a_day_later(
        self, scene: Scene, clock: FixedClock, session: AsyncSession
    ) -> None:
        booking = await scene.booked("12:00")
        cancelled = await scene.booked("14:00")
        await scene.act(cancelled, "cancel", scene.student, ILL)
        service = build_booking_service(session, clock, MemoryLiveUpdates())
        clock.set(wall_to_instant(scene.day + timedelta(days=1), 780, NEW_YORK) - timedelta(seconds=1))
        assert await service.auto_complete() == 0
        clock.advance(seconds=1)
        assert await service.auto_complete() == 1
        assert await service.auto_complete() == 0
        student = await wake(scene, scene.student)
        read = (await scene.client.get(f"/api/bookings/{booking['id']}", headers=student.headers)).json()
        assert (read["status"], read["history"][-1]["by"]) == ("completed", "system")


class TestHolding:
    async def hold(self, scene: Scene, start: str, caller: Caller | None = None) -> httpx.Response:
        headers = (caller or scene.student).headers
        return await scene.client.post("/api/bookings/holds", json=scene.lesson(start), headers=headers)

    async def test_a_hold_keeps_the_time_for_five_minutes(
        self, scene: Scene, clock: FixedClock, session: AsyncSession
    ) -> None:
        held = (await self.hold(scene, "12:00")).json()
        assert (held["status"], held["actions"]) == ("held", ["confirm", "release"])
        assert "12:00" not in await scene.starts()
        assert code(await scene.book("12:00", scene.other)) == (409, "time_taken")
        clock.advance(minutes=5)
        assert "12:00" in await scene.starts()
        assert (await scene.book("12:00", scene.other)).status_code == 201
        assert await kinds(session, held) == ["held", "expired"]

    async def test_a_hold_becomes_the_booking(self, scene: Scene, session: AsyncSession) -> None:
        held = (await self.hold(scene, "12:00")).json()
        booking = await scene.booked("12:00", hold_id=held["id"], note="hello")
        assert (booking["id"], booking["status"], booking["note"]) == (held["id"], "confirmed", "hello")
        assert booking["expires_at"] is None
        assert [event["kind"] for event in booking["history"]] == ["held", "booked"]
        assert await count_mails(session) == 2
        assert code(await scene.book("12:00", hold_id=held["id"])) == (409, "wrong_status")

    async def test_after_a_hold_the_time_is_booked_if_it_is_still_free(self, scene: Scene, clock: FixedClock) -> None:
        held = (await self.hold(scene, "12:00")).json()
        clock.advance(minutes=5)
        booking = await scene.booked("12:00", hold_id=held["id"])
        assert booking["id"] != held["id"]
        assert code(await scene.book("12:00", scene.other, hold_id=held["id"])) == (404, "hold_not_found")

    async def test_a_hold_is_for_its_own_lesson_and_student(self, scene: Scene) -> None:
        held = (await self.hold(scene, "12:00")).json()
        violin = {"subject": "violin", "rate_cents": 1_000, "durations": [60], "places": ["online"]}
        path, headers = "/api/instructors/me/offerings", scene.teacher.headers
        cheaper = {"offering_id": (await scene.client.post(path, json=violin, headers=headers)).json()["id"]}
        elsewhen = {"date": str(scene.day + timedelta(days=1))}
        for changes in ({"start_time": "12:15"}, {"duration_minutes": 30}, {"duration_minutes": 90}, elsewhen, cheaper):
            body = scene.lesson("12:00", hold_id=held["id"]) | changes
            answer = await scene.client.post("/api/bookings", json=body, headers=scene.student.headers)
            assert code(answer) == (422, "hold_mismatch"), changes
        assert code(await scene.book("12:00", scene.other, hold_id=held["id"])) == (404, "hold_not_found")
        path = f"/api/bookings/holds/{held['id']}"
        assert (await scene.client.delete(path, headers=scene.other.headers)).status_code == 404

    async def test_a_hold_is_given_back(self, scene: Scene, clock: FixedClock) -> None:
        held = (await self.hold(scene, "12:00")).json()
        path = f"/api/bookings/holds/{held['id']}"
        assert (await scene.client.delete(path, headers=scene.student.headers)).status_code == 204
        assert "12:00" in await scene.starts()
        assert (await scene.client.delete(path, headers=scene.student.headers)).status_code == 204

    async def test_at_most_three_at_once(self, scene: Scene, clock: FixedClock) -> None:
        for start in ("09:00", "10:15", "11:30"):
            assert (await self.hold(scene, start)).status_code == 201
        assert code(await self.hold(scene, "14:00")) == (409, "too_many_holds")
        clock.advance(minutes=5)
        assert (await self.hold(scene, "14:00")).status_code == 201

    async def test_an_instructor_sees_no_holds(self, scene: Scene) -> None:
        held = (await self.hold(scene, "12:00")).json()
        path = f"/api/bookings/{held['id']}"
        assert (await scene.client.get(path, headers=scene.teacher.headers)).status_code == 404

    async def test_what_is_over_is_swept(self, scene: Scene, clock: FixedClock, session: AsyncSession) -> None:
        held = (await self.hold(scene, "12:00")).json()
        service = build_booking_service(session, clock, MemoryLiveUpdates())
        assert await service.sweep_holds() == 0
        clock.advance(minutes=5)
        assert await service.sweep_holds() == 1
        assert await kinds(session, held) == ["held", "expired"]


class TestMoving:
    async def move(
        self, scene: Scene, booking: dict[str, Any], start: str, caller: Caller | None = None
    ) -> httpx.Response:
        body = {"date": str(scene.day), "start_time": start}
        return await scene.act(booking, "reschedule", caller or scene.student, body)

    async def test_the_old_time_is_free_and_the_history_keeps_it(self, scene: Scene, session: AsyncSession) -> None:
        booking = await scene.booked("12:00")
        moved = (await self.move(scene, booking, "12:30")).json()
        assert (moved["id"], moved["start_time"], moved["end_time"]) == (booking["id"], "12:30", "13:30")
        assert (moved["status"], moved["price_cents"]) == ("confirmed", 8_000)
        assert [(event["kind"], event["start_time"]) for event in moved["history"]] == [
            ("booked", "12:00"), ("rescheduled", "12:30"),
        ]  # fmt: skip
        assert (await scene.book("11:00", scene.other)).status_code == 201

    async def test_both_sides_are_told_the_old_time_and_the_new(self, scene: Scene, session: AsyncSession) -> None:
        booking = await scene.booked("12:00")
        await self.move(scene, booking, "12:30")
        moved = OutboxMessage.key.startswith(f"booking:{booking['id']}:rescheduled:1:")
        mails = (await session.scalars(select(OutboxMessage).where(moved).order_by(OutboxMessage.key))).all()
        assert [(mail.payload["template"], mail.payload["user_id"]) for mail in mails] == [
            ("booking_rescheduled_instructor", str(scene.teacher.id)),
            ("booking_rescheduled_student", str(scene.student.id)),
        ]
        for mail in mails:
            context = mail.payload["context"]
            assert datetime.fromisoformat(context["was_starts_at"]) == datetime.fromisoformat(booking["starts_at"])
            assert datetime.fromisoformat(context["starts_at"]) - datetime.fromisoformat(booking["starts_at"]) \
                == timedelta(minutes=30)  # fmt: skip
        assert await count_mails(session) == 4

    async def test_a_time_that_cannot_be_had_leaves_everything_as_it_was(self, scene: Scene) -> None:
        booking = await scene.booked("12:00")
        await scene.booked("14:00", scene.other)
        refused = await self.move(scene, booking, "13:30")
        assert code(refused) == (409, "time_taken")
        # Its own time counts as free.
        assert [start["start_time"] for start in refused.json()["alternatives"]] == ["12:15", "12:30", "12:45"]
        assert code(await self.move(scene, booking, "20:00")) == (422, "not_available")
        read = await scene.client.get(f"/api/bookings/{booking['id']}", headers=scene.student.headers)
        assert read.json() == booking

    async def test_a_lesson_takes_the_present_buffer_along_and_not_its_old_one(self, scene: Scene) -> None:
        """What is offered reckons with no other: with a longer one it would be refused wherever it is offered."""
        tomorrow = scene.day + timedelta(days=1)
        series = scene.lesson("09:00") | {"first_date": str(tomorrow), "count": 2}
        del series["date"]

        async def want(buffer: int) -> None:
            change = {"buffer_minutes": buffer}
            await scene.client.put("/api/instructors/me", json=change, headers=scene.teacher.headers)

        await want(60)
        alone = await scene.booked("09:00")
        path, headers = "/api/bookings/series", scene.student.headers
        together = (await scene.client.post(path, json=series, headers=headers)).json()
        await want(0)
        for day in (scene.day, tomorrow):
            await scene.booked("12:00", scene.other, date=str(day))
        assert (await self.move(scene, alone, "11:00")).status_code == 200
        first = {"scope": "one", "booking_id": together["dates"][0]["booking"]["id"]}
        there = first | {"date": str(tomorrow), "start_time": "11:00"}
        moved = await scene.client.post(f"{path}/{together['id']}/reschedule", json=there, headers=headers)
        assert moved.status_code == 200, moved.text
        # And a longer one, where there is room for it.
        await want(60)
        refused = await self.move(scene, alone, "10:45")
        assert code(refused) == (409, "time_taken")
        assert [start["start_time"] for start in refused.json()["alternatives"]] == ["09:30", "09:45", "10:00"]
        assert (await self.move(scene, alone, "14:00")).status_code == 200
        assert [start for start in await scene.starts() if start > "12:00"] == ["16:00"]

    async def test_by_its_student_only(self, scene: Scene) -> None:
        booking = await scene.booked("12:00")
        assert (await self.move(scene, booking, "13:00", scene.teacher)).status_code == 403
        assert (await self.move(scene, booking, "13:00", scene.other)).status_code == 404

    async def test_once_in_the_last_day_and_not_in_the_last_twelve_hours(self, scene: Scene, clock: FixedClock) -> None:
        booking = await scene.booked("12:00")
        noon = wall_to_instant(scene.day, 720, NEW_YORK)
        clock.set(noon - timedelta(hours=24))
        student = await wake(scene, scene.student)
        assert (await self.move(scene, booking, "12:15", student)).status_code == 200
        assert (await self.move(scene, booking, "12:00", student)).status_code == 200
        clock.advance(seconds=1)
        assert (await self.move(scene, booking, "11:30", student)).status_code == 200
        assert code(await self.move(scene, booking, "12:00", student)) == (422, "reschedule_limit")
        clock.set(noon - timedelta(minutes=30, hours=12, seconds=-1))
        student = await wake(scene, scene.student)
        assert code(await self.move(scene, booking, "12:00", student)) == (422, "too_late")


class TestCalendar:
    async def read(self, scene: Scene, booking: dict[str, Any], caller: Caller) -> Any:
        path = f"/api/bookings/{booking['id']}/calendar.ics"
        response = await scene.client.get(path, headers=caller.headers)
        assert response.headers["Content-Type"].startswith("text/calendar")
        assert response.headers["Cache-Control"] == "no-store"
        (event,) = Calendar.from_ical(response.content).walk("VEVENT")
        return event

    async def test_the_uid_stays_and_the_sequence_grows(self, scene: Scene, container: Container) -> None:
        booking = await scene.booked("12:00")
        first = await self.read(scene, booking, scene.student)
        await scene.act(booking, "reschedule", scene.student, {"date": str(scene.day), "start_time": "13:00"})
        moved = await self.read(scene, booking, scene.student)
        await scene.act(booking, "cancel", scene.student, ILL)
        cancelled = await self.read(scene, booking, scene.teacher)
        assert first["UID"] == moved["UID"] == cancelled["UID"]
        assert [int(event["SEQUENCE"]) for event in (first, moved, cancelled)] == [0, 1, 2]
        assert first.decoded("DTSTART") == wall_to_instant(scene.day, 720, NEW_YORK)
        assert moved.decoded("DTEND") == wall_to_instant(scene.day, 840, NEW_YORK)
        assert [event["STATUS"] for event in (first, moved, cancelled)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
        assert (first["SUMMARY"], cancelled["SUMMARY"]) == ("Piano with Sarah Chen", "Piano with Mia Ortiz")

    async def test_a_hold_is_no_lesson_to_be_kept_in_calendars(self, scene: Scene) -> None:
        headers = scene.student.headers
        held = (await scene.client.post("/api/bookings/holds", json=scene.lesson("12:00"), headers=headers)).json()
        path = f"/api/bookings/{held['id']}/calendar.ics"
        assert code(await scene.client.get(path, headers=headers)) == (404, "booking_not_found")
        await scene.booked("12:00", hold_id=held["id"])
        assert (await self.read(scene, held, scene.student))["STATUS"] == "CONFIRMED"
