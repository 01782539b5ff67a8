"""The rules of accounts, without a server."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.accounts.domain import (
    ROLE_PERMISSIONS,
    RefreshVerdict,
    display_name,
    is_made_of_email,
    judge_refresh,
    normalize_email,
    normalize_password,
)
from app.core.enums import PermissionName, RoleName

NOW = datetime(2027, 3, 14, 6, 59, tzinfo=UTC)

EVERYONE = "student instructor admin"
# Who has each permission, word by word as the product says it.
WHO_MAY = {
    "manage_own_profile": EVERYONE,
    "view_own_bookings": EVERYONE,
    "view_own_search_history": EVERYONE,
    "change_own_password": EVERYONE,
    "delete_own_account": EVERYONE,
    "view_instructors": "guest student admin",
    "view_instructor_availability": "guest student admin",
    "create_bookings": "student admin",
    "cancel_own_bookings": "student admin",
    "view_booking_details": "student admin",
    "manage_instructor_profile": "instructor admin",
    "manage_offerings": "instructor admin",
    "manage_availability": "instructor admin",
    "view_incoming_bookings": "instructor admin",
    "complete_bookings": "instructor admin",
    "cancel_student_bookings": "instructor admin",
    "view_own_instructor_analytics": "instructor admin",
    "suspend_own_instructor_account": "instructor admin",
    "view_all_users": "admin",
    "manage_users": "admin",
    "view_system_analytics": "admin",
    "export_analytics": "admin",
    "view_all_bookings": "admin",
    "manage_all_bookings": "admin",
    "access_monitoring": "admin",
    "moderate_content": "admin",
    "view_financials": "admin",
    "manage_financials": "admin",
    "manage_roles": "admin",
    "manage_permissions": "admin",
}


def test_the_table_speaks_of_every_permission() -> None:
    assert set(WHO_MAY) == set(PermissionName)


@pytest.mark.parametrize("role", RoleName)
@pytest.mark.parametrize("permission", PermissionName)
def test_who_may_do_what(role: RoleName, permission: PermissionName) -> None:
    assert (permission in ROLE_PERMISSIONS[role]) == (role in WHO_MAY[permission].split())


@pytest.mark.parametrize(
    ("spent_ago", "verdict"),
    [
        (None, RefreshVerdict.ROTATE),
        (timedelta(0), RefreshVerdict.REPEAT),
        (timedelta(seconds=9.999), RefreshVerdict.REPEAT),
        (timedelta(seconds=10), RefreshVerdict.REUSE),
        (timedelta(days=29), RefreshVerdict.REUSE),
    ],
)
def test_a_spent_token_means_theft_from_ten_seconds_on(spent_ago: timedelta | None, verdict: RefreshVerdict) -> None:
    assert judge_refresh(NOW - spent_ago if spent_ago is not None else None, NOW) is verdict


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [("Sarah", "Chen", "Sarah C."), ("Anna Maria", "de Souza", "Anna Maria D."), ("Li", "", "Li"), ("Ö", "ö", "Ö Ö.")],
)
def test_public_names(first: str, last: str, shown: str) -> None:
    assert display_name(first, last) == shown


def test_one_person_has_one_spelling() -> None:
    assert normalize_email("  Anna.Smith@Example.COM ") == "anna.smith@example.com"


def test_a_password_does_not_depend_on_how_a_keyboard_writes_letters() -> None:
    composed, decomposed = "caf\u00e9 au lait", "cafe\u0301 au lait"
    assert normalize_password(composed) == normalize_password(decomposed)


@pytest.mark.parametrize(
    "password",
    [
        "sarah.connor@gmail.com",
        "sarahconnor1984",
        "Sarah-Connor-2024!",
        "connorsarah12",
        "SARAH.CONNOR!!!!",
        "gmailgmailgmail",
        "!!sarah..connor..1",
    ],
)
def test_passwords_made_of_the_email(password: str) -> None:
    assert is_made_of_email(password, "sarah.connor@gmail.com")


@pytest.mark.parametrize(
    "password",
    ["seven quiet lighthouses", "sarah likes lighthouses", "learn-something-new", "!!!!!!!!!!!!", "1234567890ab"],
)
def test_passwords_of_their_own(password: str) -> None:
    assert not is_made_of_email(password, "sarah.connor@gmail.com")


WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=12)


@settings(deadline=None)
@given(words=st.lists(WORDS, min_size=1, max_size=3), order=st.randoms(), ends=st.text("0123456789!-_.", max_size=5))
def test_the_words_of_the_email_in_any_order_with_a_short_end_are_refused(
    words: list[str], order: object, ends: str
) -> None:
    email = f"{'.'.join(words)}@example.com"
    shuffled = sorted(words, key=lambda _: order.random())  # type: ignore[attr-defined]
    assert is_made_of_email("-".join(shuffled).title() + ends, email)


@settings(deadline=None)
@given(password=st.text("0123456789", min_size=12, max_size=40), name=WORDS)
def test_a_password_without_anything_of_the_email_is_never_refused_for_it(password: str, name: str) -> None:
    assert not is_made_of_email(password, f"{name}@example.com")
