"""Seeds the database that the environment names. Safe to run again and again.

python -m seeds [--system-only] [--seed N]
"""

import argparse
import asyncio
import time

from app.core.config import open_settings
from app.core.database_config import Tier
from seeds.city import DEFAULT_SEED, seed_city
from seeds.embeddings import seed_embeddings
from seeds.system import seed_system

# Nobody who is made up goes where real people are.
TIERS_OF_DEMO_PEOPLE = (Tier.INT, Tier.STG)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m seeds", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--system-only", action="store_true", help="only categories, subjects, places and permissions, nothing computed"
    )
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="another number, another city (%(default)s)")
    return parser.parse_args()


async def run(*, system_only: bool, seed: int) -> None:
    allowed = tuple(Tier) if system_only else TIERS_OF_DEMO_PEOPLE
    choice = open_settings(allowed=allowed).choose_database(allowed=allowed)
    await seed_system(choice.url, say)
    if not system_only:
        say(await seed_embeddings(choice.url))
        await seed_city(choice.url, say, seed=seed)


def say(line: str) -> None:
    print(line, flush=True)


def main() -> None:
    given = arguments()
    started = time.monotonic()
    asyncio.run(run(system_only=given.system_only, seed=given.seed))
    say(f"Seeded in {time.monotonic() - started:.1f} s.")


if __name__ == "__main__":
    main()
