"""What can go wrong with bookings."""

from collections.abc import Sequence
from typing import Any

from app.core.errors import Conflict, FieldError, NotFound, PermissionDenied, RuleViolation


class BookingNotFound(NotFound):
    code, title = "booking_not_found", "No such booking"


class HoldNotFound(NotFound):
    code, title = "hold_not_found", "No such hold"


# What is asked for is not sold


class OwnOffering(RuleViolation):
    code, title = "own_offering", "You cannot book yourself"


class DurationNotOffered(RuleViolation):
    code, title = "duration_not_offered", "This length is not offered"

    def __init__(self, offered: Sequence[int]) -> None:
        message = f"Lessons last {_any_of([str(minutes) for minutes in offered])} minutes."
        super().__init__(message, errors=[FieldError("duration_minutes", message)])


class PlaceNotOffered(RuleViolation):
    code, title = "place_not_offered", "Lessons are not given there"

    def __init__(self, offered: Sequence[str]) -> None:
        message = f"Lessons are given {_any_of([place.replace('_', ' ') for place in offered])}."
        super().__init__(message, errors=[FieldError("place", message)])


class OutsideServiceArea(RuleViolation):
    code, title = "outside_service_area", "The instructor does not travel there"

    def __init__(self, *, is_known: bool) -> None:
        message = (
            "The instructor does not travel to this neighborhood."
            if is_known
            else "Say in which neighborhood the lesson would be."
        )
        super().__init__(message, errors=[FieldError("neighborhood", message)])


# The time cannot be had


class TimeRefused(RuleViolation):
    """By the instructor's rules, whoever else is there or not."""

    def __init__(self, message: str, **extra: Any) -> None:
        super().__init__(message, errors=[FieldError("start_time", message)], **extra)


class NotAvailable(TimeRefused):
    code, title = "not_available", "The instructor does not teach then"


class TooSoon(TimeRefused):
    code, title = "too_soon", "This is too soon"


class TooFar(TimeRefused):
    code, title = "too_far", "This is too far ahead"


class TimeTaken(Conflict):
    """Somebody else was quicker; `alternatives` has up to three nearest free starts."""

    code, title = "time_taken", "This time is taken"


class LessonsNotFree(Conflict):
    """Of several lessons that are booked or moved together; `dates` says of each what stands in its way."""

    code, title = "lessons_not_free", "Not all of these lessons can be at their times"


class NotSwappable(RuleViolation):
    code, title = "not_swappable", "Two different lessons of one student with one instructor can change places"


# Its life does not allow it


class WrongStatus(Conflict):
    code, title = "wrong_status", "This booking is not in a state for that"

    def __init__(self, status: str, action: str) -> None:
        super().__init__(f"This booking is {status.replace('_', '-')}: no {action.replace('_', '-')}.")


class WrongSide(PermissionDenied):
    def __init__(self, action: str) -> None:
        super().__init__(f"The other side of this booking decides about {action.replace('_', '-')}.")


class AlreadyStarted(RuleViolation):
    code, title = "already_started", "The lesson has started"


class NotOverYet(RuleViolation):
    code, title = "not_over_yet", "The lesson is not over yet"


class TooEarlyForNoShow(RuleViolation):
    code, title = "too_early", "A student is missing from 10 minutes after the start on"


class TooLateForNoShow(RuleViolation):
    code, title = "too_late", "A missing student is reported within 24 hours of the lesson"


class TooLateToReschedule(RuleViolation):
    code, title = "too_late", "Lessons can be moved until 12 hours before the start"


class RescheduleLimit(RuleViolation):
    code, title = "reschedule_limit", "A lesson can be moved once in its last 24 hours"


class HoldExpired(Conflict):
    code, title = "hold_expired", "This hold is over"


class HoldMismatch(RuleViolation):
    code, title = "hold_mismatch", "The hold is for another lesson"


class TooManyHolds(Conflict):
    code, title = "too_many_holds", "You hold three times already"


def _any_of(words: Sequence[str]) -> str:
    return " or ".join(words) if len(words) < 3 else f"{', '.join(words[:-1])} or {words[-1]}"
