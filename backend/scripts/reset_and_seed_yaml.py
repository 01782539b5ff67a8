"""Drops everything in an INT or STG database, migrates it anew and seeds it from the YAML files.

python scripts/reset_and_seed_yaml.py [int|stg] [--dry-run] [--yes]
"""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.core.database_config import DatabaseChoice
from scripts import databases
from scripts.reset_schema import reset


def seeds_for(choice: DatabaseChoice) -> list[databases.Step]:
    return [
        ("System data", partial(databases.seed_system_data, choice)),
        ("Embeddings", partial(databases.embed_subjects, choice)),
        ("Demo city", partial(databases.seed_demo_city, choice)),
    ]


def main(argv: Sequence[str]) -> None:
    reset(argv, "Drops everything in an INT or STG database, migrates it anew and seeds it.", seeds_for)


if __name__ == "__main__":
    databases.run_script(main)
