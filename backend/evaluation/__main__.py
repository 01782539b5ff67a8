"""python -m evaluation [--words-only]"""

import argparse
import asyncio
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import httpx

from app.core.clock import FixedClock
from app.core.container import Container
from app.core.database import Database, create_engine
from app.core.embeddings import LocalEmbedder
from app.core.security import PasswordHasher
from app.main import create_app
from benchmarks.servers import fresh_city
from embedded import ensure
from evaluation.labels import Half, Labelled, read_labels
from evaluation.reading import read_everything
from evaluation.report import results_text, understanding_text, write
from evaluation.results import Found, results
from evaluation.slots import by_words, seed_lexicon, understanding, with_meaning
from tests.conftest import NEW_YORK, calling, make_container, make_settings


async def run(*, words_only: bool) -> bool:
    """Prints the figures; whether every result was sound and nobody was missing."""
    labels, lexicon = read_labels(), seed_lexicon()
    started = time.perf_counter()
    understood = understanding(labels, by_words(lexicon))
    print(f"{len(labels)} queries read in {(time.perf_counter() - started) * 1_000 / len(labels):.2f} ms each.\n")
    if words_only:
        print("\n".join(understanding_text(understood)))
        return True
    embedder = LocalEmbedder()
    try:
        understood = understanding(labels, await with_meaning(lexicon, embedder, labels))
        print("\n".join(understanding_text(understood)), "\n")
        found = await _results(labels, embedder)
    finally:
        embedder.close()
    print("\n".join(results_text(found)))
    print(f"\nWritten to {write(understood, found)}")
    return all(
        item.sound == item.shown and item.complete == item.meeting and not item.wrong_totals and not item.wrong_offers
        for item in found.values()
    )


async def _results(labels: list[Labelled], embedder: LocalEmbedder) -> Mapping[Half, Found]:
    addresses = ensure("test")
    async with (
        fresh_city(addresses.database_url) as url,
        _application(url, addresses.redis_url, embedder) as (client, container),
        container.database.session() as session,
    ):
        return await results(client, await read_everything(session, container.clock.now()), labels)


@asynccontextmanager
async def _application(
    url: str, redis_url: str, embedder: LocalEmbedder
) -> AsyncIterator[tuple[httpx.AsyncClient, Container]]:
    """As in production with the real model, at ten in the morning in New York."""
    at_ten = datetime.now(NEW_YORK).replace(hour=10, minute=0, second=0, microsecond=0)
    passwords, settings = PasswordHasher(), make_settings(url, redis_url)
    engine = create_engine(settings.database_url)
    container = make_container(settings, Database(engine), FixedClock(at_ten.astimezone(UTC)), passwords)
    container.embedder = embedder
    async with calling(create_app(settings, container), container) as client:
        yield client, container
    await container.redis.aclose()
    await engine.dispose()
    passwords.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m evaluation", description="Judge search by labelled queries.")
    parser.add_argument("--words-only", action="store_true", help="only what is understood, without a database")
    if not asyncio.run(run(words_only=parser.parse_args().words_only)):
        sys.exit("a result was wrong, missing or miscounted")


if __name__ == "__main__":
    main()
