"""Profiles, offerings and areas through HTTP."""

import uuid
from datetime import date
from typing import Any

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.container import Container
from app.core.enums import RoleName
from tests.factories.accounts import Caller, signed_in
from tests.factories.instructors import make_instructor

PIANO = {"subject": "piano", "rate_cents": 8_000, "places": ["online"]}
HARLEM, CHELSEA = "harlem-south", "chelsea"


@pytest.fixture
async def instructor(container: Container) -> Caller:
    return await signed_in(container, RoleName.INSTRUCTOR)


async def own(client: httpx.AsyncClient, caller: Caller) -> dict[str, Any]:
    response = await client.get("/api/instructors/me", headers=caller.headers)
    assert response.status_code == 200
    profile: dict[str, Any] = response.json()
    return profile


async def offer(client: httpx.AsyncClient, caller: Caller, **changes: Any) -> httpx.Response:
    return await client.post("/api/instructors/me/offerings", json=PIANO | changes, headers=caller.headers)


async def supply_of(client: httpx.AsyncClient, subject: str) -> tuple[int, int | None]:
    subjects = (await client.get("/api/catalog/subjects")).json()
    found = next(item for item in subjects if item["slug"] == subject)
    return found["instructors_count"], found["min_rate_cents"]


async def test_the_first_look_makes_an_empty_profile(client: httpx.AsyncClient, instructor: Caller) -> None:
    profile = await own(client, instructor)
    assert profile["id"] == str(instructor.id)
    assert profile["slug"] == "sarah-c"
    assert profile["display_name"] == "Sarah C."
    assert (profile["min_notice_minutes"], profile["horizon_days"], profile["buffer_minutes"]) == (120, 60, 15)
    assert profile["timezone"] == "America/New_York"
    assert (profile["is_listed"], profile["listing"]) == (False, "needs_offering")
    assert profile["offerings"] == profile["service_areas"] == profile["places"] == []
    assert (await client.get(f"/api/instructors/{instructor.id}")).status_code == 404


async def test_names_alike_get_slugs_apart(client: httpx.AsyncClient, container: Container) -> None:
    callers = [await signed_in(container, RoleName.INSTRUCTOR, first_name="Ana", last_name="Ruiz") for _ in range(3)]
    slugs = [(await own(client, caller))["slug"] for caller in callers]
    assert slugs == ["ana-r", "ana-r-2", "ana-r-3"]


async def test_a_profile_keeps_what_is_not_sent(client: httpx.AsyncClient, instructor: Caller) -> None:
    path, headers = "/api/instructors/me", instructor.headers
    first = await client.put(path, json={"headline": "Piano", "horizon_days": 90}, headers=headers)
    assert (first.status_code, first.json()["headline"], first.json()["horizon_days"]) == (200, "Piano", 90)
    second = await client.put(path, json={"bio": "Since 1999.", "years_experience": 20}, headers=headers)
    profile = second.json()
    assert (profile["headline"], profile["bio"], profile["years_experience"]) == ("Piano", "Since 1999.", 20)
    third = await client.put(path, json={"years_experience": None}, headers=headers)
    assert (third.json()["years_experience"], third.json()["horizon_days"]) == (None, 90)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("headline", "x" * 121),
        ("bio", "x" * 3_001),
        ("bio", "a\x00b"),
        ("headline", None),
        ("years_experience", -1),
        ("years_experience", 81),
        ("min_notice_minutes", -1),
        ("min_notice_minutes", 72 * 60 + 1),
        ("horizon_days", 6),
        ("horizon_days", 366),
        ("buffer_minutes", -1),
        ("buffer_minutes", 121),
        ("timezone", "Etc/GMT+5"),
        ("timezone", "America/Nowhere"),
        ("timezone", "../../etc/passwd"),
        ("slug", "mine"),
    ],
)
async def test_a_profile_outside_its_limits_is_refused_by_field(
    client: httpx.AsyncClient, instructor: Caller, field: str, value: Any
) -> None:
    response = await client.put("/api/instructors/me", json={field: value}, headers=instructor.headers)
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] in {field, "body"}


@pytest.mark.parametrize(
    "limits",
    [
        {"min_notice_minutes": 0, "horizon_days": 7, "buffer_minutes": 0, "years_experience": 0, "headline": ""},
        {"min_notice_minutes": 72 * 60, "horizon_days": 365, "buffer_minutes": 120, "years_experience": 80,
         "headline": "x" * 120, "bio": "y" * 3_000},
    ],
)  # fmt: skip
async def test_a_profile_at_its_limits_is_taken(
    client: httpx.AsyncClient, instructor: Caller, limits: dict[str, Any]
) -> None:
    response = await client.put("/api/instructors/me", json=limits, headers=instructor.headers)
    assert response.status_code == 200
    assert {field: response.json()[field] for field in limits} == limits


async def test_an_offering_makes_an_instructor_found(client: httpx.AsyncClient, instructor: Caller) -> None:
    before = await supply_of(client, "piano")
    response = await offer(client, instructor, durations=[90, 30, 60, 60], places=["at_instructor", "online"])
    assert response.status_code == 201
    offering = response.json()
    assert offering["subject"] == "piano"
    assert offering["subject_name"] == "Piano"
    assert offering["category"] == "music"
    assert offering["durations"] == [30, 60, 90]
    assert offering["places"] == ["online", "at_instructor"]
    assert offering["levels"] == ["beginner", "intermediate", "advanced"]
    assert offering["age_groups"] == ["kids", "teens", "adults", "seniors"]
    assert await supply_of(client, "piano") == (before[0] + 1, 8_000)
    for key in (str(instructor.id), "sarah-c"):
        assert (await client.get(f"/api/instructors/{key}")).json()["offerings"] == [offering]


async def test_a_lesson_at_the_students_needs_a_service_area(client: httpx.AsyncClient, instructor: Caller) -> None:
    await offer(client, instructor, places=["at_student"])
    assert (await own(client, instructor))["listing"] == "needs_service_area"
    assert (await client.get(f"/api/instructors/{instructor.id}")).status_code == 404
    path = "/api/instructors/me/service-areas"
    listed = await client.put(path, json={"neighborhoods": [HARLEM, CHELSEA, HARLEM]}, headers=instructor.headers)
    assert (listed.json()["listing"], listed.json()["service_areas"]) == ("listed", [CHELSEA, HARLEM])
    assert await supply_of(client, "piano") == (1, 8_000)
    assert (await client.get(f"/api/instructors/{instructor.id}")).json()["service_areas"] == [CHELSEA, HARLEM]
    gone = await client.put(path, json={"neighborhoods": []}, headers=instructor.headers)
    assert (gone.json()["listing"], gone.json()["service_areas"]) == ("needs_service_area", [])
    assert await supply_of(client, "piano") == (0, None)


async def test_an_offering_that_cannot_be_given_is_not_shown(client: httpx.AsyncClient, instructor: Caller) -> None:
    await offer(client, instructor)
    await offer(client, instructor, subject="guitar", places=["at_student"])
    shown = (await client.get(f"/api/instructors/{instructor.id}")).json()
    assert [item["subject"] for item in shown["offerings"]] == ["piano"]
    assert shown["places"] == ["online"]
    assert len((await own(client, instructor))["offerings"]) == 2


async def test_a_subject_is_offered_once(client: httpx.AsyncClient, instructor: Caller) -> None:
    first = (await offer(client, instructor)).json()
    again = await offer(client, instructor)
    assert (again.status_code, again.json()["code"]) == (409, "offering_exists")
    other = (await offer(client, instructor, subject="guitar")).json()
    path = f"/api/instructors/me/offerings/{other['id']}"
    onto_first = await client.put(path, json=PIANO, headers=instructor.headers)
    assert (onto_first.status_code, onto_first.json()["code"]) == (409, "offering_exists")
    archived = await client.delete(f"/api/instructors/me/offerings/{first['id']}", headers=instructor.headers)
    assert archived.status_code == 204
    assert (await client.put(path, json=PIANO, headers=instructor.headers)).status_code == 200


async def test_a_changed_offering_moves_the_catalogs_figures(client: httpx.AsyncClient, instructor: Caller) -> None:
    offering = (await offer(client, instructor)).json()
    path = f"/api/instructors/me/offerings/{offering['id']}"
    changed = {"subject": "violin", "rate_cents": 4_500, "places": ["online"], "durations": [45]}
    response = await client.put(path, json=changed, headers=instructor.headers)
    assert response.status_code == 200
    assert response.json() == offering | {"subject": "violin", "subject_name": "Violin"} | {
        "rate_cents": 4_500,
        "durations": [45],
    }
    assert await supply_of(client, "piano") == (0, None)
    assert await supply_of(client, "violin") == (1, 4_500)


async def test_an_archived_offering_is_gone(client: httpx.AsyncClient, instructor: Caller) -> None:
    offering = (await offer(client, instructor)).json()
    path = f"/api/instructors/me/offerings/{offering['id']}"
    assert (await client.delete(path, headers=instructor.headers)).status_code == 204
    assert (await client.delete(path, headers=instructor.headers)).status_code == 404
    assert (await client.put(path, json=PIANO, headers=instructor.headers)).status_code == 404
    assert (await own(client, instructor))["offerings"] == []
    assert (await client.get(f"/api/instructors/{instructor.id}")).status_code == 404
    assert await supply_of(client, "piano") == (0, None)


async def test_another_instructors_offering_is_not_there(
    client: httpx.AsyncClient, container: Container, instructor: Caller
) -> None:
    offering = (await offer(client, instructor)).json()
    stranger = await signed_in(container, RoleName.INSTRUCTOR)
    path = f"/api/instructors/me/offerings/{offering['id']}"
    answers = [
        await client.put(path, json=PIANO, headers=stranger.headers),
        await client.delete(path, headers=stranger.headers),
        await client.delete(f"/api/instructors/me/offerings/{uuid.uuid4()}", headers=stranger.headers),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(404, "offering_not_found")}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rate_cents", 999),
        ("rate_cents", 100_001),
        ("rate_cents", 80.5),
        ("durations", []),
        ("durations", [29]),
        ("durations", [40]),
        ("durations", [255]),
        ("places", []),
        ("places", ["moon"]),
        ("levels", ["master"]),
        ("age_groups", ["dogs"]),
        ("description", "x" * 1_001),
        ("subject", "no-such-subject"),
        ("subject", ""),
        ("instructor_id", "mine"),
    ],
)
async def test_an_offering_outside_its_limits_is_refused_by_field(
    client: httpx.AsyncClient, instructor: Caller, field: str, value: Any
) -> None:
    response = await offer(client, instructor, **{field: value})
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"].split(".")[0] == field


@pytest.mark.parametrize(
    "limits",
    [
        {"rate_cents": 1_000, "durations": [30]},
        {"rate_cents": 100_000, "durations": list(range(30, 241, 15)), "description": "x" * 1_000},
    ],
)
async def test_an_offering_at_its_limits_is_taken(
    client: httpx.AsyncClient, instructor: Caller, limits: dict[str, Any]
) -> None:
    response = await offer(client, instructor, **limits)
    assert response.status_code == 201
    assert {field: response.json()[field] for field in limits} == limits


async def test_no_levels_and_no_ages_mean_all(client: httpx.AsyncClient, instructor: Caller) -> None:
    offering = (await offer(client, instructor, levels=[], age_groups=[])).json()
    assert (len(offering["levels"]), len(offering["age_groups"])) == (3, 4)


async def test_an_unknown_neighborhood_is_named(client: httpx.AsyncClient, instructor: Caller) -> None:
    path = "/api/instructors/me/service-areas"
    payload = {"neighborhoods": [HARLEM, "atlantis"]}
    response = await client.put(path, json=payload, headers=instructor.headers)
    assert (response.status_code, response.json()["code"]) == (422, "unknown_neighborhood")
    assert [error["field"] for error in response.json()["errors"]] == ["neighborhoods.1"]


async def test_suspending_hides_and_reactivating_shows(client: httpx.AsyncClient, instructor: Caller) -> None:
    await offer(client, instructor)
    hidden = await client.post("/api/instructors/me/suspend", headers=instructor.headers)
    assert (hidden.status_code, hidden.json()["listing"]) == (200, "suspended")
    assert (await client.get(f"/api/instructors/{instructor.id}")).status_code == 404
    assert await supply_of(client, "piano") == (0, None)
    again = await client.post("/api/instructors/me/suspend", headers=instructor.headers)
    assert again.json()["suspended_at"] == hidden.json()["suspended_at"]
    shown = await client.post("/api/instructors/me/reactivate", headers=instructor.headers)
    assert (shown.json()["listing"], shown.json()["suspended_at"]) == ("listed", None)
    assert (await client.get(f"/api/instructors/{instructor.id}")).status_code == 200
    assert await supply_of(client, "piano") == (1, 8_000)


async def test_open_pages_hear_of_rules_of_time_and_of_nothing_else(
    client: httpx.AsyncClient, container: Container, session: AsyncSession
) -> None:
    instructor = await signed_in(container, RoleName.INSTRUCTOR)
    await make_instructor(session, user=instructor.user)
    path, day = "/api/instructors/me", date(2027, 3, 8)
    async with container.live.follow(instructor.id, day, day, "here") as follower:
        for change in ({"headline": "Scales"}, {"buffer_minutes": 15}):
            assert (await client.put(path, json=change, headers=instructor.headers)).status_code == 200
        assert await follower.changes(0.05) == []
        for change in ({"buffer_minutes": 30}, {"timezone": "America/Chicago"}):
            assert (await client.put(path, json=change, headers=instructor.headers)).status_code == 200
            assert await follower.changes(0.5) == [day]


async def test_students_and_guests_have_no_profile(client: httpx.AsyncClient, container: Container) -> None:
    student = await signed_in(container, RoleName.STUDENT)
    assert (await client.get("/api/instructors/me")).status_code == 401
    assert (await client.get("/api/instructors/me", headers=student.headers)).status_code == 403


async def test_the_public_profile_says_nothing_private(client: httpx.AsyncClient, session: AsyncSession) -> None:
    made = await make_instructor(session, first_name="Grace", last_name="Hopperton", neighborhoods=[HARLEM])
    response = await client.get(f"/api/instructors/{made.slug}")
    assert response.status_code == 200
    assert response.json()["display_name"] == "Grace H."
    assert "hopperton" not in response.text.lower()
    assert "example.com" not in response.text
    assert not {"email", "phone", "last_name", "buffer_minutes", "is_listed"} & response.json().keys()


async def test_the_public_profile_can_be_kept(client: httpx.AsyncClient, session: AsyncSession) -> None:
    made = await make_instructor(session)
    first = await client.get(f"/api/instructors/{made.slug}")
    assert first.headers["cache-control"] == "public, max-age=30"
    again = await client.get(f"/api/instructors/{made.slug}", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("key", ["nobody", "%00", "x" * 3_000, str(uuid.UUID(int=0)), "'; DROP TABLE instructors; --"])
async def test_nobody_is_a_404(client: httpx.AsyncClient, key: str) -> None:
    response = await client.get(f"/api/instructors/{key}")
    assert response.status_code in {404, 422}
