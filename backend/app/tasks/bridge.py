"""The one way from Celery, which is synchronous, into the application, which is not.

A domain's `tasks.py` holds coroutine functions that take the worker's container:

    @shared_task(name="bookings.sweep_holds")
    async def sweep_holds(container: Container) -> int:
        async with container.database.session() as session:
            return await build_booking_service(session, container).sweep_holds()

They import Celery's `shared_task` and nothing from here: `celery_app` makes every task an `AsyncTask`.
Arguments given to `.delay(...)` follow the container and are JSON. A task must be safe to run twice.

A task that is scheduled often says when there is anything to do, `@shared_task(..., is_due=staticmethod(has_stale))`:
beat asks first (`scheduler.py`). One whose database is lost is tried again by itself, later and later.
"""

import asyncio
import contextvars
import threading
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import structlog
from celery import Task
from celery.utils.time import get_exponential_backoff_interval
from sqlalchemy.exc import DBAPIError, InterfaceError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.core.config import get_settings
from app.core.container import Container, build_container
from app.core.database import AWAY
from app.core.metrics import timed_task
from app.core.telemetry import telemetry

log = structlog.get_logger(__name__)

R = TypeVar("R")

# PostgreSQL's classes for a connection that broke, a server that is full, going or starting, and a deadlock.
LOST_CLASSES = ("08", "53", "57", "40")
# A quarter of an hour of tries. All of them far below the broker's visibility timeout, in which a waiting task is held.
MAX_RETRIES = 10
FIRST_RETRY_SECONDS, LONGEST_RETRY_SECONDS = 2, 120

# Far below the broker's visibility timeout, so that a task that hangs ends before it is given to another worker.
TASK_SECONDS = 120


class Bridge:
    """An event loop and a container that belong to one thread of one process.

    Connections are bound to the loop that opened them and do not survive a fork, so they cannot be shared.
    """

    def __init__(self, build: Callable[[], Container], seconds: float = TASK_SECONDS) -> None:
        self._runner = asyncio.Runner()
        self._build = build
        self._seconds = seconds
        self._container: Container | None = None

    def run(self, work: Callable[[Container], Awaitable[R]]) -> R:
        """Runs `work` to its end; TimeoutError when it takes longer than a task may."""
        # A copy of the caller's context carries the task's id into every log line.
        return self._runner.run(self._limited(work), context=contextvars.copy_context())

    async def _limited(self, work: Callable[[Container], Awaitable[R]]) -> R:
        if self._container is None:
            self._container = self._build()
        try:
            async with asyncio.timeout(self._seconds):
                return await work(self._container)
        finally:
            # Between two tasks the loop stands still, and with it whatever was only begun.
            await self._container.live.settle()

    def close(self) -> None:
        if self._container is not None:
            self._runner.run(self._container.close())
        self._runner.close()


class Bridges:
    """The bridges of this process, each made by its thread's first task: after the fork, never before."""

    def __init__(self, build: Callable[[], Container]) -> None:
        self._build = build
        self._of_thread = threading.local()
        self._all: list[Bridge] = []

    def current(self) -> Bridge:
        bridge: Bridge | None = getattr(self._of_thread, "bridge", None)
        if bridge is None:
            bridge = self._of_thread.bridge = Bridge(self._build)
            self._all.append(bridge)
        return bridge

    def close_all(self) -> None:
        """For the end of the process, when no thread runs a task any more."""
        while self._all:
            self._all.pop().close()


BRIDGES = Bridges(lambda: build_container(get_settings()))


def run_async(work: Callable[[Container], Awaitable[R]]) -> R:
    """Runs `work` with this thread's container and event loop."""
    return BRIDGES.current().run(work)


class AsyncTask(Task):  # type: ignore[misc]
    """A Celery task whose function is a coroutine function that takes the container first."""

    # Celery would compare a caller's arguments with a signature that has the container in it.
    typing = False
    max_retries = MAX_RETRIES

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        about = {"task": self.name, "task_id": self.request.id}
        with structlog.contextvars.bound_contextvars(**about), timed_task(self.name, self.request.get("sent_at")):
            try:
                return run_async(lambda container: self.run(container, *args, **kwargs))
            except AWAY as error:
                raise self._later(error) from error

    def on_failure(self, exc: BaseException, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:
        """After the last try."""
        with structlog.contextvars.bound_contextvars(task=self.name, task_id=task_id):
            telemetry().report(exc)

    def _later(self, error: BaseException) -> BaseException:
        """Celery's word for another try, or the error itself after the last one."""
        if not is_lost(error) or self.request.retries >= self.max_retries:
            return error
        seconds = get_exponential_backoff_interval(
            FIRST_RETRY_SECONDS, self.request.retries, LONGEST_RETRY_SECONDS, full_jitter=True
        )
        log.warning("database lost; the task is tried again", seconds=seconds, error=type(error).__name__)
        # What expires before its next try is dropped then: it is scheduled anew anyway.
        retry: BaseException = self.retry(exc=error, countdown=max(1, seconds), throw=False)
        return retry


def is_lost(error: BaseException) -> bool:
    """Whether the database, or the way to it, is gone; a statement that it refuses will be refused again."""
    if isinstance(error, DBAPIError):
        state = str(getattr(error.orig, "sqlstate", None) or "")
        return error.connection_invalidated or isinstance(error, InterfaceError) or state.startswith(LOST_CLASSES)
    return not isinstance(error, SQLAlchemyError | TimeoutError) or isinstance(error, PoolTimeoutError)
