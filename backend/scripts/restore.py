"""Reads a backup into an empty database, in one transaction, and counts what came.

python scripts/restore.py FILE [int|stg|prod] [--yes] [--dry-run]

On INT and STG whatever is there is dropped first, after asking; on production the database must be new and empty. The
marker of the backup is the database's afterwards: a copy of production stays production, and STG refuses it until
somebody has cleaned it (docs/operations/database-safety.md).
"""

import sys
from argparse import Namespace
from collections.abc import Sequence
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import Connection, text

from app.core.database_config import DESTRUCTIBLE, DatabaseChoice, Tier
from app.core.database_marker import read_marker
from scripts import databases, dumps


def read_arguments(argv: Sequence[str]) -> Namespace:
    parser = databases.arguments("Reads a backup into an empty database.", (Tier.INT, Tier.STG, Tier.PROD))
    # Before the tier, which may be left out.
    parser.usage = "restore.py FILE [int|stg|prod] [--yes] [--dry-run]"
    path, *rest = argv or [""]
    if not path or path.startswith("-"):
        parser.error("which FILE?")
    arguments = parser.parse_args(rest)
    arguments.file = Path(path)
    return arguments


def make_room(choice: DatabaseChoice) -> str:
    if choice.tier in DESTRUCTIBLE:
        databases.wipe(choice)
        # The dump makes the schema's extensions and tables; the schema itself is there.
        return "whatever was there is dropped"

    def require_empty(connection: Connection) -> None:
        if not read_marker(connection).is_new:
            raise databases.Stopped("it is not empty. Production is restored into a new database, never over one.")

    databases.on_connection(choice, require_empty)
    return "it is empty"


def read_in(choice: DatabaseChoice, dump: Path) -> str:
    options = ["--no-owner", "--no-acl", "--exit-on-error", "--single-transaction"]
    dumps.run([dumps.program("pg_restore"), *options, "--dbname", choice.address.driver_url, str(dump)])
    return "everything, in one transaction"


def compare(choice: DatabaseChoice, note: dumps.Note) -> str:
    """With the note, table by table; it was counted just after the dump, so busy tables may have gone on."""
    rows = dumps.count_rows(choice)
    missing = sorted(set(note.rows) - set(rows))
    if missing:
        raise databases.Stopped(f"these tables did not come: {', '.join(missing)}.")
    differing = [name for name, count in note.rows.items() if rows[name] != count]
    said = f"; not as many as noted: {', '.join(differing)}" if differing else ", as many as noted"
    return f"{sum(rows.values()):,} rows in {len(rows)} tables{said}; audit head {dumps.audit_head(choice) or 'none'}"


def refresh_statistics(choice: DatabaseChoice) -> str:
    databases.on_connection(choice, lambda connection: connection.execute(text("ANALYZE")) and None)
    return "the planner knows the tables"


def main(argv: Sequence[str]) -> None:
    arguments = read_arguments(argv)
    note = dumps.Note.read(arguments.file)
    choice = databases.open_database(arguments.tier)
    if arguments.dry_run:
        print(f"Would read {arguments.file} ({note.tier}, at {note.revision}) into {choice.address.place}.")
        return
    databases.confirm(choice, "This replaces everything in", yes=arguments.yes)
    steps: list[databases.Step] = [
        ("Create the database", partial(databases.create, choice)),
        ("Make room", partial(make_room, choice)),
        ("Read the backup", partial(read_in, choice, arguments.file)),
        ("Statistics", partial(refresh_statistics, choice)),
        ("Compare with the note", partial(compare, choice, note)),
    ]
    if note.tier != choice.tier.value:
        print(
            f"This is a copy of {note.tier.upper()}: its marker says so afterwards, and {choice.tier.name} refuses it."
        )
        steps = steps[:3]
    databases.take_steps(steps)
    print(f"Restored: {choice.address.place}")


if __name__ == "__main__":
    databases.run_script(main)
