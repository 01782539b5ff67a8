"""Every operation, asked by everybody, about a thing that is there and about one that is not.

The callers are a guest, the lesson's student and another one, the lesson's instructor and another one, and an admin.
Each cell is one request that is undone before the next; an operation without a row fails the test.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncConnection

from app.core.clock import FixedClock
from app.core.container import Container
from app.core.enums import Place, RoleName
from tests.conftest import NEW_YORK
from tests.factories.accounts import PASSWORD, Caller, auth_headers, signed_in
from tests.factories.instructors import make_instructor
from tests.factories.lessons import make_open_days
from tests.operations import operations_of

CALLERS = ("guest", "student", "other student", "instructor", "other instructor", "admin")
DAY = timedelta(days=1)


@dataclass
class World:
    """One lesson tomorrow and one that is over, between two of the six callers; the values fill paths and bodies."""

    headers: dict[str, dict[str, str]]
    values: dict[str, str]


Body = Mapping[str, Any] | None


@dataclass(frozen=True)
class Row:
    """One operation: what each caller gets, in the order of CALLERS; `absent` for an id that nothing has."""

    request: str
    there: str
    absent: str | None = None
    body: Body = None
    form: Body = None


EVERYBODY = "200 200 200 200 200 200"
SIGNED_IN = "401 200 200 200 200 200"
MONITORS = "401 403 403 403 403 200"
TEACHES = "401 403 403 200 200 200"
LESSON = {
    "instructor_id": "{instructor}",
    "offering_id": "{offering}",
    "date": "{tomorrow}",
    "start_time": "15:00",
    "duration_minutes": 60,
    "place": "online",
}
SERIES = {key: value for key, value in LESSON.items() if key != "date"} | {
    "first_date": "{tomorrow}",
    "interval_weeks": 1,
    "count": 2,
}
OFFERING = {"subject": "violin", "rate_cents": 9_000, "durations": [60], "places": ["online"]}
WEEK = {"week_start": "{monday}", "version": 0, "days": {}}
APPLIED = {"from_week": "{monday}", "start_date": "{monday}", "end_date": "{monday}", "mode": "replace"}
PATTERN = {"mon": [{"start_time": "18:00", "end_time": "21:00"}]}
SEARCHED = "instructor_ids={instructor}&date={tomorrow}"

ROWS: dict[str, Row] = {
    # Monitoring
    "monitoring-health": Row("GET /health", EVERYBODY),
    "monitoring-ready": Row("GET /health/ready", EVERYBODY),
    "monitoring-metrics": Row("GET /metrics", EVERYBODY),
    "monitoring-performance": Row("GET /metrics/performance", MONITORS),
    "redis-redis_health": Row("GET /api/redis/health", EVERYBODY),
    "redis-redis_stats": Row("GET /api/redis/stats", MONITORS),
    "redis-celery_queues": Row("GET /api/redis/celery-queues", MONITORS),
    "redis-redis_keys": Row("GET /api/redis/keys", MONITORS),
    "database-database_health": Row("GET /api/database/health", EVERYBODY),
    "database-database_pool": Row("GET /api/database/pool", MONITORS),
    "database-database_stats": Row("GET /api/database/stats", MONITORS),
    "database-database_invariants": Row("GET /api/database/invariants", MONITORS),
    "database-slow_queries": Row("GET /api/database/slow-queries", MONITORS),
    # Accounts
    "auth-register": Row(
        "POST /api/auth/register",
        "201 201 201 201 201 201",
        body={"email": "new@example.com", "password": PASSWORD, "first_name": "N", "last_name": "O", "role": "student"},
    ),
    "auth-login": Row("POST /api/auth/login", EVERYBODY, form={"username": "{email}", "password": PASSWORD}),
    "auth-refresh": Row(
        "POST /api/auth/refresh", "401 401 401 401 401 401", body={"refresh_token": "nothing that was ever issued"}
    ),
    "auth-logout": Row("POST /api/auth/logout", "401 204 204 204 204 204"),
    "auth-create_session": Row("POST /api/auth/session", EVERYBODY, body={"email": "{email}", "password": PASSWORD}),
    "auth-delete_session": Row("DELETE /api/auth/session", "204 204 204 204 204 204"),
    "auth-list_sessions": Row("GET /api/auth/sessions", SIGNED_IN),
    "auth-end_session": Row(
        "DELETE /api/auth/sessions/{session}", "401 204 404 404 404 404", "401 404 404 404 404 404"
    ),
    "auth-get_me": Row("GET /api/auth/me", SIGNED_IN),
    "auth-update_me": Row("PATCH /api/auth/me", SIGNED_IN, body={"first_name": "Ada"}),
    "auth-change_password": Row(
        "POST /api/auth/password",
        "401 204 204 204 204 204",
        body={"current_password": PASSWORD, "new_password": "nine loud lighthouses"},
    ),
    "auth-request_password_reset": Row(
        "POST /api/auth/password-reset", "202 202 202 202 202 202", body={"email": "{email}"}
    ),
    "auth-confirm_password_reset": Row(
        "POST /api/auth/password-reset/confirm",
        "422 422 422 422 422 422",
        body={"token": "never issued", "new_password": "nine loud lighthouses"},
    ),
    "auth-request_verification": Row("POST /api/auth/verification", "401 202 202 202 202 202"),
    "auth-confirm_verification": Row(
        "POST /api/auth/verification/confirm", "422 422 422 422 422 422", body={"token": "never issued"}
    ),
    # Mails
    "notifications-get_preferences": Row("GET /api/notifications/preferences", SIGNED_IN),
    "notifications-update_preferences": Row(
        "PUT /api/notifications/preferences", SIGNED_IN, body={"reminders": False, "review_requests": True}
    ),
    "notifications-unsubscribe": Row("POST /api/notifications/unsubscribe?token=made-up", "422 422 422 422 422 422"),
    "notifications-open_unsubscribe": Row(
        "GET /api/notifications/unsubscribe?token=made-up", "303 303 303 303 303 303"
    ),
    # Catalog and places
    "catalog-list_categories": Row("GET /api/catalog/categories", EVERYBODY),
    "catalog-list_subjects": Row("GET /api/catalog/subjects", EVERYBODY),
    "geo-list_boroughs": Row("GET /api/geo/boroughs", EVERYBODY),
    "geo-list_neighborhoods": Row("GET /api/geo/neighborhoods", EVERYBODY),
    # Instructors
    "search-report_interaction": Row(
        "POST /api/search/interactions",
        "404 404 404 404 404 404",
        body={"search_id": "{instructor}", "instructor_id": "{instructor}", "kind": "click", "position": 1},
    ),
    "search-list_history": Row("GET /api/search/history", SIGNED_IN),
    "search-forget_history": Row("DELETE /api/search/history", "401 204 204 204 204 204"),
    "search-forget_history_entry": Row(
        "DELETE /api/search/history/{searched}", "401 204 404 404 404 404", "401 404 404 404 404 404"
    ),
    "search-list_instructors": Row("GET /api/instructors", EVERYBODY),
    "instructors-get_profile": Row("GET /api/instructors/{instructor}", EVERYBODY, "404 404 404 404 404 404"),
    "instructors-get_own": Row("GET /api/instructors/me", TEACHES),
    "instructors-update_own": Row("PUT /api/instructors/me", TEACHES, body={"headline": "Patient"}),
    "instructors-create_offering": Row("POST /api/instructors/me/offerings", "401 403 403 201 201 201", body=OFFERING),
    "instructors-update_offering": Row(
        "PUT /api/instructors/me/offerings/{offering}",
        "401 403 403 200 404 404",
        "401 403 403 404 404 404",
        body=OFFERING,
    ),
    "instructors-archive_offering": Row(
        "DELETE /api/instructors/me/offerings/{offering}", "401 403 403 204 404 404", "401 403 403 404 404 404"
    ),
    "instructors-replace_service_areas": Row(
        "PUT /api/instructors/me/service-areas", TEACHES, body={"neighborhoods": []}
    ),
    "instructors-suspend": Row("POST /api/instructors/me/suspend", TEACHES),
    "instructors-reactivate": Row("POST /api/instructors/me/reactivate", TEACHES),
    # Hours
    "availability-get_week": Row("GET /api/availability/week?week_start={monday}", TEACHES),
    "availability-replace_week": Row("PUT /api/availability/week", TEACHES, body=WEEK),
    "availability-preview_week": Row("POST /api/availability/week/validate", TEACHES, body=WEEK),
    "availability-copy_week": Row(
        "POST /api/availability/copy-week",
        TEACHES,
        body={"from_week": "{monday}", "to_week": "{monday}", "mode": "merge"},
    ),
    "availability-apply_week": Row("POST /api/availability/apply-to-range", TEACHES, body=APPLIED),
    "availability-preview_apply": Row("POST /api/availability/apply-to-range/validate", TEACHES, body=APPLIED),
    "availability-get_pattern": Row("GET /api/availability/pattern", TEACHES),
    "availability-replace_pattern": Row("PUT /api/availability/pattern", TEACHES, body=PATTERN),
    "availability-preview_pattern": Row("POST /api/availability/pattern/validate", TEACHES, body=PATTERN),
    "availability-hand_back": Row(
        "DELETE /api/availability/edited-days/{edited}", "401 403 403 200 409 409", "401 403 403 200 409 409"
    ),
    "availability-preview_hand_back": Row(
        "POST /api/availability/edited-days/{edited}/validate", "401 403 403 200 409 409", "401 403 403 200 409 409"
    ),
    "availability-explain": Row(
        "GET /api/availability/explain?date={tomorrow}&start_time=12:00&duration_minutes=60", TEACHES
    ),
    "availability-list_blackouts": Row("GET /api/availability/blackouts", TEACHES),
    "availability-add_blackout": Row(
        "POST /api/availability/blackouts", "401 403 403 201 201 201", body={"date": "{monday}"}
    ),
    "availability-remove_blackout": Row(
        "DELETE /api/availability/blackouts/{blackout}", "401 403 403 204 404 404", "401 403 403 404 404 404"
    ),
    # Free time
    "public-get_free_time": Row(
        "GET /api/public/instructors/{instructor}/availability?start_date={tomorrow}&end_date={tomorrow}",
        EVERYBODY,
        "404 404 404 404 404 404",
    ),
    # The world's live updates are stopped, so that the stream ends.
    "public-follow_free_time": Row(
        "GET /api/public/instructors/{instructor}/live?start_date={tomorrow}&end_date={tomorrow}",
        EVERYBODY,
        "404 404 404 404 404 404",
    ),
    "public-list_next_starts": Row(
        "GET /api/public/instructors/{instructor}/next-available", EVERYBODY, "404 404 404 404 404 404"
    ),
    "public-list_free_time": Row(f"GET /api/public/availability?{SEARCHED}", EVERYBODY, EVERYBODY),
    # Search
    "search-search": Row("GET /api/search?q=piano", EVERYBODY),
    "search-suggest": Row("GET /api/search/suggest?q=pia", EVERYBODY),
    # Bookings
    "bookings-quote": Row(
        "POST /api/bookings/quote", "401 200 200 403 403 200", "401 404 404 403 403 404", body=LESSON
    ),
    "bookings-book": Row("POST /api/bookings", "401 201 201 403 403 201", "401 404 404 403 403 404", body=LESSON),
    "bookings-hold": Row("POST /api/bookings/holds", "401 201 201 403 403 201", "401 404 404 403 403 404", body=LESSON),
    "bookings-release_hold": Row(
        "DELETE /api/bookings/holds/{hold}", "401 204 404 403 403 404", "401 404 404 403 403 404"
    ),
    "bookings-list_own": Row("GET /api/bookings", SIGNED_IN),
    "bookings-get": Row("GET /api/bookings/{booking}", "401 200 404 200 404 200", "401 404 404 404 404 404"),
    "bookings-quote_cancellation": Row(
        "GET /api/bookings/{booking}/cancellation-quote", "401 200 404 200 404 404", "401 404 404 404 404 404"
    ),
    "bookings-cancel": Row(
        "POST /api/bookings/{booking}/cancel",
        "401 200 404 200 404 404",
        "401 404 404 404 404 404",
        body={"reason": "A cold"},
    ),
    "bookings-reschedule": Row(
        "POST /api/bookings/{booking}/reschedule",
        "401 200 404 403 403 404",
        "401 404 404 403 403 404",
        body={"date": "{tomorrow}", "start_time": "16:00"},
    ),
    "bookings-swap": Row(
        "POST /api/bookings/{booking}/swap",
        "401 200 404 403 403 404",
        "401 404 404 403 403 404",
        body={"with_booking_id": "{series_booking}"},
    ),
    "series-quote": Row(
        "POST /api/bookings/series/quote", "401 200 200 403 403 200", "401 404 404 403 403 404", body=SERIES
    ),
    "series-book": Row("POST /api/bookings/series", "401 201 201 403 403 201", "401 404 404 403 403 404", body=SERIES),
    "series-get": Row("GET /api/bookings/series/{series}", "401 200 404 200 404 404", "401 404 404 404 404 404"),
    "series-cancel": Row(
        "POST /api/bookings/series/{series}/cancel",
        "401 200 404 200 404 404",
        "401 404 404 404 404 404",
        body={"scope": "all", "reason": "A cold"},
    ),
    "series-reschedule": Row(
        "POST /api/bookings/series/{series}/reschedule",
        "401 200 404 403 403 404",
        "401 404 404 403 403 404",
        body={"scope": "one", "booking_id": "{series_booking}", "date": "{tomorrow}", "start_time": "16:00"},
    ),
    "bookings-complete": Row(
        "POST /api/bookings/{past_booking}/complete", "401 403 403 200 404 404", "401 403 403 404 404 404"
    ),
    "bookings-report_no_show": Row(
        "POST /api/bookings/{past_booking}/no-show", "401 403 403 200 404 404", "401 403 403 404 404 404"
    ),
    "bookings-get_calendar": Row(
        "GET /api/bookings/{booking}/calendar.ics", "401 200 404 200 404 200", "401 404 404 404 404 404"
    ),
}

WISH = {
    "instructor_id": "{instructor}",
    "offering_id": "{offering}",
    "duration_minutes": 60,
    "place": "online",
    "until": "{monday}",
    # After the last start of the instructor's days.
    "start_time": "20:00",
}
WISHED = "401 200 404 403 403 404"
NO_WISH = "401 404 404 403 403 404"

ROWS |= {
    # Calendars
    "calendar-get_feed": Row("GET /api/calendar/feed", SIGNED_IN),
    "calendar-renew_feed": Row("POST /api/calendar/feed", "401 201 201 201 201 201"),
    "calendar-revoke_feed": Row("DELETE /api/calendar/feed", "401 204 404 404 404 404"),
    "calendar-read_feed": Row("GET /api/calendar/{feed}.ics", EVERYBODY, "404 404 404 404 404 404"),
    # Waiting
    "waitlist-create_wish": Row("POST /api/waitlist", "401 201 201 403 403 201", "401 404 404 403 403 404", body=WISH),
    "waitlist-list_wishes": Row("GET /api/waitlist", "401 200 200 403 403 200"),
    "waitlist-get_wish": Row("GET /api/waitlist/{wish}", WISHED, NO_WISH),
    "waitlist-withdraw_wish": Row("DELETE /api/waitlist/{wish}", "401 204 404 403 403 404", NO_WISH),
    # Nothing is offered to the student's wish.
    "waitlist-decline_offer": Row("POST /api/waitlist/{wish}/decline", "401 409 404 403 403 404", NO_WISH),
    # Reviews and favourites
    "reviews-create_review": Row(
        "POST /api/bookings/{done_booking}/review",
        "401 201 404 403 403 404",
        "401 404 404 403 403 404",
        body={"rating": 5, "text": "Patient and clear"},
    ),
    "reviews-get_lesson_review": Row(
        "GET /api/bookings/{done_booking}/review", "401 200 404 200 404 404", "401 404 404 404 404 404"
    ),
    "reviews-list_reviews": Row("GET /api/instructors/{instructor}/reviews", EVERYBODY, "404 404 404 404 404 404"),
    "reviews-answer_review": Row(
        "PUT /api/reviews/{review}/answer",
        "401 403 403 200 404 404",
        "401 403 403 404 404 404",
        body={"answer": "Thank you"},
    ),
    "favorites-list_favorites": Row("GET /api/favorites", "401 200 200 403 403 200"),
    "favorites-keep_favorite": Row(
        "PUT /api/favorites/{instructor}", "401 204 204 403 403 204", "401 404 404 403 403 404"
    ),
    "favorites-give_up_favorite": Row(
        "DELETE /api/favorites/{instructor}", "401 204 204 403 403 204", "401 204 204 403 403 204"
    ),
}

ADMINS = "401 403 403 403 403 200"
ABSENT = "401 403 403 403 403 404"

ROWS |= {
    # Administration
    "admin-list_users": Row("GET /api/admin/users?q=student&role=student&is_active=true", ADMINS),
    "admin-get_user": Row("GET /api/admin/users/{user}", ADMINS, ABSENT),
    "admin-set_roles": Row("PUT /api/admin/users/{user}/roles", ADMINS, ABSENT, body={"roles": ["instructor"]}),
    "admin-set_permissions": Row(
        "PUT /api/admin/users/{user}/permissions", ADMINS, ABSENT, body={"granted": [], "denied": ["create_bookings"]}
    ),
    "admin-suspend_user": Row("POST /api/admin/users/{user}/suspend", ADMINS, ABSENT, body={"reason": "Spam"}),
    "admin-reactivate_user": Row("POST /api/admin/users/{user}/reactivate", ADMINS, ABSENT),
    "admin-list_bookings": Row("GET /api/admin/bookings?status=confirmed", ADMINS),
    "admin-get_booking": Row("GET /api/admin/bookings/{booking}", ADMINS, ABSENT),
    "admin-cancel_booking": Row(
        "POST /api/admin/bookings/{booking}/cancel", ADMINS, ABSENT, body={"reason": "The building is closed"}
    ),
    "admin-list_dead_letters": Row("GET /api/admin/dead-letters", ADMINS),
    # None of this world's mails was given up.
    "admin-retry_dead_letter": Row("POST /api/admin/dead-letters/{user}/retry", ABSENT, ABSENT),
    "admin-discard_dead_letter": Row("POST /api/admin/dead-letters/{user}/discard", ABSENT, ABSENT),
    "admin-list_audit": Row("GET /api/admin/audit?action=user.viewed", ADMINS),
    "admin-list_unrecognized_words": Row("GET /api/admin/unrecognized-words", ADMINS),
    "admin-list_aliases": Row("GET /api/admin/aliases", ADMINS),
    "admin-create_alias": Row(
        "POST /api/admin/aliases", "401 403 403 403 403 201", body={"alias": "pianoforte lute", "subject": "piano"}
    ),
    # Analytics
    "analytics-get_summary": Row("GET /api/analytics/search/summary", ADMINS),
    "analytics-list_trends": Row("GET /api/analytics/search/trends?grain=hour&days=2", ADMINS),
    "analytics-list_popular": Row("GET /api/analytics/search/popular", ADMINS),
    "analytics-list_zero_results": Row("GET /api/analytics/search/zero-results", ADMINS),
    "analytics-get_funnel": Row("GET /api/analytics/search/funnel", ADMINS),
    "analytics-get_performance": Row("GET /api/analytics/search/performance", ADMINS),
    "analytics-list_subject_facts": Row("GET /api/analytics/subjects", ADMINS),
    "analytics-export": Row("GET /api/analytics/export?format=csv", ADMINS),
    "analytics-get_found": Row("GET /api/instructors/me/found", TEACHES),
    "admin-verify_audit": Row("GET /api/admin/audit/verify", ADMINS),
}

ROWS |= {
    # Privacy
    "privacy-export": Row("GET /api/privacy/export", SIGNED_IN),
    "privacy-delete_account": Row("POST /api/privacy/delete", "401 204 204 204 204 422", body={"password": PASSWORD}),
    "privacy-list_retention": Row("GET /api/privacy/retention", EVERYBODY),
}

# A row's own ids, which `absent` replaces by ones that nothing has.
OBJECTS = (
    "instructor",
    "offering",
    "hold",
    "booking",
    "past_booking",
    "done_booking",
    "session",
    "review",
    "user",
    "searched",
    "series",
    "wish",
    "feed",
)


def test_every_operation_has_a_row(application: FastAPI) -> None:
    assert {operation.name for operation in operations_of(application)} == set(ROWS)


def test_a_row_asks_the_operation_that_it_names(application: FastAPI) -> None:
    for operation in operations_of(application):
        method, _, path = ROWS[operation.name].request.partition(" ")
        assert method in operation.methods
        asked, named = path.partition("?")[0].split("/"), operation.path.split("/")
        assert [a for a in asked if "{" not in a] == [n for n in named if "{" not in n], operation.name


def test_every_operation_on_a_thing_says_what_an_absent_one_answers(application: FastAPI) -> None:
    on_things = [operation.name for operation in operations_of(application) if "{" in operation.path]
    assert [name for name in on_things if ROWS[name].absent is None] == []


@pytest.fixture
async def world(client: httpx.AsyncClient, container: Container, clock: FixedClock) -> World:
    """Made through the same doors that people use."""
    people = {
        "student": await signed_in(container, RoleName.STUDENT, email="student@example.com"),
        "other student": await signed_in(container, RoleName.STUDENT),
        "instructor": await signed_in(container, RoleName.INSTRUCTOR),
        "other instructor": await signed_in(container, RoleName.INSTRUCTOR),
        "admin": await signed_in(container, RoleName.ADMIN),
    }
    headers = {name: caller.headers for name, caller in people.items()} | {"guest": {}}
    values = await _lessons(client, container, clock, people)
    sessions = (await client.get("/api/auth/sessions", headers=headers["student"])).json()
    container.live.stop()
    wished = await client.post("/api/waitlist", json=filled(WISH, values), headers=headers["student"])
    values["wish"] = wished.json()["id"]
    feed = (await client.post("/api/calendar/feed", headers=headers["student"])).json()["path"]
    values["feed"] = feed.removeprefix("/api/calendar/").removesuffix(".ics")
    values["session"] = (sessions["items"] if isinstance(sessions, dict) else sessions)[0]["id"]
    await client.get("/api/search", params={"q": "piano"}, headers=headers["student"])
    history = (await client.get("/api/search/history", headers=headers["student"])).json()
    values["searched"] = history["items"][0]["id"]
    return World(headers, values)


async def _lessons(
    client: httpx.AsyncClient, container: Container, clock: FixedClock, people: Mapping[str, Caller]
) -> dict[str, str]:
    """A lesson that is over, one tomorrow, and a hold, between the first student and the first instructor."""
    today = clock.now().astimezone(NEW_YORK).date()
    async with container.database.session() as session:
        instructor = await make_instructor(session, user=people["instructor"].user, places=[Place.ONLINE], clock=clock)
        await make_open_days(session, instructor.id, today - 2 * DAY, days=12)
        await session.commit()
    values = {
        "instructor": str(instructor.id),
        "offering": str(instructor.offerings[0].id),
        "user": str(people["student"].id),
        "email": "student@example.com",
        "tomorrow": (today + DAY).isoformat(),
        "day after": (today + 2 * DAY).isoformat(),
        "monday": (today - timedelta(days=today.weekday()) + 7 * DAY).isoformat(),
    }
    values["blackout"] = (today + 11 * DAY).isoformat()
    teacher = people["instructor"].headers
    blackout = {"date": values["blackout"]}
    assert (await client.post("/api/availability/blackouts", json=blackout, headers=teacher)).status_code == 201
    # Only this instructor has a usual week, to which a day that was edited can go back.
    values["edited"] = values["tomorrow"]
    assert (await client.put("/api/availability/pattern", json=PATTERN, headers=teacher)).status_code == 200
    now, student = clock.now(), people["student"].headers
    clock.set(now - 2 * DAY)
    then = await auth_headers(container, people["student"].user)
    yesterday = (today - DAY).isoformat()
    for name, start in (("past_booking", "15:00"), ("done_booking", "12:00"), ("reviewed_booking", "09:00")):
        values[name] = await _make(client, "", then, values, {"date": yesterday, "start_time": start})
    clock.set(now)
    for name in ("done_booking", "reviewed_booking"):
        done = f"/api/bookings/{values[name]}/complete"
        assert (await client.post(done, headers=people["instructor"].headers)).status_code == 200
    path = f"/api/bookings/{values['reviewed_booking']}/review"
    reviewed = await client.post(path, json={"rating": 4, "text": ""}, headers=student)
    values["review"] = reviewed.json()["id"]
    values["booking"] = await _make(client, "", student, values, {"start_time": "12:00"})
    series = {"first_date": "{day after}", "start_time": "10:00", "count": 2}
    made = await client.post("/api/bookings/series", json=filled({**SERIES, **series}, values), headers=student)
    values["series"], values["series_booking"] = made.json()["id"], made.json()["dates"][0]["booking"]["id"]
    values["hold"] = await _make(client, "/holds", student, values, {"start_time": "13:30"})
    return values


async def _make(
    client: httpx.AsyncClient, path: str, headers: dict[str, str], values: dict[str, str], changes: dict[str, str]
) -> str:
    body = filled({**LESSON, **changes}, values)
    response = await client.post(f"/api/bookings{path}", json=body, headers=headers)
    assert response.status_code == 201, response.text
    made: str = response.json()["id"]
    return made


def filled(thing: Any, values: Mapping[str, str]) -> Any:
    """The same shape with `{names}` replaced."""
    if isinstance(thing, str):
        return thing.format(**values) if "{" in thing else thing
    if isinstance(thing, Mapping):
        return {key: filled(value, values) for key, value in thing.items()}
    return thing


async def ask(client: httpx.AsyncClient, row: Row, headers: dict[str, str], values: Mapping[str, str]) -> int:
    method, _, path = row.request.partition(" ")
    body = {"json": filled(row.body, values)} if row.body is not None else {}
    form = {"data": filled(row.form, values)} if row.form is not None else {}
    response = await client.request(method, filled(path, values), headers=headers, **body, **form)
    client.cookies.clear()
    return response.status_code


def tag_of(name: str) -> str:
    return name.partition("-")[0]


@pytest.mark.parametrize("tag", sorted({tag_of(name) for name in ROWS}))
async def test_what_everybody_gets(
    tag: str, subtests: pytest.Subtests, client: httpx.AsyncClient, world: World, connection: AsyncConnection
) -> None:
    """One world for the operations of a tag: what each request did is undone before the next."""
    absent = (
        world.values
        | {thing: str(uuid.uuid4()) for thing in OBJECTS}
        | dict.fromkeys(("blackout", "edited"), "2099-12-31")
    )
    for name, row in ROWS.items():
        for expected, values in ((row.there, world.values), (row.absent, absent)):
            if expected is None or tag_of(name) != tag:
                continue
            with subtests.test(name, absent=values is absent):
                assert await everybody(client, row, world, values, connection) == expected


async def everybody(
    client: httpx.AsyncClient, row: Row, world: World, values: Mapping[str, str], connection: AsyncConnection
) -> str:
    answers = []
    for caller in CALLERS:
        undo = await connection.begin_nested()
        answers.append(str(await ask(client, row, world.headers[caller], values)))
        await undo.rollback()
    return " ".join(answers)
