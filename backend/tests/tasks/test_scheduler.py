"""Beat asks before it sends, and a task whose database is lost comes back."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import asyncpg
import pytest
from celery import Celery
from celery.exceptions import Retry
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.core.config import Settings
from app.core.container import Container
from app.tasks import bridge
from app.tasks.bridge import LONGEST_RETRY_SECONDS, MAX_RETRIES, is_lost
from app.tasks.celery_app import create_celery
from app.tasks.scheduler import AskingScheduler

# Nobody is there, and nobody is asked.
BROKER = Settings(redis_url="redis://127.0.0.1:1/0", _env_file=None)


@pytest.fixture
def celery() -> Celery:
    return create_celery(BROKER)


class Sending(AskingScheduler):
    """Writes down what beat would put on the queue."""

    def __init__(self, app: Celery) -> None:
        self.sent: list[str] = []
        super().__init__(app, lazy=True)

    def apply_async(self, entry: Any, producer: Any = None, advance: bool = True, **_: Any) -> None:
        self.sent.append(entry.task)


def ask(celery: Celery, answer: bool | Exception | None) -> list[str]:
    """What is sent when the task's `is_due` says this; None for a task that has none."""

    async def is_due(_: Container) -> bool:
        if isinstance(answer, Exception):
            raise answer
        return bool(answer)

    options = {} if answer is None else {"is_due": staticmethod(is_due)}

    @celery.task(name="tests.often", shared=False, **options)
    async def often(_: Container) -> None: ...

    scheduler = Sending(celery)
    scheduler.apply_entry(scheduler.Entry(name="often", task="tests.often", schedule=60, app=celery))
    scheduler.close()
    return scheduler.sent


@pytest.mark.parametrize(
    ("answer", "is_sent"),
    [(None, True), (True, True), (False, False), (ConnectionRefusedError(), False), (TimeoutError(), False)],
)
def test_a_task_is_sent_when_it_has_something_to_do(
    celery: Celery, answer: bool | Exception | None, is_sent: bool
) -> None:
    assert ask(celery, answer) == ["tests.often"] * is_sent


def test_a_mistake_in_the_question_is_not_hidden(celery: Celery) -> None:
    with pytest.raises(ZeroDivisionError):
        ask(celery, ZeroDivisionError())


class ServerGone(Exception):
    sqlstate = "57P01"


class Refused(Exception):
    sqlstate = "23505"


@pytest.mark.parametrize(
    ("error", "lost"),
    [
        (ConnectionRefusedError(), True),
        (asyncpg.CannotConnectNowError(), True),
        (asyncpg.InternalClientError(), True),
        (OperationalError("SELECT 1", {}, ServerGone()), True),
        (OperationalError("SELECT 1", {}, Exception(), connection_invalidated=True), True),
        (PoolTimeoutError(), True),
        (IntegrityError("INSERT", {}, Refused()), False),
        (TimeoutError(), False),
    ],
)
def test_what_counts_as_a_lost_database(error: Exception, lost: bool) -> None:
    assert is_lost(error) is lost


def run_failing(error: Exception, retries: int) -> list[float]:
    """The pauses before the next try, drawn fifty times."""
    celery = create_celery(BROKER)

    @celery.task(name="tests.failing", shared=False)
    async def failing(_: Container) -> None:
        raise error

    def run() -> list[float]:
        task, pauses = celery.tasks["tests.failing"], []
        for _ in range(50):
            task.push_request(id="t-1", retries=retries, called_directly=False, is_eager=True, args=(), kwargs={})
            try:
                task()
            except Retry as retry:
                pauses.append(float(retry.when or 0))
            finally:
                task.pop_request()
        return pauses

    # A thread has a bridge of its own.
    with ThreadPoolExecutor(1) as pool:
        try:
            return pool.submit(run).result()
        finally:
            bridge.BRIDGES.close_all()


def test_a_task_whose_database_is_lost_is_tried_again_later_and_later() -> None:
    first = run_failing(ConnectionRefusedError(), retries=0)
    later = run_failing(ConnectionRefusedError(), retries=8)
    assert len(first) == len(later) == 50
    assert 1 <= min(first) <= max(first) <= 2
    assert max(first) < max(later) <= LONGEST_RETRY_SECONDS
    assert len(set(later)) > 10


def test_not_for_ever_and_not_what_would_fail_again() -> None:
    with pytest.raises(ConnectionRefusedError):
        run_failing(ConnectionRefusedError(), retries=MAX_RETRIES)
    with pytest.raises(IntegrityError):
        run_failing(IntegrityError("INSERT", {}, Refused()), retries=0)
