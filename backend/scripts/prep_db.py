"""Makes a database ready: create, extensions, migrate, seed, embed, clear caches. Safe to run twice.

python scripts/prep_db.py [int|stg|prod] [--migrate-only | --seed-only] [--dry-run] [--yes]
"""

import sys
from argparse import Namespace
from collections.abc import Sequence
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.core.database_config import DESTRUCTIBLE, DatabaseChoice, Tier
from scripts import databases


def read_arguments(argv: Sequence[str]) -> Namespace:
    parser = databases.arguments("Makes a database ready; safe to run twice.", (Tier.INT, Tier.STG, Tier.PROD))
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--migrate-only", action="store_true", help="create, extensions, migrations")
    part.add_argument("--seed-only", action="store_true", help="data for a database that is migrated already")
    return parser.parse_args(argv)


def steps_for(choice: DatabaseChoice, arguments: Namespace) -> list[databases.Step]:
    build: list[databases.Step] = [
        ("Create the database", partial(databases.create, choice)),
        ("Extensions", partial(databases.add_extensions, choice)),
        ("Migrate", partial(databases.migrate, choice)),
    ]
    seed: list[databases.Step] = [
        ("System data", partial(databases.seed_system_data, choice)),
        ("Embeddings", partial(databases.embed_subjects, choice)),
    ]
    if choice.tier in DESTRUCTIBLE:
        seed.append(("Demo city", partial(databases.seed_demo_city, choice)))
    caches: list[databases.Step] = [("Clear caches", databases.clear_cache)]
    if arguments.migrate_only:
        return [*build, *caches]
    return [*seed, *caches] if arguments.seed_only else [*build, *seed, *caches]


def main(argv: Sequence[str]) -> None:
    arguments = read_arguments(argv)
    databases.refuse_yes_for_production(arguments.tier, yes=arguments.yes)
    choice = databases.open_database(arguments.tier)
    steps = steps_for(choice, arguments)
    if arguments.dry_run:
        databases.say_dry(choice, steps)
        return
    databases.take_steps(steps)
    print(f"Ready: {choice.address.place}")


if __name__ == "__main__":
    databases.run_script(main)
