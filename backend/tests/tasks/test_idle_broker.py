"""What worker and beat ask of Redis while nothing happens, and that they are quick all the same.

PROOF_SCALE=full compares a minute with Celery's own way.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from redis import Redis

from app.core.container import Container
from app.notifications.mail_sender import message_id
from tests.notifications.smtp_server import Inbox
from tests.proof import scaled
from tests.tasks.deliveries import end, until, write_welcome
from tests.tasks.processes import Process, beat, worker
from tests.valkey_server import ValkeyServer, valkey_server

SECONDS = scaled(5, 60)
SETTLED_SECONDS = scaled(2, 20)
PATIENCE_SECONDS = 240.0
# A question for work each ten seconds and a sign of life each thirty; both may fall into a few seconds.
MOST = scaled(5, 20)
AT_MOST_OF_CELERYS = 0.11
# From the row in the outbox to the mail server, with beat looking every two seconds.
DELIVERED_WITHIN_SECONDS = 10.0
PLAIN = "tests.tasks.plain_celery"
# Asked by this test itself.
OURS = {"cmdstat_info", "cmdstat_config|resetstat"}


def commands(redis: "Redis") -> int:
    stats = redis.info("commandstats")
    return sum(stat["calls"] for name, stat in stats.items() if name not in OURS)


async def wait_until_settled(redis: "Redis") -> None:
    """The worker has taken its queue, and then some seconds for what either does when it starts."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not redis.exists("_kombu.binding.celery"):
        assert time.monotonic() < deadline, "the worker did not start in time"
        await asyncio.sleep(0.2)
    await asyncio.sleep(SETTLED_SECONDS)


async def commands_while_idle(broker: ValkeyServer) -> int:
    with Redis.from_url(broker.url) as redis:
        await wait_until_settled(redis)
        redis.config_resetstat()
        await asyncio.sleep(SECONDS)
        return commands(redis)


@asynccontextmanager
async def running(parts: list[Process]) -> AsyncIterator[None]:
    try:
        for part in parts:
            part.start()
        yield
    finally:
        for part in parts:
            part.kill()


async def celerys_own_commands(environment: dict[str, str], folder: Path) -> int:
    (folder / "plain").mkdir()
    with valkey_server(folder / "plain") as broker:
        plain = environment | {"REDIS_URL": broker.url}
        async with running([worker(plain, PLAIN), beat(plain, PLAIN, "-s", str(folder / "schedule"))]):
            return await commands_while_idle(broker)


@pytest.mark.proof
async def test_an_idle_minute_asks_little_of_redis_and_a_mail_still_goes_out_at_once(
    live_container: Container,
    broker: ValkeyServer,
    inbox: Inbox,
    environment: dict[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    threads, timetable = worker(environment), beat(environment)
    async with running([threads, timetable]):
        ours = await commands_while_idle(broker)
        key, written = await write_welcome(live_container), time.monotonic()
        await until(lambda: len(inbox.mails) == 1)
        waited = time.monotonic() - written
        assert await end(threads, broker) == 0
    said = f"\nRedis commands in {SECONDS} idle seconds: {ours}"
    if scaled(0, 1):
        celerys = await celerys_own_commands(environment, tmp_path)
        said += f", as Celery does it by itself {celerys}: {1 - ours / celerys:.1%} fewer"
        assert ours <= AT_MOST_OF_CELERYS * celerys
    with capsys.disabled():
        sys.stdout.write(f"{said}; a mail went out after {waited:.1f} s\n")
    assert ours <= MOST
    assert waited < DELIVERED_WITHIN_SECONDS
    assert [mail["Message-ID"] for mail in inbox.mails] == [message_id(key)]
