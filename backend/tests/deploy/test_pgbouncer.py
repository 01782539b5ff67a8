"""Several processes of the API behind PgBouncer, which gives each transaction another connection, under a rush.

The pool is as in `deploy/compose.yaml`; what PgBouncer before 1.21 needs is in the environment of the processes.
"""

import asyncio
import os
import shutil
import socket
import subprocess
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx
import pytest

from app.core.clock import SystemClock
from app.core.container import Container
from app.core.database_config import is_ci
from app.core.timerange import instant_to_wall
from tests.conftest import SECRET
from tests.contention.crowd import count_overlaps
from tests.databases import plain_url
from tests.deploy.files import DEPLOY, read_yaml
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.instructors import make_instructor
from tests.factories.lessons import lesson_request, make_open_days
from tests.proof import is_full, say
from tests.servers import MortalApi, free_port

PROGRAM = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
GIVEN: dict[str, str] = read_yaml(DEPLOY / "compose.yaml")["services"]["pgbouncer"]["environment"]
# Far fewer connections than the processes would open by themselves, so that they are shared and waited for.
CONNECTIONS = 6
PROCESSES = 2
STUDENTS, DAYS = 12, 6
STARTS = ("09:00", "09:30", "11:00", "11:15", "14:00", "14:45")
START_SECONDS = 10.0

Headers = dict[str, str]

pytestmark = [
    pytest.mark.proof,
    pytest.mark.integration,
    pytest.mark.skipif(not is_full(), reason="several processes and a rush: a minute, with PROOF_SCALE=full"),
    pytest.mark.skipif(PROGRAM is None, reason="pgbouncer is not installed (Debian: pgbouncer)"),
    pytest.mark.skipif(is_ci(os.environ), reason="it stands between the processes and the INT server"),
]


def configuration(server_url: str, port: int) -> str:
    server = urlsplit(server_url)
    target = f"host={server.hostname} port={server.port} user={server.username}"
    if server.password:
        target += f" password='{unquote(server.password)}'"
    return "\n".join(
        [
            "[databases]",
            f"{server.path.strip('/')} = {target}",
            "[pgbouncer]",
            "listen_addr = 127.0.0.1",
            f"listen_port = {port}",
            "unix_socket_dir =",
            "auth_type = any",
            f"pool_mode = {GIVEN['POOL_MODE']}",
            f"max_client_conn = {GIVEN['MAX_CLIENT_CONN']}",
            f"default_pool_size = {CONNECTIONS}",
            f"ignore_startup_parameters = {GIVEN['IGNORE_STARTUP_PARAMETERS']}",
            "",
        ]
    )


@contextmanager
def pgbouncer(folder: Path, server_url: str) -> Iterator[str]:
    """Gives the address of the same database behind it."""
    port = free_port()
    file = folder / "pgbouncer.ini"
    file.write_text(configuration(server_url, port))
    assert PROGRAM is not None
    # It refuses to be root; the file is read before it becomes somebody else.
    become = ["-u", "nobody"] if os.geteuid() == 0 else []
    process = subprocess.Popen([PROGRAM, "-q", *become, str(file)])
    try:
        _wait_until_it_listens(port)
        yield urlsplit(server_url)._replace(netloc=f"{urlsplit(server_url).username}@127.0.0.1:{port}").geturl()
    finally:
        process.terminate()
        process.wait(timeout=START_SECONDS)


def _wait_until_it_listens(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < deadline, "pgbouncer did not start in time"
            time.sleep(0.05)
        else:
            return


@pytest.fixture
async def doors(live_container: Container, redis_url: str, tmp_path: Path) -> AsyncIterator[list[httpx.AsyncClient]]:
    """A client of each process."""
    with ExitStack() as stack:
        url = stack.enter_context(pgbouncer(tmp_path, plain_url(live_container.settings.database_url)))
        environment = {
            "INT_DATABASE_URL": url,
            "DATABASE_PREPARED_STATEMENTS": "false",
            "REDIS_URL": redis_url,
            "SECRET_KEY": SECRET,
            "RATE_LIMIT_SCALE": "100000",
        }
        apis = [stack.enter_context(MortalApi(environment)) for _ in range(PROCESSES)]
        clients = [httpx.AsyncClient(base_url=api.base, timeout=60) for api in apis]
        yield clients
        for client in clients:
            await client.aclose()


async def sign_in(container: Container, door: httpx.AsyncClient) -> Headers:
    async with container.database.session() as session:
        person = await make_user(session)
        await session.commit()
    answer = await door.post("/api/auth/login", data={"username": person.email, "password": PASSWORD})
    assert answer.is_success, answer.text
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


async def wishes(container: Container, door: httpx.AsyncClient) -> list[tuple[Headers, dict[str, Any]]]:
    """Everybody wants every time of two instructors; many of the times overlap."""
    first = instant_to_wall(SystemClock().now(), "America/New_York")[0] + timedelta(days=2)
    students = [await sign_in(container, door) for _ in range(STUDENTS)]
    async with container.database.session() as session:
        instructors = [await make_instructor(session, clock=SystemClock()) for _ in range(2)]
        for instructor in instructors:
            await make_open_days(session, instructor.id, first, DAYS)
        await session.commit()
    return [
        (student, lesson_request(instructor, first + timedelta(days=day), start))
        for day in range(DAYS)
        for start in STARTS
        for instructor in instructors
        for student in students
    ]


async def go_through(client: httpx.AsyncClient, headers: Headers, body: dict[str, Any]) -> list[int]:
    """Looks at the day, books, reads it; some cancel again, which frees the time for others."""
    day = f"start_date={body['date']}&end_date={body['date']}"
    looked = await client.get(f"/api/public/instructors/{body['instructor_id']}/availability?{day}")
    booked = await client.post("/api/bookings", json=body, headers=headers)
    answers = [looked, booked]
    if booked.status_code == httpx.codes.CREATED:
        path = f"/api/bookings/{booked.json()['id']}"
        answers.append(await client.get(path, headers=headers))
        if booked.json()["id"][-1] in "01234":
            answers.append(await client.post(f"{path}/cancel", json={"reason": "ill"}, headers=headers))
    return [answer.status_code for answer in answers]


async def test_processes_behind_a_shared_pool_book_nothing_twice_and_never_fail(
    live_container: Container, doors: list[httpx.AsyncClient]
) -> None:
    wanted = await wishes(live_container, doors[0])
    room = asyncio.Semaphore(24)

    async def one(client: httpx.AsyncClient, headers: Headers, body: dict[str, Any]) -> list[int]:
        async with room:
            return await go_through(client, headers, body)

    turns = zip(cycle(doors), wanted, strict=False)
    answers = await asyncio.gather(*(one(client, headers, body) for client, (headers, body) in turns))
    statuses = Counter(status for each in answers for status in each)
    overlaps = await count_overlaps(live_container)
    say(
        f"{len(wanted)} attempts over {PROCESSES} processes behind PgBouncer, {CONNECTIONS} connections:"
        f" answers {dict(statuses)}, {overlaps} overlaps"
    )
    assert overlaps == 0
    assert {status for status in statuses if status >= 500} == set()
    assert statuses[httpx.codes.CREATED] >= 2 * DAYS * 3
