"""The rules of accounts: who may do what, what a password must be, how names are shown. Pure."""

import re
import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from app.core.enums import PermissionName, RoleName
from app.core.rate_limit import Limit, Window

REGISTRABLE_ROLES = (RoleName.STUDENT, RoleName.INSTRUCTOR)
DEFAULT_TIMEZONE = "America/New_York"

REFRESH_TOKEN_LIFETIME = timedelta(days=30)
# A browser's tabs and retried requests may use a token twice within moments; a thief seldom comes this soon.
REUSE_GRACE = timedelta(seconds=10)
PASSWORD_RESET_LIFETIME = timedelta(hours=1)
EMAIL_VERIFICATION_LIFETIME = timedelta(days=7)
# A place that nobody signed in from for this long is a new one again.
DEVICE_REMEMBERED = timedelta(days=180)

MIN_PASSWORD_LENGTH = 12
MAX_PASSWORD_LENGTH = 256
# A password that says hardly more than the e-mail: what is left without its parts is shorter than this.
MIN_OWN_CHARACTERS = 6
MIN_EMAIL_PART_LENGTH = 3

# Addresses are shared by schools, offices and phones, so their windows are wide. The global ones keep hashing, which is
# made to cost, from taking the machine.
REGISTRATION_LIMIT = Limit(
    "registration", account=Window(100, 3_600), address=Window(300, 600), everybody=Window(900, 60)
)
PASSWORD_CHANGE_LIMIT = Limit("password-change", account=Window(10, 600))
RESET_REQUEST_LIMIT = Limit(
    "password-reset", account=Window(5, 3_600), address=Window(60, 600), everybody=Window(300, 60)
)
RESET_CONFIRM_LIMIT = Limit("password-reset-confirm", address=Window(60, 600), everybody=Window(600, 60))
VERIFICATION_LIMIT = Limit("email-verification", account=Window(5, 3_600), address=Window(60, 600))
VERIFICATION_CONFIRM_LIMIT = Limit("email-verification-confirm", address=Window(60, 600), everybody=Window(600, 60))

_EVERYONE_SIGNED_IN = frozenset(
    {
        PermissionName.MANAGE_OWN_PROFILE,
        PermissionName.VIEW_OWN_BOOKINGS,
        PermissionName.VIEW_OWN_SEARCH_HISTORY,
        PermissionName.CHANGE_OWN_PASSWORD,
        PermissionName.DELETE_OWN_ACCOUNT,
    }
)
_GUEST = frozenset({PermissionName.VIEW_INSTRUCTORS, PermissionName.VIEW_INSTRUCTOR_AVAILABILITY})

ROLE_PERMISSIONS: Mapping[RoleName, frozenset[PermissionName]] = {
    RoleName.GUEST: _GUEST,
    RoleName.STUDENT: _EVERYONE_SIGNED_IN
    | {
        PermissionName.VIEW_INSTRUCTORS,
        PermissionName.VIEW_INSTRUCTOR_AVAILABILITY,
        PermissionName.CREATE_BOOKINGS,
        PermissionName.CANCEL_OWN_BOOKINGS,
        PermissionName.VIEW_BOOKING_DETAILS,
    },
    RoleName.INSTRUCTOR: _EVERYONE_SIGNED_IN
    | {
        PermissionName.MANAGE_INSTRUCTOR_PROFILE,
        PermissionName.MANAGE_OFFERINGS,
        PermissionName.MANAGE_AVAILABILITY,
        PermissionName.VIEW_INCOMING_BOOKINGS,
        PermissionName.COMPLETE_BOOKINGS,
        PermissionName.CANCEL_STUDENT_BOOKINGS,
        PermissionName.VIEW_OWN_INSTRUCTOR_ANALYTICS,
        PermissionName.SUSPEND_OWN_INSTRUCTOR_ACCOUNT,
    },
    RoleName.ADMIN: frozenset(PermissionName),
}
"""The table `role_permissions` is kept equal to this one."""


@dataclass(frozen=True, slots=True)
class Person:
    """An account as other domains know it: a name and a way to write to."""

    id: uuid.UUID
    email: str
    first_name: str
    last_name: str
    timezone: str
    is_active: bool

    @property
    def display_name(self) -> str:
        return display_name(self.first_name, self.last_name)


@dataclass(frozen=True, slots=True)
class Account:
    """An account as its owner sees it, and what they may do at this moment."""

    id: uuid.UUID
    email: str
    first_name: str
    last_name: str
    phone: str | None
    zip_code: str | None
    timezone: str
    analytics_consent: bool | None
    keeps_search_history: bool
    email_verified_at: datetime | None
    roles: frozenset[RoleName]
    permissions: frozenset[PermissionName]

    @property
    def display_name(self) -> str:
        return display_name(self.first_name, self.last_name)

    def may(self, permission: PermissionName) -> bool:
        return permission in self.permissions


@dataclass(frozen=True, slots=True)
class Principal(Account):
    """Who is asking, and in which login."""

    family_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class AccountRecord(Account):
    """An account as administrators see it; `granted` and `denied` are personal, whatever the roles say."""

    is_active: bool
    created_at: datetime
    deleted_at: datetime | None
    last_used_at: datetime | None
    granted: frozenset[PermissionName]
    denied: frozenset[PermissionName]


@dataclass(frozen=True, slots=True)
class DirectoryFilter:
    """Which accounts; what is None does not narrow, `text` is looked for in names and e-mails."""

    text: str | None = None
    role: RoleName | None = None
    is_active: bool | None = None


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What a login answers with; both are secrets."""

    access_token: str
    refresh_token: str


@dataclass(frozen=True, slots=True)
class Login:
    account: Account
    tokens: TokenPair


@dataclass(frozen=True, slots=True)
class Device:
    """Where a login comes from, as far as a request tells."""

    address: str
    user_agent: str | None


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A live login as its owner sees it."""

    id: uuid.UUID
    created_at: datetime
    last_used_at: datetime
    user_agent: str | None
    is_current: bool


class RefreshVerdict(Enum):
    """What using a refresh token means."""

    ROTATE = auto()
    """Its first use: it is spent and its successor lives."""
    REPEAT = auto()
    """Used again at once, by another tab or a retry: the same successor is given again."""
    REUSE = auto()
    """Used again later, by somebody who should not have it or who lost it to a thief: the family ends."""


def judge_refresh(spent_at: datetime | None, now: datetime) -> RefreshVerdict:
    if spent_at is None:
        return RefreshVerdict.ROTATE
    return RefreshVerdict.REPEAT if now - spent_at < REUSE_GRACE else RefreshVerdict.REUSE


def display_name(first_name: str, last_name: str) -> str:
    """The name that others see: `Sarah C.`"""
    return f"{first_name} {last_name[0].upper()}." if last_name else first_name


def normalize_email(email: str) -> str:
    """One person, one spelling: mail systems that tell `Anna@` from `anna@` are as good as extinct."""
    return email.strip().lower()


def normalize_password(password: str) -> str:
    """Keyboards write the same letter in different ways (NFC and NFD); a password must not depend on them."""
    return unicodedata.normalize("NFC", password)


def is_made_of_email(password: str, email: str) -> bool:
    """Whether little is left of the password when the e-mail and its parts are taken out of it."""
    bare = _letters_and_digits(password)
    left = bare
    for part in _parts_of(email):
        left = left.replace(part, "")
    return left != bare and len(left) < MIN_OWN_CHARACTERS


def _parts_of(email: str) -> list[str]:
    """The address, its two sides and their words, without punctuation, the longest first."""
    words = re.split(r"[\W_]+", email)
    candidates = {_letters_and_digits(text) for text in (email, *email.split("@"), *words)}
    return sorted((part for part in candidates if len(part) >= MIN_EMAIL_PART_LENGTH), key=len, reverse=True)


def _letters_and_digits(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
