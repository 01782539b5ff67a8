"""Every way in, run as people run it, with a server that counts in production's place."""

import json
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

from scripts.rehearsal import CountingServer, Outcome, run_alone, run_at_terminal

BACKEND = Path(__file__).resolve().parents[1]
NOWHERE = "127.0.0.1:1"
CONNECT = """
import asyncio
from app.core.config import get_settings
from app.core.container import build_engine
from app.core.database import Database
asyncio.run(Database(build_engine(get_settings())).ping())
"""
CELERY = ("-m", "celery", "-A", "app.tasks.celery_app")
GRANTED = "[PROD]\x1b[0m instainstru_production"


@dataclass(frozen=True)
class EntryPoint:
    """`connects`: it opens a connection by itself once let in. `runs_until`: what it prints when it runs on."""

    name: str
    arguments: tuple[str, ...]
    connects: bool = False
    runs_until: str = ""


PYTHON = EntryPoint("python -c", ("-c", CONNECT), connects=True)
UPGRADE = EntryPoint("alembic upgrade", ("-m", "alembic", "upgrade", "head"), connects=True)
DOWNGRADE = EntryPoint("alembic downgrade", ("-m", "alembic", "downgrade", "base"), connects=True)
UVICORN = EntryPoint("uvicorn", ("-m", "uvicorn", "app.main:app", "--port", "0"), True, "Uvicorn running")
WORKER = EntryPoint("celery worker", (*CELERY, "worker", "--pool", "solo"), runs_until="rying again")
BEAT = EntryPoint("celery beat", (*CELERY, "beat", "--pidfile", ""), runs_until="rying again")
FLOWER = EntryPoint("celery flower", (*CELERY, "flower", "--port=0"), runs_until="rying again")
RUN_BACKEND = EntryPoint("run_backend.py", ("run_backend.py", "--port", "0"), True, "Uvicorn running")
RUN_WORKER = EntryPoint("run_celery_worker.py", ("run_celery_worker.py",), runs_until="rying again")
RUN_BEAT = EntryPoint("run_celery_beat.py", ("run_celery_beat.py",), runs_until="rying again")
RUN_FLOWER = EntryPoint("run_flower.py", ("run_flower.py", "--port", "0"), runs_until="rying again")
PYTEST = EntryPoint("pytest", ("-m", "pytest", "-n", "0", "-p", "no:cacheprovider", "tests/core/test_service.py"))
PREP = EntryPoint("prep_db.py", ("scripts/prep_db.py", "--migrate-only"), connects=True)
PREP_PROD = EntryPoint("prep_db.py prod", ("scripts/prep_db.py", "prod"), connects=True)
PREP_DRY = EntryPoint("prep_db.py --dry-run", ("scripts/prep_db.py", "--dry-run"), connects=True)
SEEDS = EntryPoint("python -m seeds", ("-m", "seeds"), connects=True)
RESET = EntryPoint("reset_schema.py", ("scripts/reset_schema.py", "--yes"))
RESET_AND_SEED = EntryPoint("reset_and_seed_yaml.py", ("scripts/reset_and_seed_yaml.py", "--yes"))


@dataclass(frozen=True)
class Attempt:
    """One run. In `variables`, {production} is the counting server. `answer`: typed at a terminal; None: nobody."""

    entry: EntryPoint
    name: str
    variables: Mapping[str, str] = field(hash=False)
    answer: str | None = None
    let_in: bool = False

    def __str__(self) -> str:
        return f"{self.entry.name}: {self.name}"


FLAG = {"USE_PROD_DATABASE": "true"}
UNATTENDED = FLAG | {"INSTAINSTRU_PRODUCTION_MODE": "true"}
WRONG_ANSWERS = ("no", "", "y", "YES", "Yes", " yes", "yes please", "true")
# Each leads to production for a program that is less strict, without the word yes.
WRONG_WAYS: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("addresses of INT and STG on production's host", {
        "INT_DATABASE_URL": "postgresql://u:int-pw@localhost:{port}/other_test",
        "STG_DATABASE_URL": "postgresql://u:stg-pw@LOCALHOST.:{port}/other_stg",
    }),
    ("CI on production's host", {"CI": "true", "DATABASE_URL": "postgresql://u:ci-pw@127.1:{port}/a_test"}),
    ("two flags at once", UNATTENDED | {"USE_STG_DATABASE": "true"}),
    ("a flag spelled 1", {"USE_PROD_DATABASE": "1", "INSTAINSTRU_PRODUCTION_MODE": "true"}),
    ("an address with ?host=", {
        "INT_DATABASE_URL": "postgresql://u:int-pw@127.0.0.1:1/a_test?host=localhost:{port}",
        "STG_DATABASE_URL": "postgresql://u:stg-pw@127.0.0.1:1/a_stg?host=localhost:{port}",
    }),
    ("the flag on a deploy host", FLAG | {
        "RENDER": "true", "VERCEL": "1", "RAILWAY_ENVIRONMENT": "production", "SITE_MODE": "prod",
        "DATABASE_URL": "{production}", "PGHOST": "127.0.0.1", "PGPORT": "{port}",
    }),
)  # fmt: skip


NOBODY = (PYTHON, UPGRADE, DOWNGRADE, UVICORN, WORKER, PYTEST, PREP_PROD, SEEDS, RESET)
ANSWERED = (
    PYTHON, UPGRADE, UVICORN, WORKER, BEAT, FLOWER, RUN_BACKEND, RUN_WORKER, RUN_BEAT, RUN_FLOWER, PREP, PREP_DRY,
)  # fmt: skip
MISLED = (PYTHON, UPGRADE, RUN_BACKEND, RUN_WORKER, PREP, SEEDS, RESET, PYTHON)
LET_IN = (PYTHON, UPGRADE, UVICORN, PREP_PROD)


def attempts() -> list[Attempt]:
    """Nobody there, with yes waiting in a pipe; a person who does not say yes; wrong ways; and yes."""
    answers = zip(ANSWERED, cycle(WRONG_ANSWERS), strict=False)
    ways = zip(MISLED, cycle(WRONG_WAYS), strict=False)
    return [
        *(Attempt(entry, "the flag, and nobody there", FLAG) for entry in NOBODY),
        *(Attempt(entry, f"the answer {answer!r}", FLAG, answer) for entry, answer in answers),
        *(Attempt(entry, name, variables) for entry, (name, variables) in ways),
        Attempt(RESET_AND_SEED, "even with yes", FLAG, "yes"),
        *(Attempt(entry, "yes", FLAG, "yes", let_in=True) for entry in LET_IN),
        Attempt(PYTHON, "both variables", UNATTENDED, let_in=True),
    ]


@dataclass(frozen=True)
class Result:
    outcome: Outcome
    connections: int
    audit: list[dict[str, Any]]


def make_environ(folder: Path, variables: Mapping[str, str]) -> dict[str, str]:
    """Nothing of this machine's own flags and addresses; embedded servers, if any, in a folder of their own."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "EMBEDDED_DATA_DIR": str(Path(tempfile.gettempdir()) / "instainstru-safety"),
        "SECRET_KEY": "a-secret-that-is-only-for-tests-and-long-enough",
        "DATABASE_AUDIT_FILE": str(folder / "audit.jsonl"),
        "REDIS_URL": f"redis://{NOWHERE}/0",
        "INT_DATABASE_URL": f"postgresql://u:int-pw@{NOWHERE}/a_test",
        "STG_DATABASE_URL": f"postgresql://u:stg-pw@{NOWHERE}/a_stg",
        **variables,
    }


def read_audit(folder: Path) -> list[dict[str, Any]]:
    path = folder / "audit.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def run(attempt: Attempt, folder: Path) -> Result:
    """In a process, an environment and a production of its own."""
    folder.mkdir()
    with CountingServer() as server:
        production = f"postgresql://owner:prod-pw@127.0.0.1:{server.port}/instainstru_production"
        given = {
            name: value.format(production=production, port=server.port) for name, value in attempt.variables.items()
        }
        environ = make_environ(folder, {"PROD_DATABASE_URL": production} | given)
        command = [sys.executable, *attempt.entry.arguments]
        until = attempt.entry.runs_until if attempt.let_in else ""
        if attempt.answer is None:
            outcome = run_alone(command, environ, BACKEND, typed="yes\nyes\n", until=until)
        else:
            outcome = run_at_terminal(command, environ, BACKEND, f"{attempt.answer}\n", until=until)
        return Result(outcome, server.connections, read_audit(folder))


def run_entry(entry: EntryPoint, environ: Mapping[str, str]) -> Outcome:
    """Without a terminal; ended when it runs on."""
    return run_alone([sys.executable, *entry.arguments], environ, BACKEND, until=entry.runs_until)


class Runner:
    """Runs attempts on both cores before their tests ask for them, when one process runs all of the tests."""

    def __init__(self, folder: Path, ahead: Sequence[Attempt]) -> None:
        self._folder = folder
        self._pool = ThreadPoolExecutor(max_workers=max(2, os.cpu_count() or 2))
        self._futures: dict[str, Future[Result]] = {}
        for attempt in ahead:
            self._submit(attempt)

    def result(self, attempt: Attempt) -> Result:
        return self._submit(attempt).result()

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)

    def _submit(self, attempt: Attempt) -> "Future[Result]":
        if str(attempt) not in self._futures:
            folder = self._folder / str(len(self._futures))
            self._futures[str(attempt)] = self._pool.submit(run, attempt, folder)
        return self._futures[str(attempt)]


BATCH = """
import asyncio, json, os, sys
import sqlalchemy.dialects.postgresql.asyncpg  # as loaded as it gets before anything is chosen
from app.core.config import get_settings
from app.core.container import build_engine
from app.core.database import AWAY, Database
from app.core.database_door import DatabaseRefused

async def reach() -> str:
    settings = get_settings()
    try:
        await Database(build_engine(settings)).ping()
    except AWAY:
        pass
    return settings.database_tier.value

def outcome(variables: dict[str, str]) -> str:
    os.environ.clear()
    os.environ.update(variables)
    try:
        return asyncio.run(reach())
    except DatabaseRefused:
        return "refused"

for variables in json.load(sys.stdin):
    read_end, write_end = os.pipe()
    if os.fork() == 0:
        os.write(write_end, outcome(variables).encode())
        os._exit(0)
    os.close(write_end)
    os.wait()
    print("OUTCOME", os.read(read_end, 100).decode(), flush=True)
    os.close(read_end)
"""


def run_batch(environs: Sequence[Mapping[str, str]], folder: Path) -> list[str]:
    """What each environment leads to, each in a process of its own that one Python forks before it chose anything."""
    clean = make_environ(folder, {})
    done = run_alone([sys.executable, "-c", BATCH], clean, BACKEND, typed=json.dumps(environs))
    said = [line.removeprefix("OUTCOME ") for line in done.output.splitlines() if line.startswith("OUTCOME ")]
    assert len(said) == len(environs), done.output
    return said
