"""What happens at once, on real connections with real commits."""

import asyncio

import httpx

from app.core.container import Container
from app.core.enums import RoleName
from tests.factories.accounts import signed_in

PIANO = {"subject": "piano", "rate_cents": 8_000, "places": ["online"]}
PATH = "/api/instructors/me/offerings"


async def piano_count(client: httpx.AsyncClient) -> int:
    subjects = (await client.get("/api/catalog/subjects", params={"category": "music"})).json()
    return int(next(item for item in subjects if item["slug"] == "piano")["instructors_count"])


async def test_namesakes_who_join_at_once_are_all_counted_and_told_apart(
    live_client: httpx.AsyncClient, live_container: Container
) -> None:
    callers = [await signed_in(live_container, RoleName.INSTRUCTOR) for _ in range(8)]
    answers = await asyncio.gather(*(live_client.post(PATH, json=PIANO, headers=one.headers) for one in callers))
    assert [answer.status_code for answer in answers] == [201] * 8
    assert await piano_count(live_client) == 8
    profiles = [await live_client.get("/api/instructors/me", headers=one.headers) for one in callers]
    assert {profile.json()["slug"] for profile in profiles} == {"sarah-c"} | {f"sarah-c-{n}" for n in range(2, 9)}
    leaving = [(one, answer.json()["id"]) for one, answer in zip(callers, answers, strict=True)][:5]
    gone = await asyncio.gather(
        *(live_client.delete(f"{PATH}/{offering}", headers=one.headers) for one, offering in leaving)
    )
    assert [answer.status_code for answer in gone] == [204] * 5
    assert await piano_count(live_client) == 3


async def test_one_offering_of_a_subject_however_often_it_is_sent(
    live_client: httpx.AsyncClient, live_container: Container
) -> None:
    caller = await signed_in(live_container, RoleName.INSTRUCTOR)
    answers = await asyncio.gather(*(live_client.post(PATH, json=PIANO, headers=caller.headers) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 5
    assert await piano_count(live_client) == 1
