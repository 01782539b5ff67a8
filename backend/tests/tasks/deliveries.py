"""Mails to be delivered, and waiting for what other processes do."""

import asyncio
import uuid
from collections.abc import Callable

from app.core.config import Settings
from app.core.container import Container
from app.core.events import Outbox
from app.notifications.domain import MAIL_TOPIC
from app.tasks.celery_app import create_celery
from tests.factories.accounts import make_user
from tests.tasks.processes import Process
from tests.valkey_server import ValkeyServer

PATIENCE_SECONDS = 120.0


async def write_welcome(container: Container) -> str:
    async with container.database.session() as session:
        person = await make_user(session)
        key = f"user:{uuid.uuid4()}:welcome"
        await Outbox(session).add(MAIL_TOPIC, key, {"template": "welcome", "user_id": str(person.id), "context": {}})
        await session.commit()
    return key


def ask(broker: ValkeyServer, task: str) -> None:
    celery = create_celery(Settings(redis_url=broker.url, _env_file=None))
    with celery.connection_for_write() as connection:
        celery.send_task(task, connection=connection)


def ask_to_deliver(broker: ValkeyServer) -> None:
    ask(broker, "notifications.deliver_outbox")


async def until(condition: Callable[[], bool], meanwhile: Callable[[], None] = lambda: None) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not condition():
            meanwhile()
            await asyncio.sleep(0.2)


async def end(process: Process, broker: ValkeyServer) -> int | None:
    """Tells it to stop, as a deployment does; a task wakes it from its question for work."""
    process.ask_to_end()
    await until(lambda: process.exit_code is not None, meanwhile=lambda: ask_to_deliver(broker))
    return process.exit_code
