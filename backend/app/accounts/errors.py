"""What can go wrong with accounts."""

from app.core.errors import Conflict, NotFound, RuleViolation, Unauthenticated


class EmailTaken(Conflict):
    code, title = "email_taken", "Somebody has an account with this e-mail already"


class WeakPassword(RuleViolation):
    code, title = "weak_password", "Please choose another password"


class WrongPassword(RuleViolation):
    code, title = "wrong_password", "The current password is not right"


class InvalidResetToken(RuleViolation):
    code, title = "invalid_reset_token", "This link was used already or is too old"


class InvalidVerificationToken(RuleViolation):
    code, title = "invalid_verification_token", "This link is not valid or too old"


class InvalidRefreshToken(Unauthenticated):
    code, title = "invalid_refresh_token", "Please sign in again"


class UserNotFound(NotFound):
    code, title = "user_not_found", "There is no such account"


class LastAdmin(RuleViolation):
    code, title = "last_admin", "This is the last administrator"


class SessionNotFound(NotFound):
    code, title = "session_not_found", "There is no such session"
