"""After somebody has left, PostgreSQL's own dump of the database holds nothing of theirs but what is documented."""

import os
import re
import subprocess
from collections.abc import AsyncIterator, Iterable

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from app.core.container import Container
from scripts.dumps import program
from tests.databases import plain_url
from tests.privacy.conftest import FIRST_NAME, Trace, deliver

# What stays and why: docs/operations/privacy.md says the same.
STAYS = {
    # The other side's own words about their own lesson.
    "reviews": f"{FIRST_NAME} is wonderful",
}
TABLE = re.compile(r"^COPY public\.\"?(\w+)\"? .*? FROM stdin;\n(.*?)^\\\.$", re.MULTILINE | re.DOTALL)


# A dump sees what is committed.


@pytest.fixture
def container(live_container: Container) -> Container:
    return live_container


@pytest.fixture
def client(live_client: httpx.AsyncClient) -> httpx.AsyncClient:
    return live_client


@pytest.fixture
async def connection(live_container: Container) -> AsyncIterator[AsyncConnection]:
    async with live_container.database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        yield connection


def dump(container: Container) -> dict[str, str]:
    """The rows of every table, a line each."""
    command = [program("pg_dump"), "--data-only", "--dbname", plain_url(container.settings.database_url)]
    done = subprocess.run(command, env={**os.environ, "PGTZ": "UTC"}, capture_output=True, text=True, check=True)
    return dict(TABLE.findall(done.stdout))


def remains(tables: dict[str, str], values: Iterable[str]) -> dict[str, list[str]]:
    """Which values are still in which tables, in capitals or not."""
    found = {
        name: [value for value in sorted(values) if value.lower() in content.lower()]
        for name, content in tables.items()
    }
    return {name: values for name, values in found.items() if values}


async def ids_of(trace: Trace) -> set[str]:
    """Of lessons and of others: they stay, and lead nowhere."""
    bookings = (await trace.get("/api/bookings?limit=100")).json()["items"]
    return {item["id"] for item in bookings} | {str(trace.scene.instructor.id)}


async def test_nothing_of_what_was_planted_is_left_in_a_dump(trace: Trace, container: Container) -> None:
    await trace.get("/api/privacy/export")
    planted = trace.planted - await ids_of(trace)
    before = remains(dump(container), planted)
    # The control: all of it was there to be found.
    assert {value for values in before.values() for value in values} == planted
    assert (await trace.leave()).status_code == 204
    await deliver(container)
    left = dump(container)
    assert remains(left, planted) == {"reviews": [FIRST_NAME]}
    (review,) = [line for line in left["reviews"].splitlines() if FIRST_NAME in line]
    assert STAYS["reviews"] in review
