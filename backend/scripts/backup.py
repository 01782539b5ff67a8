"""Writes a database into one file, whole or not at all, with a note beside it.

python scripts/backup.py [int|stg|prod] [--to FOLDER] [--keep NUMBER]

The dump is PostgreSQL's own compressed format, readable by `pg_restore`; the note has its SHA-256, the rows by table
and the audit log's head. `--keep 14` removes all but the newest fourteen of this tier from the folder.
"""

import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.core.config import PROJECT_ROOT
from app.core.database_config import DatabaseChoice, Tier
from scripts import databases, dumps


def read_arguments(argv: Sequence[str]) -> Namespace:
    parser = databases.arguments("Writes a database into one file.", (Tier.INT, Tier.STG, Tier.PROD))
    parser.add_argument("--to", type=Path, default=PROJECT_ROOT / "backups", help="default: backups of the project")
    parser.add_argument("--keep", type=int, help="how many of this tier stay in the folder; default: all")
    return parser.parse_args(argv)


def back_up(choice: DatabaseChoice, folder: Path) -> Path:
    """The finished file. Readable by its owner alone: it holds people's data."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    now = datetime.now(UTC)
    target = folder / f"instainstru-{choice.tier.value}-{now:%Y%m%dT%H%M%S}{dumps.SUFFIX}"
    draft = target.with_suffix(".unfinished")
    draft.touch(mode=0o600)
    # One snapshot for all tables; owners and rights belong to the server that it is restored on.
    options = ["--format=custom", "--no-owner", "--no-acl", "--file", str(draft)]
    dumps.run([dumps.program("pg_dump"), *options, "--dbname", choice.address.driver_url])
    note = dumps.Note(
        made_at=now.isoformat(),
        tier=choice.tier.value,
        revision=databases.revision_of(choice),
        sha256=dumps.digest_of(draft),
        rows=dumps.count_rows(choice),
        audit_head=dumps.audit_head(choice),
    )
    note.write(target)
    draft.replace(target)
    return target


def remove_older(folder: Path, tier: Tier, keep: int) -> list[Path]:
    """All but the newest; their names sort by time."""
    found = sorted(folder.glob(f"instainstru-{tier.value}-*{dumps.SUFFIX}"), reverse=True)
    for path in found[keep:]:
        path.unlink()
        dumps.note_of(path).unlink(missing_ok=True)
    return found[keep:]


def main(argv: Sequence[str]) -> None:
    arguments = read_arguments(argv)
    if arguments.keep is not None and arguments.keep < 1:
        raise databases.Stopped("--keep must leave one at least.")
    choice = databases.open_database(arguments.tier)
    if arguments.dry_run:
        print(f"Would write {choice.address.place} to {arguments.to}.")
        return
    target = back_up(choice, arguments.to)
    removed = remove_older(arguments.to, choice.tier, arguments.keep) if arguments.keep else []
    print(f"Backed up {choice.address.place}: {target} ({target.stat().st_size:,} bytes), {len(removed)} older removed")


if __name__ == "__main__":
    databases.run_script(main)
