"""What a database says about itself: one row with its tier, written when it is made."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import NoReturn, Protocol

from sqlalchemy import Connection, text
from sqlalchemy.engine.interfaces import DBAPIConnection

from app.core.database_config import DatabaseChoice, Tier

MARKER_TABLE = "database_marker"
# `used`: our schema holds tables that are neither an extension's nor Alembic's own note: somebody's data may be there.
# Other schemas do not count, because managed services keep things of their own in a new database.
LOOK = """
SELECT to_regclass('public.database_marker') IS NOT NULL AS marked,
       EXISTS (
           SELECT FROM pg_catalog.pg_class AS class
           JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = class.relnamespace
           WHERE class.relkind IN ('r', 'p', 'm', 'f')
             AND namespace.nspname = 'public'
             AND class.relname NOT IN ('alembic_version', 'database_marker')
             AND NOT EXISTS (
                 SELECT FROM pg_catalog.pg_depend AS depends
                 WHERE depends.objid = class.oid AND depends.deptype = 'e')
       ) AS used
"""
READ = "SELECT tier FROM public.database_marker"
# The table appears with the first migration; before that there is nothing to write into.
WRITE = "INSERT INTO public.database_marker (tier) SELECT :tier WHERE NOT EXISTS (SELECT FROM public.database_marker)"


@dataclass(frozen=True, slots=True)
class Marker:
    """`tiers`: the marker's rows, one in a sound database. `used`: there are tables of somebody's."""

    tiers: tuple[str, ...]
    used: bool

    @property
    def is_new(self) -> bool:
        return not self.tiers and not self.used


def objection(marker: Marker, tiers: Collection[Tier]) -> str | None:
    """Why a database may not be used as one of `tiers`; None when it may. An empty database may become any."""
    if marker.is_new:
        return None
    if not marker.tiers:
        return "it has tables but no marker, so nobody can tell what it is"
    if len(marker.tiers) > 1 or marker.tiers[0] not in set(Tier):
        return "its marker cannot be read"
    if marker.tiers[0] not in tiers:
        wanted = " or ".join(sorted(tier.name for tier in tiers))
        return f"its marker says {marker.tiers[0].upper()}, not {wanted}"
    return None


def objection_to_destruction(marker: Marker) -> str | None:
    """Why data may not be dropped, reset or replaced here, whatever the environment says."""
    if marker.tiers == (Tier.PROD.value,):
        return "its marker says PROD: nothing is ever dropped, reset, downgraded or replaced there"
    return objection(marker, set(Tier))


def read_marker(connection: Connection) -> Marker:
    """Reads the marker through an open connection, in its transaction."""
    look = connection.execute(text(LOOK)).one()
    tiers = tuple(connection.execute(text(READ)).scalars()) if look.marked else ()
    return Marker(tiers, look.used)


def write_marker(connection: Connection, tier: Tier) -> None:
    """Marks a database that its first migration has just made; one that is marked keeps its marker."""
    if connection.execute(text(LOOK)).one().marked:
        connection.execute(text(WRITE), {"tier": tier.value})


class _Driver(Protocol):
    """The part of an asyncpg connection that the check needs."""

    async def fetchrow(self, query: str) -> dict[str, bool]: ...

    async def fetch(self, query: str) -> list[dict[str, str]]: ...


async def _read_marker(driver: _Driver) -> Marker:
    look = await driver.fetchrow(LOOK)
    rows = await driver.fetch(READ) if look["marked"] else []
    return Marker(tuple(row["tier"] for row in rows), look["used"])


class MarkerCheck:
    """Listens to an engine's connections and lets none be used until one has shown the chosen tier's marker."""

    def __init__(self, choice: DatabaseChoice, refuse: Callable[[DatabaseChoice, str], NoReturn]) -> None:
        self._choice = choice
        self._refuse = refuse
        self._passed = False

    def __call__(self, dbapi_connection: DBAPIConnection, _record: object) -> None:
        if self._passed:
            return
        marker: Marker = dbapi_connection.run_async(_read_marker)
        reason = objection(marker, {self._choice.tier})
        if reason:
            # The pool does not close a connection whose listener fails.
            dbapi_connection.close()
            self._refuse(self._choice, reason)
        self._passed = True
