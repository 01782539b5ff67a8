"""Drops everything in an INT or STG database and migrates it anew, without data.

python scripts/reset_schema.py [int|stg] [--dry-run] [--yes]
"""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.core.database_config import DESTRUCTIBLE, DatabaseChoice, Tier
from scripts import databases


def steps_for(choice: DatabaseChoice) -> list[databases.Step]:
    return [
        ("Create the database", partial(databases.create, choice)),
        ("Drop everything", partial(databases.wipe, choice)),
        ("Migrate", partial(databases.migrate, choice)),
        ("Clear caches", databases.clear_cache),
    ]


def reset(argv: Sequence[str], description: str, more_steps: databases.StepsFor) -> None:
    """Shared with reset_and_seed_yaml.py, which adds data."""
    # `prod` is read so that it is refused, and kept, by the door.
    arguments = databases.arguments(description, (Tier.INT, Tier.STG, Tier.PROD)).parse_args(argv)
    choice = databases.open_database(arguments.tier, allowed=DESTRUCTIBLE)
    steps = [*steps_for(choice), *more_steps(choice)]
    if arguments.dry_run:
        databases.say_dry(choice, steps)
        return
    databases.confirm(choice, "This drops everything in", yes=arguments.yes)
    databases.take_steps(steps)
    print(f"Reset: {choice.address.place}")


def main(argv: Sequence[str]) -> None:
    reset(argv, "Drops everything in an INT or STG database and migrates it anew.", lambda _choice: [])


if __name__ == "__main__":
    databases.run_script(main)
