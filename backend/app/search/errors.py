"""What can be wrong with a search."""

from app.core.errors import Conflict, FieldError, NotFound, RuleViolation


class UnknownSlug(RuleViolation):
    """A filter names something that does not exist; finding nothing would hide the mistake."""

    code, title = "unknown_slug", "We do not know one of the filters"

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        errors = [FieldError(field, f"There is no {field} '{slug}'.") for field, slug in problems]
        super().__init__(errors[0]["message"], errors=errors)


class SearchNotFound(NotFound):
    code, title = "search_not_found", "There is no such search"


class NotInSearch(RuleViolation):
    """Nobody can have followed a result that was not shown."""

    code, title = "not_in_search", "This instructor was not among the results"


class NotBooked(RuleViolation):
    """Only a booking that is there counts as one."""

    code, title = "not_booked", "You have not booked this instructor since the search"


class AliasTaken(Conflict):
    code, title = "alias_taken", "These words already mean something else"


class AliasUnusable(RuleViolation):
    """Numbers, times, prices and fillers are read as what they are."""

    code, title = "alias_unusable", "These words cannot stand for a subject"
