"""The audit log: what was done with people's data and rights, in a chain that shows every tampering.

A row is written in the transaction of the change. The database counts it, hashes it together with the hash before it
and then refuses to change or remove it (`alembic/versions/0016_audit.py`). `check_chain` computes the hashes again,
outside of the database that is under suspicion, and compares the chain with anchors that were kept elsewhere.
"""

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import BigInteger, ColumnElement, FetchedValue, Index, Select, Text, cast, func, insert, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import Clock
from app.core.database import Base
from app.core.repository import BaseRepository

START_OF_CHAIN = "0" * 64
CHAIN_BATCH = 2_000
INSTANT_FORMAT = 'YYYY-MM-DD"T"HH24:MI:SS.US'


class AuditAction(StrEnum):
    """Everything of which the log has exactly one row each time it happens."""

    USER_VIEWED = "user.viewed"
    ROLES_CHANGED = "user.roles_changed"
    PERMISSIONS_CHANGED = "user.permissions_changed"
    USER_SUSPENDED = "user.suspended"
    USER_REACTIVATED = "user.reactivated"
    BOOKING_VIEWED = "booking.viewed"
    BOOKING_CANCELLED = "booking.cancelled"
    MAIL_RETRIED = "mail.retried"
    MAIL_DISCARDED = "mail.discarded"
    ALIAS_DECIDED = "alias.decided"
    ANALYTICS_EXPORTED = "analytics.exported"
    OWN_DATA_EXPORTED = "privacy.exported"
    ACCOUNT_DELETED = "privacy.deleted"


class AuditEntry(Base):
    """One row. No foreign keys: it outlives whom it speaks of. `details` hold ids and words of ours, no names."""

    __tablename__ = "audit_log"

    # Given by the trigger, as are the hashes: counted from 1 without a gap.
    id: Mapped[int] = mapped_column(BigInteger, FetchedValue(), primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    # Null for what the system did by itself.
    actor_id: Mapped[uuid.UUID | None]
    action: Mapped[str]
    # Whom or what it was done to: a user, a booking, a message.
    subject_id: Mapped[uuid.UUID | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSONB)
    request_id: Mapped[str | None]
    previous_hash: Mapped[str] = mapped_column(FetchedValue())
    hash: Mapped[str] = mapped_column(FetchedValue())

    __table_args__ = (
        Index("ix_audit_log_actor_id", "actor_id", "id"),
        Index("ix_audit_log_subject_id", "subject_id", "id"),
    )


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What is None does not narrow; `first_at` is included and `last_at` is not."""

    action: AuditAction | None = None
    actor_id: uuid.UUID | None = None
    subject_id: uuid.UUID | None = None
    first_at: datetime | None = None
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A row as the check reads it: the texts that were hashed, and the hashes."""

    id: int
    contents: tuple[str | None, ...]
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """How long the chain was at some time, and its last hash: kept outside of the database."""

    id: int
    hash: str


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong at a row; `id` is where it shows."""

    id: int
    problem: str


class AuditTrail(BaseRepository):
    """Writes rows in the caller's transaction; whoever writes at the same time waits until it is over.

    Write last: until the transaction ends nobody else can write, so nothing that may wait belongs after it.
    """

    def __init__(self, session: AsyncSession, clock: Clock) -> None:
        super().__init__(session)
        self._clock = clock

    async def record(
        self,
        action: AuditAction,
        *,
        actor_id: uuid.UUID | None,
        subject_id: uuid.UUID | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        """One row. `details` go into a log that is never cleaned: ids and our own words, never names or addresses."""
        await self.flush()
        await self.session.execute(
            insert(AuditEntry).values(
                at=self._clock.now(),
                actor_id=actor_id,
                action=action.value,
                subject_id=subject_id,
                details=dict(details or {}),
                request_id=structlog.contextvars.get_contextvars().get("request_id"),
            )
        )


class AuditReader(BaseRepository):
    async def list_entries(self, which: AuditFilter, limit: int, offset: int) -> tuple[list[AuditEntry], int]:
        """A page, the newest first, and how many there are."""
        conditions = list(_conditions(which))
        total = await self.session.scalar(select(func.count()).select_from(AuditEntry).where(*conditions))
        newest = select(AuditEntry).where(*conditions).order_by(AuditEntry.id.desc()).limit(limit).offset(offset)
        return list(await self.session.scalars(newest)), total or 0

    async def head(self) -> Anchor | None:
        """The newest row; None for an empty log."""
        newest = select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
        row = (await self.session.execute(newest)).one_or_none()
        return Anchor(*row) if row else None

    async def links(self) -> list[Link]:
        """The whole chain in order, read in batches."""
        found: list[Link] = []
        while batch := await self._links_after(found[-1].id if found else None):
            found += batch
        return found

    async def _links_after(self, last_id: int | None) -> list[Link]:
        query = CHAIN if last_id is None else CHAIN.where(AuditEntry.id > last_id)
        return [Link(row[0], tuple(row[3:]), row[1], row[2]) for row in await self.session.execute(query)]


def _conditions(which: AuditFilter) -> Iterator[ColumnElement[bool]]:
    if which.action is not None:
        yield AuditEntry.action == which.action.value
    if which.actor_id is not None:
        yield AuditEntry.actor_id == which.actor_id
    if which.subject_id is not None:
        yield AuditEntry.subject_id == which.subject_id
    if which.first_at is not None:
        yield AuditEntry.at >= which.first_at
    if which.last_at is not None:
        yield AuditEntry.at < which.last_at


def _chain() -> Select[*tuple[Any, ...]]:
    """As texts, in the order in which the trigger hashes them."""
    return (
        select(
            AuditEntry.id,
            AuditEntry.previous_hash,
            AuditEntry.hash,
            cast(AuditEntry.id, Text).label("id_text"),
            func.to_char(func.timezone("UTC", AuditEntry.at), INSTANT_FORMAT).label("at_text"),
            cast(AuditEntry.actor_id, Text).label("actor_text"),
            AuditEntry.action,
            cast(AuditEntry.subject_id, Text).label("subject_text"),
            cast(AuditEntry.details, Text).label("details_text"),
            AuditEntry.request_id,
        )
        .order_by(AuditEntry.id)
        .limit(CHAIN_BATCH)
    )


CHAIN = _chain()


def link_hash(previous_hash: str, contents: Sequence[str | None]) -> str:
    """SHA-256, in hex, over the hash before and each text with its length, so that no two rows read the same."""
    parts = ("-" if text is None else f"{len(text.encode())}:{text}" for text in contents)
    return hashlib.sha256("\n".join((previous_hash, *parts)).encode()).hexdigest()


def check_chain(links: Sequence[Link], anchors: Iterable[Anchor]) -> list[Flaw]:
    """Every flaw, in order: rows that are missing, changed or out of place, and anchors that do not hold."""
    flaws = [*_broken_links(links), *_lost_anchors(links, anchors)]
    return sorted(flaws, key=lambda flaw: flaw.id)


def _broken_links(links: Sequence[Link]) -> Iterator[Flaw]:
    expected_id, expected_hash = 1, START_OF_CHAIN
    for link in links:
        if link.id != expected_id:
            yield Flaw(expected_id, f"the rows from {expected_id} to before {link.id} are missing")
        elif link.previous_hash != expected_hash:
            yield Flaw(link.id, "it does not follow the row before it")
        if link.hash != link_hash(link.previous_hash, link.contents):
            yield Flaw(link.id, "its content is not what was written")
        expected_id, expected_hash = link.id + 1, link.hash


def _lost_anchors(links: Sequence[Link], anchors: Iterable[Anchor]) -> Iterator[Flaw]:
    hashes = {link.id: link.hash for link in links}
    for anchor in anchors:
        if anchor.id not in hashes:
            yield Flaw(anchor.id, "an anchor says that the log reached this row, and it is not there")
        elif hashes[anchor.id] != anchor.hash:
            yield Flaw(anchor.id, "an anchor remembers another hash: the chain was written anew")


class AnchorFile:
    """Heads of the chain, one JSON object a line, oldest first; appended to and never rewritten.

    It is worth most on another machine than the database: whoever can write both can forge both.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> list[Anchor]:
        if not self._path.exists():
            return []
        return [Anchor(**json.loads(line)) for line in self._path.read_text().splitlines() if line.strip()]

    def append(self, anchor: Anchor) -> bool:
        """False when the newest line says the same already."""
        if self.read()[-1:] == [anchor]:
            return False
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._path.open("a") as file:
            file.write(json.dumps(asdict(anchor)) + "\n")
        return True
