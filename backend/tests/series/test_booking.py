"""Asking for lessons that repeat, and what comes of each date."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.bookings.models import Booking, BookingEvent
from app.core.clock import FixedClock
from app.core.container import Container
from app.core.events import OutboxMessage
from app.core.timerange import wall_to_instant
from tests.bookings.test_cost import statements
from tests.factories.accounts import auth_headers
from tests.factories.lessons import make_hours, make_scene
from tests.series.conftest import SeriesScene


async def count(session: AsyncSession, model: type) -> int:
    return await session.scalar(select(func.count()).select_from(model)) or 0


def outcomes(answer: dict[str, Any]) -> list[str]:
    return [item["outcome"] for item in answer["dates"]]


class TestBooking:
    async def test_every_week_the_same_lesson(self, series: SeriesScene, session: AsyncSession) -> None:
        made = await series.booked(note="From zero", count=3, interval_weeks=2)
        assert outcomes(made) == ["booked"] * 3
        assert [item["date"] for item in made["dates"]] == [series.date(0), series.date(2), series.date(4)]
        lessons = [item["booking"] for item in made["dates"]]
        assert len({lesson["id"] for lesson in lessons}) == 3
        assert [lesson["series_position"] for lesson in lessons] == [1, 2, 3]
        for lesson in lessons:
            assert (lesson["series_id"], lesson["status"], lesson["note"]) == (made["id"], "confirmed", "From zero")
            assert (lesson["start_time"], lesson["price_cents"]) == ("12:00", 8_000)
        assert (made["booked_count"], made["total_price_cents"]) == (3, 24_000)
        assert await count(session, Booking) == await count(session, BookingEvent) == 3

    async def test_each_lesson_is_a_booking_like_any_other(self, series: SeriesScene) -> None:
        made = await series.booked()
        lesson = made["dates"][1]["booking"]
        path = f"/api/bookings/{lesson['id']}"
        detail = (await series.scene.client.get(path, headers=series.scene.student.headers)).json()
        assert {**lesson, "history": detail["history"]} == detail
        assert [event["kind"] for event in detail["history"]] == ["booked"]
        assert detail["history"][0]["booking_date"] == series.date(1)

    async def test_a_plain_booking_is_of_no_series(self, series: SeriesScene) -> None:
        booking = await series.scene.booked("10:00")
        assert (booking["series_id"], booking["series_position"]) == (None, None)

    async def test_one_mail_to_each_side(self, series: SeriesScene, session: AsyncSession) -> None:
        await series.booked()
        messages = list(await session.scalars(select(OutboxMessage).order_by(OutboxMessage.key)))
        assert [message.payload["context"]["reader"] for message in messages] == ["instructor", "student"]
        assert {message.payload["template"] for message in messages} == {"lessons_booked"}
        assert [len(message.payload["context"]["lessons"]) for message in messages] == [4, 4]

    async def test_both_sides_and_nobody_else_see_it(self, series: SeriesScene) -> None:
        made, scene = await series.booked(), series.scene
        for caller in (scene.student, scene.teacher):
            seen = (await series.get(made, caller)).json()
            assert [lesson["id"] for lesson in seen["lessons"]] == [item["booking"]["id"] for item in made["dates"]]
            assert (seen["count"], seen["total_price_cents"], seen["mode"]) == (4, 32_000, "all_or_nothing")
        assert (await series.get(made, scene.other)).json()["code"] == "series_not_found"

    async def test_the_same_key_books_once(self, series: SeriesScene, session: AsyncSession) -> None:
        headers = {"Idempotency-Key": "a-key"}
        first = await series.post("", series.request(), **headers)
        again = await series.post("", series.request(), **headers)
        assert first.status_code == again.status_code == 201
        assert first.content == again.content
        assert await count(session, Booking) == 4


class TestDatesThatCannotBe:
    async def test_a_taken_one_has_alternatives(self, series: SeriesScene, session: AsyncSession) -> None:
        await series.scene.booked("12:30", series.scene.other, date=series.date(1))
        made = await series.booked(mode="best_effort")
        assert outcomes(made) == ["booked", "conflict", "booked", "booked"]
        conflict = made["dates"][1]
        assert (conflict["reason"], conflict["booking"]) == ("taken", None)
        assert [(start["date"], start["start_time"]) for start in conflict["alternatives"]] == [
            (series.date(1), "10:45"), (series.date(1), "11:00"), (series.date(1), "11:15"),
        ]  # fmt: skip
        assert (made["booked_count"], made["total_price_cents"]) == (3, 24_000)
        positions = [item["booking"]["series_position"] for item in made["dates"] if item["booking"]]
        assert positions == [1, 3, 4]
        assert await count(session, Booking) == 4

    async def test_all_or_nothing_books_nothing(self, series: SeriesScene, session: AsyncSession) -> None:
        await series.scene.booked("12:00", series.scene.other, date=series.date(1))
        refused = await series.book()
        assert (refused.status_code, refused.json()["code"]) == (409, "lessons_not_free")
        assert outcomes(refused.json()) == ["available", "conflict", "available", "available"]
        assert await count(session, Booking) == 1
        assert await count(session, OutboxMessage) == 2

    async def test_ones_own_other_lesson_is_in_the_way_too(self, series: SeriesScene) -> None:
        await series.scene.booked("12:30", date=series.date(2))
        made = await series.booked(mode="best_effort")
        assert [item["reason"] for item in made["dates"]] == [None, None, "student_busy", None]

    async def test_dates_without_lessons_are_skipped(self, series: SeriesScene) -> None:
        blackout = {"date": series.date(1)}
        headers = series.scene.teacher.headers
        await series.scene.client.post("/api/availability/blackouts", json=blackout, headers=headers)
        await series.scene.client.put("/api/instructors/me", json={"horizon_days": 20}, headers=headers)
        made = await series.booked(mode="best_effort")
        assert outcomes(made) == ["booked", "skipped", "booked", "skipped"]
        assert [item["reason"] for item in made["dates"]] == [None, "blackout", None, "too_far"]
        assert all(item["alternatives"] == [] for item in made["dates"])

    async def test_hours_that_do_not_hold_the_lesson_are_a_conflict(self, series: SeriesScene) -> None:
        refused = await series.book(start_time="16:30", mode="best_effort")
        assert refused.json()["code"] == "lessons_not_free"
        assert {item["reason"] for item in refused.json()["dates"]} == {"outside_hours"}
        nearest = refused.json()["dates"][0]["alternatives"]
        assert [start["start_time"] for start in nearest] == ["15:30", "15:45", "16:00"]

    async def test_a_refusal_with_a_key_is_kept(self, series: SeriesScene) -> None:
        await series.scene.booked("12:00", series.scene.other)
        key = {"Idempotency-Key": "a-key"}
        first, again = [await series.post("", series.request(), **key) for _ in range(2)]
        assert first.status_code == 409
        assert first.content == again.content


class TestQuote:
    async def test_it_says_what_booking_does_and_changes_nothing(
        self, series: SeriesScene, session: AsyncSession
    ) -> None:
        await series.scene.booked("12:00", series.scene.other, date=series.date(3))
        quote = (await series.post("/quote", series.request())).json()
        assert (quote["price_cents"], quote["available_count"], quote["total_price_cents"]) == (8_000, 3, 24_000)
        assert await count(session, Booking) == 1
        made = await series.booked(mode="best_effort")
        for said, done in zip(quote["dates"], made["dates"], strict=True):
            assert said["outcome"] == done["outcome"].replace("booked", "available")
            assert {**said, "outcome": "", "booking": None} == {**done, "outcome": "", "booking": None}

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"count": 1}, "count"),
            ({"count": 27}, "count"),
            ({"interval_weeks": 0}, "interval_weeks"),
            ({"interval_weeks": 3}, "interval_weeks"),
            ({"first_date": "2100-01-01"}, "first_date"),
            ({"start_time": "12:10"}, "start_time"),
        ],
    )
    async def test_its_limits(self, series: SeriesScene, changes: dict[str, Any], field: str) -> None:
        refused = await series.post("/quote", series.request(**changes))
        assert refused.status_code == 422
        assert [error["field"] for error in refused.json()["errors"]] == [field]

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"duration_minutes": 45}, "duration_not_offered"),
            ({"place": "at_instructor"}, "place_not_offered"),
            ({"place": "at_student"}, "outside_service_area"),
            ({"offering_id": "0192f0c8-7a00-7000-8000-000000000001"}, "offering_not_found"),
        ],
    )
    async def test_only_what_is_sold(self, series: SeriesScene, changes: dict[str, Any], code: str) -> None:
        for answer in (await series.post("/quote", series.request(**changes)), await series.book(**changes)):
            assert answer.json()["code"] == code


@pytest.mark.parametrize("caller", ["nobody", "teacher"])
async def test_students_book_series(series: SeriesScene, caller: str) -> None:
    headers = {} if caller == "nobody" else series.scene.teacher.headers
    answer = await series.scene.client.post("/api/bookings/series", json=series.request(), headers=headers)
    assert answer.status_code == (401 if caller == "nobody" else 403)


async def test_its_paths_are_not_taken_for_a_bookings(series: SeriesScene) -> None:
    answer = await series.scene.client.get("/api/bookings/series/nothing", headers=series.scene.student.headers)
    assert answer.json()["errors"][0]["field"] == "series_id"


class TestClockChanges:
    """Sunday lessons around 14 March and 7 November 2027."""

    @pytest.fixture
    def clock(self) -> FixedClock:
        return FixedClock(datetime(2027, 2, 1, 15, tzinfo=UTC))

    async def scene_on(
        self, client: httpx.AsyncClient, container: Container, first: date, hours: tuple[str, str]
    ) -> SeriesScene:
        scene = await make_scene(client, container, profile={"horizon_days": 365, "min_notice_minutes": 0})
        async with container.database.session() as session:
            days = {first + timedelta(weeks=week): [hours] for week in range(4)}
            await make_hours(session, scene.teacher.id, days)
            await session.commit()
        return SeriesScene(scene)

    @pytest.mark.parametrize("first", [date(2027, 2, 28), date(2027, 10, 24)])
    async def test_the_time_on_the_clock_stays(
        self, client: httpx.AsyncClient, container: Container, first: date
    ) -> None:
        series = await self.scene_on(client, container, first, ("17:00", "20:00"))
        made = await series.booked(first_date=str(first), start_time="18:00")
        lessons = [item["booking"] for item in made["dates"]]
        assert {lesson["start_time"] for lesson in lessons} == {"18:00"}
        starts = [datetime.fromisoformat(lesson["starts_at"]) for lesson in lessons]
        assert starts == [
            wall_to_instant(first + timedelta(weeks=week), 18 * 60, "America/New_York") for week in range(4)
        ]
        assert len({start.hour for start in starts}) == 2

    async def test_an_hour_that_the_clock_skips_is_left_out(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        first = date(2027, 3, 7)
        series = await self.scene_on(client, container, first, ("01:00", "05:00"))
        made = await series.booked(first_date=str(first), start_time="02:30", mode="best_effort")
        assert [item["reason"] for item in made["dates"]] == [None, "missing_hour", None, None]
        assert (made["dates"][1]["starts_at"], made["dates"][1]["outcome"]) == (None, "skipped")

    async def test_an_hour_that_happens_twice_is_the_first(
        self, client: httpx.AsyncClient, container: Container, clock: FixedClock
    ) -> None:
        first = date(2027, 10, 31)
        series = await self.scene_on(client, container, first, ("00:00", "04:00"))
        made = await series.booked(first_date=str(first), start_time="01:30", count=2)
        assert made["dates"][1]["starts_at"] == "2027-11-07T05:30:00Z"
        clock.set(datetime(2027, 11, 7, 6, tzinfo=UTC))
        headers = await auth_headers(container, series.scene.student.user)
        seen = await client.get(f"/api/bookings/series/{made['id']}", headers=headers)
        assert seen.json()["lessons"][1]["actions"] == []


@pytest.mark.parametrize("lessons", [2, 26])
async def test_statements_do_not_grow_with_lessons(
    series: SeriesScene, connection: AsyncConnection, lessons: int
) -> None:
    with statements(connection) as sent:
        made = await series.booked(count=lessons)
    assert len(sent) <= 9, sent
    with statements(connection) as sent:
        moved = {"scope": "all", "booking_id": made["dates"][0]["booking"]["id"], "date": series.date(0)}
        answer = await series.post(f"/{made['id']}/reschedule", moved | {"start_time": "14:00"})
    assert (answer.status_code, len(answer.json()["changed"])) == (200, lessons)
    assert len(sent) <= 17, sent
    with statements(connection) as sent:
        gone = await series.post(f"/{made['id']}/cancel", {"scope": "all", "reason": "Moving away"})
    assert (gone.status_code, len(gone.json()["changed"])) == (200, lessons)
    assert len(sent) <= 9, sent
