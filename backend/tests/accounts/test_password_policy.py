"""Which passwords are refused."""

import pytest

from app.accounts.errors import WeakPassword
from app.accounts.password_policy import PasswordPolicy, common_passwords

EMAIL = "sarah.connor@example.com"


@pytest.fixture(scope="module")
def policy() -> PasswordPolicy:
    return PasswordPolicy(common_passwords())


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Password1234",
        "PASSWORD123!",
        "p@ssw0rd1234",
        "passwordpassword",
        "123456789012",
        "1q2w3e4r5t6y",
        "qwertyuiop12",
        "iloveyou2024",
        "aaaaaaaaaaaa",
        "111111111111",
        "abcdefghijklm",
        "letmeinletmein",
        "correct horse battery staple",
        "administrator",
        "            ",
    ],
)
def test_common_passwords_are_refused(policy: PasswordPolicy, password: str) -> None:
    with pytest.raises(WeakPassword) as refusal:
        policy.check(password, EMAIL, field="new_password")
    assert refusal.value.errors[0]["field"] == "new_password"


@pytest.mark.parametrize(
    "password",
    [
        "learn-something-new",
        "seven quiet lighthouses",
        "онтарио зимой тихо",
        "x" * 256,
        "kV9#pL2$wQ7!",
        "ohne große Worte",
    ],
)
def test_no_rule_says_what_a_password_must_be_composed_of(policy: PasswordPolicy, password: str) -> None:
    policy.check(password, EMAIL, field="password")


def test_a_password_made_of_the_email_is_refused(policy: PasswordPolicy) -> None:
    with pytest.raises(WeakPassword, match="e-mail"):
        policy.check("sarah-connor-1", EMAIL, field="password")


def test_the_bundled_list_is_long_clean_and_about_passwords_that_could_be_set() -> None:
    common = common_passwords()
    assert len(common) > 20_000
    assert all(len(password) >= 12 and password == password.lower() and password.strip() for password in common)
