"""People for tests: `make_user` writes the rows, `auth_headers` signs somebody in, `signed_in` does both."""

import uuid
from dataclasses import dataclass
from functools import cache
from typing import Any

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import LoginFamily, User, UserRole
from app.core.container import Container
from app.core.enums import RoleName
from app.core.security import AccessClaims

PASSWORD = "seven quiet lighthouses"


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who is signed in: `client.get(path, headers=caller.headers)`."""

    user: User
    headers: dict[str, str]

    @property
    def id(self) -> uuid.UUID:
        return self.user.id


@cache
def password_hash(password: str = PASSWORD) -> str:
    """Cheap parameters, which the hash carries itself: tests sign in often."""
    return PasswordHash((Argon2Hasher(memory_cost=8, time_cost=1, parallelism=1),)).hash(password)


async def make_user(session: AsyncSession, role: RoleName | None = RoleName.STUDENT, **values: Any) -> User:
    """A person with that role, flushed and not committed; their password is `PASSWORD`."""
    defaults = {
        "email": f"{uuid.uuid4().hex}@example.com",
        "password_hash": password_hash(),
        "first_name": "Sarah",
        "last_name": "Chen",
    }
    user = User(**defaults | values)
    session.add(user)
    await session.flush()
    if role is not None:
        session.add(UserRole(user_id=user.id, role=role))
        await session.flush()
    return user


async def auth_headers(container: Container, user: User) -> dict[str, str]:
    """The headers of a new login of this user, who must be there for the container's database to see."""
    now = container.clock.now()
    async with container.database.session() as session:
        family = LoginFamily(user_id=user.id, created_at=now, last_used_at=now)
        session.add(family)
        await session.commit()
    token = container.access_tokens.issue(AccessClaims(user_id=user.id, family_id=family.id))
    return {"Authorization": f"Bearer {token}"}


async def signed_in(container: Container, role: RoleName | None = RoleName.STUDENT, **values: Any) -> Caller:
    """A new person, committed as far as the container's database commits, with the headers of their login."""
    async with container.database.session() as session:
        user = await make_user(session, role, **values)
        await session.commit()
    return Caller(user, await auth_headers(container, user))
