"""Which passwords are refused: the bundled common ones and those made of the e-mail. Nothing about composition."""

from collections.abc import Set
from functools import cache
from importlib.resources import files

from app.accounts.domain import is_made_of_email
from app.accounts.errors import WeakPassword
from app.core.errors import FieldError

TOO_COMMON = "This password is one of the first that others would try."
MADE_OF_EMAIL = "This password says hardly more than your e-mail."


@cache
def common_passwords() -> frozenset[str]:
    """The bundled list, in lower case: 26,000 passwords, read once."""
    text = (files("app.accounts") / "data" / "common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("# "))


class PasswordPolicy:
    def __init__(self, common: Set[str]) -> None:
        self._common = common

    def check(self, password: str, email: str, field: str) -> None:
        """`WeakPassword` that names `field`; the length was looked at already."""
        if password.lower() in self._common or not password.strip():
            raise _refusal(field, TOO_COMMON)
        if is_made_of_email(password, email):
            raise _refusal(field, MADE_OF_EMAIL)


def _refusal(field: str, message: str) -> WeakPassword:
    return WeakPassword(message, errors=[FieldError(field, message)])
