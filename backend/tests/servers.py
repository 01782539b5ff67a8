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
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "app.main:app", "--port", str(port), "--log-level", "warning"]
    process = subprocess.Popen(command, cwd=BACKEND, env={**os.environ, "LOG_LEVEL": "ERROR", **environment})
    base = f"http://127.0.0.1:{port}"
    try:
        _wait_until_alive(base, process)
        yield base
    finally:
        process.terminate()
        process.wait(timeout=20)


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
