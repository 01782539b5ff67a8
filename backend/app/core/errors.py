"""The one tree of errors that people can meet.

AppError
  BadCredentials    401  who somebody says they are is not proven
  Unauthenticated   401  nobody said who they are
  PermissionDenied  403  known, and not allowed
  NotFound          404  not there, or not yours
  Conflict          409  true when asked, not any more
  RuleViolation     422  a rule of the product, or bad input
  TooManyRequests   429  slower, with Retry-After
  Unavailable       503  something we depend on is down, with Retry-After
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

PROBLEM_MEDIA_TYPE = "application/problem+json"


class FieldError(dict[str, str]):
    """What is wrong with one field: `{"field": ..., "message": ...}`."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(field=field, message=message)


class AppError(Exception):
    """An error with an HTTP status and a stable code; `extra` is added to the problem's body."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal_error"
    title: ClassVar[str] = "Something went wrong"

    def __init__(
        self,
        detail: str | None = None,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.errors = list(errors)
        self.headers = dict(headers or {})
        self.extra = extra

    def problem(self) -> dict[str, Any]:
        """The body of RFC 9457, without `instance`."""
        body: dict[str, Any] = {
            "type": f"urn:instainstru:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
        }
        if self.status == RuleViolation.status:
            body["errors"] = self.errors
        return body | self.extra


class Unauthenticated(AppError):
    status, code, title = 401, "unauthenticated", "Please sign in"

    def __init__(self, detail: str | None = None, **kwargs: Any) -> None:
        super().__init__(detail, headers={"WWW-Authenticate": "Bearer"}, **kwargs)


class BadCredentials(Unauthenticated):
    code, title = "bad_credentials", "E-mail or password is not right"


class PermissionDenied(AppError):
    status, code, title = 403, "permission_denied", "You are not allowed to do this"


class NotFound(AppError):
    status, code, title = 404, "not_found", "Not found"


class Conflict(AppError):
    status, code, title = 409, "conflict", "This changed meanwhile"


class RuleViolation(AppError):
    status, code, title = 422, "rule_violation", "This cannot be done"


class InvalidInput(RuleViolation):
    code, title = "invalid_input", "Some of what was sent is not right"


class TooManyRequests(AppError):
    status, code, title = 429, "too_many_requests", "Too many requests"

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(
            f"Please try again in {retry_after_seconds} seconds.", headers={"Retry-After": str(retry_after_seconds)}
        )


class Unavailable(AppError):
    status, code, title = 503, "unavailable", "A part of the system is not reachable"

    def __init__(self, detail: str | None = None, *, retry_after_seconds: int = 5) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after_seconds)})
