"""What a student wishes for, and what becomes of it."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import FixedClock
from app.core.container import Container
from app.core.events import OutboxMessage
from app.waitlist.domain import MAX_OPEN_WISHES, MAX_WAIT_DAYS
from tests.factories.accounts import auth_headers, signed_in
from tests.factories.instructors import make_instructor
from tests.factories.lessons import Scene, make_open_days
from tests.waitlist.conftest import cancel, confirm, hand_out, read, wish, wished

Booking = dict[str, Any]
# Somebody else's lessons fill the morning; the student's own would be in the way.
pytestmark = pytest.mark.usefixtures("full_morning")


def code(response: httpx.Response) -> tuple[int, str | None]:
    return response.status_code, response.json().get("code")


class TestWishing:
    async def test_a_wish_waits(self, scene: Scene) -> None:
        made = await wished(scene, scene.other)
        assert (made["status"], made["offer"]) == ("waiting", None)
        assert (made["subject"]["slug"], made["instructor"]["display_name"]) == ("piano", "Sarah C.")
        assert (made["start_time"], made["end_time"], made["timezone"]) == ("09:00", "12:00", "America/New_York")
        listed = (await scene.client.get("/api/waitlist", headers=scene.other.headers)).json()
        assert (listed["items"], listed["total"]) == ([made], 1)

    async def test_nobody_waits_for_what_can_be_had(self, scene: Scene) -> None:
        told = await wish(scene, scene.other, end_time="14:00")
        assert code(told) == (409, "bookable_now")
        starts = [start["start_time"] for start in told.json()["available_now"]]
        assert starts == ["12:00", "12:15", "12:30", "12:45", "13:00"]
        listed = (await scene.client.get("/api/waitlist", headers=scene.other.headers)).json()
        assert listed["total"] == 0

    async def test_ones_own_lessons_are_in_the_way(self, scene: Scene) -> None:
        """The morning is taken by the student's own lessons: waiting for somebody else then is waiting for oneself."""
        async with scene.container.database.session() as session:
            violinist = await make_instructor(session, subject="violin", clock=scene.container.clock)
            await make_open_days(session, violinist.id, scene.day, days=1, hours=(("10:15", "11:45"),))
            await session.commit()
        asked = {"instructor_id": None, "offering_id": None, "subject": "violin"}
        assert (await wish(scene, scene.student, **asked)).status_code == 201
        assert code(await wish(scene, scene.other, **asked)) == (409, "bookable_now")

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"duration_minutes": 45}, (422, "duration_not_offered")),
            ({"place": "at_instructor"}, (422, "place_not_offered")),
            ({"place": "at_student", "neighborhood": "astoria"}, (422, "outside_service_area")),
            ({"neighborhood": "atlantis"}, (422, "invalid_input")),
            ({"instructor_id": "00000000-0000-7000-8000-000000000000"}, (404, "offering_not_found")),
            ({"instructor_id": None, "offering_id": None, "subject": "levitation"}, (422, "invalid_input")),
            ({"instructor_id": None}, (422, "invalid_input")),
            ({"subject": "piano"}, (422, "invalid_input")),
            ({"end_time": "09:45"}, (422, "invalid_input")),
            ({"dates": ["2020-01-01"]}, (422, "no_such_days")),
            ({"until": "2100-01-01"}, (422, "no_such_days")),
        ],
    )
    async def test_what_cannot_be_wished_for(
        self, scene: Scene, changes: dict[str, Any], expected: tuple[int, str]
    ) -> None:
        assert code(await wish(scene, scene.other, **changes)) == expected

    async def test_one_waits_for_so_many_times_and_no_more(self, scene: Scene) -> None:
        made = [await wished(scene, scene.other) for _ in range(MAX_OPEN_WISHES)]
        assert code(await wish(scene, scene.other)) == (409, "too_many_wishes")
        asked = {"params": {"limit": 2, "offset": 1}, "headers": scene.other.headers}
        page = (await scene.client.get("/api/waitlist", **asked)).json()
        assert [item["id"] for item in page["items"]] == [made[-2]["id"], made[-3]["id"]], "the newest first"
        assert (page["total"], page["limit"], page["offset"]) == (MAX_OPEN_WISHES, 2, 1)
        path = f"/api/waitlist/{made[0]['id']}"
        assert (await scene.client.delete(path, headers=scene.other.headers)).status_code == 204
        assert (await read(scene, scene.other, made[0]))["status"] == "withdrawn"
        await wished(scene, scene.other)

    async def test_the_last_day_that_one_can_wait_for(self, scene: Scene, clock: FixedClock) -> None:
        last = scene.day - timedelta(days=2) + timedelta(days=MAX_WAIT_DAYS)
        assert (await wish(scene, scene.other, until=str(last))).status_code == 201
        assert code(await wish(scene, scene.other, until=str(last + timedelta(days=1)))) == (422, "no_such_days")

    async def test_a_month_of_dates_may_be_named(self, scene: Scene) -> None:
        dates = [str(scene.day + timedelta(days=at)) for at in range(32)]
        asked = {"until": dates[-1], "start_time": "20:00", "end_time": "24:00"}
        assert (await wished(scene, scene.other, dates=dates[:31], **asked))["dates"] == dates[:31]
        assert code(await wish(scene, scene.other, dates=dates, **asked)) == (422, "invalid_input")


class TestBeingOffered:
    async def test_a_freed_time_is_kept_and_a_mail_says_so(
        self, scene: Scene, container: Container, full_morning: Booking, session: AsyncSession
    ) -> None:
        made = await wished(scene, scene.other)
        assert await hand_out(container) == 0
        await cancel(scene, full_morning)
        assert await hand_out(container) == 1
        offered = await read(scene, scene.other, made)
        assert (offered["status"], offered["offer"]["start_time"]) == ("offered", "10:15")
        ends = container.clock.now() + timedelta(minutes=10)
        assert offered["offer"]["expires_at"] == ends.isoformat().replace("+00:00", "Z")
        assert "10:15" not in await scene.starts()
        mails = select(OutboxMessage.payload).where(OutboxMessage.key == f"waitlist:{offered['offer']['hold_id']}")
        mail = (await session.scalars(mails)).one()
        assert (mail["template"], mail["user_id"]) == ("waitlist_offer", str(scene.other.id))

    async def test_nothing_is_offered_twice_by_a_second_run(
        self, scene: Scene, container: Container, full_morning: Booking
    ) -> None:
        await wished(scene, scene.other)
        await cancel(scene, full_morning)
        assert [await hand_out(container) for _ in range(3)] == [1, 0, 0]

    async def test_confirming_fulfils_the_wish(self, scene: Scene, container: Container, full_morning: Booking) -> None:
        made = await wished(scene, scene.other)
        await cancel(scene, full_morning)
        await hand_out(container)
        offer = (await read(scene, scene.other, made))["offer"]
        booked = await confirm(scene, scene.other, offer)
        assert (booked.status_code, booked.json()["id"]) == (201, offer["hold_id"])
        assert (await read(scene, scene.other, made))["status"] == "fulfilled"
        await hand_out(container)
        settled = await read(scene, scene.other, made)
        assert (settled["status"], settled["offer"]["hold_id"]) == ("fulfilled", offer["hold_id"])
        # What is over is left as it is.
        path = f"/api/waitlist/{made['id']}"
        assert (await scene.client.delete(path, headers=scene.other.headers)).status_code == 204
        assert await read(scene, scene.other, made) == settled
        kept = await scene.client.get("/api/waitlist?status=fulfilled", headers=scene.other.headers)
        assert kept.json()["total"] == 1

    async def test_an_offer_does_not_count_against_ones_own_holds(
        self, scene: Scene, container: Container, full_morning: Booking
    ) -> None:
        await wished(scene, scene.other)
        await cancel(scene, full_morning)
        await hand_out(container)
        holds = [
            await scene.client.post("/api/bookings/holds", json=scene.lesson(start), headers=scene.other.headers)
            for start in ("12:30", "14:00", "15:30")
        ]
        assert [hold.status_code for hold in holds] == [201, 201, 201]

    async def test_somebody_with_three_holds_is_offered_a_time_all_the_same(
        self, scene: Scene, container: Container, full_morning: Booking
    ) -> None:
        await wished(scene, scene.other)
        for start in ("12:30", "14:00", "15:30"):
            await scene.client.post("/api/bookings/holds", json=scene.lesson(start), headers=scene.other.headers)
        await cancel(scene, full_morning)
        assert await hand_out(container) == 1

    async def test_of_a_subject_whoever_is_free_first(self, scene: Scene, container: Container) -> None:
        made = await wished(scene, scene.other, instructor_id=None, offering_id=None, subject="piano")
        async with container.database.session() as session:
            late, early = [
                await make_instructor(session, first_name=name, clock=container.clock) for name in ("Ann", "Bob")
            ]
            await make_open_days(session, late.id, scene.day, days=1, hours=(("10:30", "12:00"),))
            await make_open_days(session, early.id, scene.day, days=1, hours=(("09:30", "11:00"),))
            await session.commit()
        assert await hand_out(container) == 1
        offer = (await read(scene, scene.other, made))["offer"]
        assert (offer["instructor"]["id"], offer["start_time"]) == (str(early.id), "09:30")

    async def test_where_the_instructor_travels(self, scene: Scene, container: Container) -> None:
        there = {"place": "at_student", "neighborhood": "astoria", "subject": "piano"}
        made = await wished(scene, scene.other, instructor_id=None, offering_id=None, **there)
        async with container.database.session() as session:
            stays, travels = [
                await make_instructor(session, neighborhoods=areas, clock=container.clock)
                for areas in (["bay-ridge"], ["astoria"])
            ]
            for somebody in (stays, travels):
                await make_open_days(session, somebody.id, scene.day, days=1, hours=(("09:30", "11:00"),))
            await session.commit()
        assert await hand_out(container) == 1
        offer = (await read(scene, scene.other, made))["offer"]
        assert offer["instructor"]["id"] == str(travels.id)


class TestGivingUp:
    @pytest.fixture
    async def offered(self, scene: Scene, container: Container, full_morning: Booking) -> dict[str, Any]:
        made = await wished(scene, scene.other, start_time="10:00", end_time="11:30")
        await cancel(scene, full_morning)
        await hand_out(container)
        return await read(scene, scene.other, made)

    async def test_a_declined_time_is_not_offered_again(
        self, scene: Scene, container: Container, offered: dict[str, Any]
    ) -> None:
        assert offered["offer"]["start_time"] == "10:15"
        path = f"/api/waitlist/{offered['id']}/decline"
        declined = await scene.client.post(path, headers=scene.other.headers)
        assert (declined.status_code, declined.json()["status"]) == (200, "waiting")
        assert "10:15" in await scene.starts()
        assert code(await scene.client.post(path, headers=scene.other.headers)) == (409, "nothing_offered")
        await hand_out(container)
        again = await read(scene, scene.other, offered)
        assert again["offer"]["start_time"] == "10:30", "another one of what is free"

    async def test_an_offer_expires(
        self, scene: Scene, container: Container, offered: dict[str, Any], clock: FixedClock
    ) -> None:
        clock.advance(minutes=10)
        assert (await read(scene, scene.other, offered))["status"] == "waiting"
        late = await confirm(scene, scene.other, offered["offer"])
        assert late.status_code == 201, "the time is free like any other, for whoever comes first"

    async def test_withdrawing_gives_the_time_back(self, scene: Scene, offered: dict[str, Any]) -> None:
        path = f"/api/waitlist/{offered['id']}"
        assert (await scene.client.delete(path, headers=scene.other.headers)).status_code == 204
        assert (await read(scene, scene.other, offered))["status"] == "withdrawn"
        assert "10:15" in await scene.starts()

    async def test_releasing_the_hold_itself_is_declining_too(
        self, scene: Scene, container: Container, offered: dict[str, Any]
    ) -> None:
        path = f"/api/bookings/holds/{offered['offer']['hold_id']}"
        assert (await scene.client.delete(path, headers=scene.other.headers)).status_code == 204
        assert (await read(scene, scene.other, offered))["status"] == "waiting"
        await hand_out(container)
        assert (await read(scene, scene.other, offered))["offer"]["start_time"] == "10:30"

    async def test_a_wish_ends_with_its_last_day(self, scene: Scene, container: Container, clock: FixedClock) -> None:
        made = await wished(scene, scene.other)
        clock.advance(days=3)
        later = {"headers": await auth_headers(container, scene.other.user)}
        path = f"/api/waitlist/{made['id']}"
        assert (await scene.client.get(path, **later)).json()["status"] == "expired"
        await hand_out(container)
        listed = await scene.client.get("/api/waitlist?status=expired", **later)
        assert [item["id"] for item in listed.json()["items"]] == [made["id"]]

    async def test_a_withdrawn_wish_is_offered_nothing(
        self, scene: Scene, container: Container, full_morning: Booking
    ) -> None:
        made = await wished(scene, scene.other)
        await scene.client.delete(f"/api/waitlist/{made['id']}", headers=scene.other.headers)
        await cancel(scene, full_morning)
        assert await hand_out(container) == 0


class TestTheNextInLine:
    async def test_expiry_goes_down_the_line(
        self, scene: Scene, container: Container, full_morning: Booking, clock: FixedClock
    ) -> None:
        """One hour comes free, three wait for it: ten minutes each, and then it is anybody's."""
        line = [await signed_in(container) for _ in range(3)]
        made = [await wished(scene, student, start_time="10:15", end_time="11:15") for student in line]
        await cancel(scene, full_morning)
        for turn in range(3):
            assert await hand_out(container) == 1
            headers = [await auth_headers(container, student.user) for student in line]
            states = [
                (await scene.client.get(f"/api/waitlist/{item['id']}", headers=header)).json()["status"]
                for item, header in zip(made, headers, strict=True)
            ]
            assert states == ["offered" if place == turn else "waiting" for place in range(3)]
            clock.advance(minutes=10)
        assert await hand_out(container) == 0
        assert "10:15" in await scene.starts()
