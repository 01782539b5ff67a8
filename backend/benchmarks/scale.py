"""python -m benchmarks.scale [SIZE ...]: does the first page of a search stay as fast as the city grows?

The same fully constrained search in cities of several sizes, asked of the application in this process in interleaved
rounds, so that a busy moment hits all alike. The first answer of a city in a round is not counted: the words that are
kept in memory are those of the city before. With the plan of each statement, in `.data/bench/`.
"""

import argparse
import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import median
from typing import Any

import asyncpg
import httpx
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.clock import FixedClock
from app.core.database import Database, create_engine
from app.core.security import PasswordHasher
from app.main import create_app
from benchmarks.cities import city_of
from benchmarks.report import FOLDER
from benchmarks.statements import Statement, connect
from embedded import ensure
from tests.conftest import NEW_YORK, calling, make_container, make_settings

SIZES = (1_000, 10_000, 100_000)
FULLY_CONSTRAINED = "beginner piano for kids near Astoria at my home under $80 tomorrow after 10am"
WARM_UP = 3
ASKED_IN_A_TURN = 4


@dataclass
class City:
    """`seconds` of the whole answer, and of its statements alone through the driver."""

    size: int
    client: httpx.AsyncClient
    connection: asyncpg.Connection
    engine: AsyncEngine
    statements: list[Statement] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    sql_seconds: list[float] = field(default_factory=list)
    total: int = 0

    async def ask(self) -> None:
        started = time.perf_counter()
        answer = await self.client.get("/api/search", params={"q": FULLY_CONSTRAINED})
        self.seconds.append(time.perf_counter() - started)
        answer.raise_for_status()
        self.total = answer.json()["total"]

    async def ask_the_database(self) -> None:
        started = time.perf_counter()
        for statement in self.statements:
            await self.connection.fetch(statement.sql, *statement.parameters)
        self.sql_seconds.append(time.perf_counter() - started)

    async def take_a_turn(self) -> None:
        await self.ask()
        self.seconds.pop()
        for _ in range(ASKED_IN_A_TURN):
            await self.ask()
            await self.ask_the_database()

    async def warm_up(self) -> None:
        """Fills caches, then catches what one answer asks the database."""
        for _ in range(WARM_UP):
            await self.ask()
        event.listen(self.engine.sync_engine, "before_cursor_execute", self._catch)
        await self.ask()
        event.remove(self.engine.sync_engine, "before_cursor_execute", self._catch)
        for _ in range(WARM_UP):
            await self.ask_the_database()
        self.seconds.clear()
        self.sql_seconds.clear()

    async def plans(self) -> str:
        rows = [
            row[0]
            for statement in self.statements
            for row in await self.connection.fetch(f"EXPLAIN (ANALYZE, BUFFERS) {statement.sql}", *statement.parameters)
        ]
        return "\n".join(rows)

    def _catch(self, _connection: Any, _cursor: Any, sql: str, parameters: Any, _context: Any, _many: bool) -> None:
        if sql.startswith("WITH"):
            self.statements.append(Statement(sql, tuple(parameters)))


async def run(sizes: Sequence[int], rounds: int) -> None:
    addresses = ensure("test")
    async with AsyncExitStack() as stack:
        cities = [
            await stack.enter_async_context(_city(size, addresses.database_url, addresses.redis_url)) for size in sizes
        ]
        for city in cities:
            await city.warm_up()
        for _ in range(rounds):
            for city in cities:
                await city.take_a_turn()
        print(f"{FULLY_CONSTRAINED!r}, {rounds} rounds\n")
        for city in cities:
            print(_line(city, cities[0]))
            FOLDER.mkdir(parents=True, exist_ok=True)
            path = FOLDER / f"plan-{city.size}.txt"
            path.write_text(await city.plans() + "\n")
            print(f"    its plan: {path}")


def _line(city: City, smallest: City) -> str:
    answer, sql = median(city.seconds), median(city.sql_seconds)
    times = answer / median(smallest.seconds)
    sql_times = sql / median(smallest.sql_seconds)
    return (
        f"{city.size:>7} instructors, {city.total:>4} found: answer {answer * 1_000:6.1f} ms ({times:.2f} times the"
        f" first), {len(city.statements)} statement(s) {sql * 1_000:6.1f} ms ({sql_times:.2f} times)"
    )


@asynccontextmanager
async def _city(size: int, server_url: str, redis_url: str) -> AsyncIterator[City]:
    started = time.perf_counter()
    async with city_of(size, server_url) as url:
        print(f"A city of {size} instructors took {time.perf_counter() - started:.0f} s.", flush=True)
        settings, passwords = make_settings(url, redis_url), PasswordHasher()
        engine = create_engine(settings.database_url)
        at_ten = datetime.now(NEW_YORK).replace(hour=10, minute=0, second=0, microsecond=0)
        container = make_container(settings, Database(engine), FixedClock(at_ten.astimezone(UTC)), passwords)
        connection = await connect(url)
        async with calling(create_app(settings, container), container) as client:
            yield City(size, client, connection, engine)
        await connection.close()
        await container.redis.aclose()
        await engine.dispose()
        passwords.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description="Search in cities of all sizes.")
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="SIZE")
    parser.add_argument("--rounds", type=int, default=8)
    given = parser.parse_args()
    asyncio.run(run(given.sizes, given.rounds))


if __name__ == "__main__":
    main()
