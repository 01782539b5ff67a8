"""What the tables of accounts know of a person."""

from sqlalchemy import select

from app.accounts.models import (
    EmailVerification,
    KnownDevice,
    LoginFamily,
    PasswordReset,
    RefreshToken,
    User,
    UserPermission,
    UserRole,
)
from app.core.personal_data import Blank, PersonalData, Remove

PERSONAL_DATA = (
    PersonalData(
        RefreshToken,
        "refresh_tokens",
        "When the tokens of your sessions were made and used; the tokens themselves are with you alone.",
        lambda user_id: RefreshToken.family_id.in_(select(LoginFamily.id).where(LoginFamily.user_id == user_id)),
        Remove(),
        hidden=frozenset({"token_hash"}),
    ),
    PersonalData(
        LoginFamily,
        "sessions",
        "Where and when you signed in.",
        lambda user_id: LoginFamily.user_id == user_id,
        Remove(),
    ),
    PersonalData(
        PasswordReset,
        "password_resets",
        "When you asked for a new password.",
        lambda user_id: PasswordReset.user_id == user_id,
        Remove(),
        hidden=frozenset({"token_hash"}),
    ),
    PersonalData(
        EmailVerification,
        "email_verifications",
        "When you were mailed links that prove your e-mail.",
        lambda user_id: EmailVerification.user_id == user_id,
        Remove(),
        hidden=frozenset({"token_hash"}),
    ),
    PersonalData(
        KnownDevice,
        "known_devices",
        "When you first and last signed in from each kind of device and network; which, only as a keyed hash.",
        lambda user_id: KnownDevice.user_id == user_id,
        Remove(),
    ),
    PersonalData(UserRole, "roles", "What you are here.", lambda user_id: UserRole.user_id == user_id, Remove()),
    PersonalData(
        UserPermission,
        "permissions",
        "What you personally may or may not do, whatever your roles say.",
        lambda user_id: UserPermission.user_id == user_id,
        Remove(),
    ),
    PersonalData(
        User,
        "account",
        "Your account.",
        lambda user_id: User.id == user_id,
        # The tombstone: bookings refer to it. No hash verifies against "!", and no mail goes to `.invalid`.
        Blank(
            lambda user_id, now: {
                "email": f"deleted-{user_id}@deleted.invalid",
                "password_hash": "!",
                "first_name": "Deleted account",
                "last_name": "",
                "phone": None,
                "zip_code": None,
                "analytics_consent": None,
                "is_active": False,
                "email_verified_at": None,
                "deleted_at": now,
            }
        ),
        hidden=frozenset({"password_hash"}),
    ),
)
