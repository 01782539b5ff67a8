"""Booking a lesson, as a client sees it."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import FixedClock
from app.core.container import Container
from app.core.enums import PermissionName, RoleName
from app.core.events import OutboxMessage
from app.core.timerange import wall_to_instant
from app.notifications.schemas import CONTEXTS, MailPayload
from tests.factories.accounts import signed_in
from tests.factories.lessons import Scene, lesson_request, make_hours, make_scene

NEW_YORK = "America/New_York"
NOBODY = "018f0000-0000-7000-8000-000000000000"


def code(response: httpx.Response) -> tuple[int, str | None]:
    return response.status_code, response.json().get("code")


async def mails(session: AsyncSession) -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.topic == "mail").order_by(OutboxMessage.key)
    return list(await session.scalars(query))


class TestBooked:
    async def test_a_lesson_is_confirmed_at_once(self, scene: Scene, clock: FixedClock) -> None:
        booking = await scene.booked("10:00", note="  Chopin  ", address="")
        starts_at = wall_to_instant(scene.day, 600, NEW_YORK)
        assert booking["status"] == "confirmed"
        assert UUID(booking["id"]).version == 7
        assert (booking["booking_date"], booking["start_time"], booking["end_time"]) == (
            str(scene.day),
            "10:00",
            "11:00",
        )
        assert datetime.fromisoformat(booking["starts_at"]) == starts_at
        assert (booking["price_cents"], booking["rate_cents"], booking["duration_minutes"]) == (8_000, 8_000, 60)
        assert booking["subject"] == {"slug": "piano", "name": "Piano"}
        assert (booking["instructor"]["display_name"], booking["student"]["last_name"]) == ("Sarah C.", "Ortiz")
        assert (booking["note"], booking["address"], booking["timezone"]) == ("Chopin", None, NEW_YORK)
        assert [tier["refund_share_percent"] for tier in booking["cancellation_tiers"]] == [100, 50, 0]
        assert (booking["viewer"], booking["actions"]) == ("student", ["reschedule", "cancel"])
        assert [(event["kind"], event["by"], event["start_time"]) for event in booking["history"]] == [
            ("booked", "student", "10:00")
        ]
        assert datetime.fromisoformat(booking["history"][0]["at"]) == clock.now()

    async def test_reading_it_gives_the_same(self, scene: Scene) -> None:
        booking = await scene.booked("10:00")
        read = await scene.client.get(f"/api/bookings/{booking['id']}", headers=scene.student.headers)
        assert read.json() == booking
        assert read.headers["Cache-Control"] == "no-store"

    async def test_both_sides_get_a_mail_that_can_be_rendered(self, scene: Scene, session: AsyncSession) -> None:
        booking = await scene.booked("10:00")
        written = {str(message.payload["user_id"]): message.payload for message in await mails(session)}
        assert set(written) == {str(scene.student.id), str(scene.teacher.id)}
        for payload in written.values():
            mail = MailPayload.model_validate(payload)
            CONTEXTS[mail.template].model_validate(mail.context)
            assert (mail.context["student_name"], mail.context["instructor_name"]) == ("Mia Ortiz", "Sarah Chen")
            assert (mail.context["booking_id"], mail.context["price_cents"]) == (booking["id"], 8_000)
        assert written[str(scene.teacher.id)]["template"] == "booking_confirmed_instructor"

    async def test_a_price_is_for_the_length(self, scene: Scene) -> None:
        assert (await scene.booked("10:00", duration_minutes=90))["price_cents"] == 12_000
        assert (await scene.booked("12:00", duration_minutes=30))["price_cents"] == 4_000

    async def test_a_promise_does_not_change_with_what_was_copied(self, scene: Scene, session: AsyncSession) -> None:
        booking = await scene.booked("10:00")
        await session.execute(text("UPDATE offerings SET rate_cents = 9900"))
        await session.execute(text("UPDATE subjects SET name = 'Grand Piano' WHERE slug = 'piano'"))
        await session.execute(text("DELETE FROM availability_slots"))
        await session.commit()
        read = (await scene.client.get(f"/api/bookings/{booking['id']}", headers=scene.student.headers)).json()
        assert read == booking

    async def test_a_quote_says_what_booking_would_give(self, scene: Scene) -> None:
        asked = {"json": scene.lesson("10:00", duration_minutes=90), "headers": scene.student.headers}
        quote = (await scene.client.post("/api/bookings/quote", **asked)).json()
        assert (quote["available"], quote["reason"]) == (True, None)
        booking = await scene.booked("10:00", duration_minutes=90)
        same = ("price_cents", "starts_at", "ends_at", "end_time", "cancellation_tiers", "subject", "timezone")
        assert {name: quote[name] for name in same} == {name: booking[name] for name in same}
        again = (await scene.client.post("/api/bookings/quote", **asked)).json()
        assert (again["available"], again["reason"], again["price_cents"]) == (False, "student_busy", 12_000)


class TestNotSold:
    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"offering_id": NOBODY}, (404, "offering_not_found")),
            ({"instructor_id": NOBODY}, (404, "offering_not_found")),
            ({"duration_minutes": 45}, (422, "duration_not_offered")),
            ({"duration_minutes": 61}, (422, "duration_not_offered")),
            ({"place": "at_instructor"}, (422, "place_not_offered")),
            ({"place": "at_student"}, (422, "outside_service_area")),
            ({"place": "at_student", "neighborhood": "nowhere"}, (422, "outside_service_area")),
            ({"start_time": "10:10"}, (422, "invalid_input")),
            ({"start_time": "24:00"}, (422, "invalid_input")),
            ({"start_time": 600}, (422, "invalid_input")),
            ({"date": 1_795_651_200}, (422, "invalid_input")),
            ({"date": "2027-06-01T00:00:00Z"}, (422, "invalid_input")),
            ({"duration_minutes": 0}, (422, "invalid_input")),
            ({"duration_minutes": -60}, (422, "invalid_input")),
            ({"duration_minutes": 60.5}, (422, "invalid_input")),
            ({"duration_minutes": 255}, (422, "duration_not_offered")),
            ({"note": "a\x00b"}, (422, "invalid_input")),
            ({"price_cents": 1}, (422, "invalid_input")),
            ({"end_time": "11:00"}, (422, "invalid_input")),
            ({"date": "9999-12-31"}, (422, "invalid_input")),
            ({"note": "x" * 1_001}, (422, "invalid_input")),
        ],
    )
    async def test_what_cannot_be_had(self, scene: Scene, changes: dict[str, Any], expected: tuple[int, str]) -> None:
        body = scene.lesson("10:00") | changes
        response = await scene.client.post("/api/bookings", json=body, headers=scene.student.headers)
        assert code(response) == expected
        if expected[0] == 422:
            assert response.json()["errors"]

    @pytest.mark.parametrize("action", ["suspend", "archive"])
    async def test_who_is_gone_is_unknown(self, scene: Scene, action: str) -> None:
        headers = scene.teacher.headers
        offering = scene.instructor.offerings[0].id
        if action == "suspend":
            await scene.client.post("/api/instructors/me/suspend", headers=headers)
        else:
            await scene.client.delete(f"/api/instructors/me/offerings/{offering}", headers=headers)
        assert code(await scene.book("10:00")) == (404, "offering_not_found")

    async def test_nobody_books_themselves(self, scene: Scene, session: AsyncSession) -> None:
        await session.execute(
            text("INSERT INTO user_roles (user_id, role) VALUES (:id, 'student')"), {"id": scene.teacher.id}
        )
        await session.commit()
        assert code(await scene.book("10:00", scene.teacher)) == (422, "own_offering")

    async def test_an_instructor_travels_to_their_areas_only(
        self, client: httpx.AsyncClient, container: Container, session: AsyncSession
    ) -> None:
        here, elsewhere = await session.scalars(text("SELECT slug FROM neighborhoods ORDER BY slug LIMIT 2"))
        scene = await make_scene(client, container, neighborhoods=[here])
        booking = await scene.booked("10:00", place="at_student", neighborhood=here, address="1 Main St")
        assert (booking["neighborhood"], booking["address"]) == (here, "1 Main St")
        response = await scene.book("12:00", place="at_student", neighborhood=elsewhere)
        assert code(response) == (422, "outside_service_area")

    async def test_a_hold_is_confirmed_for_the_neighborhood_that_is_said_then(
        self, client: httpx.AsyncClient, container: Container, session: AsyncSession
    ) -> None:
        here, there, elsewhere = await session.scalars(text("SELECT slug FROM neighborhoods ORDER BY slug LIMIT 3"))
        scene = await make_scene(client, container, neighborhoods=[here, there])
        lesson = scene.lesson("10:00", place="at_student", neighborhood=here)
        held = (await client.post("/api/bookings/holds", json=lesson, headers=scene.student.headers)).json()
        assert held["neighborhood"] == here
        changed = {"place": "at_student", "hold_id": held["id"]}
        response = await scene.book("10:00", **changed, neighborhood=elsewhere)
        assert code(response) == (422, "outside_service_area")
        assert code(await scene.book("10:00", hold_id=held["id"])) == (422, "hold_mismatch"), "online is another lesson"
        booking = await scene.booked("10:00", **changed, neighborhood=there)
        assert (booking["id"], booking["neighborhood"]) == (held["id"], there)

    async def test_without_a_word_the_zip_code_says_where(
        self, client: httpx.AsyncClient, container: Container, session: AsyncSession
    ) -> None:
        query = text("SELECT zip, neighborhood_slug FROM zip_areas ORDER BY zip LIMIT 1")
        zip_code, neighborhood = (await session.execute(query)).one()
        scene = await make_scene(client, container, neighborhoods=[neighborhood])
        resident = await signed_in(container, zip_code=zip_code)
        assert (await scene.booked("10:00", resident, place="at_student"))["neighborhood"] == neighborhood


class TestNotFree:
    async def test_too_soon_says_the_notice_and_the_first_start(self, scene: Scene, clock: FixedClock) -> None:
        today = scene.day - timedelta(days=2)
        response = await scene.book("11:45", date=str(today))
        assert code(response) == (422, "too_soon")
        assert response.json()["detail"] == "Needs 2 hours' notice; the first start is 12:00."
        assert response.json()["first_start"]["start_time"] == "12:00"
        assert (await scene.book("12:00", date=str(today))).status_code == 201

    async def test_the_past_is_too_soon(self, scene: Scene) -> None:
        assert code(await scene.book("10:00", date=str(scene.day - timedelta(days=9)))) == (422, "too_soon")

    async def test_without_a_notice_only_what_is_over_is_too_soon(self, scene: Scene) -> None:
        profile = {"json": {"min_notice_minutes": 0}, "headers": scene.teacher.headers}
        await scene.client.put("/api/instructors/me", **profile)
        today = str(scene.day - timedelta(days=2))
        response = await scene.book("09:45", date=today)
        assert code(response) == (422, "too_soon")
        assert response.json()["detail"] == "This time is over; the first start is 10:00."
        assert (await scene.book("10:00", date=today)).status_code == 201

    @pytest.mark.parametrize(("minutes", "words"), [(60, "1 hour's"), (90, "90 minutes'"), (180, "3 hours'")])
    async def test_a_notice_is_told_in_words(self, scene: Scene, minutes: int, words: str) -> None:
        profile = {"json": {"min_notice_minutes": minutes}, "headers": scene.teacher.headers}
        await scene.client.put("/api/instructors/me", **profile)
        response = await scene.book("10:00", date=str(scene.day - timedelta(days=2)))
        assert response.json()["detail"].startswith(f"Needs {words} notice; the first start is 1")

    async def test_the_first_start_may_be_weeks_away_or_nowhere(self, scene: Scene, session: AsyncSession) -> None:
        today, later = str(scene.day - timedelta(days=2)), scene.day + timedelta(days=40)
        await session.execute(text("DELETE FROM availability_slots"))
        await make_hours(session, scene.instructor.id, {later: [("09:00", "10:00")]})
        await session.commit()
        response = await scene.book("10:00", date=today)
        assert response.json()["detail"] == f"Needs 2 hours' notice; the first start is {later} 09:00."
        await scene.booked("09:00", scene.other, date=str(later))
        response = await scene.book("10:00", date=today)
        assert response.json()["detail"] == "Needs 2 hours' notice."
        assert "first_start" not in response.json()

    async def test_the_whole_lesson_lies_within_the_horizon(self, scene: Scene, session: AsyncSession) -> None:
        last = scene.day + timedelta(days=58)
        await make_hours(session, scene.instructor.id, {last: [("08:00", "12:00")]})
        await session.commit()
        # It is ten in the morning now; summer time may begin on the way.
        offered = await scene.starts(last)
        assert offered[0] == "08:00"
        assert offered[-1] in {"08:00", "09:00", "10:00"}
        response = await scene.book("11:00", date=str(last))
        assert code(response) == (422, "too_far")
        assert response.json()["detail"] == f"Lessons can be booked up to 60 days ahead, until {last}."
        assert response.json()["last_date"] == str(last)
        assert (await scene.book(offered[-1], date=str(last))).status_code == 201

    @pytest.mark.parametrize(
        ("start", "nearest"), [("08:45", "09:00"), ("16:15", "16:00"), ("03:00", "09:00"), ("23:00", "16:00")]
    )
    async def test_outside_the_hours_says_the_nearest_start(self, scene: Scene, start: str, nearest: str) -> None:
        response = await scene.book(start)
        assert code(response) == (422, "not_available")
        said = f"The instructor does not teach at this time; the nearest start is {nearest}."
        assert response.json()["detail"] == said
        assert response.json()["errors"] == [{"field": "start_time", "message": said}]
        assert response.json()["nearest_start"]["start_time"] == nearest
        assert (await scene.book(nearest)).status_code == 201

    async def test_far_from_any_hours_there_is_no_nearest_start(self, scene: Scene) -> None:
        response = await scene.book("10:00", date=str(scene.day + timedelta(days=30)))
        assert response.json()["detail"] == "The instructor does not teach at this time."
        assert "nearest_start" not in response.json()

    async def test_a_black_out_day(self, scene: Scene, session: AsyncSession) -> None:
        await session.execute(
            text("INSERT INTO blackouts (instructor_id, blackout_date, timezone) VALUES (:id, :day, :zone)"),
            {"id": scene.instructor.id, "day": scene.day, "zone": NEW_YORK},
        )
        await session.commit()
        response = await scene.book("10:00")
        assert code(response) == (422, "not_available")
        at = response.json()["nearest_start"]
        assert response.json()["detail"] == (
            f"The instructor does not teach on this day; the nearest start is {at['date']} {at['start_time']}."
        )
        assert abs(date.fromisoformat(at["date"]) - scene.day) == timedelta(days=1)
        assert await scene.starts() == []

    async def test_taken_names_the_three_nearest_starts(self, scene: Scene) -> None:
        await scene.booked("12:00")
        response = await scene.book("12:00", scene.other)
        assert code(response) == (409, "time_taken")
        nearest = [start["start_time"] for start in response.json()["alternatives"]]
        assert nearest == ["10:30", "10:45", "13:15"]
        for start in response.json()["alternatives"]:
            assert start["date"] == str(scene.day)
            assert start["start_time"] in await scene.starts()

    @pytest.mark.parametrize(("start", "status"), [("10:45", 201), ("11:00", 409), ("13:00", 409), ("13:15", 201)])
    async def test_lessons_of_one_instructor_keep_their_buffers(self, scene: Scene, start: str, status: int) -> None:
        await scene.booked("12:00")
        assert (await scene.book(start, scene.other)).status_code == status

    async def test_buffers_may_reach_past_the_hours(self, scene: Scene) -> None:
        assert (await scene.book("16:00")).status_code == 201

    async def test_a_buffer_blocks_the_instructor_and_not_the_student(
        self, scene: Scene, client: httpx.AsyncClient, container: Container
    ) -> None:
        elsewhere = await make_scene(client, container)
        await scene.booked("12:00")
        body = lesson_request(elsewhere.instructor, scene.day, "13:00")
        assert (await client.post("/api/bookings", json=body, headers=scene.student.headers)).status_code == 201

    async def test_a_student_is_in_one_place(
        self, scene: Scene, client: httpx.AsyncClient, container: Container
    ) -> None:
        elsewhere = await make_scene(client, container)
        await scene.booked("12:00")
        body = lesson_request(elsewhere.instructor, scene.day, "12:30")
        response = await client.post("/api/bookings", json=body, headers=scene.student.headers)
        assert code(response) == (409, "time_taken")
        # What is offered instead is free for this student, not for anybody.
        assert [start["start_time"] for start in response.json()["alternatives"]] == ["13:00", "13:15", "13:30"]

    async def test_a_cancelled_lesson_takes_no_time(self, scene: Scene) -> None:
        booking = await scene.booked("12:00")
        await scene.act(booking, "cancel", scene.student, {"reason": "ill"})
        assert (await scene.book("12:00", scene.other)).status_code == 201

    async def test_a_lesson_may_cross_midnight(self, scene: Scene, session: AsyncSession) -> None:
        night = scene.day + timedelta(days=20)
        next_day = night + timedelta(days=1)
        await make_hours(session, scene.instructor.id, {night: [("22:00", "24:00")], next_day: [("00:00", "01:00")]})
        await session.commit()
        booking = await scene.booked("23:30", date=str(night))
        assert (booking["start_time"], booking["end_time"]) == ("23:30", "00:30")
        assert code(await scene.book("00:15", scene.other, date=str(next_day))) == (422, "not_available")

    @pytest.mark.parametrize("start", ["02:00", "02:30", "02:45"])
    async def test_the_missing_hour_cannot_be_booked(
        self, scene: Scene, session: AsyncSession, clock: FixedClock, start: str
    ) -> None:
        spring = date(2027, 3, 14)
        clock.set(wall_to_instant(date(2027, 3, 10), 600, NEW_YORK))
        await make_hours(session, scene.instructor.id, {spring: [("00:00", "24:00")]})
        await session.commit()
        login = await signed_in(scene.container)
        response = await scene.book(start, login, date=str(spring))
        assert code(response) == (422, "not_available")
        assert response.json()["detail"].startswith("The clock skips this time on that day; the nearest start is 0")
        quote = {"json": scene.lesson(start, date=str(spring)), "headers": login.headers}
        assert code(await scene.client.post("/api/bookings/quote", **quote)) == (422, "not_available")


class TestWhoMay:
    @pytest.mark.parametrize("path", ["/api/bookings", "/api/bookings/quote", "/api/bookings/holds"])
    async def test_booking_is_for_those_who_may(self, scene: Scene, path: str) -> None:
        body = scene.lesson("10:00")
        assert (await scene.client.post(path, json=body)).status_code == 401
        assert (await scene.client.post(path, json=body, headers=scene.teacher.headers)).status_code == 403

    async def test_a_personal_denial_counts(self, scene: Scene, session: AsyncSession) -> None:
        await deny(session, scene, PermissionName.CREATE_BOOKINGS)
        assert (await scene.book("10:00")).status_code == 403

    async def test_a_strangers_booking_is_like_none(self, scene: Scene) -> None:
        booking = await scene.booked("10:00")
        for path in ("", "/cancellation-quote", "/calendar.ics"):
            stranger = await scene.client.get(f"/api/bookings/{booking['id']}{path}", headers=scene.other.headers)
            nobody = await scene.client.get(f"/api/bookings/{NOBODY}{path}", headers=scene.other.headers)
            assert code(stranger) == code(nobody) == (404, "booking_not_found")
        cancelled = await scene.act(booking, "cancel", scene.other, {"reason": "no"})
        assert code(cancelled) == (404, "booking_not_found")

    async def test_both_sides_and_administrators_see_it(self, scene: Scene) -> None:
        booking = await scene.booked("10:00")
        admin = await signed_in(scene.container, RoleName.ADMIN)
        seen = {}
        for caller in (scene.student, scene.teacher, admin):
            response = await scene.client.get(f"/api/bookings/{booking['id']}", headers=caller.headers)
            seen[caller.id] = (response.json()["viewer"], response.json()["actions"])
        assert seen == {
            scene.student.id: ("student", ["reschedule", "cancel"]),
            scene.teacher.id: ("instructor", ["cancel"]),
            admin.id: (None, []),
        }

    async def test_details_need_their_permission(self, scene: Scene, session: AsyncSession) -> None:
        booking = await scene.booked("10:00")
        await deny(session, scene, PermissionName.VIEW_BOOKING_DETAILS)
        response = await scene.client.get(f"/api/bookings/{booking['id']}", headers=scene.student.headers)
        assert response.status_code == 403


async def deny(session: AsyncSession, scene: Scene, permission: PermissionName) -> None:
    await session.execute(
        text("INSERT INTO user_permissions (user_id, permission, granted) VALUES (:id, :permission, false)"),
        {"id": scene.student.id, "permission": permission},
    )
    await session.commit()


class TestListing:
    async def test_own_bookings_by_side_status_and_day(self, scene: Scene) -> None:
        first = await scene.booked("10:00")
        later = await scene.booked("12:00", date=str(scene.day + timedelta(days=1)))
        await scene.booked("14:00", scene.other)
        await scene.act(first, "cancel", scene.student, {"reason": "ill"})
        await scene.client.post("/api/bookings/holds", json=scene.lesson("16:00"), headers=scene.student.headers)

        async def listed(query: str, caller: Any = scene.student) -> list[str]:
            response = await scene.client.get(f"/api/bookings{query}", headers=caller.headers)
            assert response.json()["total"] == len(response.json()["items"])
            return [item["id"] for item in response.json()["items"]]

        assert await listed("") == [first["id"], later["id"]]
        assert await listed("?newest_first=true") == [later["id"], first["id"]]
        assert await listed("?as=student&status=confirmed") == [later["id"]]
        assert await listed("?status=confirmed&status=cancelled") == [first["id"], later["id"]]
        assert await listed("?as=instructor") == []
        assert await listed(f"?from={later['booking_date']}") == [later["id"]]
        assert await listed(f"?to={first['booking_date']}") == [first["id"]]
        assert len(await listed("?status=held")) == 1
        assert len(await listed("?as=instructor", scene.teacher)) == 3
        assert await listed("?as=instructor&status=held", scene.teacher) == []

    async def test_pages(self, scene: Scene) -> None:
        ids = [(await scene.booked(start))["id"] for start in ("09:00", "10:15", "11:30")]
        page = (await scene.client.get("/api/bookings?limit=1&offset=1", headers=scene.student.headers)).json()
        assert ([item["id"] for item in page["items"]], page["total"]) == ([ids[1]], 3)
        assert (page["limit"], page["offset"]) == (1, 1)

    @pytest.mark.parametrize(
        "query",
        ["?as=system", "?status=gone", "?from=1-1-1", "?to=2027-06-01T00:00", "?limit=0", "?limit=101", "?offset=-1"],
    )
    async def test_what_cannot_be_asked(self, scene: Scene, query: str) -> None:
        response = await scene.client.get(f"/api/bookings{query}", headers=scene.student.headers)
        assert code(response) == (422, "invalid_input")
