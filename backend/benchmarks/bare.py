"""The least that an answer can cost: Starlette routes without middleware, one with no database and one with only SQL.

The second runs, through the driver, what the application asks the database for one answer, and gives the rows as JSON.
"""

import json
import os
import pickle
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from benchmarks.statements import Statement, prepare_connection

DATABASE, STATEMENTS = "BENCH_DATABASE_URL", "BENCH_STATEMENTS"


async def answer(_: Request) -> JSONResponse:
    return JSONResponse({"status": "alive"})


async def answer_with_sql(request: Request) -> Response:
    state = request.app.state
    async with state.pool.acquire() as connection:
        rows = [await connection.fetch(item.sql, *item.parameters) for item in state.statements]
    body = json.dumps([list(map(tuple, answered)) for answered in rows], default=str)
    return Response(body, media_type="application/json")


def _statements() -> list[Statement]:
    kept: list[Statement] = pickle.loads(Path(os.environ[STATEMENTS]).read_bytes())
    return kept


@asynccontextmanager
async def with_database(app: Starlette) -> AsyncIterator[None]:
    if DATABASE not in os.environ:
        yield
        return
    app.state.statements = _statements()
    async with asyncpg.create_pool(os.environ[DATABASE], init=prepare_connection, min_size=1) as pool:
        app.state.pool = pool
        yield


app = Starlette(routes=[Route("/", answer), Route("/sql", answer_with_sql)], lifespan=with_database)
