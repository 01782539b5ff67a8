"""The outbox as the worker sees it, and the people that mails go to."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, Update, delete, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert

from app.accounts.models import User
from app.core.events import OutboxMessage, without_context
from app.core.repository import BaseRepository
from app.notifications.domain import CLAIM_LEASE, MAX_ATTEMPTS, MailKind
from app.notifications.models import MutedMail

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
    muted: frozenset[MailKind]


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
            # Not `IN`: PostgreSQL may run that subquery once a row, and each time lock another message.
            .where(OutboxMessage.id == due.scalar_subquery())
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

    async def stands(self, claim: Claim) -> bool:
        """Whether it is still to be delivered: not withdrawn, nor claimed by somebody else, since it was claimed."""
        query = select(OutboxMessage.id).where(
            OutboxMessage.id == claim.id, OutboxMessage.attempts == claim.attempts, *_WAITING
        )
        return (await self.session.execute(query)).first() is not None

    async def mark_unwanted(self, claim: Claim, why: str, now: datetime) -> None:
        """It will not be delivered, and that is as it should be."""
        gone = {"dead_at": now, "discarded_at": now, "payload": without_context(), "last_error": why}
        await self.session.execute(_settle(claim).values(**gone))

    async def mark_delivered(self, claim: Claim, now: datetime) -> None:
        """Names, addresses and links have done their work and are not kept."""
        done = {"delivered_at": now, "payload": without_context(), "last_error": None}
        await self.session.execute(_settle(claim).values(**done))

    async def mark_failed(self, claim: Claim, error: str, retry_at: datetime) -> None:
        await self.session.execute(_settle(claim).values(available_at=retry_at, last_error=error[:ERROR_LENGTH]))

    async def mark_dead(self, claim: Claim, error: str, now: datetime) -> None:
        """It stays in the table, for an administrator to look at."""
        await self.session.execute(_settle(claim).values(dead_at=now, last_error=error[:ERROR_LENGTH]))

    async def delete_done(self, done_before: datetime, died_before: datetime, limit: int) -> int:
        """Removes messages that were delivered or discarded, or died, long ago; at most so many at once."""
        old = or_(
            OutboxMessage.delivered_at < done_before,
            OutboxMessage.discarded_at < done_before,
            OutboxMessage.dead_at < died_before,
        )
        batch = select(OutboxMessage.id).where(old).limit(limit).with_for_update(skip_locked=True)
        deleted = delete(OutboxMessage).where(OutboxMessage.id.in_(batch)).returning(OutboxMessage.id)
        return len((await self.session.execute(deleted)).all())

    async def has_due(self, topics: Collection[str], now: datetime) -> bool:
        due = select(OutboxMessage.id).where(*_WAITING, OutboxMessage.topic.in_(topics))
        return (await self.session.execute(due.where(OutboxMessage.available_at <= now).limit(1))).first() is not None

    async def bury_exhausted(self, now: datetime) -> None:
        """Messages whose last attempt killed its worker: nobody was left to say that they failed."""
        await self.session.execute(
            update(OutboxMessage)
            .where(*_WAITING, OutboxMessage.attempts >= MAX_ATTEMPTS, OutboxMessage.available_at <= now)
            .values(dead_at=now, last_error="the worker died while delivering it")
        )


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
        return await self._change(message_id, discarded_at=now, payload=without_context())

    async def _change(self, message_id: uuid.UUID, **values: Any) -> DeadLetter | None:
        changed = update(OutboxMessage).where(OutboxMessage.id == message_id, *_IS_DEAD).values(**values)
        row = (await self.session.execute(changed.returning(*_DEAD_COLUMNS))).one_or_none()
        return DeadLetter(*row) if row else None


class RecipientRepository(BaseRepository):
    async def get(self, user_id: uuid.UUID) -> Recipient | None:
        """None when the account is gone or was closed."""
        muted = func.array(
            select(MutedMail.kind).where(MutedMail.user_id == User.id).scalar_subquery(), type_=ARRAY(Text)
        )
        query = select(User.email, User.first_name, User.last_name, muted).where(User.id == user_id, User.is_active)
        row = (await self.session.execute(query)).one_or_none()
        return Recipient(*row[:3], muted=frozenset(map(MailKind, row[3]))) if row else None


class PreferenceRepository(BaseRepository):
    async def muted_by(self, user_id: uuid.UUID) -> set[MailKind]:
        kinds = await self.session.scalars(select(MutedMail.kind).where(MutedMail.user_id == user_id))
        return set(map(MailKind, kinds))

    async def mute(self, user_id: uuid.UUID, kind: MailKind) -> None:
        """Nothing happens when it was muted before, or the account is gone."""
        person = select(User.id, literal(kind.value)).where(User.id == user_id)
        await self.session.execute(insert(MutedMail).from_select(["user_id", "kind"], person).on_conflict_do_nothing())

    async def replace_muted(self, user_id: uuid.UUID, kinds: Collection[MailKind]) -> None:
        """These and no others."""
        others = MutedMail.kind.not_in([kind.value for kind in kinds])
        await self.session.execute(delete(MutedMail).where(MutedMail.user_id == user_id, others))
        for kind in sorted(kinds):
            await self.mute(user_id, kind)
