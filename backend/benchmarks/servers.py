"""A fresh city, and servers on free loopback ports."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.conftest import SECRET
from tests.databases import clone

BACKEND = Path(__file__).resolve().parents[1]
START_SECONDS = 60.0
REDIS_DATABASE = 60


@dataclass(frozen=True)
class Server:
    """A running uvicorn with one worker."""

    url: str
    process: psutil.Process

    def cpu_seconds(self) -> float:
        times = self.process.cpu_times()
        return times.user + times.system


def application_environment(database_url: str, redis_url: str) -> dict[str, str]:
    """As in production, but for limits that no load reaches."""
    return {
        "INT_DATABASE_URL": database_url,
        "DATABASE_URL": database_url,
        "REDIS_URL": f"{redis_url.rpartition('/')[0]}/{REDIS_DATABASE}",
        "RATE_LIMIT_SCALE": "100000",
        "SECRET_KEY": SECRET,
    }


@asynccontextmanager
async def fresh_city(server_url: str) -> AsyncIterator[str]:
    """A database of its own, migrated and seeded with the demo city; gone afterwards."""
    async with clone(server_url, f"instainstru_test_{os.getpid()}_bench") as url:
        environment = {**os.environ, "INT_DATABASE_URL": url, "DATABASE_URL": url}
        _seed(environment)
        yield url


def _seed(environment: Mapping[str, str]) -> None:
    subprocess.run([sys.executable, "-m", "seeds"], cwd=BACKEND, env=environment, check=True)


@contextmanager
def serving(application: str, environment: Mapping[str, str]) -> Iterator[Server]:
    port = _free_port()
    command = [sys.executable, "-m", "uvicorn", application, "--port", str(port), "--no-access-log"]
    process = subprocess.Popen(
        command, cwd=BACKEND, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_until_it_listens(port, process)
        yield Server(f"http://127.0.0.1:{port}", psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait(timeout=START_SECONDS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_listens(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"uvicorn does not listen on port {port} (exit status {process.poll()})")
