"""What the tables know of a person, said once a table; export, erasure and retention follow from it.

Each domain says it of its own tables in its `personal_data.py`; the domain `privacy` does what is said, and a test
fails for a table of which nothing is said.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import Column, ColumnElement, Table, delete, select, update

from app.core.database import Base, WallTime
from app.core.repository import BaseRepository
from app.core.timerange import format_minute


def table_of(model: type[Base]) -> Table:
    return cast("Table", model.__table__)


@dataclass(frozen=True, slots=True)
class Remove:
    """The rows go."""


@dataclass(frozen=True, slots=True)
class Blank:
    """The rows stay, because others refer to them; these columns get values that say nothing of the person."""

    values: Callable[[uuid.UUID, datetime], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Keep:
    """The rows stay as they are; `why` is what the documentation says."""

    why: str


Erasure = Remove | Blank | Keep


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Rows of one table that belong to a person.

    `section` names them in the export, `about` says to the person what they are; `hidden` columns are secrets, or say
    something of somebody else. A section that is not exported is None there: the other side's view of the same rows.
    """

    model: type[Base]
    section: str
    about: str
    whose: Callable[[uuid.UUID], ColumnElement[bool]]
    erasure: Erasure
    hidden: frozenset[str] = frozenset()
    is_exported: bool = True

    @property
    def table(self) -> str:
        return table_of(self.model).name

    @property
    def columns(self) -> list[Column[Any]]:
        """What is exported: everything that is stored, not what is computed from it, and nothing hidden."""
        stored = (column for column in table_of(self.model).columns if column.computed is None)
        return [column for column in stored if column.name not in self.hidden]


@dataclass(frozen=True, slots=True)
class Retention:
    """How long rows, or columns of them, are kept: `until` says which are older than an instant."""

    name: str
    model: type[Base]
    keep: timedelta
    until: Callable[[datetime], ColumnElement[bool]]
    erasure: Remove | Blank
    why: str


class PersonalDataRepository(BaseRepository):
    async def export(self, data: PersonalData, user_id: uuid.UUID) -> list[dict[str, Any]]:
        """The person's rows as JSON's values, in the order of the primary key."""
        order = list(table_of(data.model).primary_key.columns)
        rows = await self.session.execute(select(*data.columns).where(data.whose(user_id)).order_by(*order))
        return [_readable(data.columns, row) for row in rows]

    async def erase(self, data: PersonalData, user_id: uuid.UUID, now: datetime) -> None:
        await self._apply(data.model, data.whose(user_id), data.erasure, user_id, now)

    async def expire(self, rule: Retention, now: datetime) -> int:
        """How many rows were too old."""
        return await self._apply(rule.model, rule.until(now - rule.keep), rule.erasure, uuid.UUID(int=0), now)

    async def _apply(
        self, model: type[Base], which: ColumnElement[bool], erasure: Erasure, user_id: uuid.UUID, now: datetime
    ) -> int:
        table = table_of(model)
        key = list(table.primary_key.columns)
        if isinstance(erasure, Remove):
            removed = await self.session.execute(delete(table).where(which).returning(*key))
            return len(removed.all())
        if isinstance(erasure, Blank):
            blank = update(table).where(which).values(**erasure.values(user_id, now)).returning(*key)
            return len((await self.session.execute(blank)).all())
        return 0


def _readable(columns: Sequence[Column[Any]], row: Sequence[Any]) -> dict[str, Any]:
    return {column.name: _as_json(column, value) for column, value in zip(columns, row, strict=True)}


def _as_json(column: Column[Any], value: Any) -> Any:
    if value is not None and isinstance(column.type, WallTime):
        return format_minute(value)
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value
