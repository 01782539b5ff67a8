"""An operation's own SQL: caught while the application answers once, and run again through the bare driver."""

import re
import time
from dataclasses import dataclass
from typing import Any

import asyncpg
import httpx
from sqlalchemy import event
from sqlalchemy.pool import NullPool

from app.core.config import Settings
from app.core.container import build_container
from app.core.database import create_engine
from app.core.timerange import format_minute, parse_minute
from app.main import create_app
from benchmarks.load import Operation, Request, WrongAnswer
from tests.conftest import OneConnectionDatabase, calling

# The savepoints stand for the commits of an answer that is rolled back as a whole.
_SAVEPOINT = re.compile(r"\s*(RELEASE\s+|ROLLBACK\s+TO\s+)?SAVEPOINT\b", re.IGNORECASE)


@dataclass(frozen=True)
class Statement:
    sql: str
    parameters: tuple[Any, ...]


async def catch_statements(settings: Settings, operation: Operation) -> list[Statement]:
    """What the application asks the database for one request. The answer's changes are rolled back."""
    caught: list[Statement] = []
    engine = create_engine(settings.database_url, poolclass=NullPool)
    container = build_container(settings)
    async with engine.connect() as connection:
        transaction = await connection.begin()
        container.database = OneConnectionDatabase(connection)

        @event.listens_for(engine.sync_engine, "before_cursor_execute")
        def catch(_c: Any, _cursor: Any, sql: str, parameters: Any, _context: Any, _many: bool) -> None:
            if not _SAVEPOINT.match(sql):
                caught.extend(Statement(sql, tuple(row)) for row in _rows(parameters))

        async with calling(create_app(settings, container), container) as client:
            await _answer(client, operation.next_request())
            caught.clear()  # the first answer also fills caches
            await _answer(client, operation.next_request())
        await transaction.rollback()
    await engine.dispose()
    await container.close()
    return caught


def _rows(parameters: Any) -> list[Any]:
    return parameters if isinstance(parameters, list) else [parameters]


async def _answer(client: httpx.AsyncClient, request: Request) -> None:
    answer = await client.request(request.method, request.path, headers=request.headers, json=request.body)
    if answer.status_code != request.status:
        raise WrongAnswer(f"{request.method} {request.path}: {answer.status_code} {answer.text[:300]}")


async def connect(database_url: str) -> asyncpg.Connection:
    """The driver itself, with the application's one codec."""
    connection = await asyncpg.connect(database_url)
    await prepare_connection(connection)
    return connection


async def prepare_connection(connection: asyncpg.Connection) -> None:
    await connection.set_type_codec(
        "time", schema="pg_catalog", encoder=format_minute, decoder=lambda text: parse_minute(text[:5]), format="text"
    )


async def replay(connection: asyncpg.Connection, statements: list[Statement], count: int) -> list[float]:
    """Seconds of the statements together, so many times.

    A change is undone each time and the transaction committed all the same, for a commit is what the answer waits for.
    """
    is_change = any(not statement.sql.lstrip().upper().startswith(("SELECT", "WITH")) for statement in statements)
    seconds = []
    for _ in range(count):
        started = time.perf_counter()
        if is_change:
            await _replay_and_undo(connection, statements)
        else:
            await _run(connection, statements)
        seconds.append(time.perf_counter() - started)
    return seconds


async def _replay_and_undo(connection: asyncpg.Connection, statements: list[Statement]) -> None:
    """Three statements more than the answer has: an id for the transaction, so that it is written, and a savepoint."""
    await connection.execute("BEGIN; SELECT pg_current_xact_id(); SAVEPOINT before")
    await _run(connection, statements)
    await connection.execute("ROLLBACK TO before")
    await connection.execute("COMMIT")


async def _run(connection: asyncpg.Connection, statements: list[Statement]) -> None:
    for statement in statements:
        await connection.fetch(statement.sql, *statement.parameters)
