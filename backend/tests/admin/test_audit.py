"""Every sensitive action has exactly one row; a refused one has none."""

import json
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.core.audit import Anchor, AnchorFile, AuditAction
from app.core.container import Container
from tests.admin.conftest import Desk
from tests.bookings.test_cost import statements
from tests.factories.lessons import Scene
from tests.operations import operations_of

Subject = Callable[[Scene, dict[str, Any]], str]


def student(scene: Scene, booking: dict[str, Any]) -> str:
    return str(scene.student.id)


def lesson(scene: Scene, booking: dict[str, Any]) -> str:
    return str(booking["id"])


@dataclass(frozen=True)
class Sensitive:
    """One operation, what it leaves in the log, and about whom or what."""

    operation: str
    request: str
    action: AuditAction
    # None stands for the dead letter.
    subject: Subject | None
    body: Any = None


SENSITIVE = [
    Sensitive("admin-get_user", "GET /api/admin/users/{user}", AuditAction.USER_VIEWED, student),
    Sensitive(
        "admin-set_roles",
        "PUT /api/admin/users/{user}/roles",
        AuditAction.ROLES_CHANGED,
        student,
        {"roles": ["instructor"]},
    ),
    Sensitive(
        "admin-set_permissions",
        "PUT /api/admin/users/{user}/permissions",
        AuditAction.PERMISSIONS_CHANGED,
        student,
        {"granted": ["view_financials"], "denied": []},
    ),
    Sensitive(
        "admin-suspend_user",
        "POST /api/admin/users/{user}/suspend",
        AuditAction.USER_SUSPENDED,
        student,
        {"reason": "Spam"},
    ),
    Sensitive(
        "admin-reactivate_user", "POST /api/admin/users/{user}/reactivate", AuditAction.USER_REACTIVATED, student
    ),
    Sensitive("admin-get_booking", "GET /api/admin/bookings/{booking}", AuditAction.BOOKING_VIEWED, lesson),
    Sensitive("bookings-get", "GET /api/bookings/{booking}", AuditAction.BOOKING_VIEWED, lesson),
    Sensitive("bookings-get_calendar", "GET /api/bookings/{booking}/calendar.ics", AuditAction.BOOKING_VIEWED, lesson),
    Sensitive(
        "admin-cancel_booking",
        "POST /api/admin/bookings/{booking}/cancel",
        AuditAction.BOOKING_CANCELLED,
        lesson,
        {"reason": "The building is closed"},
    ),
    Sensitive("admin-retry_dead_letter", "POST /api/admin/dead-letters/{letter}/retry", AuditAction.MAIL_RETRIED, None),
    Sensitive(
        "admin-discard_dead_letter", "POST /api/admin/dead-letters/{letter}/discard", AuditAction.MAIL_DISCARDED, None
    ),
]
# About a word and nobody: its row is looked at in tests/search/test_learning.py.
ABOUT_NOBODY = {"admin-create_alias"}
# Operations of administrators that leave no row: lists without details, and the log itself.
NOT_SENSITIVE = {
    "admin-list_aliases",
    "admin-list_dead_letters",
    "admin-list_unrecognized_words",
    "admin-list_users",
    "admin-list_bookings",
    "admin-list_audit",
    "admin-verify_audit",
}


def test_every_operation_of_administrators_is_judged(application: FastAPI) -> None:
    """A new one is put on one of the two lists, or this fails."""
    names = {operation.name for operation in operations_of(application) if operation.name.startswith("admin-")}
    judged = {sensitive.operation for sensitive in SENSITIVE} | ABOUT_NOBODY | NOT_SENSITIVE
    assert names == {name for name in judged if name.startswith("admin-")}


async def dead_letter(desk: Desk) -> str:
    """A mail that nobody could deliver."""
    mail = {"template": "welcome", "user_id": str(desk.admin.id), "context": {}}
    found = await desk.connection.scalar(
        text(
            "INSERT INTO outbox (id, topic, key, payload, attempts, dead_at, last_error)"
            " VALUES (gen_random_uuid(), 'mail', 'a-key', CAST(:mail AS jsonb), 15, now(), 'refused') RETURNING id"
        ),
        {"mail": json.dumps(mail)},
    )
    return str(found)


def asking(desk: Desk) -> Callable[[Sensitive, dict[str, str], dict[str, str]], Awaitable[httpx.Response]]:
    async def ask(sensitive: Sensitive, values: dict[str, str], headers: dict[str, str]) -> httpx.Response:
        method, _, path = sensitive.request.partition(" ")
        return await desk.client.request(method, path.format(**values), json=sensitive.body, headers=headers)

    return ask


@pytest.mark.parametrize("sensitive", SENSITIVE, ids=lambda sensitive: sensitive.operation)
async def test_a_sensitive_action_has_exactly_one_row_and_a_refused_one_none(
    sensitive: Sensitive, desk: Desk, scene: Scene
) -> None:
    booking, ask = await scene.booked("12:00"), asking(desk)
    values = {"user": str(scene.student.id), "booking": booking["id"], "letter": await dead_letter(desk)}
    absent = {name: str(uuid.uuid4()) for name in values}
    assert (await ask(sensitive, values, scene.other.headers)).status_code in {403, 404}
    assert (await ask(sensitive, absent, desk.admin.headers)).status_code == 404
    assert await desk.audited() == []
    answer = await ask(sensitive, values, desk.admin.headers)
    assert answer.status_code == 200
    subject = sensitive.subject(scene, booking) if sensitive.subject else values["letter"]
    assert await desk.audited() == [(sensitive.action, str(desk.admin.id), subject)]
    request_ids = await desk.connection.execute(text("SELECT request_id FROM audit_log"))
    assert request_ids.scalars().all() == [answer.headers["x-request-id"]]


async def test_what_was_given_up_is_listed_and_sent_again(desk: Desk) -> None:
    letter = await dead_letter(desk)
    page = await desk.done("GET /dead-letters")
    assert [(item["id"], item["error"], item["attempts"]) for item in page["items"]] == [(letter, "refused", 15)]
    assert (await desk.done(f"POST /dead-letters/{letter}/retry"))["dead_at"] is None
    assert (await desk.done("GET /dead-letters"))["total"] == 0
    assert (await desk.call(f"POST /dead-letters/{letter}/retry")).status_code == 404


async def test_people_who_see_their_own_leave_no_row(desk: Desk, scene: Scene) -> None:
    booking = await scene.booked("12:00")
    for caller in (scene.student, scene.teacher):
        seen = await scene.client.get(f"/api/bookings/{booking['id']}", headers=caller.headers)
        assert seen.status_code == 200
    assert await desk.audited() == []


async def test_a_change_that_is_rolled_back_leaves_no_row(desk: Desk) -> None:
    refused = await desk.call(f"PUT /users/{desk.admin.id}/roles", {"roles": []})
    assert refused.status_code == 422
    assert await desk.audited() == []


async def test_the_log_says_what_changed(desk: Desk, scene: Scene) -> None:
    await desk.done(f"PUT /users/{scene.student.id}/roles", {"roles": ["instructor"]})
    await desk.done(f"POST /users/{scene.student.id}/suspend", {"reason": "Spam"})
    page = await desk.done(f"GET /audit?subject_id={scene.student.id}")
    assert [(entry["action"], entry["details"]) for entry in page["items"]] == [
        ("user.suspended", {"reason": "Spam"}),
        ("user.roles_changed", {"before": ["student"], "after": ["instructor"]}),
    ]
    assert page["total"] == 2
    assert (await desk.done("GET /audit?action=user.suspended"))["total"] == 1
    assert (await desk.done(f"GET /audit?actor_id={scene.student.id}"))["total"] == 0


async def test_the_log_names_who_did_it_and_to_whom_until_they_are_deleted(desk: Desk, scene: Scene) -> None:
    booking = await scene.booked("12:00")
    await desk.done(f"GET /users/{scene.student.id}")
    await desk.done(f"GET /bookings/{booking['id']}")
    by = f"{desk.admin.user.first_name} {desk.admin.user.last_name}"
    assert await named(desk) == [(by, None), (by, "Mia Ortiz")]
    await desk.connection.execute(text("UPDATE users SET deleted_at = now() WHERE id = :id"), {"id": scene.student.id})
    assert await named(desk) == [(by, None), (by, None)]


async def named(desk: Desk) -> list[tuple[str | None, str | None]]:
    page = await desk.done("GET /audit")
    return [(entry["actor_name"], entry["subject_name"]) for entry in page["items"]]


async def test_the_log_says_what_a_booking_is_to_readers_who_may_see_it(
    desk: Desk, scene: Scene, connection: AsyncConnection
) -> None:
    lessons = [await scene.booked("12:00"), await scene.booked("14:00", scene.other)]
    for lesson in lessons:
        await desk.done(f"GET /bookings/{lesson['id']}")
    with statements(connection) as sent_for_one:
        await desk.done("GET /audit?limit=1")
    with statements(connection) as sent_for_all:
        page = await desk.done("GET /audit")
    assert len(sent_for_all) == len(sent_for_one)
    common = {
        "subject": "Piano",
        "instructor_name": "Sarah Chen",
        "booking_date": str(scene.day),
        "timezone": "America/New_York",
    }
    assert [entry["booking"] for entry in page["items"]] == [
        common | {"student_name": "Leo Park", "start_time": "14:00", "end_time": "15:00"},
        common | {"student_name": "Mia Ortiz", "start_time": "12:00", "end_time": "13:00"},
    ]

    denied = {"granted": [], "denied": ["view_all_bookings"]}
    await desk.done(f"PUT /users/{desk.colleague.id}/permissions", denied)
    rows = (await desk.call("GET /audit", caller=desk.colleague)).json()["items"]
    assert [(row["action"], row["booking"]) for row in rows] == [
        ("user.permissions_changed", None),
        ("booking.viewed", None),
        ("booking.viewed", None),
    ]


@pytest.fixture
def anchors(container: Container, tmp_path: Path) -> AnchorFile:
    container.settings.audit_anchor_file = tmp_path / "anchors.jsonl"
    return AnchorFile(container.settings.audit_anchor_file)


async def test_the_chain_is_verified_against_what_was_kept(desk: Desk, scene: Scene, anchors: AnchorFile) -> None:
    for _ in range(3):
        await desk.done(f"GET /users/{scene.student.id}")
    whole = await desk.done("GET /audit/verify")
    assert (whole["is_whole"], whole["rows"], whole["anchors"], whole["flaws"]) == (True, 3, 0, [])
    anchors.append(Anchor(whole["head_id"], whole["head_hash"]))
    assert (await desk.done("GET /audit/verify"))["anchors"] == 1

    await desk.connection.execute(text("ALTER TABLE audit_log DISABLE TRIGGER ALL"))
    await desk.connection.execute(text("DELETE FROM audit_log WHERE id = 3"))
    cut = await desk.done("GET /audit/verify")
    assert (cut["is_whole"], [flaw["id"] for flaw in cut["flaws"]]) == (False, [3])
    head = f"anchor_id=2&anchor_hash={'f' * 64}"
    assert [flaw["id"] for flaw in (await desk.done(f"GET /audit/verify?{head}"))["flaws"]] == [2, 3]
