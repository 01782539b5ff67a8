"""Plans as rows of the domains' tables. Pure."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from app.bookings.domain import CANCELLATION_TIERS, BookingStatus, EventKind
from app.core.enums import Place, RoleName
from app.core.timerange import format_minute
from app.notifications.domain import MailKind
from app.search.ranking import VERSION
from app.search.visit import fingerprint
from seeds.lessons import LessonPlan, ReviewPlan
from seeds.population import FOUNDED, TIMEZONE, AdminPlan, InstructorPlan, StudentPlan
from seeds.searches import PAGE, SearchPlan, agrees

Row = dict[str, Any]
Person = InstructorPlan | StudentPlan | AdminPlan
SAID_SO_AFTER = timedelta(minutes=15)
# Of those whom people sign in as.
DEMO_ADDRESSES = "@demo.instainstru.com"
TIERS = [asdict(tier) for tier in CANCELLATION_TIERS]


def user(person: Person, password_hash: str) -> Row:
    return {
        "id": person.id,
        "email": person.email,
        "password_hash": password_hash,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "zip_code": person.zip_code if isinstance(person, StudentPlan) else None,
        "analytics_consent": True if isinstance(person, StudentPlan) and agrees(person) else None,
        "created_at": FOUNDED,
        "updated_at": FOUNDED,
    }


def role(person: Person) -> Row:
    roles = {InstructorPlan: RoleName.INSTRUCTOR, StudentPlan: RoleName.STUDENT, AdminPlan: RoleName.ADMIN}
    return {"user_id": person.id, "role": roles[type(person)].value}


def muted_mails(person: Person) -> Iterator[Row]:
    """Nobody reads what is sent to somebody invented: a day of the city would fill the mailbox with reminders."""
    if not person.email.endswith(DEMO_ADDRESSES):
        yield from ({"user_id": person.id, "kind": kind.value} for kind in MailKind)


def instructor(plan: InstructorPlan, slug: str) -> Row:
    return {
        "id": plan.id,
        "slug": slug,
        "headline": plan.headline,
        "bio": plan.bio,
        "years_experience": plan.years_experience,
        "min_notice_minutes": plan.min_notice_minutes,
        "horizon_days": plan.horizon_days,
        "buffer_minutes": plan.buffer_minutes,
        "timezone": TIMEZONE,
        "is_listed": True,
        "created_at": FOUNDED,
        "updated_at": FOUNDED,
    }


def offerings(plan: InstructorPlan) -> Iterator[Row]:
    for number, item in enumerate(plan.offerings):
        yield {
            "id": item.id,
            "instructor_id": plan.id,
            "subject_slug": item.subject_slug,
            "rate_cents": item.rate_cents,
            "durations": list(item.durations),
            "places": [place.value for place in item.places],
            "levels": [level.value for level in item.levels],
            "age_groups": [group.value for group in item.age_groups],
            "description": item.description,
            "is_listed": True,
            "created_at": FOUNDED + timedelta(seconds=number),
            "updated_at": FOUNDED + timedelta(seconds=number),
        }


def service_areas(plan: InstructorPlan) -> Iterator[Row]:
    yield from ({"instructor_id": plan.id, "neighborhood_slug": slug} for slug in plan.areas)


def slot(instructor_id: uuid.UUID, day: date, start: int, end: int) -> Row:
    return {
        "instructor_id": instructor_id,
        "specific_date": day,
        "start_time": start,
        "end_time": end,
        "timezone": TIMEZONE,
    }


def edited_days(slots: Iterable[Row]) -> list[Row]:
    """The days that have these hours, each once."""
    days = dict.fromkeys((row["instructor_id"], row["specific_date"]) for row in slots)
    return [{"instructor_id": instructor_id, "specific_date": day} for instructor_id, day in days]


def pattern(plan: InstructorPlan, today: date) -> Row:
    """Nothing is filled by it yet."""
    return {
        "instructor_id": plan.id,
        "version": 1,
        "filled_until": today - timedelta(days=1),
        "updated_at": FOUNDED,
    }


def pattern_ranges(plan: InstructorPlan) -> Iterator[Row]:
    for weekday, ranges in plan.timetable.pattern.days.items():
        for item in ranges:
            yield {
                "instructor_id": plan.id,
                "weekday": weekday,
                "start_time": item.start,
                "end_time": item.end,
            }


def blackout(instructor_id: uuid.UUID, day: date, reason: str) -> Row:
    return {"instructor_id": instructor_id, "blackout_date": day, "reason": reason, "timezone": TIMEZONE}


def booking(lesson: LessonPlan, subject_name: str, today: date) -> Row:
    time, cancel = lesson.time, lesson.cancel
    return {
        "id": lesson.id,
        "instructor_id": lesson.instructor.id,
        "student_id": lesson.student.id,
        "offering_id": lesson.offering.id,
        "status": lesson.status_on(today).value,
        "subject_slug": lesson.offering.subject_slug,
        "subject_name": subject_name,
        "booking_date": time.booking_date,
        "start_time": time.start_time,
        "end_time": time.end_time,
        "timezone": time.timezone,
        "starts_at": time.starts_at,
        "ends_at": time.ends_at,
        "duration_minutes": time.duration_minutes,
        "buffer_minutes": lesson.instructor.buffer_minutes,
        "rate_cents": lesson.offering.rate_cents,
        "price_cents": lesson.price_cents,
        "place": lesson.place.value,
        "neighborhood_slug": lesson.student.neighborhood if lesson.place is Place.AT_STUDENT else None,
        "address": lesson.address,
        "note": lesson.note,
        "cancellation_tiers": TIERS,
        "cancelled_at": cancel and cancel.at,
        "cancelled_by": cancel and cancel.by.value,
        "cancel_reason": cancel and cancel.reason,
        "refund_share_percent": cancel and cancel.refund_share_percent,
        "created_at": lesson.booked_at,
        "updated_at": _last_change(lesson, today),
    }


def booking_events(lesson: LessonPlan, today: date) -> Iterator[Row]:
    """What the history tells: booked with its time, then how it ended."""
    time = lesson.time
    booked = {
        "booking_date": time.booking_date.isoformat(),
        "start_time": format_minute(time.start_time),
        "end_time": format_minute(time.end_time),
        "starts_at": time.starts_at.isoformat(),
        "ends_at": time.ends_at.isoformat(),
    }
    yield _event(lesson, EventKind.BOOKED, lesson.booked_at, lesson.student.id, booked)
    if lesson.cancel:
        sides = {"student": lesson.student.id, "instructor": lesson.instructor.id}
        yield _event(lesson, EventKind.CANCELLED, lesson.cancel.at, sides[lesson.cancel.by.value], {})
    elif lesson.status_on(today) is not BookingStatus.CONFIRMED:
        kind = EventKind.NO_SHOW if lesson.is_no_show else EventKind.COMPLETED
        yield _event(lesson, kind, time.ends_at + SAID_SO_AFTER, lesson.instructor.id, {})


def review(lesson: LessonPlan, written: ReviewPlan) -> Row:
    return {
        "booking_id": lesson.id,
        "instructor_id": lesson.instructor.id,
        "student_id": lesson.student.id,
        "rating": written.rating,
        "text": written.text,
        "answer": written.answer,
        "created_at": written.written_at,
        "answered_at": written.answered_at,
    }


def search_event(plan: SearchPlan) -> Row:
    """As search keeps it: without consent nothing that points to somebody."""
    return {
        "id": plan.id,
        "at": plan.at,
        "user_id": plan.student and plan.student.id,
        "guest_session_id": plan.guest_session_id,
        "device": plan.device.value,
        "referrer_host": plan.referrer_host if plan.is_kept_with_words else None,
        "q": plan.q if plan.is_kept_with_words else None,
        "understood": dict(plan.understood),
        "unrecognized": list(plan.unrecognized),
        "total": len(plan.found),
        "took_ms": plan.took_ms,
        "result_ids": list(plan.found[:PAGE]),
        "first_position": 1,
        "ranking_version": VERSION,
    }


def search_interactions(plan: SearchPlan) -> Iterator[Row]:
    for look in plan.looks:
        yield {
            "search_id": plan.id,
            "instructor_id": look.instructor_id,
            "kind": look.kind.value,
            "position": look.position,
            "at": plan.at + timedelta(seconds=look.seconds),
            "ms_since_search": look.seconds * 1_000,
        }


def search_history(plan: SearchPlan, user_id: uuid.UUID) -> Row:
    return {
        "id": plan.id,
        "user_id": user_id,
        "fingerprint": fingerprint(plan.q, {}),
        "q": plan.q,
        "filters": {},
        "total": len(plan.found),
        "searched_at": plan.at,
    }


def _last_change(lesson: LessonPlan, today: date) -> datetime:
    if lesson.cancel:
        return lesson.cancel.at
    is_over = lesson.status_on(today) is not BookingStatus.CONFIRMED
    return lesson.time.ends_at + SAID_SO_AFTER if is_over else lesson.booked_at


def _event(lesson: LessonPlan, kind: EventKind, at: datetime, actor_id: uuid.UUID, data: Row) -> Row:
    return {
        "booking_id": lesson.id,
        "kind": kind.value,
        "at": at,
        "actor_id": actor_id,
        "data": data,
    }
