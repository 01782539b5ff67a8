"""Walks through the rules of database safety, live, on throw-away servers. About a minute.

    python scripts/demonstrate_database_safety.py [--case TEXT]

Two real PostgreSQL servers are started in a temporary folder: one for INT and STG, one as production. In front of
production stands a counter: every connection to it is seen, whoever makes it.
"""

import argparse
import os
import socket
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from embedded import ensure_database, stop
from scripts.rehearsal import CountingServer, Outcome, run_alone, run_at_terminal

BACKEND = Path(__file__).resolve().parents[1]

ANY_PROGRAM = """
import asyncio
from sqlalchemy import text
from app.core.config import get_settings
from app.core.container import build_engine

async def main():
    async with build_engine(get_settings()).connect() as connection:
        name = (await connection.execute(text("SELECT current_database()"))).scalar_one()
        print("REACHED", name)

asyncio.run(main())
"""
PROGRAM = ("-c", ANY_PROGRAM)
FLAG, STG_FLAG = {"USE_PROD_DATABASE": "true"}, {"USE_STG_DATABASE": "true"}
MODE = {"INSTAINSTRU_PRODUCTION_MODE": "true"}
PLATFORMS = {"RENDER": "true", "VERCEL": "1", "RAILWAY_ENVIRONMENT": "production", "SITE_MODE": "prod"}
INT_NAME, STG_NAME, PROD_NAME = "instainstru_test", "instainstru_stg", "instainstru_production"


@dataclass(frozen=True)
class Case:
    """`expects`: part of what is printed. `production`: whether production may be connected to. `typed`: at a terminal.

    In `variables`, {production}, {int} and {port} are the throw-away servers' own.
    """

    title: str
    expects: str
    variables: Mapping[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = PROGRAM
    typed: str | None = None
    production: bool = False
    without: tuple[str, ...] = ()


CASES = (
    Case("Nothing is said: INT", f"REACHED {INT_NAME}"),
    Case("The STG flag: STG", f"REACHED {STG_NAME}", STG_FLAG),
    Case("The STG flag, but no STG address: refused, nothing else is used", "STG_DATABASE_URL is not set", STG_FLAG,
         without=("STG_DATABASE_URL",)),
    Case("The PROD flag, and nobody there: refused", "nobody is there to type yes", FLAG),
    Case("The PROD flag, and a person types no", "the answer was not yes", FLAG, typed="no"),
    Case("The PROD flag, and a person types YES", "the answer was not yes", FLAG, typed="YES"),
    Case("The PROD flag, and a person types yes: PROD", f"REACHED {PROD_NAME}", FLAG, typed="yes", production=True),
    Case("Both variables, and nobody there: PROD", f"REACHED {PROD_NAME}", FLAG | MODE, production=True),
    Case("The production mode alone grants nothing: INT", f"REACHED {INT_NAME}", MODE),
    Case("A deploy host's variables and DATABASE_URL grant nothing: INT", f"REACHED {INT_NAME}",
         PLATFORMS | {"DATABASE_URL": "{production}"}),
    Case("A deploy host with the PROD flag: refused", "nobody is there to type yes", PLATFORMS | FLAG),
    Case("Two flags at once: refused", "asked for at once", FLAG | MODE | STG_FLAG),
    Case("A flag spelled 1: refused", "neither true nor false", MODE | {"USE_PROD_DATABASE": "1"}),
    Case("An INT address on production's host: refused", "on the production host",
         {"INT_DATABASE_URL": "postgresql://instainstru@LOCALHOST.:{port}/another_test"}),
    Case("An INT address that names production's database: refused", "production database's name",
         {"INT_DATABASE_URL": f"postgresql://instainstru@elsewhere.example/{PROD_NAME}"}),
    Case("An address that leads elsewhere by ?host=: refused", "has an option other than",
         {"INT_DATABASE_URL": "{int}?host=localhost:{port}"}),
    Case("CI with a test database: CI's marker is wanted, INT's is found", "its marker says INT, not CI",
         {"CI": "true", "DATABASE_URL": "{int}"}),
    Case("CI with production's address: refused", "on the production host",
         {"CI": "true", "DATABASE_URL": "{production}"}),
    Case("Production under an innocent address: only its marker can tell, and does", "its marker says PROD, not INT",
         {"INT_DATABASE_URL": "{production}"}, without=("PROD_DATABASE_URL",), production=True),
    Case("reset_schema.py under an innocent address: the marker again", "its marker says PROD",
         {"INT_DATABASE_URL": "{production}"}, ("scripts/reset_schema.py", "--yes"), without=("PROD_DATABASE_URL",),
         production=True),
    Case("reset_schema.py on production, with everything said: refused", "never runs on PROD", FLAG | MODE,
         ("scripts/reset_schema.py", "--yes"), typed="yes"),
    Case("A downgrade of production, with a typed yes: refused by the marker", "nothing is ever dropped", FLAG,
         ("-m", "alembic", "downgrade", "base"), typed="yes", production=True),
    Case("An audit log that cannot be written: no production", "cannot be written", FLAG | MODE | {
        "DATABASE_AUDIT_FILE": "/dev/null"}),
    Case("An audit log that cannot be written: INT goes on and says so", f"REACHED {INT_NAME}", {
        "DATABASE_AUDIT_FILE": "/dev/null"}),
    Case("After all that, production is whole", f"REACHED {PROD_NAME}", FLAG, typed="yes", production=True),
)  # fmt: skip


class Stage:
    """The throw-away servers and what a process on them sees."""

    def __init__(self, folder: Path, server_url: str, production: CountingServer) -> None:
        self._folder = folder
        self._server_url = server_url
        self._production = production
        self._places = {
            "int": self._named(INT_NAME),
            "stg": self._named(STG_NAME),
            "production": f"postgresql://instainstru:only-here@127.0.0.1:{production.port}/{PROD_NAME}",
            "port": production.port,
        }

    def play(self, case: Case) -> tuple[Outcome, int]:
        """How the program ended and how many connections production saw."""
        environ = self._environ(case)
        before = self._production.connections
        command = [sys.executable, *case.arguments]
        if case.typed is None:
            outcome = run_alone(command, environ, BACKEND)
        else:
            outcome = run_at_terminal(command, environ, BACKEND, f"{case.typed}\n")
        return outcome, self._production.connections - before

    def prepare(self) -> None:
        """The three databases, made and marked by the script that makes real ones."""
        flags: Sequence[Mapping[str, str]] = ({}, STG_FLAG, FLAG | MODE)
        for variables in flags:
            case = Case("", "", variables, ("scripts/prep_db.py", "--migrate-only"))
            outcome, _ = self.play(case)
            if outcome.code != 0:
                sys.exit(f"The throw-away databases could not be made:\n{outcome.output}")

    @property
    def audit_log(self) -> Path:
        return self._folder / "database_audit.jsonl"

    def _named(self, database: str) -> str:
        return urlsplit(self._server_url)._replace(path=f"/{database}").geturl()

    def _environ(self, case: Case) -> dict[str, str]:
        usual = {
            "PATH": os.environ["PATH"],
            "HOME": str(self._folder),
            "REDIS_URL": "redis://127.0.0.1:1/0",
            "DATABASE_AUDIT_FILE": str(self.audit_log),
            "INT_DATABASE_URL": "{int}",
            "STG_DATABASE_URL": "{stg}",
            "PROD_DATABASE_URL": "{production}",
        }
        given = {name: value for name, value in {**usual, **case.variables}.items() if name not in case.without}
        return {name: value.format(**self._places) for name, value in given.items()}


@contextmanager
def throw_away_stage() -> Iterator[Stage]:
    with tempfile.TemporaryDirectory(prefix="instainstru-demonstration-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        environ = {
            **os.environ,
            "EMBEDDED_DATA_DIR": str(folder / "data"),
            "EMBEDDED_TEST_POSTGRES_PORT": str(free_port()),
            "EMBEDDED_E2E_POSTGRES_PORT": str(free_port()),
        }
        try:
            server_url, production_url = ensure_database("test", environ), ensure_database("e2e", environ)
            real = urlsplit(production_url)
            with CountingServer(passes_to=(real.hostname or "127.0.0.1", real.port or 5432)) as production:
                yield Stage(folder, server_url, production)
        finally:
            stop("test", environ)
            stop("e2e", environ)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def show(number: int, case: Case, outcome: Outcome, connections: int) -> bool:
    """One case for people to read; whether it went as the rules say."""
    went_well = case.expects in outcome.output and (connections > 0) is case.production
    said = [line.strip() for line in outcome.output.splitlines() if "[" in line[:9] or "REACHED" in line]
    print(f"\n{number:2}. {case.title}")
    for line in said[:4]:
        print(f"      {line}")
    print(
        f"      production saw {connections} connections: {'as it should be' if went_well else 'NOT AS IT SHOULD BE'}"
    )
    if not went_well:
        print(outcome.output)
    return went_well


def main() -> int:
    parser = argparse.ArgumentParser(description="Walks through the rules of database safety on throw-away servers.")
    parser.add_argument("--case", default="", help="only cases whose title holds this text")
    wanted = parser.parse_args().case.lower()
    cases = [case for case in CASES if wanted in case.title.lower()]
    print("Starting two throw-away PostgreSQL servers and making INT, STG and production in them ...", flush=True)
    with throw_away_stage() as stage:
        stage.prepare()
        results = [show(number, case, *stage.play(case)) for number, case in enumerate(cases, 1)]
        kept = len(stage.audit_log.read_text().splitlines())
    print(f"\n{sum(results)} of {len(results)} cases as the rules say; {kept} decisions in the audit log.")
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
