"""Accounts, what they may do, and their logins."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import CITEXT
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.domain import DEFAULT_TIMEZONE
from app.core.database import Base, created_at, updated_at, uuid_pk

ROLES_CHECK = "role IN ('guest', 'student', 'instructor', 'admin')"


def _user_fk(*, primary_key: bool = False) -> Mapped[uuid.UUID]:
    return mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=primary_key)


class User(Base):
    """A person's account. `email` compares without regard to case."""

    __tablename__ = "users"

    id: Mapped[uuid.UUID] = uuid_pk()
    email: Mapped[str] = mapped_column(CITEXT(), unique=True)
    password_hash: Mapped[str]
    first_name: Mapped[str]
    last_name: Mapped[str]
    phone: Mapped[str | None]
    zip_code: Mapped[str | None]
    timezone: Mapped[str] = mapped_column(server_default=DEFAULT_TIMEZONE)
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))
    # None until the person was asked and has answered, which counts as no.
    analytics_consent: Mapped[bool | None]
    keeps_search_history: Mapped[bool] = mapped_column(server_default=text("true"))
    # Somebody used a link that was mailed there. Nothing is refused for want of it.
    email_verified_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = created_at()
    updated_at: Mapped[datetime] = updated_at()
    # Of a deleted account the row stays, for bookings to refer to, and nothing of the person.
    deleted_at: Mapped[datetime | None]


class UserRole(Base):
    __tablename__ = "user_roles"

    user_id: Mapped[uuid.UUID] = _user_fk(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (CheckConstraint(ROLES_CHECK, name="role_known"),)


class RolePermission(Base):
    """Kept equal to `domain.ROLE_PERMISSIONS`."""

    __tablename__ = "role_permissions"

    role: Mapped[str] = mapped_column(primary_key=True)
    permission: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (CheckConstraint(ROLES_CHECK, name="role_known"),)


class UserPermission(Base):
    """A personal grant, or with `granted` false a denial, which beats every role."""

    __tablename__ = "user_permissions"

    user_id: Mapped[uuid.UUID] = _user_fk(primary_key=True)
    permission: Mapped[str] = mapped_column(primary_key=True)
    granted: Mapped[bool]


class LoginFamily(Base):
    """One login, on one device: all tokens that came of it live and die with it."""

    __tablename__ = "login_families"

    id: Mapped[uuid.UUID] = uuid_pk()
    user_id: Mapped[uuid.UUID] = _user_fk()
    created_at: Mapped[datetime] = created_at()
    last_used_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    user_agent: Mapped[str | None]

    __table_args__ = (Index("ix_login_families_alive", "user_id", postgresql_where=text("ended_at IS NULL")),)


class RefreshToken(Base):
    """A token's hash; the token itself is nowhere but with its owner."""

    __tablename__ = "refresh_tokens"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("login_families.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = created_at()
    expires_at: Mapped[datetime]
    spent_at: Mapped[datetime | None]


class PasswordReset(Base):
    """A mailed token's hash."""

    __tablename__ = "password_resets"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = created_at()
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class EmailVerification(Base):
    """A mailed token's hash. It may be used as often as one likes: it proves the same each time."""

    __tablename__ = "email_verifications"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = created_at()
    expires_at: Mapped[datetime]


class KnownDevice(Base):
    """A kind of device in a network that a person signed in from, as a keyed hash of both."""

    __tablename__ = "known_devices"

    user_id: Mapped[uuid.UUID] = _user_fk(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
