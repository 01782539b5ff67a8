"""A lesson as it stands in the outbox."""

import uuid
from typing import Any

from app.notifications.schemas import CancellationContext, LessonContext, RescheduleContext

BOOKING_ID = uuid.UUID("0192f0c8-7a00-7000-8000-000000000001")


def lesson_context(**values: Any) -> dict[str, Any]:
    """Piano on Tuesday, 24 November 2026, 14:00 to 15:00 in New York, for $75."""
    defaults = {
        "booking_id": str(BOOKING_ID),
        "sequence": 0,
        "subject": "Piano",
        "student_name": "Ana Diaz",
        "instructor_name": "Sarah Chen",
        "starts_at": "2026-11-24T19:00:00Z",
        "ends_at": "2026-11-24T20:00:00Z",
        "timezone": "America/New_York",
        "place": "at_instructor",
        "address": "12 W 72nd St",
        "note": None,
        "price_cents": 7_500,
    }
    return defaults | values


def cancellation_context(**values: Any) -> dict[str, Any]:
    defaults = {"cancelled_by": "student", "reason": "I am ill", "refund_share_percent": 50, "sequence": 1}
    return lesson_context(**defaults | values)


def reschedule_context(**values: Any) -> dict[str, Any]:
    """From the Monday before, at ten."""
    before = {"was_starts_at": "2026-11-23T15:00:00Z", "was_ends_at": "2026-11-23T16:00:00Z", "sequence": 1}
    return lesson_context(**before | values)


def account_context(**values: Any) -> dict[str, Any]:
    """What the mails about an account need, all together."""
    return {
        "token": "secret",
        "at": "2026-11-24T19:00:00Z",
        "timezone": "America/New_York",
        "device": "Chrome on Windows",
    } | values


def lessons_context(reader: str = "student", **values: Any) -> dict[str, Any]:
    """The lesson of `cancellation_context`, which those that are not cancelled read too, and the one a week later."""
    later = {"starts_at": "2026-12-01T19:00:00Z", "ends_at": "2026-12-01T20:00:00Z", "refund_share_percent": 100}
    return {"reader": reader, "lessons": [cancellation_context(**values), cancellation_context(**later | values)]}


def reminder_context(**values: Any) -> dict[str, Any]:
    return lesson_context(**{"hours_before": 24} | values)


def review_request_context() -> dict[str, Any]:
    kept = ("booking_id", "subject", "instructor_name", "starts_at", "timezone")
    return {name: value for name, value in lesson_context().items() if name in kept}


def offer_context() -> dict[str, Any]:
    """A freed time that is kept for somebody for ten minutes."""
    return lesson_context() | {
        "wish_id": "0192f0c8-7a00-7000-8000-000000000002",
        "instructor_slug": "sarah-c",
        "offering_id": "0192f0c8-7a00-7000-8000-000000000003",
        "duration_minutes": 60,
        "expires_at": "2026-11-20T15:10:00Z",
    }


def any_context() -> dict[str, Any]:
    """What any mail needs, all together."""
    about_lessons = reschedule_context() | cancellation_context() | reminder_context() | offer_context()
    return account_context() | about_lessons | lessons_context()


def lesson(**values: Any) -> LessonContext:
    return LessonContext.model_validate(lesson_context(**values))


def reschedule(**values: Any) -> RescheduleContext:
    return RescheduleContext.model_validate(reschedule_context(**values))


def cancellation(**values: Any) -> CancellationContext:
    return CancellationContext.model_validate(cancellation_context(**values))
