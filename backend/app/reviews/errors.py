"""What can go wrong with reviews."""

from app.core.errors import Conflict, NotFound, RuleViolation


class ReviewNotFound(NotFound):
    code, title = "review_not_found", "No such review"


class ReviewExists(Conflict):
    code, title = "review_exists", "You have reviewed this lesson already"


class NotCompleted(RuleViolation):
    code, title = "not_completed", "Only a lesson that took place can be reviewed"


class ReviewTooLate(RuleViolation):
    code, title = "review_too_late", "A lesson can be reviewed for 30 days"
