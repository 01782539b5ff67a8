"""The embedded servers, for real: started, killed, started again, and beside strangers."""

import asyncio
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import psutil
import pytest
from redis.asyncio import Redis

from embedded import EmbeddedError, ensure, ensure_database, ensure_redis, get_stack, make_empty_database, status, stop
from embedded.ports import HOST

BACKEND = Path(__file__).resolve().parents[2]
# One worker for all of it: the tests hold ports and processes.
pytestmark = [pytest.mark.integration, pytest.mark.xdist_group("embedded")]


async def test_a_new_stack_has_its_database_and_the_settings_the_product_needs(environ: dict[str, str]) -> None:
    addresses = ensure("up", environ)

    connection = await asyncpg.connect(addresses.database_url)
    database = await connection.fetchval("SELECT current_database()")
    settings = {row["name"]: row["setting"] for row in await connection.fetch("SELECT name, setting FROM pg_settings")}
    await connection.close()
    async with Redis.from_url(addresses.redis_url) as redis:
        answered = await redis.ping()

    assert database == "instainstru_stg"
    assert settings["max_connections"] == "200"
    assert settings["shared_preload_libraries"] == "pg_stat_statements"
    assert settings["listen_addresses"] == HOST
    assert settings["fsync"] == "on"
    assert answered


async def test_the_extensions_of_the_product_can_be_made(environ: dict[str, str]) -> None:
    connection = await asyncpg.connect(ensure_database("up", environ))
    for extension in ("citext", "btree_gist", "pg_trgm", "unaccent", "vector", "pg_stat_statements"):
        await connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    await connection.close()


def test_starting_what_runs_changes_nothing(environ: dict[str, str]) -> None:
    first = ensure("up", environ)
    before = status("up", environ)

    assert ensure("up", environ) == first
    assert status("up", environ) == before


async def test_killed_postgres_starts_again_with_its_data(environ: dict[str, str]) -> None:
    url = ensure_database("up", environ)
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    _kill("PostgreSQL", environ)
    await connection.close(timeout=1) if not connection.is_closed() else None

    assert ensure_database("up", environ) == url
    connection = await asyncpg.connect(url)
    assert await connection.fetchval("SELECT answer FROM kept") == 42
    await connection.close()


async def test_killed_valkey_starts_again_with_its_data(environ: dict[str, str]) -> None:
    url = ensure_redis("up", environ)
    async with Redis.from_url(url) as redis:
        await redis.set("kept", "42")
    _kill("Valkey", environ)

    assert ensure_redis("up", environ) == url
    async with Redis.from_url(url) as redis:
        assert await redis.get("kept") == b"42"


def test_a_stale_process_id_of_a_stranger_is_not_taken_for_the_server(environ: dict[str, str]) -> None:
    ensure_database("up", environ)
    pid_file = get_stack("up", environ).servers / "postgres" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    stop("up", environ)
    with _stranger() as stranger:
        pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")

        assert ensure_database("up", environ)
        assert stranger.poll() is None


@pytest.mark.parametrize(
    ("variable", "start"),
    [("EMBEDDED_UP_POSTGRES_PORT", ensure_database), ("EMBEDDED_UP_VALKEY_PORT", ensure_redis)],
)
def test_a_stranger_on_the_port_is_named(variable: str, start: object, environ: dict[str, str]) -> None:
    assert callable(start)
    stop("up", environ)
    with socket.create_server((HOST, 0)) as stranger:
        port = stranger.getsockname()[1]
        with pytest.raises(EmbeddedError, match=rf"Port {port} .* is taken by .*{variable}"):
            start("up", environ | {variable: str(port)})


def test_another_projects_server_on_the_port_is_a_stranger_too(environ: dict[str, str], folder: Path) -> None:
    ensure("up", environ)
    elsewhere = environ | {"EMBEDDED_DATA_DIR": str(folder / "elsewhere")}

    assert [server.pid for server in status("up", elsewhere)] == [None, None]
    with pytest.raises(EmbeddedError, match="is taken by postgres"):
        ensure_database("up", elsewhere)


def test_the_test_stack_moves_to_a_free_port(folder: Path) -> None:
    environ = {"EMBEDDED_DATA_DIR": str(folder)}
    usual = get_stack("test", environ).valkey_port
    try:
        with _listening(usual):
            moved = ensure_redis("test", environ)
            assert f":{usual}/" not in moved
            assert ensure_redis("test", environ) == moved
    finally:
        stop("test", environ)


async def test_two_processes_may_start_a_stack_at_once(environ: dict[str, str]) -> None:
    command = (sys.executable, "-m", "embedded", "start", "up")
    processes = [
        await asyncio.create_subprocess_exec(*command, cwd=BACKEND, env=environ, stdout=asyncio.subprocess.PIPE)
        for _ in range(3)
    ]
    outputs = [await process.communicate() for process in processes]

    assert [process.returncode for process in processes] == [0, 0, 0]
    assert len({output for output, _ in outputs}) == 1


async def test_an_empty_database_is_made_in_place_of_the_old_one(environ: dict[str, str]) -> None:
    url = make_empty_database("up", "instainstru_scratch_test", environ)
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE old AS SELECT 1")
    await connection.close()

    connection = await asyncpg.connect(make_empty_database("up", "instainstru_scratch_test", environ))
    assert await connection.fetchval("SELECT to_regclass('old')") is None
    await connection.close()


def test_stopping_says_whether_anything_ran(environ: dict[str, str]) -> None:
    ensure("up", environ)

    assert stop("up", environ) is True
    assert stop("up", environ) is False
    assert [server.url for server in status("up", environ)] == [None, None]


@pytest.mark.parametrize("port", ["0", "65536", "x", "-1"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(EmbeddedError, match="must be a port number"):
        get_stack("up", {"EMBEDDED_UP_VALKEY_PORT": port})


def test_an_unknown_stack_is_refused() -> None:
    with pytest.raises(EmbeddedError, match="there are up, test, e2e"):
        get_stack("down", {})


def _kill(name: str, environ: Mapping[str, str]) -> None:
    pid = next(server.pid for server in status("up", environ) if server.name == name)
    assert pid is not None
    process = psutil.Process(pid)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=10)


@contextmanager
def _stranger() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(["sleep", "60"])
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def _listening(port: int) -> Iterator[None]:
    """Somebody listens there: this test, or the machine's own test stack."""
    try:
        server = socket.create_server((HOST, port))
    except OSError:
        yield
        return
    with server:
        yield
