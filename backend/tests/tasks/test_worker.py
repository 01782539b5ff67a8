"""A real worker in a process of its own, on a real broker, database and mail server."""

import asyncio
import os
import signal
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.config import Settings
from app.core.container import Container
from app.core.database_config import is_ci
from app.core.events import Outbox, OutboxMessage
from app.notifications.domain import CLAIM_LEASE, MAIL_TOPIC
from app.notifications.mail_sender import message_id
from app.tasks.celery_app import create_celery
from tests.factories.accounts import make_user
from tests.notifications.smtp_server import Inbox, smtp_server
from tests.servers import BACKEND
from tests.valkey_server import ValkeyServer, valkey_server

PATIENCE_SECONDS = 40.0
ON_CI_DATABASE = is_ci(os.environ)
POOLS = {"threads": ["--pool", "threads", "--concurrency", "2"], "prefork": ["--pool", "prefork", "--concurrency", "1"]}


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[ValkeyServer]:
    with valkey_server(tmp_path) as server:
        yield server


@pytest.fixture
async def inbox() -> AsyncIterator[Inbox]:
    async with smtp_server() as inbox:
        yield inbox


@pytest.fixture
def clock_file(tmp_path: Path) -> Path:
    return tmp_path / "offset"


@pytest.fixture
def environment(live_container: Container, broker: ValkeyServer, inbox: Inbox, clock_file: Path) -> dict[str, str]:
    database = live_container.settings.database_url.replace("postgresql+asyncpg://", "postgresql://")
    # A clock may be moved on INT only, so that is what the worker is on, unless the whole run is on a CI database.
    place = {"DATABASE_URL": database} if ON_CI_DATABASE else {"CLOCK_OFFSET_FILE": str(clock_file)}
    return place | {
        "INT_DATABASE_URL": database,
        "REDIS_URL": broker.url,
        "SMTP_PORT": str(inbox.port),
        "SECRET_KEY": "x" * 40,
        "LOG_LEVEL": "WARNING",
    }


@contextmanager
def worker(environment: dict[str, str], pool: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "celery", "-A", "app.tasks.celery_app", "worker", *POOLS[pool]]
    process = subprocess.Popen(command, cwd=BACKEND, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE_SECONDS)


async def write_welcome(container: Container) -> str:
    async with container.database.session() as session:
        person = await make_user(session)
        key = f"user:{uuid.uuid4()}:welcome"
        await Outbox(session).add(MAIL_TOPIC, key, {"template": "welcome", "user_id": str(person.id), "context": {}})
        await session.commit()
    return key


async def read_message(container: Container, key: str) -> OutboxMessage:
    async with container.database.read_session() as session:
        return (await session.execute(select(OutboxMessage).where(OutboxMessage.key == key))).scalar_one()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not condition():  # noqa: ASYNC110 - it is another process that is waited for
            await asyncio.sleep(0.05)


def set_ahead(clock_file: Path, by: timedelta) -> None:
    clock_file.write_text(str(by.total_seconds()))


def ask_to_deliver(broker: ValkeyServer) -> None:
    celery = create_celery(Settings(redis_url=broker.url, _env_file=None))
    with celery.connection_for_write() as connection:
        celery.send_task("notifications.deliver_outbox", connection=connection)


@pytest.mark.parametrize("pool", list(POOLS))
async def test_a_worker_delivers_and_ends_cleanly(
    live_container: Container, broker: ValkeyServer, inbox: Inbox, environment: dict[str, str], pool: str
) -> None:
    first = await write_welcome(live_container)
    with worker(environment, pool) as process:
        ask_to_deliver(broker)
        await until(lambda: len(inbox.mails) == 1)
        # Again, on the connections that the first task left in the pool.
        second = await write_welcome(live_container)
        ask_to_deliver(broker)
        await until(lambda: len(inbox.mails) == 2)
    assert process.returncode == 0
    assert [mail["Message-ID"] for mail in inbox.mails] == [message_id(first), message_id(second)]
    assert (await read_message(live_container, second)).delivered_at is not None


@pytest.mark.skipif(ON_CI_DATABASE, reason="it moves the clock, which a CI database refuses")
async def test_a_mail_survives_its_worker_killed_while_sending(
    live_container: Container, broker: ValkeyServer, inbox: Inbox, environment: dict[str, str], clock_file: Path
) -> None:
    key = await write_welcome(live_container)
    inbox.seconds = PATIENCE_SECONDS
    with worker(environment, "prefork") as process:
        ask_to_deliver(broker)
        await until(lambda: inbox.arriving == 1)
        process.kill()
    assert (await read_message(live_container, key)).delivered_at is None
    inbox.seconds = 0
    set_ahead(clock_file, CLAIM_LEASE + timedelta(seconds=1))
    with worker(environment, "prefork"):
        ask_to_deliver(broker)
        await until(lambda: len(inbox.mails) == 1)
    message = await read_message(live_container, key)
    assert (message.attempts, message.dead_at) == (2, None)
    assert message.delivered_at is not None
    assert inbox.mails[0]["Message-ID"] == message_id(key)
