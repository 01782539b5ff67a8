"""What the database scripts share: through the door, then create, migrate, wipe, seed and clear, in one voice."""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TypeVar

import asyncpg
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from redis.exceptions import RedisError
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from alembic import command
from app.core.config import Settings, get_settings, open_settings
from app.core.container import build_redis
from app.core.database import create_engine
from app.core.database_config import DatabaseChoice, Tier
from app.core.database_door import YES, StandardConsole, the_door
from app.core.database_marker import objection_to_destruction, read_marker
from seeds import seed_city, seed_embeddings, seed_system

T = TypeVar("T")
Step = tuple[str, Callable[[], str]]
StepsFor = Callable[[DatabaseChoice], list[Step]]

BACKEND = Path(__file__).resolve().parents[1]
FIRST_REVISION = "0001_core"
MAINTENANCE_DATABASE = "postgres"
CACHE_KEYS = "cache:*"
PROBLEMS = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, SQLAlchemyError, RedisError)


class Stopped(Exception):
    """A plain message for the person at the keyboard; ends the script with 1."""


def arguments(description: str, tiers: Collection[Tier]) -> argparse.ArgumentParser:
    """A parser with the tier, `--yes` and `--dry-run`."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("tier", nargs="?", type=Tier, choices=list(tiers), help="default: as the environment says")
    parser.add_argument("--yes", action="store_true", help="do not ask on INT and STG; never speaks for production")
    parser.add_argument("--dry-run", action="store_true", help="look and say, change nothing")
    return parser


def run_script(main: Callable[[Sequence[str]], None]) -> None:
    """Runs a script; what can go wrong outside it ends in a line, not in a trace."""
    try:
        main(sys.argv[1:])
    except (Stopped, CommandError) as error:
        sys.exit(f"Stopped: {error}")
    except DBAPIError as error:
        sys.exit(f"Stopped: {error.orig}")
    except PROBLEMS as error:
        sys.exit(f"Stopped: {type(error).__name__}: {error}")
    except KeyboardInterrupt:
        sys.exit("Stopped.")


def open_database(requested: Tier | None, allowed: Collection[Tier] = tuple(Tier)) -> DatabaseChoice:
    """Through the door, with the embedded server behind INT or STG when nobody gave an address."""
    return open_settings(requested, allowed).choose_database(requested, allowed)


def refuse_yes_for_production(requested: Tier | None, *, yes: bool) -> None:
    if yes and Settings().preview_database(os.environ, requested).tier is Tier.PROD:
        raise Stopped("--yes does not speak for production; the door asks there.")


def confirm(choice: DatabaseChoice, what: str, *, yes: bool) -> None:
    """STG keeps data: somebody says yes before it goes. INT is free to drop."""
    if yes or choice.tier is Tier.INT:
        return
    console = StandardConsole()
    if not console.interactive:
        raise Stopped(f"{what} {choice.address.place}: add --yes where nobody can be asked.")
    if console.ask(f"{what} {choice.address.place}. Type yes to go on: ") != YES:
        raise Stopped("the answer was not yes; nothing was changed.")


def take_steps(steps: Sequence[Step]) -> None:
    """One after the other, each with what came of it and how long it took."""
    for number, (name, action) in enumerate(steps, 1):
        print(f"[{number}/{len(steps)}] {name} ...", flush=True)
        started = time.monotonic()
        outcome = action()
        print(f"      {outcome} ({time.monotonic() - started:.1f} s)", flush=True)


def create(choice: DatabaseChoice) -> str:
    if exists(choice):
        return "is there already"
    asyncio.run(_create(choice))
    return f"made {choice.address.place}"


def exists(choice: DatabaseChoice) -> bool:
    """Whether the database can be connected to; its marker is checked on the way."""
    try:
        on_connection(choice, lambda _connection: None)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != asyncpg.InvalidCatalogNameError.sqlstate:
            raise
        return False
    return True


async def _create(choice: DatabaseChoice) -> None:
    address = choice.address
    connection = await asyncpg.connect(address.named(MAINTENANCE_DATABASE).driver_url)
    try:
        # The name is plain letters, digits, '_', '.', '$' and '-': parse_address saw to it.
        await connection.execute(f'CREATE DATABASE "{address.database}"')
    finally:
        await connection.close()


def on_connection(choice: DatabaseChoice, work: Callable[[Connection], T]) -> T:
    """`work` in one transaction of the chosen database."""
    return asyncio.run(_on_connection(choice, work))


async def _on_connection(choice: DatabaseChoice, work: Callable[[Connection], T]) -> T:
    engine = create_engine(choice.url, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(work)
    finally:
        await engine.dispose()


def alembic_config(choice: DatabaseChoice) -> Config:
    config = Config(BACKEND / "alembic.ini")
    config.attributes["database_url"] = choice.url
    return config


def add_extensions(choice: DatabaseChoice) -> str:
    """The first migration names them; made here too, so that a server without one says so before anything is built."""
    revision = ScriptDirectory.from_config(alembic_config(choice)).get_revision(FIRST_REVISION)
    names: tuple[str, ...] = revision.module.EXTENSIONS

    def work(connection: Connection) -> None:
        for name in names:
            connection.execute(text(f"CREATE EXTENSION IF NOT EXISTS {name}"))

    on_connection(choice, work)
    return ", ".join(names)


def migrate(choice: DatabaseChoice) -> str:
    before = revision_of(choice)
    command.upgrade(alembic_config(choice), "head")
    after = revision_of(choice)
    return f"at {after} already" if before == after else f"from {before or 'nothing'} to {after}"


def revision_of(choice: DatabaseChoice) -> str | None:
    return on_connection(choice, lambda connection: MigrationContext.configure(connection).get_current_revision())


def head_revision(choice: DatabaseChoice) -> str | None:
    return ScriptDirectory.from_config(alembic_config(choice)).get_current_head()


def refuse_unless_destructible(connection: Connection, choice: DatabaseChoice) -> None:
    """The database's own word counts, read in the transaction that destroys."""
    reason = objection_to_destruction(read_marker(connection))
    if reason:
        the_door().refuse_marker(choice, reason)


def wipe(choice: DatabaseChoice) -> str:
    """Everything in the schema goes, the marker with it; the migrations that follow write it again."""

    def work(connection: Connection) -> None:
        refuse_unless_destructible(connection, choice)
        connection.execute(text("SET LOCAL lock_timeout = '10s'"))
        connection.execute(text("DROP SCHEMA IF EXISTS public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))

    on_connection(choice, work)
    return "dropped and made anew, empty"


def seed_system_data(choice: DatabaseChoice) -> str:
    asyncio.run(seed_system(choice.url, show_progress))
    return "categories, subjects, places and permissions are as the files say"


def seed_demo_city(choice: DatabaseChoice) -> str:
    on_connection(choice, lambda connection: refuse_unless_destructible(connection, choice))
    asyncio.run(seed_city(choice.url, show_progress))
    return "the demo city lives"


def embed_subjects(choice: DatabaseChoice) -> str:
    """System data too, so also on production."""
    return asyncio.run(seed_embeddings(choice.url))


def show_progress(line: str) -> None:
    print(f"      {line}", flush=True)


def clear_cache() -> str:
    """Only what the cache port wrote: queues and limits in the same Redis stay."""
    try:
        return f"{asyncio.run(_clear_cache())} keys dropped"
    except (RedisError, OSError) as error:
        return f"skipped, Redis does not answer ({type(error).__name__})"


async def _clear_cache() -> int:
    redis = build_redis(get_settings())
    try:
        keys = [key async for key in redis.scan_iter(match=CACHE_KEYS, count=1000)]
        return int(await redis.unlink(*keys)) if keys else 0
    finally:
        await redis.aclose()


def say_dry(choice: DatabaseChoice, steps: Sequence[Step]) -> None:
    """What is there and what would be done."""
    if not exists(choice):
        print(f"{choice.address.place} does not exist; it would be made.")
    else:
        marker = on_connection(choice, read_marker)
        said = ", ".join(marker.tiers) or ("none, it is empty" if marker.is_new else "none")
        print(f"{choice.address.place}: marker {said}; at {revision_of(choice)}, newest is {head_revision(choice)}.")
    print("Would do: " + ", ".join(name for name, _ in steps) + ".")
