"""The product's processes on one embedded stack: what `make up` runs, and what browser tests run against."""

import asyncio
import fcntl
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TypeVar

from embedded import EmbeddedError, ensure_database, ensure_redis, make_folder, status, stop
from embedded.ports import PortTakenError, claim, claim_or_another
from embedded.stacks import Stack
from embedded.supervisor import ProcessRecord, Program, Supervisor
from launchers.environment import Launch
from tools import web
from tools.paths import BACKEND, FRONTEND
from tools.terminal import Failure, Progress

WATCH_SECONDS = 1.0
T = TypeVar("T")


@dataclass(frozen=True)
class Ports:
    """Where the product's own processes listen."""

    web: int
    api: int
    smtp: int
    mailbox: int

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Ports":
        """The usual ones; WEB_PORT, API_PORT, SMTP_PORT and MAILBOX_PORT move each."""
        usual = {"web": 3000, "api": 8000, "smtp": 1025, "mailbox": 8025}
        return cls(**{name: _number(environ, f"{name.upper()}_PORT", port) for name, port in usual.items()})

    @classmethod
    @contextmanager
    def for_browser_tests(cls) -> Iterator["Ports"]:
        """Beside those of `make up`, claimed; what is taken is replaced by any that is free."""
        usual = {"web": 3100, "api": 8100, "smtp": 1125, "mailbox": 8125}
        with ExitStack() as claims:
            yield cls(**{name: claims.enter_context(claim_or_another(port)) for name, port in usual.items()})

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """Ours until the block is left. Raises Failure that names who has a port and how to choose another."""
        with ExitStack() as claims:
            for name, port in self.__dict__.items():
                try:
                    claims.enter_context(claim(port))
                except PortTakenError as taken:
                    raise Failure(
                        f"Port {port} for {name} is taken by {taken.owner}. "
                        f"Stop that program, or choose another port: {name.upper()}_PORT={port + 1} make up"
                    ) from None
            yield


@contextmanager
def only_one(stack: Stack) -> Iterator[None]:
    """One supervisor a stack, and nothing left of a killed one.

    The lock file holds the supervisor's process id; the system frees it, kill -9 or not.
    """
    make_folder(stack)
    with (stack.folder / "supervisor").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failure("It runs already in another terminal. `make down` ends `make up`.") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        ProcessRecord(stack.folder / "processes.json").end_leftovers()
        yield


def running_supervisor(stack: Stack) -> int | None:
    """The process id of the stack's supervisor while there is one."""
    path = stack.folder / "supervisor"
    if not path.exists():
        return None
    with path.open("r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return int(file.read())
    return None


class Product:
    """The processes of one stack, from the mailbox to the web app; `show` gets their lines."""

    def __init__(
        self,
        stack: Stack,
        ports: Ports,
        launch: Launch,
        node: Mapping[str, str],
        show: Callable[[str, str], None],
        without: frozenset[str] = frozenset(),
    ) -> None:
        self._stack = stack
        self._ports = ports
        self._launch = launch
        self._node = node
        self._show = show
        self._without = without
        self._supervisor = Supervisor(stack.folder, show)
        self._environ = {
            **launch.environ,
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(ports.smtp),
            "WEB_ORIGIN": f"http://localhost:{ports.web}",
            "LOG_JSON": "false",
            "PYTHONUNBUFFERED": "1",
        }
        # What the worker and beat do every few seconds is no news.
        self._quiet_environ = {"LOG_LEVEL": "WARNING", **self._environ}

    @asynccontextmanager
    async def running(self, progress: Progress) -> AsyncIterator[None]:
        """Started on entry, up to the first answer of each process; ended on leaving, the servers last."""
        try:
            await self._start(progress)
            yield
        finally:
            await self._supervisor.stop()
            if self._launch.embedded:
                await asyncio.to_thread(stop, self._stack.name)

    async def watch_servers(self) -> None:
        """PostgreSQL and Valkey are nobody's children, so that they outlive a killed supervisor: look after them."""
        ensure = {"PostgreSQL": ensure_database, "Valkey": ensure_redis}
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            for server in await asyncio.to_thread(status, self._stack.name):
                if server.url or server.name not in self._launch.embedded:
                    continue
                self._show("servers", f"{server.name} does not answer; starting it again")
                try:
                    await asyncio.to_thread(ensure[server.name], self._stack.name)
                except EmbeddedError as error:
                    self._show("servers", str(error))

    async def _start(self, progress: Progress) -> None:
        # These need no database; they start while it is made ready.
        self._keep(self._mailbox())
        self._keep(self._web())
        with progress.step("Database migrations"):
            await self._supervisor.run_once(self._python("migrate", "alembic", "upgrade", "head"))
        with progress.step("Seed"):
            await self._supervisor.run_once(self._python("seed", "seeds"))
        with progress.step("API, worker, beat, web app and mailbox"):
            for program in self._python_programs():
                self._keep(program)
            await self._supervisor.wait_until_healthy()

    def _keep(self, program: Program) -> None:
        if program.name not in self._without:
            self._supervisor.keep(program)

    def _python_programs(self) -> list[Program]:
        port = str(self._ports.api)
        celery = ("celery", "--quiet", "-A", "app.tasks.celery_app")
        # One worker here: nobody to gossip with.
        alone = ("--without-mingle", "--without-gossip", "--task-events")
        return [
            self._python("api", "uvicorn", "app.main:app", "--port", port, health=(self._ports.api, "/health")),
            self._quiet("worker", *celery, "worker", "--pool", "threads", "--concurrency", "4", *alone),
            self._quiet("beat", *celery, "beat", "--pidfile", ""),
        ]

    def _web(self) -> Program:
        environ = {
            **self._node,
            "PORT": str(self._ports.web),
            "HOSTNAME": "127.0.0.1",
            "API_URL": f"http://127.0.0.1:{self._ports.api}",
            "SITE_URL": f"http://localhost:{self._ports.web}",
        }
        return Program("web", ("node", str(web.SERVER)), FRONTEND, environ, health=(self._ports.web, "/"))

    def _mailbox(self) -> Program:
        ports, folder = self._ports, self._stack.folder / "mail"
        return self._python(
            *("mailbox", "embedded.mailbox", "--folder", str(folder)),
            *("--smtp-port", str(ports.smtp), "--web-port", str(ports.mailbox)),
            health=(ports.mailbox, "/health"),
        )

    def _python(self, name: str, *command: str, health: tuple[int, str] | None = None) -> Program:
        return Program(name, (sys.executable, "-m", *command), BACKEND, self._environ, health)

    def _quiet(self, name: str, *command: str) -> Program:
        return Program(name, (sys.executable, "-m", *command), BACKEND, self._quiet_environ)


async def until_signal(work: Coroutine[None, None, T], end: Callable[[], None] = lambda: None) -> T | None:
    """The work's result; None when SIGINT, SIGTERM or SIGHUP ended it first, all cleaned up. `end` hears of that."""
    task = asyncio.ensure_future(work)

    def cancel_once() -> None:
        if not task.cancelling():
            end()
            task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # `nohup make up` stays when its terminal goes.
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            asyncio.get_running_loop().add_signal_handler(number, cancel_once)
    try:
        return await task
    except asyncio.CancelledError:
        return None


def _number(environ: Mapping[str, str], name: str, usual: int) -> int:
    text = environ.get(name) or str(usual)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Failure(f"{name} is {text!r}; it must be a port number from 1 to 65535.")
    return int(text)
