"""A real worker of processes, as Celery makes them by default, on a real broker, database and mail server.

What a worker of threads does is shown in `test_idle_broker.py`.
"""

import os
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from app.core.container import Container
from app.core.database_config import is_ci
from app.core.events import OutboxMessage
from app.notifications.domain import CLAIM_LEASE
from app.notifications.mail_sender import message_id
from tests.notifications.smtp_server import Inbox
from tests.tasks.deliveries import ask_to_deliver, end, until, write_welcome
from tests.tasks.processes import worker
from tests.valkey_server import ValkeyServer

PREFORK = ("--pool", "prefork", "--concurrency", "1")
LONGER_THAN_ANY_WAIT = 600.0


async def read_message(container: Container, key: str) -> OutboxMessage:
    async with container.database.read_session() as session:
        return (await session.execute(select(OutboxMessage).where(OutboxMessage.key == key))).scalar_one()


def pass_the_lease(clock_file: Path) -> None:
    """A CI database refuses a moved clock: there it is waited for."""
    if not is_ci(os.environ):
        clock_file.write_text(str((CLAIM_LEASE + timedelta(seconds=1)).total_seconds()))


async def test_a_worker_delivers_survives_being_killed_while_sending_and_ends_cleanly(
    live_container: Container, broker: ValkeyServer, inbox: Inbox, environment: dict[str, str], clock_file: Path
) -> None:
    process = worker(environment, pool=PREFORK)
    process.start()
    try:
        keys = [await write_welcome(live_container)]
        ask_to_deliver(broker)
        await until(lambda: len(inbox.mails) == 1)
        # Again, on the connections that the first task left in the pool.
        keys.append(await write_welcome(live_container))
        ask_to_deliver(broker)
        await until(lambda: len(inbox.mails) == 2)

        keys.append(await write_welcome(live_container))
        inbox.seconds = LONGER_THAN_ANY_WAIT
        ask_to_deliver(broker)
        await until(lambda: inbox.arriving == 3)
        process.kill()
        assert (await read_message(live_container, keys[2])).delivered_at is None
        inbox.seconds = 0
        pass_the_lease(clock_file)
        process.start()
        await until(lambda: len(inbox.mails) == 3, meanwhile=lambda: ask_to_deliver(broker))
        assert await end(process, broker) == 0
    finally:
        process.kill()
    message = await read_message(live_container, keys[2])
    assert (message.attempts, message.dead_at) == (2, None)
    assert message.delivered_at is not None
    assert [mail["Message-ID"] for mail in inbox.mails] == [message_id(key) for key in keys]
