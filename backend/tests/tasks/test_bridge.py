import asyncio
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest
import structlog
from redis import Redis
from redis.client import PubSub

from app.core.config import Settings
from app.core.container import Container, build_container
from app.core.live import CHANNEL, TimeChange
from app.tasks import bridge
from app.tasks.bridge import AsyncTask, Bridge, Bridges
from app.tasks.celery_app import create_celery


@pytest.fixture
def bridges() -> Iterator[Bridges]:
    """With containers that connect to nothing."""
    made = Bridges(lambda: build_container(Settings(_env_file=None)))
    yield made
    made.close_all()


async def where(container: Container) -> tuple[int, int, int]:
    await asyncio.sleep(0.05)
    return threading.get_ident(), id(asyncio.get_running_loop()), id(container)


def test_each_thread_has_a_loop_and_a_container_of_its_own_and_keeps_them(bridges: Bridges) -> None:
    with ThreadPoolExecutor(3) as pool:
        places = list(pool.map(lambda _: bridges.current().run(where), range(12)))
    threads, loops, containers = zip(*places, strict=True)
    assert len(set(threads)) == len(set(loops)) == len(set(containers)) == len(set(places)) == 3


def test_an_error_of_the_work_comes_out_and_the_bridge_lives_on(bridges: Bridges) -> None:
    async def fail(_: Container) -> None:
        raise ValueError("broken")

    def run_both() -> tuple[int, int, int]:
        with pytest.raises(ValueError, match="broken"):
            bridges.current().run(fail)
        return bridges.current().run(where)

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(run_both).result()


def test_work_that_hangs_is_ended() -> None:
    async def hang(_: Container) -> None:
        await asyncio.sleep(60)

    def run() -> None:
        made = Bridge(lambda: build_container(Settings(_env_file=None)), seconds=0.05)
        try:
            made.run(hang)
        finally:
            made.close()

    with ThreadPoolExecutor(1) as pool, pytest.raises(TimeoutError):
        pool.submit(run).result()


def test_what_a_task_tells_open_pages_is_told_when_it_ends(redis_url: str) -> None:
    """Between two tasks the loop stands still: what was only begun would wait for the next one."""
    teacher = uuid.uuid4()

    async def tell(container: Container) -> None:
        await container.live.publish(TimeChange(teacher, None))

    def run() -> bool:
        made = Bridge(lambda: build_container(Settings(redis_url=redis_url, _env_file=None)))
        with closing(Redis.from_url(redis_url)) as redis, redis.pubsub() as page:
            page.subscribe(CHANNEL)
            made.run(tell)
            told = _is_told(page, teacher)
        made.close()
        return told

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(run).result()


def _is_told(page: PubSub, teacher: uuid.UUID) -> bool:
    """The channel is everybody's: other tests speak on it too."""
    while (message := page.get_message(timeout=2)) is not None:
        if message["type"] == "message" and str(teacher).encode() in message["data"]:
            return True
    return False


def test_a_task_gets_the_container_first_and_its_id_is_on_every_log_line() -> None:
    celery = create_celery(Settings(_env_file=None))
    seen: dict[str, Any] = {}

    @celery.task(name="tests.add", shared=False)
    async def add(container: Container, left: int, right: int = 0) -> int:
        seen.update(structlog.contextvars.get_contextvars(), has_container=isinstance(container, Container))
        return left + right

    task = celery.tasks["tests.add"]
    assert isinstance(task, AsyncTask)
    with ThreadPoolExecutor(1) as pool:
        result = pool.submit(lambda: task.apply((2,), {"right": 3}, task_id="t-1")).result()
        bridge.BRIDGES.close_all()
    assert result.get(disable_sync_subtasks=False) == 5
    assert seen == {"task": "tests.add", "task_id": "t-1", "has_container": True}
