"""What can go wrong with hours."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.core.errors import Conflict, FieldError, NotFound, RuleViolation


class WeekChanged(Conflict):
    """Carries the week as it is now, so that people can see both."""

    code, title = "week_changed", "Somebody saved this week meanwhile"

    def __init__(self, current: Any) -> None:
        super().__init__("Somebody saved this week meanwhile; `current` is what is stored.", current=current)


class NotAMonday(RuleViolation):
    code, title = "not_a_monday", "A week starts on a Monday"

    def __init__(self, day: date, field: str) -> None:
        message = f"{day} is not a Monday."
        super().__init__(message, errors=[FieldError(field, message)])


class DayOutsideWeek(RuleViolation):
    code, title = "day_outside_week", "A day does not belong to this week"

    def __init__(self, days: Sequence[date]) -> None:
        errors = [FieldError(f"days.{day}", f"{day} is not in this week.") for day in days]
        super().__init__(errors[0]["message"], errors=errors)


class TooManyRanges(RuleViolation):
    """`fields` are the days, as they were sent."""

    code, title = "too_many_ranges", "A day has too many ranges"

    def __init__(self, fields: Sequence[str], limit: int) -> None:
        errors = [FieldError(field, f"A day can have at most {limit} ranges.") for field in fields]
        super().__init__(errors[0]["message"], errors=errors)


class PatternChanged(Conflict):
    """Carries the pattern as it is now."""

    code, title = "pattern_changed", "Somebody saved the weekly pattern meanwhile"

    def __init__(self, current: Any) -> None:
        super().__init__("Somebody saved the weekly pattern meanwhile; `current` is what is stored.", current=current)


class NoPattern(Conflict):
    code, title = "no_pattern", "There is no weekly pattern"

    def __init__(self) -> None:
        super().__init__("No day can go back to the weekly pattern before one was saved.")


class TooManyDays(RuleViolation):
    code, title = "too_many_days", "That is too long"

    def __init__(self, limit: int) -> None:
        message = f"must be on or after start_date, and within {limit} days of it"
        super().__init__(message, errors=[FieldError("end_date", message)])


class DayGoneBy(RuleViolation):
    code, title = "day_gone_by", "This day is over"

    def __init__(self, day: date) -> None:
        message = f"{day} is over."
        super().__init__(message, errors=[FieldError("date", message)])


class BlackoutExists(Conflict):
    code, title = "blackout_exists", "This day is blacked out already"


class BlackoutNotFound(NotFound):
    code, title = "blackout_not_found", "This day is not blacked out"
