"""What can go wrong with profiles and offerings."""

from app.core.errors import Conflict, FieldError, NotFound, RuleViolation


class InstructorNotFound(NotFound):
    code, title = "instructor_not_found", "No such instructor"


class OfferingNotFound(NotFound):
    code, title = "offering_not_found", "No such offering"


class OfferingExists(Conflict):
    code, title = "offering_exists", "You offer this subject already"


class UnknownSubject(RuleViolation):
    code, title = "unknown_subject", "We do not know this subject"

    def __init__(self, slug: str) -> None:
        message = f"There is no subject '{slug}'."
        super().__init__(message, errors=[FieldError("subject", message)])


class UnknownNeighborhood(RuleViolation):
    code, title = "unknown_neighborhood", "We do not know this neighborhood"

    def __init__(self, positions: dict[int, str]) -> None:
        errors = [
            FieldError(f"neighborhoods.{position}", f"There is no neighborhood '{slug}'.")
            for position, slug in positions.items()
        ]
        super().__init__(errors[0]["message"], errors=errors)
