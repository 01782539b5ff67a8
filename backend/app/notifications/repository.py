"""The outbox as the worker sees it, and the people that mails go to."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Update, func, literal, select, update

from app.accounts.models import User
from app.core.events import OutboxMessage
from app.core.repository import BaseRepository
from app.notifications.domain import CLAIM_LEASE, MAX_ATTEMPTS

ERROR_LENGTH = 500
_WAITING = (OutboxMessage.delivered_at.is_(None), OutboxMessage.dead_at.is_(None))


@dataclass(frozen=True, slots=True)
class Claim:
    """A message that is this worker's until the lease ends; `attempts` counts this one."""

    id: uuid.UUID
    topic: str
    key: str
    payload: dict[str, Any]
    attempts: int
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """`first_name` may be empty."""

    email: str
    first_name: str
    last_name: str


class OutboxQueue(BaseRepository):
    """Claims and settles messages. A claim is settled only by whoever made the newest one."""

    async def claim_next(self, topics: Collection[str], now: datetime) -> Claim | None:
        """The message that is due longest and that nobody else is claiming; None when nothing is due."""
        due = (
            select(OutboxMessage.id)
            .where(*_WAITING, OutboxMessage.topic.in_(topics), OutboxMessage.available_at <= now)
            .where(OutboxMessage.attempts < MAX_ATTEMPTS)
            .order_by(OutboxMessage.available_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        claim = (
            update(OutboxMessage)
            .where(OutboxMessage.id.in_(due))
            .values(attempts=OutboxMessage.attempts + 1, available_at=now + CLAIM_LEASE)
            .returning(
                OutboxMessage.id,
                OutboxMessage.topic,
                OutboxMessage.key,
                OutboxMessage.payload,
                OutboxMessage.attempts,
                OutboxMessage.request_id,
            )
        )
        row = (await self.session.execute(claim)).one_or_none()
        return Claim(*row) if row else None

    async def mark_delivered(self, claim: Claim, now: datetime) -> None:
        """Names, addresses and links have done their work and are not kept."""
        done = {"delivered_at": now, "payload": _without_context(), "last_error": None}
        await self.session.execute(_settle(claim).values(**done))

    async def mark_failed(self, claim: Claim, error: str, retry_at: datetime) -> None:
        await self.session.execute(_settle(claim).values(available_at=retry_at, last_error=error[:ERROR_LENGTH]))

    async def mark_dead(self, claim: Claim, error: str, now: datetime) -> None:
        """It stays in the table, for an administrator to look at."""
        await self.session.execute(_settle(claim).values(dead_at=now, last_error=error[:ERROR_LENGTH]))

    async def bury_exhausted(self, now: datetime) -> None:
        """Messages whose last attempt killed its worker: nobody was left to say that they failed."""
        await self.session.execute(
            update(OutboxMessage)
            .where(*_WAITING, OutboxMessage.attempts >= MAX_ATTEMPTS, OutboxMessage.available_at <= now)
            .values(dead_at=now, last_error="the worker died while delivering it")
        )


def _without_context() -> ColumnElement[Any]:
    return OutboxMessage.payload.op("-")(literal("context"))


def _settle(claim: Claim) -> Update:
    # A worker that slept past its lease finds that another one has claimed the message since, and changes nothing.
    return update(OutboxMessage).where(OutboxMessage.id == claim.id, OutboxMessage.attempts == claim.attempts)


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message that was given up. `template` and `user_id` are None for what is no mail; `dead_at` once it is not."""

    id: uuid.UUID
    topic: str
    key: str
    template: str | None
    user_id: str | None
    attempts: int
    error: str | None
    request_id: str | None
    created_at: datetime
    dead_at: datetime | None


_DEAD_COLUMNS = (
    OutboxMessage.id,
    OutboxMessage.topic,
    OutboxMessage.key,
    OutboxMessage.payload["template"].astext,
    OutboxMessage.payload["user_id"].astext,
    OutboxMessage.attempts,
    OutboxMessage.last_error,
    OutboxMessage.request_id,
    OutboxMessage.created_at,
    OutboxMessage.dead_at,
)
_IS_DEAD = (OutboxMessage.dead_at.is_not(None), OutboxMessage.discarded_at.is_(None))


class DeadLetterRepository(BaseRepository):
    async def list_dead(self, limit: int, offset: int) -> tuple[list[DeadLetter], int]:
        newest = select(*_DEAD_COLUMNS).where(*_IS_DEAD).order_by(OutboxMessage.dead_at.desc(), OutboxMessage.id)
        rows = await self.session.execute(newest.limit(limit).offset(offset))
        total = await self.session.scalar(select(func.count()).select_from(OutboxMessage).where(*_IS_DEAD))
        return [DeadLetter(*row) for row in rows], total or 0

    async def revive(self, message_id: uuid.UUID, now: datetime) -> DeadLetter | None:
        """As it was before its death; None when it is not dead (any more)."""
        return await self._change(message_id, attempts=0, dead_at=None, available_at=now)

    async def discard(self, message_id: uuid.UUID, now: datetime) -> DeadLetter | None:
        """The row stays, so that its key stays taken; None when it is not dead (any more)."""
        return await self._change(message_id, discarded_at=now, payload=_without_context())

    async def _change(self, message_id: uuid.UUID, **values: Any) -> DeadLetter | None:
        changed = update(OutboxMessage).where(OutboxMessage.id == message_id, *_IS_DEAD).values(**values)
        row = (await self.session.execute(changed.returning(*_DEAD_COLUMNS))).one_or_none()
        return DeadLetter(*row) if row else None


class RecipientRepository(BaseRepository):
    async def get(self, user_id: uuid.UUID) -> Recipient | None:
        """None when the account is gone or was closed."""
        row = (
            await self.session.execute(
                select(User.email, User.first_name, User.last_name).where(User.id == user_id, User.is_active)
            )
        ).one_or_none()
        return Recipient(*row) if row else None
