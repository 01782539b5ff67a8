"""The real API in a process of its own, for tests that need the network between."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

BACKEND = Path(__file__).resolve().parents[1]
START_SECONDS = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running_api(environment: Mapping[str, str]) -> Iterator[str]:
    """Starts uvicorn on a free port with that environment on top of ours; gives the base address."""
    with MortalApi(environment) as api:
        yield api.base


class MortalApi:
    """A running API that can be killed, and is then started again on the same port."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.deaths = 0
        self._environment = {**os.environ, "LOG_LEVEL": "ERROR", **environment}
        self._port = free_port()
        self.base = f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> "MortalApi":
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)

    def kill_and_start_again(self) -> None:
        """With the signal that nobody can prepare for."""
        self._process.kill()
        self._process.wait(timeout=20)
        self.deaths += 1
        self._start()

    def _start(self) -> None:
        command = [sys.executable, "-m", "uvicorn", "app.main:app", "--port", str(self._port), "--log-level", "warning"]
        self._process = subprocess.Popen(command, cwd=BACKEND, env=self._environment)
        try:
            _wait_until_alive(self.base, self._process)
        except RuntimeError:
            self._process.kill()
            raise


def _wait_until_alive(base: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the API ended with {process.returncode} while starting")
        try:
            if httpx.get(f"{base}/health", timeout=2).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError("the API did not start in time")
