"""The one way from Celery, which is synchronous, into the application, which is not.

A domain's `tasks.py` holds coroutine functions that take the worker's container:

    @shared_task(name="bookings.sweep_holds")
    async def sweep_holds(container: Container) -> int:
        async with container.database.session() as session:
            return await build_booking_service(session, container).sweep_holds()

They import Celery's `shared_task` and nothing from here: `celery_app` makes every task an `AsyncTask`.
Arguments given to `.delay(...)` follow the container and are JSON. A task must be safe to run twice.
"""

import asyncio
import contextvars
import threading
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import structlog
from celery import Task

from app.core.config import get_settings
from app.core.container import Container, build_container

R = TypeVar("R")

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
        async with asyncio.timeout(self._seconds):
            return await work(self._container)

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

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with structlog.contextvars.bound_contextvars(task=self.name, task_id=self.request.id):
            return run_async(lambda container: self.run(container, *args, **kwargs))
