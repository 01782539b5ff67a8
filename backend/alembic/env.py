"""Alembic's door to the database: the same choice as everywhere; the marker is written here and heeded."""

import asyncio
from collections.abc import Callable
from typing import Any

from alembic.runtime.migration import MigrationContext, MigrationInfo
from sqlalchemy import Connection
from sqlalchemy.pool import NullPool

from alembic import context
from app.core.config import open_settings
from app.core.database import Base, create_engine
from app.core.database_config import DatabaseChoice
from app.core.database_door import the_door
from app.core.database_marker import MARKER_TABLE, objection_to_destruction, read_marker, write_marker
from app.registry import MODEL_MODULES

assert MODEL_MODULES  # noqa: S101  importing them filled the metadata


def is_typed_downgrade() -> bool:
    """A downgrade that a program asks for shows itself with its first step instead."""
    command = getattr(context.config.cmd_opts, "cmd", None)
    return command is not None and command[0].__name__ == "downgrade"


def heed_marker(choice: DatabaseChoice, reason_not_to_destroy: str | None) -> Callable[..., None]:
    """What follows each step, in its transaction: a new database is marked, a forbidden downgrade undone."""

    def after_step(ctx: MigrationContext, step: MigrationInfo, **_: Any) -> None:
        if not step.is_upgrade and reason_not_to_destroy:
            the_door().refuse_marker(choice, reason_not_to_destroy)
        if step.is_upgrade and ctx.connection is not None:
            write_marker(ctx.connection, choice.tier)

    return after_step


def has_a_model(_object: object, name: str | None, kind: str, *_: object) -> bool:
    """The marker is read before any model is: no model describes it."""
    return not (kind == "table" and name == MARKER_TABLE)


def run(connection: Connection, choice: DatabaseChoice) -> None:
    reason = objection_to_destruction(read_marker(connection))
    if reason and is_typed_downgrade():
        the_door().refuse_marker(choice, reason)
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        include_object=has_a_model,
        on_version_apply=heed_marker(choice, reason),
    )
    with context.begin_transaction():
        context.run_migrations()


async def main() -> None:
    url = context.config.attributes.get("database_url") or open_settings().database_url
    engine = create_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(run, the_door().choice_for(url))
        await connection.commit()
    await engine.dispose()


def print_sql() -> None:
    """`--sql` needs no database and therefore no door."""
    context.configure(dialect_name="postgresql", target_metadata=Base.metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    print_sql()
else:
    asyncio.run(main())
