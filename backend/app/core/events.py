"""The outbox: what must happen because of a change is a row written in the change's own transaction."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, DateTime, Index, Text, Uuid, bindparam, func, literal, select, text, update
from sqlalchemy.dialects.postgresql import JSONB, Insert, insert
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeEngine

from app.core.database import Base, created_at, uuid7, uuid_pk
from app.core.logging import current_request_id
from app.core.repository import BaseRepository


class OutboxMessage(Base):
    """One thing to deliver, at least once; `key` makes it one thing however often it is written."""

    __tablename__ = "outbox"

    id: Mapped[uuid.UUID] = uuid_pk()
    topic: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    available_at: Mapped[datetime] = mapped_column(server_default=func.now())
    created_at: Mapped[datetime] = created_at()
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    last_error: Mapped[str | None]
    delivered_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]
    # When it was decided that it will not be delivered: by an administrator, or because nobody needs it any more.
    discarded_at: Mapped[datetime | None]
    # Of the request, or the task, that wrote it: the logs of its delivery carry it on.
    request_id: Mapped[str | None]

    __table_args__ = (
        Index(
            "ix_outbox_waiting",
            "available_at",
            postgresql_where=text("delivered_at IS NULL AND dead_at IS NULL"),
        ),
        Index("ix_outbox_dead", "dead_at", postgresql_where=text("dead_at IS NOT NULL AND discarded_at IS NULL")),
    )


def without_context() -> ColumnElement[Any]:
    """A payload that did its work: the names, addresses and links in it are not kept."""
    return OutboxMessage.payload.op("-")(literal("context"))


def _add_messages() -> Insert:
    """Any number of rows from arrays, so that the statement is the same one each time."""
    columns: dict[str, TypeEngine[Any]] = {"ids": Uuid(), "topics": Text(), "keys": Text(), "payloads": JSONB()}
    arrays = (bindparam(name, type_=ARRAY(kind)) for name, kind in columns.items())
    rows = func.unnest(*arrays).table_valued(*columns).render_derived()
    values = select(
        *rows.c,
        func.coalesce(bindparam("available_at", type_=DateTime(timezone=True)), func.now()),
        bindparam("request_id", type_=Text),
    )
    written = ["id", "topic", "key", "payload", "available_at", "request_id"]
    return (
        insert(OutboxMessage)
        .from_select(written, values, include_defaults=False)
        .on_conflict_do_nothing(index_elements=["key"])
    )


# Built once: on the way of every booking.
ADD_MESSAGES = _add_messages()


class Outbox(BaseRepository):
    """Writes messages; delivering them is the business of the worker."""

    async def add(
        self, topic: str, key: str, payload: Mapping[str, Any], *, available_at: datetime | None = None
    ) -> None:
        """Adds a message in the caller's transaction; a key that is known already is left as it is."""
        await self.add_all([(topic, key, payload)], available_at=available_at)

    async def add_all(
        self, messages: list[tuple[str, str, Mapping[str, Any]]], *, available_at: datetime | None = None
    ) -> None:
        """Adds `(topic, key, payload)` messages in one statement."""
        rows = {
            "ids": [uuid7() for _ in messages],
            "topics": [topic for topic, _, _ in messages],
            "keys": [key for _, key, _ in messages],
            "payloads": [dict(payload) for _, _, payload in messages],
        }
        common = {"available_at": available_at, "request_id": current_request_id()}
        await self._run(ADD_MESSAGES, rows | common)

    async def withdraw(self, keys: Collection[str], now: datetime) -> None:
        """What waits under these keys is not needed any more; what was delivered stays so."""
        waiting = (OutboxMessage.delivered_at.is_(None), OutboxMessage.dead_at.is_(None))
        gone = {"dead_at": now, "discarded_at": now, "payload": without_context(), "last_error": "it was withdrawn"}
        await self.session.execute(update(OutboxMessage).where(OutboxMessage.key.in_(keys), *waiting).values(**gone))
