"""Why a time is not offered, in sentences for its instructor. Pure.

Nobody else gets them: who booked and that somebody holds a time are in them.
"""

from datetime import date, datetime

from app.bookings.conflict_checker import TimeCheck, needs_notice
from app.bookings.domain import Reason, ReasonCode, Taker, day_range, days_between, hours_within
from app.core.timerange import MinuteRange, end_to_wall, format_minute, instant_to_wall
from app.schedule.schemas import ExplanationRead, ReasonRead


def read_explanation(check: TimeCheck) -> ExplanationRead:
    lesson = check.lesson
    return ExplanationRead(
        date=lesson.booking_date,
        start_time=lesson.start_time,
        duration_minutes=lesson.duration_minutes,
        timezone=lesson.timezone,
        offered=not check.reasons,
        reasons=[_read_reason(reason, check) for reason in check.reasons],
    )


def _read_reason(reason: Reason, check: TimeCheck) -> ReasonRead:
    taker, is_hold = reason.taker, reason.taker is not None and reason.taker.is_hold
    return ReasonRead(
        code=reason.code,
        message=_sentence(reason, check),
        # A hold is nobody's yet.
        booking_id=None if taker is None or is_hold else taker.booking_id,
        student_display_name=None if taker is None or is_hold else taker.student_name,
        starts_at=taker and taker.lesson.start,
        ends_at=taker and taker.lesson.end,
        expires_at=taker and taker.expires_at,
    )


def _sentence(reason: Reason, check: TimeCheck) -> str:
    if reason.taker is None:
        return _sentence_of_rule(reason.code, check)
    start, end = _at(reason.taker.lesson.start, check), _until(reason.taker.lesson.end, check)
    match reason.code:
        case ReasonCode.BUFFER:
            return _sentence_of_buffer(reason.taker, check, start, end)
        case ReasonCode.HOLD:
            return f"A student is just confirming a lesson from {start} to {end}."
        case _:
            return f"{reason.taker.student_name} has a lesson from {start} to {end}."


def _sentence_of_buffer(taker: Taker, check: TimeCheck, start: str, end: str) -> str:
    lesson = "A lesson that a student is just confirming" if taker.is_hold else f"The lesson with {taker.student_name}"
    if taker.lesson.end <= check.lesson.starts_at:
        return f"{lesson} ends at {end}, and {taker.buffer_minutes} minutes after it stay free."
    return f"{lesson} begins at {start}, and {check.instructor.buffer_minutes} minutes before it stay free."


def _sentence_of_rule(code: ReasonCode, check: TimeCheck) -> str:
    instructor, lesson = check.instructor, check.lesson
    match code:
        case ReasonCode.NOT_LISTED:
            return "Students do not find you at present: your profile is suspended or not complete."
        case ReasonCode.MISSING_HOUR:
            return f"The clock skips {format_minute(lesson.start_time)} on {lesson.booking_date}."
        case ReasonCode.TOO_SOON:
            return (
                f"{needs_notice(instructor.min_notice_minutes)}: from now that is {_at(check.sheet.earliest, check)}."
            )
        case ReasonCode.TOO_FAR:
            last = check.sheet.last_date(lesson)
            return f"Lessons can be booked up to {instructor.horizon_days} days ahead, until {last}."
        case ReasonCode.BLACKOUT:
            return f"{' and '.join(_blacked_out(check))} is blacked out."
        case _:
            return _sentence_of_hours(check)


def _sentence_of_hours(check: TimeCheck) -> str:
    hours = hours_within(check.sheet.hours, check.lesson.booking_date, check.lesson.timezone)
    if not hours:
        return "You have no hours on this day."
    return f"The whole lesson has to lie in your hours, which are {' and '.join(map(_read_hours, hours))} on this day."


def _blacked_out(check: TimeCheck) -> list[str]:
    lesson = check.lesson
    last = end_to_wall(lesson.ends_at, lesson.timezone)[0]
    days = ((day, day_range(day, lesson.timezone)) for day in days_between(lesson.booking_date, last))
    return [str(day) for day, whole in days if any(item.overlaps(whole) for item in check.sheet.blackouts)]


def _read_hours(hours: MinuteRange) -> str:
    return f"{format_minute(hours.start)} to {format_minute(hours.end)}"


def _at(moment: datetime, check: TimeCheck) -> str:
    """`18:30`, with the date when that is not the lesson's."""
    return _with_date(*instant_to_wall(moment, check.lesson.timezone), check)


def _until(moment: datetime, check: TimeCheck) -> str:
    return _with_date(*end_to_wall(moment, check.lesson.timezone), check)


def _with_date(day: date, minute: int, check: TimeCheck) -> str:
    at = format_minute(minute)
    return at if day == check.lesson.booking_date else f"{day} {at}"
