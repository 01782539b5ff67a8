"""What can be wrong with a search."""

from app.core.errors import FieldError, RuleViolation


class UnknownSlug(RuleViolation):
    """A filter names something that does not exist; finding nothing would hide the mistake."""

    code, title = "unknown_slug", "We do not know one of the filters"

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        errors = [FieldError(field, f"There is no {field} '{slug}'.") for field, slug in problems]
        super().__init__(errors[0]["message"], errors=errors)
