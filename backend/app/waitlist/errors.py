"""What can go wrong with wishes."""

from app.core.errors import Conflict, FieldError, NotFound, RuleViolation


class WishNotFound(NotFound):
    code, title = "wish_not_found", "No such wish"


class TooManyWishes(Conflict):
    code, title = "too_many_wishes", "You wait for ten times already"


class BookableNow(Conflict):
    """Nobody has to wait for what can be had; `available_now` has the first starts that fit."""

    code, title = "bookable_now", "This can be booked right now"


class NothingOffered(Conflict):
    code, title = "nothing_offered", "Nothing is offered at present"


class NoSuchDays(RuleViolation):
    code, title = "no_such_days", "None of the days that you wait for is ahead"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message, errors=[FieldError(field, message)])
