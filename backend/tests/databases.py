"""Databases for tests: a template built by the real migrations, and cheap clones of it."""

import asyncio
import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
from sqlalchemy.pool import NullPool

from app.core.database import create_engine
from app.core.database_config import is_ci

BACKEND = Path(__file__).resolve().parents[1]
TEMPLATE_PREFIX = "instainstru_test_template_"


def with_name(url: str, name: str) -> str:
    """The address of another database on the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def asyncpg_url(url: str) -> str:
    return url.replace("postgresql://", "postgresql+asyncpg://", 1)


def plain_url(url: str) -> str:
    return url.replace("postgresql+asyncpg://", "postgresql://", 1)


async def look_at_marker(url: str) -> None:
    """DatabaseRefused when the database says that it is not for tests."""
    engine = create_engine(url, poolclass=NullPool)
    async with engine.connect():
        pass
    await engine.dispose()


def _what_templates_depend_on() -> list[Path]:
    """Everything that can change what the migrations and the system data make of an empty database."""
    folders = (BACKEND / "alembic", BACKEND / "seeds")
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in {".py", ".yaml", ".json"}]
    return sorted([*files, *(BACKEND / "app").glob("*/domain.py")])


def template_name() -> str:
    # A template carries its tier's marker.
    digest = hashlib.sha256(b"ci" if is_ci(os.environ) else b"int")
    for path in _what_templates_depend_on():
        digest.update(path.read_bytes())
    return TEMPLATE_PREFIX + digest.hexdigest()[:16]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (Path(tempfile.gettempdir()) / "instainstru-test-template.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


async def _execute(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def _exists(url: str, name: str) -> bool:
    connection = await asyncpg.connect(url)
    try:
        return bool(await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", name))
    finally:
        await connection.close()


async def ensure_template(server_url: str) -> str:
    """The template's name; it is built once for each state of migrations and system data."""
    name = template_name()
    with _one_at_a_time():
        if not await _exists(server_url, name):
            building = f"{name}_building"
            await _execute(server_url, f"DROP DATABASE IF EXISTS {building}", f"CREATE DATABASE {building}")
            _build(with_name(server_url, building))
            await _execute(server_url, f"ALTER DATABASE {building} RENAME TO {name}")
    return name


def _build(url: str) -> None:
    environment = {**os.environ, "INT_DATABASE_URL": url}
    if is_ci(os.environ):
        environment["DATABASE_URL"] = url
    commands = [["alembic", "upgrade", "head"]]
    if (BACKEND / "seeds" / "__main__.py").exists():
        commands.append(["seeds", "--system-only"])
    for command in commands:
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=BACKEND, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")


@asynccontextmanager
async def clone(server_url: str, name: str) -> AsyncIterator[str]:
    """A fresh copy of the template under that name, gone afterwards; gives its address."""
    template = await ensure_template(server_url)
    drop = f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"
    await _execute(server_url, drop, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    try:
        yield with_name(server_url, name)
    finally:
        await _execute(server_url, drop)


@contextmanager
def running_clone(server_url: str, name: str) -> Iterator[str]:
    """As `clone`, for tests that are not asynchronous themselves."""
    with asyncio.Runner() as runner:
        copy = clone(server_url, name)
        url = runner.run(copy.__aenter__())
        try:
            yield url
        finally:
            runner.run(copy.__aexit__(None, None, None))
