"""Reviews through HTTP, of lessons that were booked, held and completed."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import FixedClock
from app.core.container import Container
from app.core.enums import RoleName
from app.core.timerange import instant_to_wall
from app.instructors.schemas import OwnInstructorRead
from tests.factories.accounts import Caller, auth_headers, signed_in
from tests.factories.instructors import make_instructor
from tests.factories.lessons import lesson_request, make_open_days


@dataclass
class School:
    """An instructor, a student, and a way to have lessons."""

    client: httpx.AsyncClient
    container: Container
    clock: FixedClock
    teacher: Caller
    profile: OwnInstructorRead

    async def headers(self, caller: Caller) -> dict[str, str]:
        """A new login: the clock moves past the life of tokens."""
        return await auth_headers(self.container, caller.user)

    async def book(self, student: Caller, start_time: str = "12:00") -> str:
        day = instant_to_wall(self.clock.now(), "America/New_York")[0] + timedelta(days=1)
        request = lesson_request(self.profile, day, start_time)
        booked = await self.client.post("/api/bookings", json=request, headers=await self.headers(student))
        assert booked.status_code == 201, booked.text
        booking_id: str = booked.json()["id"]
        return booking_id

    async def teach(self, student: Caller, start_time: str = "12:00") -> str:
        booking_id = await self.book(student, start_time)
        self.clock.advance(days=2)
        path, headers = f"/api/bookings/{booking_id}/complete", await self.headers(self.teacher)
        assert (await self.client.post(path, headers=headers)).status_code == 200
        return booking_id

    async def review(self, student: Caller, booking_id: str, **payload: Any) -> httpx.Response:
        path = f"/api/bookings/{booking_id}/review"
        return await self.client.post(path, json={"rating": 5} | payload, headers=await self.headers(student))


@pytest.fixture
async def school(client: httpx.AsyncClient, container: Container, clock: FixedClock, session: AsyncSession) -> School:
    teacher = await signed_in(container, RoleName.INSTRUCTOR, first_name="Tom", last_name="Teller")
    profile = await make_instructor(session, user=teacher.user)
    await make_open_days(session, profile.id, instant_to_wall(clock.now(), profile.timezone)[0], 30)
    return School(client, container, clock, teacher, profile)


@pytest.fixture
async def student(container: Container) -> Caller:
    return await signed_in(container, first_name="Maya", last_name="Private")


async def test_a_completed_lesson_is_reviewed_once(school: School, student: Caller) -> None:
    booking_id = await school.teach(student)
    first = await school.review(student, booking_id, rating=4, text="  Patient and clear.  ")
    assert first.status_code == 201
    assert first.json() | {"created_at": None} == {
        "id": booking_id,
        "student_display_name": "Maya P.",
        "subject_name": "Piano",
        "rating": 4,
        "text": "Patient and clear.",
        "created_at": None,
        "answer": None,
        "answered_at": None,
    }
    again = await school.review(student, booking_id, rating=1)
    assert (again.status_code, again.json()["code"]) == (409, "review_exists")
    profile = (await school.client.get(f"/api/instructors/{school.profile.id}")).json()
    assert (profile["review_count"], profile["rating"]) == (1, None)


async def test_the_average_shows_from_three_reviews_on(school: School, student: Caller) -> None:
    for rating in (5, 4, 4):
        assert (await school.review(student, await school.teach(student), rating=rating)).status_code == 201
    profile = (await school.client.get(f"/api/instructors/{school.profile.id}")).json()
    assert (profile["review_count"], profile["rating"]) == (3, 4.3)
    reviews = (await school.client.get(f"/api/instructors/{school.profile.slug}/reviews?limit=2")).json()
    assert (reviews["total"], [item["rating"] for item in reviews["items"]]) == (3, [4, 4])
    rest = (await school.client.get(f"/api/instructors/{school.profile.id}/reviews?offset=2")).json()
    assert [item["rating"] for item in rest["items"]] == [5]
    assert "private" not in str(reviews).lower()


async def test_a_lesson_that_was_not_held_is_not_reviewed(school: School, student: Caller) -> None:
    booking_id = await school.book(student)
    response = await school.review(student, booking_id)
    assert (response.status_code, response.json()["code"]) == (422, "not_completed")


async def test_a_review_comes_within_thirty_days(school: School, student: Caller) -> None:
    in_time, too_late = await school.teach(student), await school.teach(student)
    booked = await school.client.get(f"/api/bookings/{in_time}", headers=await school.headers(student))
    ended = school.clock.now().fromisoformat(booked.json()["ends_at"])
    school.clock.set(ended + timedelta(days=30))
    assert (await school.review(student, in_time)).status_code == 201
    school.clock.advance(days=2, seconds=1)
    response = await school.review(student, too_late)
    assert (response.status_code, response.json()["code"]) == (422, "review_too_late")


async def test_a_lesson_says_whether_its_review_is_open(school: School, student: Caller) -> None:
    booking_id = await school.book(student)
    path = f"/api/bookings/{booking_id}/review"

    async def ask(caller: Caller) -> Any:
        return (await school.client.get(path, headers=await school.headers(caller))).json()

    assert await ask(student) == {"review": None, "open_until": None}
    school.clock.advance(days=2)
    await school.client.post(f"/api/bookings/{booking_id}/complete", headers=await school.headers(school.teacher))
    assert (await ask(student))["open_until"] is not None
    assert await ask(school.teacher) == {"review": None, "open_until": None}
    await school.review(student, booking_id, rating=4)
    for caller in (student, school.teacher):
        seen = await ask(caller)
        assert (seen["review"]["rating"], seen["open_until"]) == (4, None)


async def test_a_review_closes_after_thirty_days(school: School, student: Caller) -> None:
    booking_id = await school.teach(student)
    path = f"/api/bookings/{booking_id}/review"
    first = await school.client.get(path, headers=await school.headers(student))
    school.clock.set(school.clock.now().fromisoformat(first.json()["open_until"]) + timedelta(seconds=1))
    later = await school.client.get(path, headers=await school.headers(student))
    assert later.json() == {"review": None, "open_until": None}


async def test_another_persons_lesson_is_not_there(school: School, student: Caller) -> None:
    booking_id = await school.teach(student)
    stranger = await signed_in(school.container)
    for missing in (booking_id, str(uuid.uuid4())):
        response = await school.review(stranger, missing)
        assert (response.status_code, response.json()["code"]) == (404, "booking_not_found")
    assert (await school.review(school.teacher, booking_id)).status_code == 403
    assert (await school.client.post(f"/api/bookings/{booking_id}/review", json={"rating": 5})).status_code == 401


@pytest.mark.parametrize(
    ("field", "value"), [("rating", 0), ("rating", 6), ("rating", 4.5), ("rating", "5"), ("text", "x" * 1_001)]
)
async def test_a_review_has_limits(school: School, student: Caller, field: str, value: Any) -> None:
    response = await school.review(student, str(uuid.uuid4()), **{field: value})
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == field


async def test_the_instructor_answers(school: School, student: Caller) -> None:
    booking_id = await school.teach(student)
    await school.review(student, booking_id)
    path, headers = f"/api/reviews/{booking_id}/answer", await school.headers(school.teacher)
    for text in ("Thank you!", "Thank you, Maya!"):
        answered = await school.client.put(path, json={"answer": text}, headers=headers)
        assert (answered.status_code, answered.json()["answer"]) == (200, text)
    [shown] = (await school.client.get(f"/api/instructors/{school.profile.id}/reviews")).json()["items"]
    assert shown["answer"] == "Thank you, Maya!"
    assert (await school.client.put(path, json={"answer": ""}, headers=headers)).status_code == 422


async def test_others_do_not_answer(school: School, student: Caller) -> None:
    booking_id = await school.teach(student)
    await school.review(student, booking_id)
    path = f"/api/reviews/{booking_id}/answer"
    other = await signed_in(school.container, RoleName.INSTRUCTOR)
    assert (await school.client.put(path, json={"answer": "Hi"}, headers=other.headers)).status_code == 404
    refused = await school.client.put(path, json={"answer": "Hi"}, headers=await school.headers(student))
    assert refused.status_code == 403
    assert (await school.client.put(path, json={"answer": "Hi"})).status_code == 401


async def test_nobodys_reviews_are_a_404(client: httpx.AsyncClient) -> None:
    assert (await client.get(f"/api/instructors/{uuid.uuid4()}/reviews")).status_code == 404
    assert (await client.get("/api/instructors/nobody/reviews")).status_code == 404
