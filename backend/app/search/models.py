"""Tables of search: whom somebody wants to find again, what was searched for and what came of it."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, created_at, uuid_pk
from app.search.domain import Device, InteractionKind


def _one_of(column: str, words: type[Device] | type[InteractionKind]) -> str:
    listed = ", ".join(f"'{word.value}'" for word in words)
    return f"{column} IN ({listed})"


class Favorite(Base):
    """An instructor whom somebody has kept."""

    __tablename__ = "favorites"

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    instructor_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("instructors.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    created_at: Mapped[datetime] = created_at()


class SearchEvent(Base):
    """One page of results as it was answered; `id` is the answer's `search_id`.

    Who asked (`user_id`, `guest_session_id`, `address_hash`, `referrer_host`) and their own words (`q`) are there only
    with their consent. `understood` has the shape of `UnderstoodRead`, `result_ids` are instructors in order, the first
    of them at `first_position`, from 1.
    """

    __tablename__ = "search_events"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    guest_session_id: Mapped[uuid.UUID | None]
    device: Mapped[str]
    referrer_host: Mapped[str | None]
    address_hash: Mapped[str | None]
    q: Mapped[str | None]
    understood: Mapped[dict[str, Any]] = mapped_column(JSONB)
    unrecognized: Mapped[list[str]] = mapped_column(ARRAY(Text))
    total: Mapped[int]
    took_ms: Mapped[int]
    result_ids: Mapped[list[uuid.UUID]] = mapped_column(ARRAY(Uuid))
    first_position: Mapped[int]
    ranking_version: Mapped[int]

    __table_args__ = (
        CheckConstraint(_one_of("device", Device), name="device"),
        Index("ix_search_events_user_id", "user_id", postgresql_where=text("user_id IS NOT NULL")),
        Index(
            "ix_search_events_guest_session_id",
            "guest_session_id",
            postgresql_where=text("guest_session_id IS NOT NULL"),
        ),
        Index("ix_search_events_result_ids", "result_ids", postgresql_using="gin"),
    )


class SearchInteraction(Base):
    """What somebody did with a result, each kind once; `position` is the result's place, from 1."""

    __tablename__ = "search_interactions"

    search_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("search_events.id", ondelete="CASCADE"), primary_key=True)
    instructor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("instructors.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    at: Mapped[datetime]
    ms_since_search: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (
        CheckConstraint(_one_of("kind", InteractionKind), name="kind"),
        Index("ix_search_interactions_instructor_id_at", "instructor_id", "at"),
    )


class SearchHistoryEntry(Base):
    """A search that a person or a guest's browser can find again; the same one asked twice is one row."""

    __tablename__ = "search_history"

    id: Mapped[uuid.UUID] = uuid_pk()
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    guest_session_id: Mapped[uuid.UUID | None]
    fingerprint: Mapped[str]
    q: Mapped[str]
    filters: Mapped[dict[str, Any]] = mapped_column(JSONB)
    total: Mapped[int]
    searched_at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (
        CheckConstraint("num_nonnulls(user_id, guest_session_id) = 1", name="one_owner"),
        UniqueConstraint("user_id", "fingerprint"),
        UniqueConstraint("guest_session_id", "fingerprint"),
    )
