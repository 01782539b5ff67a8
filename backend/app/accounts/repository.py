"""Every query on accounts, logins and permissions."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Update,
    bindparam,
    cast,
    delete,
    except_,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    union,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import Text

from app.accounts.domain import Account, AccountRecord, DirectoryFilter, Person, Principal
from app.accounts.models import (
    EmailVerification,
    KnownDevice,
    LoginFamily,
    PasswordReset,
    RefreshToken,
    RolePermission,
    User,
    UserPermission,
    UserRole,
)
from app.core.database import uuid7
from app.core.enums import PermissionName, RoleName
from app.core.repository import BaseRepository

KNOWN_PERMISSIONS = frozenset(PermissionName)

# Somebody's id, or the column of whoever a query is about.
Whose = uuid.UUID | InstrumentedAttribute[uuid.UUID]


def _roles_of(user_id: Whose) -> ColumnElement[list[str]]:
    return func.array(select(UserRole.role).where(UserRole.user_id == user_id).scalar_subquery(), type_=ARRAY(Text))


def _permissions_of(user_id: Whose) -> ColumnElement[list[str]]:
    """The roles' permissions and the personal grants, without the personal denials."""
    by_role = (
        select(RolePermission.permission)
        .join(UserRole, UserRole.role == RolePermission.role)
        .where(UserRole.user_id == user_id)
    )
    personal = select(UserPermission.permission).where(UserPermission.user_id == user_id)
    granted = union(by_role, personal.where(UserPermission.granted))
    effective = except_(granted, personal.where(~UserPermission.granted))
    return func.array(effective.scalar_subquery(), type_=ARRAY(Text))


def _account_columns(user_id: Whose) -> list[Any]:
    return [
        User.id,
        User.email,
        User.first_name,
        User.last_name,
        User.phone,
        User.zip_code,
        User.timezone,
        User.analytics_consent,
        User.keeps_search_history,
        User.email_verified_at,
        _roles_of(user_id).label("roles"),
        _permissions_of(user_id).label("permissions"),
    ]


def _authenticate() -> Select[*tuple[Any, ...]]:
    return (
        select(*_account_columns(User.id))
        .join(LoginFamily, LoginFamily.user_id == User.id)
        .where(
            User.id == bindparam("asked_user_id"),
            User.is_active,
            LoginFamily.id == bindparam("asked_family_id"),
            LoginFamily.ended_at.is_(None),
        )
    )


# Built once: on the way of every request of somebody signed in.
AUTHENTICATE = _authenticate()


def _account_values(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    """Permissions that this release does not know, left by a newer one, are nobody's."""
    return row._asdict() | {
        "roles": frozenset(map(RoleName, row.roles)),
        "permissions": frozenset(map(PermissionName, KNOWN_PERMISSIONS & set(row.permissions))),
    }


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a password is checked against."""

    user_id: uuid.UUID
    email: str
    password_hash: str
    is_active: bool


class AccountRepository(BaseRepository):
    async def authenticate(self, user_id: uuid.UUID, family_id: uuid.UUID) -> Principal | None:
        """Who an access token speaks for: one statement; None when the account is suspended or the login over."""
        asked = {"asked_user_id": user_id, "asked_family_id": family_id}
        row = (await self._run(AUTHENTICATE, asked)).one_or_none()
        return None if row is None else Principal(**_account_values(row), family_id=family_id)

    async def get(self, user_id: uuid.UUID) -> Account:
        """`NoResultFound` when there is none: for callers who know that there is."""
        query = select(*_account_columns(user_id)).where(User.id == user_id)
        return Account(**_account_values((await self.session.execute(query)).one()))

    async def add(self, **values: Any) -> uuid.UUID | None:
        """The new account's id; None when the e-mail is taken, also by somebody who registers at this moment."""
        statement = insert(User).values(id=uuid7(), **values).on_conflict_do_nothing(index_elements=["email"])
        return (await self.session.execute(statement.returning(User.id))).scalar_one_or_none()

    async def update_profile(self, user_id: uuid.UUID, values: Mapping[str, Any]) -> None:
        await self.session.execute(update(User).where(User.id == user_id).values(**values))

    async def get_credentials(self, email: str) -> Credentials | None:
        return await self._credentials(User.email == email)

    async def get_credentials_of(self, user_id: uuid.UUID) -> Credentials | None:
        return await self._credentials(User.id == user_id)

    async def _credentials(self, which: ColumnElement[bool]) -> Credentials | None:
        query = select(User.id, User.email, User.password_hash, User.is_active).where(which)
        row = (await self.session.execute(query)).one_or_none()
        return Credentials(*row) if row else None

    async def set_password(self, user_id: uuid.UUID, password_hash: str) -> None:
        await self.session.execute(update(User).where(User.id == user_id).values(password_hash=password_hash))

    async def set_email_verified(self, user_id: uuid.UUID, now: datetime) -> None:
        """The first proof is the one that is remembered."""
        verified_at = func.coalesce(User.email_verified_at, now)
        await self.session.execute(update(User).where(User.id == user_id).values(email_verified_at=verified_at))

    async def set_active(self, user_id: uuid.UUID, *, is_active: bool) -> bool:
        """False when there is no such account."""
        statement = update(User).where(User.id == user_id).values(is_active=is_active).returning(User.id)
        return (await self.session.execute(statement)).first() is not None

    async def lock(self, user_id: uuid.UUID) -> bool:
        """Waits for whoever else changes this account; False when there is none."""
        query = select(User.id).where(User.id == user_id).with_for_update(key_share=True)
        return (await self.session.execute(query)).first() is not None

    async def hold_credentials(self, credentials: Credentials) -> bool:
        """Whether they are still right; if so they stay so until this transaction is over."""
        query = (
            select(User.id)
            .where(User.id == credentials.user_id, User.password_hash == credentials.password_hash, User.is_active)
            .with_for_update(read=True)
        )
        return (await self.session.execute(query)).first() is not None

    async def list_people(self, user_ids: Collection[uuid.UUID]) -> list[Person]:
        query = select(User.id, User.email, User.first_name, User.last_name, User.timezone, User.is_active).where(
            User.id.in_(user_ids)
        )
        return [Person(*row) for row in await self.session.execute(query)]


@dataclass(frozen=True, slots=True)
class PresentedToken:
    """A refresh token that somebody used, with the state of its family and account."""

    family_id: uuid.UUID
    user_id: uuid.UUID
    expires_at: datetime
    spent_at: datetime | None
    is_alive: bool


class LoginRepository(BaseRepository):
    """Families of tokens, one a login."""

    async def add_family(self, user_id: uuid.UUID, now: datetime, user_agent: str | None) -> uuid.UUID:
        family = LoginFamily(user_id=user_id, created_at=now, last_used_at=now, user_agent=user_agent)
        self.session.add(family)
        await self.session.flush()
        return family.id

    async def add_token(self, family_id: uuid.UUID, token_hash: str, now: datetime, expires_at: datetime) -> None:
        values = {"token_hash": token_hash, "family_id": family_id, "created_at": now, "expires_at": expires_at}
        await self.session.execute(insert(RefreshToken).values(values))

    async def lock_token(self, token_hash: str) -> PresentedToken | None:
        """The token, when there is one; nobody else rotates or ends its family until this transaction is over."""
        query = (
            select(
                RefreshToken.family_id,
                LoginFamily.user_id,
                RefreshToken.expires_at,
                RefreshToken.spent_at,
                (LoginFamily.ended_at.is_(None) & User.is_active).label("is_alive"),
            )
            .join(LoginFamily, LoginFamily.id == RefreshToken.family_id)
            .join(User, User.id == LoginFamily.user_id)
            .where(RefreshToken.token_hash == token_hash)
            .with_for_update(of=[RefreshToken, LoginFamily])
        )
        row = (await self.session.execute(query)).one_or_none()
        return PresentedToken(*row) if row else None

    async def spend_token(self, token_hash: str, now: datetime) -> None:
        await self.session.execute(
            update(RefreshToken).where(RefreshToken.token_hash == token_hash).values(spent_at=now)
        )

    async def is_unspent(self, token_hash: str) -> bool:
        query = select(RefreshToken.token_hash).where(
            RefreshToken.token_hash == token_hash, RefreshToken.spent_at.is_(None)
        )
        return (await self.session.execute(query)).first() is not None

    async def touch_family(self, family_id: uuid.UUID, now: datetime) -> None:
        await self.session.execute(update(LoginFamily).where(LoginFamily.id == family_id).values(last_used_at=now))

    async def end_family(self, family_id: uuid.UUID, now: datetime) -> None:
        await self.session.execute(_end(now).where(LoginFamily.id == family_id))

    async def end_family_of_token(self, token_hash: str, now: datetime) -> None:
        family = select(RefreshToken.family_id).where(RefreshToken.token_hash == token_hash)
        await self.session.execute(_end(now).where(LoginFamily.id.in_(family)))

    async def end_families_of(self, user_id: uuid.UUID, now: datetime, *, but_not: uuid.UUID | None = None) -> None:
        ending = _end(now).where(LoginFamily.user_id == user_id)
        await self.session.execute(ending if but_not is None else ending.where(LoginFamily.id != but_not))

    async def end_own_family(
        self, user_id: uuid.UUID, family_id: uuid.UUID, used_since: datetime, now: datetime
    ) -> bool:
        """False when this person has no such live login."""
        ending = _end(now).where(LoginFamily.id == family_id, *_alive_of(user_id, used_since))
        return (await self.session.execute(ending.returning(LoginFamily.id))).first() is not None

    async def list_alive_of(
        self, user_id: uuid.UUID, used_since: datetime, limit: int, offset: int
    ) -> tuple[list[LoginFamily], int]:
        """A page of live logins, the last used first, and how many there are."""
        alive = select(LoginFamily).where(*_alive_of(user_id, used_since))
        total = await self.session.scalar(select(func.count()).select_from(alive.subquery()))
        newest = alive.order_by(LoginFamily.last_used_at.desc(), LoginFamily.id).limit(limit).offset(offset)
        return list(await self.session.scalars(newest)), total or 0

    async def delete_dead(self, ended_before: datetime, expired_before: datetime) -> int:
        """Removes families that ended or whose last token expired long ago, with their tokens, and spent old tokens."""
        await self.session.execute(delete(RefreshToken).where(RefreshToken.expires_at < expired_before))
        has_token = select(RefreshToken.token_hash).where(RefreshToken.family_id == LoginFamily.id).exists()
        stale = ~has_token & (LoginFamily.last_used_at < expired_before)
        dead = delete(LoginFamily).where(or_(LoginFamily.ended_at < ended_before, stale)).returning(LoginFamily.id)
        return len((await self.session.execute(dead)).all())


def _end(now: datetime) -> Update:
    return update(LoginFamily).where(LoginFamily.ended_at.is_(None)).values(ended_at=now)


def _alive_of(user_id: uuid.UUID, used_since: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        LoginFamily.user_id == user_id,
        LoginFamily.ended_at.is_(None),
        LoginFamily.last_used_at > used_since,
    )


class PasswordResetRepository(BaseRepository):
    async def add(self, user_id: uuid.UUID, token_hash: str, now: datetime, expires_at: datetime) -> None:
        values = {"token_hash": token_hash, "user_id": user_id, "created_at": now, "expires_at": expires_at}
        await self.session.execute(insert(PasswordReset).values(values))

    async def get_usable(self, token_hash: str, now: datetime) -> Credentials | None:
        """Whose password the token may set; None when it is unknown, used or too old, or the account is suspended."""
        query = (
            select(User.id, User.email, User.password_hash, User.is_active)
            .join(PasswordReset, PasswordReset.user_id == User.id)
            .where(PasswordReset.token_hash == token_hash, PasswordReset.used_at.is_(None), User.is_active)
            .where(PasswordReset.expires_at > now)
        )
        row = (await self.session.execute(query)).one_or_none()
        return Credentials(*row) if row else None

    async def use(self, token_hash: str, now: datetime) -> bool:
        """True for exactly one caller."""
        statement = (
            update(PasswordReset)
            .where(PasswordReset.token_hash == token_hash, PasswordReset.used_at.is_(None))
            .values(used_at=now)
            .returning(PasswordReset.token_hash)
        )
        return (await self.session.execute(statement)).first() is not None

    async def use_all_of(self, user_id: uuid.UUID, now: datetime) -> None:
        """No link that was mailed before works any more."""
        await self.session.execute(
            update(PasswordReset)
            .where(PasswordReset.user_id == user_id, PasswordReset.used_at.is_(None))
            .values(used_at=now)
        )

    async def delete_expired(self, before: datetime) -> None:
        await self.session.execute(delete(PasswordReset).where(PasswordReset.expires_at < before))


class VerificationRepository(BaseRepository):
    async def add(self, user_id: uuid.UUID, token_hash: str, now: datetime, expires_at: datetime) -> None:
        values = {"token_hash": token_hash, "user_id": user_id, "created_at": now, "expires_at": expires_at}
        await self.session.execute(insert(EmailVerification).values(values))

    async def get_owner(self, token_hash: str, now: datetime) -> uuid.UUID | None:
        """Whose e-mail the token proves; None when it is unknown or too old, or the account is suspended."""
        query = (
            select(User.id)
            .join(EmailVerification, EmailVerification.user_id == User.id)
            .where(EmailVerification.token_hash == token_hash, EmailVerification.expires_at > now, User.is_active)
        )
        owner: uuid.UUID | None = await self.session.scalar(query)
        return owner

    async def delete_expired(self, before: datetime) -> None:
        await self.session.execute(delete(EmailVerification).where(EmailVerification.expires_at < before))


class DeviceRepository(BaseRepository):
    async def see(self, user_id: uuid.UUID, fingerprint: str, now: datetime) -> bool:
        """Remembers a device; True when it is new while another one was known."""
        seen = insert(KnownDevice).values(user_id=user_id, fingerprint=fingerprint, first_seen_at=now, last_seen_at=now)
        others = (
            select(KnownDevice.fingerprint)
            .where(KnownDevice.user_id == user_id, KnownDevice.fingerprint != fingerprint)
            .exists()
        )
        # PostgreSQL's own word for "inserted and not updated".
        is_new: ColumnElement[bool] = literal_column("known_devices.xmax = 0")
        statement = seen.on_conflict_do_update(
            index_elements=["user_id", "fingerprint"], set_={"last_seen_at": now}
        ).returning(is_new & others)
        return bool((await self.session.execute(statement)).scalar_one())

    async def delete_unseen(self, since: datetime) -> None:
        await self.session.execute(delete(KnownDevice).where(KnownDevice.last_seen_at < since))


class AccessRepository(BaseRepository):
    """Who has which role, and personal grants and denials."""

    async def add_role(self, user_id: uuid.UUID, role: RoleName) -> None:
        values = {"user_id": user_id, "role": role.value}
        await self.session.execute(insert(UserRole).values(values).on_conflict_do_nothing())

    async def replace_roles(self, user_id: uuid.UUID, roles: Collection[RoleName]) -> None:
        await self.session.execute(delete(UserRole).where(UserRole.user_id == user_id))
        for role in sorted(roles):
            await self.add_role(user_id, role)

    async def set_personal(self, user_id: uuid.UUID, permission: PermissionName, *, granted: bool) -> None:
        values = {"user_id": user_id, "permission": permission.value, "granted": granted}
        statement = insert(UserPermission).values(values)
        await self.session.execute(
            statement.on_conflict_do_update(index_elements=["user_id", "permission"], set_={"granted": granted})
        )

    async def replace_personal(
        self, user_id: uuid.UUID, granted: Collection[PermissionName], denied: Collection[PermissionName]
    ) -> None:
        """These grants and denials and no others."""
        await self.session.execute(delete(UserPermission).where(UserPermission.user_id == user_id))
        for permission in sorted({*granted, *denied}):
            await self.set_personal(user_id, permission, granted=permission in granted)

    async def lock_admins(self) -> set[uuid.UUID]:
        """The administrators who can sign in; nobody else makes or unmakes one until the transaction ends."""
        query = (
            select(UserRole.user_id)
            .join(User, User.id == UserRole.user_id)
            .where(UserRole.role == RoleName.ADMIN.value, User.is_active)
            .order_by(UserRole.user_id)
            .with_for_update(of=[UserRole, User], key_share=True)
        )
        return set(await self.session.scalars(query))

    async def clear_personal(self, user_id: uuid.UUID, permission: PermissionName) -> None:
        await self.session.execute(
            delete(UserPermission).where(
                UserPermission.user_id == user_id, UserPermission.permission == permission.value
            )
        )

    async def replace_role_permissions(self, table: Mapping[RoleName, Collection[PermissionName]]) -> None:
        """Makes the rows equal to `table`; rows that are right are not touched."""
        wanted = [(role.value, name.value) for role, names in table.items() for name in sorted(names)]
        rows = [{"role": role, "permission": permission} for role, permission in wanted]
        await self.session.execute(insert(RolePermission).values(rows).on_conflict_do_nothing())
        pair = tuple_(RolePermission.role, RolePermission.permission)
        await self.session.execute(delete(RolePermission).where(pair.not_in(wanted)))


class DirectoryRepository(BaseRepository):
    async def list_accounts(self, which: DirectoryFilter, limit: int, offset: int) -> tuple[list[AccountRecord], int]:
        """A page, the newest first, and how many there are."""
        conditions = _narrowing(which)
        total = await self.session.scalar(select(func.count()).select_from(User).where(*conditions))
        page = _records().where(*conditions).order_by(User.created_at.desc(), User.id.desc())
        rows = await self.session.execute(page.limit(limit).offset(offset))
        return [_record(row) for row in rows], total or 0

    async def get(self, user_id: uuid.UUID) -> AccountRecord | None:
        row = (await self.session.execute(_records().where(User.id == user_id))).one_or_none()
        return _record(row) if row else None

    async def names_of(self, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
        """Of accounts that are not deleted."""
        name = func.concat_ws(" ", User.first_name, User.last_name)
        rows = await self.session.execute(select(User.id, name).where(User.id.in_(ids), User.deleted_at.is_(None)))
        return {row[0]: row[1] for row in rows}


def _narrowing(which: DirectoryFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if which.text:
        named = func.concat_ws(" ", User.first_name, User.last_name, cast(User.email, Text))
        conditions.append(named.icontains(which.text, autoescape=True))
    if which.role is not None:
        has_role = select(UserRole.role).where(UserRole.user_id == User.id, UserRole.role == which.role.value)
        conditions.append(has_role.exists())
    if which.is_active is not None:
        conditions.append(User.is_active == which.is_active)
    return conditions


def _records() -> Select[*tuple[Any, ...]]:
    last_used = select(func.max(LoginFamily.last_used_at)).where(LoginFamily.user_id == User.id)
    return select(
        *_account_columns(User.id),
        User.is_active,
        User.created_at,
        User.deleted_at,
        last_used.scalar_subquery().label("last_used_at"),
        _personal(granted=True).label("granted"),
        _personal(granted=False).label("denied"),
    )


def _personal(*, granted: bool) -> ColumnElement[list[str]]:
    query = select(UserPermission.permission).where(
        UserPermission.user_id == User.id, UserPermission.granted == granted
    )
    return func.array(query.scalar_subquery(), type_=ARRAY(Text))


def _record(row: Row[*tuple[Any, ...]]) -> AccountRecord:
    personal = {
        kind: frozenset(map(PermissionName, KNOWN_PERMISSIONS & set(getattr(row, kind))))
        for kind in ("granted", "denied")
    }
    return AccountRecord(**_account_values(row) | personal)
