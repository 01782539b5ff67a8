"""The database: declarative base, column types, engine and sessions."""

import uuid
from contextlib import suppress
from datetime import datetime
from typing import Any

import asyncpg
import uuid_utils.compat
from sqlalchemy import DateTime, MetaData, Text, Time, Uuid, event, func, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from app.core.database_door import the_door
from app.core.database_marker import MarkerCheck
from app.core.timerange import format_minute, parse_minute

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# What asyncpg and the pool raise while a server is away or starting.
AWAY = (OSError, SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map = {datetime: DateTime(timezone=True), str: Text(), uuid.UUID: Uuid()}  # noqa: RUF012


class WallTime(TypeDecorator[int]):
    """PostgreSQL's `time`, which knows 24:00, as minutes since midnight; Python's `time` ends at 23:59."""

    impl = Time
    cache_ok = True


def uuid7() -> uuid.UUID:
    """A time-ordered id, made here so that servers older than PostgreSQL 18 serve too."""
    return uuid_utils.compat.uuid7()


def uuid_pk() -> Mapped[uuid.UUID]:
    return mapped_column(primary_key=True, default=uuid7)


def created_at() -> Mapped[datetime]:
    return mapped_column(server_default=func.now())


def updated_at() -> Mapped[datetime]:
    return mapped_column(server_default=func.now(), onupdate=func.now())


def _decode_time(value: str) -> int:
    return parse_minute(value[:5])


def prepare_connection(dbapi_connection: DBAPIConnection, _record: object) -> None:
    """Teaches a new asyncpg connection that `time` is minutes."""
    dbapi_connection.run_async(
        lambda connection: connection.set_type_codec(
            "time", schema="pg_catalog", encoder=format_minute, decoder=_decode_time, format="text"
        )
    )


# Behind a pool that gives each transaction another connection no statement may be prepared for a later one.
UNPREPARED: dict[str, Any] = {
    "statement_cache_size": 0,
    "prepared_statement_cache_size": 0,
    "prepared_statement_name_func": lambda: f"s_{uuid.uuid4().hex}",
}


def create_engine(url: str, *, prepared_statements: bool = True, **options: Any) -> AsyncEngine:
    """An asyncpg engine that knows our types; times of the session are in UTC.

    Only for an address that the door granted; used only once the database's marker agrees; else DatabaseRefused.
    Without `prepared_statements` for an address behind an old PgBouncer.
    """
    door = the_door()
    choice = door.choice_for(url)
    engine = create_async_engine(
        choice.url,
        connect_args={
            "server_settings": {"timezone": "UTC", "application_name": "instainstru"},
            **({} if prepared_statements else UNPREPARED),
        },
        **options,
    )
    event.listen(engine.sync_engine, "connect", prepare_connection)
    event.listen(engine.sync_engine, "connect", MarkerCheck(choice, door.refuse_marker))
    return engine


class Database:
    """One engine and its two kinds of session: transactional, and AUTOCOMMIT for reads that need no BEGIN.

    A statement is prepared in one message and run in another: where each transaction may have another connection
    (`reads_in_transactions`), the two need one around them.
    """

    def __init__(self, engine: AsyncEngine, *, reads_in_transactions: bool = False) -> None:
        self.engine = engine
        self._sessions = async_sessionmaker(engine, expire_on_commit=False)
        reading = engine if reads_in_transactions else engine.execution_options(isolation_level="AUTOCOMMIT")
        self._read_sessions = async_sessionmaker(reading, expire_on_commit=False)

    def session(self) -> AsyncSession:
        """To be entered; leaving it gives its connection back."""
        return self._sessions()

    def read_session(self) -> AsyncSession:
        return self._read_sessions()

    async def ping(self) -> None:
        """Raises when the database does not answer."""
        async with self.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def check_marker(self) -> None:
        """DatabaseRefused now rather than at the first request; a server that is away is asked when it is back."""
        with suppress(*AWAY):
            await self.ping()

    async def close(self) -> None:
        await self.engine.dispose()
