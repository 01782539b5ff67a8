"""The product's processes, each to be killed and started again under the others' feet."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import httpx

from tests.servers import BACKEND, free_port

START_SECONDS = 180.0
THREADS = ("--pool", "threads", "--concurrency", "2")


class Part(Protocol):
    def start(self) -> None: ...

    def kill(self) -> None: ...


class Process:
    """A program of ours in a process group of its own; killed with -9, children and all."""

    def __init__(self, module: str, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        self._command = [sys.executable, "-m", module, *arguments]
        self._environment = {**os.environ, **environment}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            self._command, cwd=BACKEND, env=self._environment, stdout=subprocess.DEVNULL, start_new_session=True
        )

    def kill(self) -> None:
        if self._process is not None:
            if self._process.poll() is None:
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=START_SECONDS)
            self._process = None

    def ask_to_end(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        assert self._process is not None
        return self._process.poll()


class WebProcess(Process):
    """One that answers HTTP on a port of its own."""

    def __init__(self, module: str, arguments: Sequence[str], environment: Mapping[str, str], port: int) -> None:
        super().__init__(module, arguments, environment)
        self.url = f"http://127.0.0.1:{port}"

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            assert time.monotonic() < deadline, f"{self.url} did not start in time"
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health", timeout=2).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False


def worker(environment: Mapping[str, str], app: str = "app.tasks.celery_app", pool: Sequence[str] = THREADS) -> Process:
    return Process("celery", ["--quiet", "-A", app, "worker", *pool], environment)


def beat(environment: Mapping[str, str], app: str = "app.tasks.celery_app", *options: str) -> Process:
    return Process("celery", ["--quiet", "-A", app, "beat", "--pidfile", "", *options], environment)


def api(environment: Mapping[str, str]) -> WebProcess:
    port = free_port()
    return WebProcess("uvicorn", ["app.main:app", "--port", str(port), "--log-level", "critical"], environment, port)


def mailbox(folder: Path, smtp_port: int) -> WebProcess:
    """The SMTP server of `make up`: a mail is answered for when it is on disk, so a kill loses none."""
    port = free_port()
    arguments = ["--folder", str(folder), "--smtp-port", str(smtp_port), "--web-port", str(port)]
    return WebProcess("embedded.mailbox", arguments, {}, port)
