"""python -m benchmarks [--rounds 8] [--requests 40] [--crowd 8]"""

import argparse
import asyncio
import pickle
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass

import aiohttp

from benchmarks.bare import DATABASE, STATEMENTS
from benchmarks.load import Operation, Request, Timing, in_a_crowd, one_after_another
from benchmarks.operations import prepare_operations
from benchmarks.report import FOLDER, Figures, figures, table, write
from benchmarks.servers import Server, application_environment, fresh_city, serving
from benchmarks.statements import Statement, catch_statements, connect, replay
from embedded import ensure
from tests.conftest import make_settings

BARE = Operation("bare Starlette", lambda: Request("GET", "/"))
BARE_SQL = Operation("bare availability", lambda: Request("GET", "/sql"))
WARM_UP_REQUESTS = 20
# A booking takes its lesson for good, so one is measured less often than what only reads.
SHARE_OF_BOOKINGS = 4


@dataclass(frozen=True)
class Plan:
    """`requests` one after another and as many in a crowd, in each of `rounds` rounds."""

    rounds: int
    requests: int
    crowd: int

    def count(self, operation: Operation) -> int:
        return self.requests // SHARE_OF_BOOKINGS if operation.name == "book" else self.requests

    @property
    def bookings(self) -> int:
        return 2 * self.rounds * self.requests // SHARE_OF_BOOKINGS + WARM_UP_REQUESTS + 2


async def run(plan: Plan) -> list[Figures]:
    addresses = ensure("test")
    async with fresh_city(addresses.database_url) as database_url:
        environment = application_environment(database_url, addresses.redis_url)
        with ExitStack() as servers:
            application = servers.enter_context(serving("app.main:app", environment))
            operations = await prepare_operations(application.url, plan.bookings)
            settings = make_settings(database_url, addresses.redis_url)
            statements = {operation.name: await catch_statements(settings, operation) for operation in operations}
            sql_only = {DATABASE: database_url, STATEMENTS: _keep(statements["availability"])}
            bare = servers.enter_context(serving("benchmarks.bare:app", sql_only))
            measured = [(bare, BARE), (bare, BARE_SQL), *((application, operation) for operation in operations)]
            timings, sql = await _measure(plan, measured, statements, database_url)
    return [
        figures(
            operation.name,
            timings[operation.name],
            None if operation is BARE else timings[BARE.name],
            timings[BARE_SQL.name] if operation.name == "availability" else None,
            sql.get(operation.name),
            len(statements[operation.name]) if operation.name in sql else None,
        )
        for _, operation in measured
    ]


def _keep(statements: list[Statement]) -> str:
    """A file for the bare server to read them from; its path."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / "statements.pickle"
    path.write_bytes(pickle.dumps(statements))
    return str(path)


async def _measure(
    plan: Plan,
    measured: list[tuple[Server, Operation]],
    statements: dict[str, list[Statement]],
    database_url: str,
) -> tuple[dict[str, Timing], dict[str, list[float]]]:
    """Round after round all operations and their SQL in turn, so that no moment's noise falls on one of them alone."""
    timings: dict[str, Timing] = defaultdict(Timing)
    sql: dict[str, list[float]] = defaultdict(list)
    connection = await connect(database_url)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=plan.crowd)) as session:
        for server, operation in measured:
            await one_after_another(session, server, operation, WARM_UP_REQUESTS, Timing())
        for _ in range(plan.rounds):
            for server, operation in measured:
                timing, count = timings[operation.name], plan.count(operation)
                await one_after_another(session, server, operation, count, timing)
                await in_a_crowd(session, server, operation, count, plan.crowd, timing)
                if statements.get(operation.name):
                    sql[operation.name] += await replay(connection, statements[operation.name], count)
    await connection.close()
    return timings, sql


def _plan() -> Plan:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the main operations.")
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--requests", type=int, default=40, help="of each kind in a round (%(default)s)")
    parser.add_argument("--crowd", type=int, default=8, help="how many at once, in the second half of a round")
    given = parser.parse_args()
    return Plan(given.rounds, given.requests, given.crowd)


def main() -> None:
    rows = asyncio.run(run(_plan()))
    print(table(rows))
    print(f"\nWritten to {write(rows)}")


if __name__ == "__main__":
    main()
