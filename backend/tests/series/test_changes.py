"""Cancelling and moving one lesson of a series, it and the following, or all."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.bookings.models import BookingEvent
from app.core.clock import FixedClock
from app.core.events import OutboxMessage
from app.core.timerange import wall_to_instant
from tests.factories.accounts import Caller, auth_headers
from tests.series.conftest import SeriesScene

NEW_YORK = "America/New_York"


def ids(series: Mapping[str, Any]) -> list[str]:
    return [item["booking"]["id"] for item in series["dates"]]


def said(lessons: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(lesson[name] for name in names) for lesson in lessons]


async def cancel(
    series: SeriesScene, made: Mapping[str, Any], scope: str, at: int | None = None, caller: Caller | None = None
) -> httpx.Response:
    body = {"scope": scope, "reason": "Moving away"} | ({} if at is None else {"booking_id": ids(made)[at]})
    return await series.post(f"/{made['id']}/cancel", body, caller)


async def move(
    series: SeriesScene,
    made: Mapping[str, Any],
    scope: str,
    at: int,
    date: str,
    start: str,
    caller: Caller | None = None,
) -> httpx.Response:
    body = {"scope": scope, "booking_id": ids(made)[at], "date": date, "start_time": start}
    return await series.post(f"/{made['id']}/reschedule", body, caller)


async def templates(session: AsyncSession) -> list[str]:
    messages = await session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [message.payload["template"] for message in messages]


async def kinds(session: AsyncSession, booking_id: str) -> list[str]:
    query = select(BookingEvent.kind).where(BookingEvent.booking_id == booking_id).order_by(BookingEvent.id)
    return list(await session.scalars(query))


class TestCancelling:
    @pytest.mark.parametrize(
        ("scope", "at", "gone"), [("one", 1, [1]), ("following", 2, [2, 3]), ("all", None, [0, 1, 2, 3])]
    )
    async def test_scopes(
        self, series: SeriesScene, session: AsyncSession, scope: str, at: int | None, gone: list[int]
    ) -> None:
        made = await series.booked()
        answer = (await cancel(series, made, scope, at)).json()
        assert answer["changed"] == [ids(made)[number] for number in gone]
        statuses = [lesson["status"] for lesson in answer["lessons"]]
        assert statuses == ["cancelled" if number in gone else "confirmed" for number in range(4)]
        assert answer["total_price_cents"] == 8_000 * (4 - len(gone))
        for number, booking_id in enumerate(ids(made)):
            assert await kinds(session, booking_id) == ["booked"] + ["cancelled"] * (number in gone)

    async def test_each_lesson_is_refunded_by_its_own_terms(
        self, series: SeriesScene, clock: FixedClock, session: AsyncSession
    ) -> None:
        made = await series.booked()
        clock.set(wall_to_instant(series.day, 12 * 60, NEW_YORK) - timedelta(hours=13))
        student = Caller(
            series.scene.student.user, await auth_headers(series.scene.container, series.scene.student.user)
        )
        answer = (await cancel(series, made, "all", caller=student)).json()
        assert said(answer["lessons"], "refund_share_percent", "refund_cents") == [(50, 4_000)] + [(100, 8_000)] * 3
        assert (await templates(session))[2:] == ["lessons_cancelled"] * 2
        messages = await session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
        shares = [lesson["refund_share_percent"] for lesson in list(messages)[-1].payload["context"]["lessons"]]
        assert shares == [50, 100, 100, 100]

    async def test_what_has_started_is_left_alone(self, series: SeriesScene, clock: FixedClock) -> None:
        made = await series.booked()
        clock.set(wall_to_instant(series.day, 12 * 60, NEW_YORK))
        container = series.scene.container
        student = Caller(series.scene.student.user, await auth_headers(container, series.scene.student.user))
        answer = (await cancel(series, made, "all", caller=student)).json()
        assert [lesson["status"] for lesson in answer["lessons"]] == ["confirmed"] + ["cancelled"] * 3
        refused = await cancel(series, made, "one", 0, student)
        assert (refused.status_code, refused.json()["code"]) == (422, "already_started")
        again = await cancel(series, made, "all", caller=student)
        assert (again.status_code, again.json()["code"]) == (409, "nothing_to_change")

    async def test_one_lesson_is_told_of_as_any_other(self, series: SeriesScene, session: AsyncSession) -> None:
        made = await series.booked()
        await cancel(series, made, "one", 0)
        assert sorted((await templates(session))[2:]) == ["booking_cancelled_instructor", "booking_cancelled_student"]

    async def test_the_instructor_gives_all_of_it_back(self, series: SeriesScene, clock: FixedClock) -> None:
        made = await series.booked()
        clock.set(wall_to_instant(series.day, 12 * 60 - 1, NEW_YORK))
        teacher = Caller(
            series.scene.teacher.user, await auth_headers(series.scene.container, series.scene.teacher.user)
        )
        answer = (await cancel(series, made, "all", caller=teacher)).json()
        assert set(said(answer["lessons"], "cancelled_by", "refund_share_percent")) == {("instructor", 100)}

    async def test_the_time_is_free_again(self, series: SeriesScene) -> None:
        made = await series.booked()
        await cancel(series, made, "all")
        assert (await series.book(series.scene.other)).status_code == 201

    async def test_a_stranger_finds_nothing(self, series: SeriesScene) -> None:
        made = await series.booked()
        refused = await cancel(series, made, "all", caller=series.scene.other)
        assert (refused.status_code, refused.json()["code"]) == (404, "series_not_found")

    async def test_a_lesson_of_elsewhere_is_not_found(self, series: SeriesScene) -> None:
        made = await series.booked()
        booking = await series.scene.booked("09:00")
        body = {"scope": "following", "booking_id": booking["id"], "reason": "Ill"}
        refused = await series.post(f"/{made['id']}/cancel", body)
        assert (refused.status_code, refused.json()["code"]) == (404, "booking_not_found")

    @pytest.mark.parametrize("scope", ["one", "following"])
    async def test_one_and_following_name_a_lesson(self, series: SeriesScene, scope: str) -> None:
        made = await series.booked()
        refused = await cancel(series, made, scope)
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid_input")


class TestMoving:
    async def test_all_to_another_day_and_time(self, series: SeriesScene, session: AsyncSession) -> None:
        made = await series.booked()
        day = series.day + timedelta(days=1)
        answer = (await move(series, made, "all", 0, str(day), "15:00")).json()
        assert said(answer["lessons"], "booking_date", "start_time", "end_time") == [
            (str(day + timedelta(weeks=week)), "15:00", "16:00") for week in range(4)
        ]
        assert said(answer["lessons"], "id") == [(booking_id,) for booking_id in ids(made)]
        assert (await templates(session))[2:] == ["lessons_moved"] * 2
        for booking_id in ids(made):
            assert await kinds(session, booking_id) == ["booked", "rescheduled"]

    async def test_following_by_a_week_each_gets_what_the_next_one_had(self, series: SeriesScene) -> None:
        made = await series.booked()
        answer = (await move(series, made, "following", 1, series.date(2), "12:00")).json()
        assert answer["changed"] == ids(made)[1:]
        assert said(answer["lessons"], "booking_date") == [(series.date(week),) for week in (0, 2, 3, 4)]
        assert await series.scene.starts(series.day + timedelta(weeks=1)) != []
        assert (await series.scene.book("12:00", series.scene.other, date=series.date(1))).status_code == 201
        assert (await series.scene.book("12:00", series.scene.other, date=series.date(4))).status_code == 409

    async def test_back_by_a_week(self, series: SeriesScene) -> None:
        made = await series.booked(first_date=series.date(1))
        answer = (await move(series, made, "all", 3, series.date(3), "12:00")).json()
        assert said(answer["lessons"], "booking_date") == [(series.date(week),) for week in range(4)]

    async def test_all_or_none(self, series: SeriesScene, session: AsyncSession) -> None:
        made = await series.booked()
        await series.scene.booked("15:00", series.scene.other, date=series.date(2))
        refused = await move(series, made, "all", 0, series.date(0), "15:00")
        assert (refused.status_code, refused.json()["code"]) == (409, "lessons_not_free")
        dates = refused.json()["dates"]
        assert said(dates, "outcome", "reason") == [
            ("available", None), ("available", None), ("conflict", "taken"), ("available", None),
        ]  # fmt: skip
        assert dates[2]["alternatives"] != []
        seen = (await series.get(made)).json()
        assert said(seen["lessons"], "booking_date", "start_time") == [
            (series.date(week), "12:00") for week in range(4)
        ]
        assert await kinds(session, ids(made)[0]) == ["booked"]

    async def test_one_alone(self, series: SeriesScene) -> None:
        made = await series.booked()
        answer = (await move(series, made, "one", 1, series.date(1), "09:00")).json()
        assert answer["changed"] == [ids(made)[1]]
        assert [lesson["start_time"] for lesson in answer["lessons"]] == ["12:00", "09:00", "12:00", "12:00"]

    async def test_two_lessons_cannot_end_at_one_time(self, series: SeriesScene) -> None:
        made = await series.booked(count=2)
        moved = await move(series, made, "one", 1, series.date(0), "15:00")
        assert moved.status_code == 200
        refused = await move(series, made, "all", 0, series.date(0), "10:00")
        assert refused.json()["code"] == "lessons_not_free"
        assert said(refused.json()["dates"], "outcome", "reason") == [("available", None), ("conflict", "taken")]

    async def test_lessons_too_near_to_be_moved_are_left(self, series: SeriesScene, clock: FixedClock) -> None:
        made = await series.booked()
        clock.set(wall_to_instant(series.day, 12 * 60, NEW_YORK) - timedelta(hours=11))
        container = series.scene.container
        student = Caller(series.scene.student.user, await auth_headers(container, series.scene.student.user))
        answer = (await move(series, made, "all", 1, series.date(1), "13:00", student)).json()
        assert answer["changed"] == ids(made)[1:]
        refused = await move(series, made, "all", 0, series.date(0), "13:00", student)
        assert (refused.status_code, refused.json()["code"]) == (422, "too_late")

    async def test_instructors_do_not_move(self, series: SeriesScene) -> None:
        made = await series.booked()
        refused = await move(series, made, "all", 0, series.date(0), "13:00", series.scene.teacher)
        assert refused.status_code == 403

    async def test_not_to_an_instructor_who_takes_no_bookings(self, series: SeriesScene) -> None:
        made = await series.booked()
        await series.scene.client.post("/api/instructors/me/suspend", headers=series.scene.teacher.headers)
        refused = await move(series, made, "all", 0, series.date(0), "13:00")
        assert (refused.status_code, refused.json()["code"]) == (422, "not_available")
