"""Shapes of accounts, logins and passwords."""

import uuid
from datetime import datetime
from functools import cache
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema

from app.accounts.domain import (
    MAX_PASSWORD_LENGTH,
    MIN_PASSWORD_LENGTH,
    normalize_email,
    normalize_password,
)
from app.core.enums import PermissionName, RoleName
from app.core.schemas import RequestModel, ResponseModel

MAX_EMAIL_LENGTH = 254
# No characters that end lines or turn the direction of writing: a name could pretend to be another text with them.
NAME_PATTERN = r"^[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+$"


def _email(value: str) -> str:
    """Only its form is looked at, no name server is asked. The reserved `.test` is for staging."""
    try:
        checked = validate_email(value, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValueError(str(error)) from error
    return normalize_email(checked.normalized)


@cache
def _timezones() -> frozenset[str]:
    return frozenset(available_timezones())


def _known_timezone(name: str) -> str:
    if name not in _timezones():
        raise ValueError("must be a time zone such as America/New_York")
    return name


def _without_default(schema: dict[str, Any]) -> None:
    """The default of what is left out is never looked at, and clients would take it for a value."""
    schema.pop("default")


Email = Annotated[
    str,
    Field(max_length=MAX_EMAIL_LENGTH),
    AfterValidator(_email),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": MAX_EMAIL_LENGTH}),
]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=NAME_PATTERN)]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\+?[0-9 ().-]{7,24}$")]
ZipCode = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9]{5}$")]
TimeZone = Annotated[str, Field(max_length=64), AfterValidator(_known_timezone)]

# Spaces at the ends of a password belong to it.
_AnyPassword = Annotated[str, StringConstraints(strip_whitespace=False, max_length=MAX_PASSWORD_LENGTH)]
Password = Annotated[_AnyPassword, AfterValidator(normalize_password)]
"""One that somebody says is theirs."""
NewPassword = Annotated[
    str,
    StringConstraints(strip_whitespace=False, min_length=MIN_PASSWORD_LENGTH, max_length=MAX_PASSWORD_LENGTH),
    AfterValidator(normalize_password),
]
"""One to be set; `PasswordPolicy` says more about it."""


class RegisterRequest(RequestModel):
    email: Email
    password: NewPassword
    first_name: Name
    last_name: Name
    role: Literal["student", "instructor"]
    phone: Phone | None = None
    zip_code: ZipCode | None = None


class LoginForm(RequestModel):
    """OAuth2's password grant; what it asks for besides name and password says nothing here."""

    username: Annotated[str, Field(max_length=MAX_EMAIL_LENGTH)]
    password: Password
    grant_type: Literal["password"] | None = None
    scope: str | None = None
    client_id: str | None = None
    client_secret: str | None = None


class SessionRequest(RequestModel):
    email: Annotated[str, Field(max_length=MAX_EMAIL_LENGTH)]
    password: Password


class RefreshRequest(RequestModel):
    refresh_token: Annotated[str, Field(max_length=200)]


class ProfileUpdate(RequestModel):
    """What is left out stays as it is; `phone` and `zip_code` may be null, which removes them.

    `analytics_consent` lets searches be kept together with who made them; false or null takes it back, and what was
    kept before loses its person within the hour. `keeps_search_history` off keeps no new searches for oneself.
    """

    first_name: Name = Field(default="", json_schema_extra=_without_default)
    last_name: Name = Field(default="", json_schema_extra=_without_default)
    timezone: TimeZone = Field(default="", json_schema_extra=_without_default)
    phone: Phone | None = None
    zip_code: ZipCode | None = None
    analytics_consent: bool | None = None
    keeps_search_history: bool = Field(default=True, json_schema_extra=_without_default)


class PasswordChange(RequestModel):
    current_password: Password
    new_password: NewPassword


class PasswordResetRequest(RequestModel):
    email: Email


class PasswordResetConfirm(RequestModel):
    token: Annotated[str, Field(max_length=200)]
    new_password: NewPassword


class VerificationConfirm(RequestModel):
    token: Annotated[str, Field(max_length=200)]


class UserResponse(ResponseModel):
    """An account as its owner sees it; `permissions` are what they may do at this moment."""

    id: uuid.UUID
    email: str
    first_name: str
    last_name: str
    phone: str | None
    zip_code: str | None
    roles: Annotated[list[RoleName], BeforeValidator(sorted)]
    permissions: Annotated[list[PermissionName], BeforeValidator(sorted)]
    timezone: str
    analytics_consent: bool | None
    keeps_search_history: bool
    email_verified_at: datetime | None


class TokenResponse(ResponseModel):
    """`expires_in` is the access token's life in seconds."""

    access_token: str
    refresh_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - OAuth2's word
    expires_in: int


class SessionResponse(ResponseModel):
    """One login on one device."""

    id: uuid.UUID
    created_at: datetime
    last_used_at: datetime
    user_agent: str | None
    is_current: bool
