"""Stand-ins for people and for production: a server that counts who comes, and a terminal that types an answer."""

import contextlib
import os
import pty
import select
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

QUESTION = "Type yes"
TIME_LIMIT_SECONDS = 120.0
PIECE_BYTES = 65536


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a program ended: its exit code, None when it had to be ended, and all it printed."""

    code: int | None
    output: str


class CountingServer:
    """Stands in production's place: counts connections, then hangs up, or passes them on to a real server."""

    def __init__(self, passes_to: tuple[str, int] | None = None) -> None:
        self.connections = 0
        self._passes_to = passes_to
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            if self._passes_to:
                server = socket.create_connection(self._passes_to)
                for one, other in ((caller, server), (server, caller)):
                    threading.Thread(target=_pass_on, args=(one, other), daemon=True).start()
            else:
                caller.close()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(PIECE_BYTES):
            target.sendall(data)
    except OSError:
        pass
    for side in (source, target):
        with contextlib.suppress(OSError):
            side.shutdown(socket.SHUT_RDWR)


def run_alone(
    command: Sequence[str], environ: Mapping[str, str], folder: Path, *, until: str = "", typed: str = ""
) -> Outcome:
    """Without a terminal; `typed` waits in stdin, which is a pipe. Ended once it has printed `until`."""
    read_end, write_end = os.pipe()
    process = subprocess.Popen(
        command, env=environ, cwd=folder, stdin=subprocess.PIPE, stdout=write_end, stderr=write_end,
        start_new_session=True,
    )  # fmt: skip
    os.close(write_end)
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(typed.encode())
        process.stdin.close()
    return _follow(process, read_end, until, answer=None)


def run_at_terminal(
    command: Sequence[str], environ: Mapping[str, str], folder: Path, answer: str, *, until: str = ""
) -> Outcome:
    """At a pseudo-terminal whose person types `answer` when asked. Ended once it has printed `until`."""
    here, there = pty.openpty()
    process = subprocess.Popen(
        command, env=environ, cwd=folder, stdin=there, stdout=there, stderr=there, start_new_session=True
    )
    os.close(there)
    return _follow(process, here, until, answer)


def _follow(process: "subprocess.Popen[bytes]", output: int, until: str, answer: str | None) -> Outcome:
    """Reads what the program prints to its end; answers the question once, ends it when it said enough or too long."""
    seen = ""
    deadline = time.monotonic() + TIME_LIMIT_SECONDS
    ended_by_us = False
    while True:
        readable, _, _ = select.select([output], [], [], 0.2)
        piece = _read(output) if readable else None
        if piece == b"":
            break
        seen += (piece or b"").decode(errors="replace")
        if answer is not None and QUESTION in seen:
            os.write(output, answer.encode())
            answer = None
        if (until and until in seen) or time.monotonic() > deadline:
            ended_by_us = True
            break
        if piece is None and process.poll() is not None:
            break
    if not ended_by_us:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(TIME_LIMIT_SECONDS)
    _end_group(process)
    os.close(output)
    return Outcome(None if ended_by_us else process.returncode, seen)


def _read(output: int) -> bytes:
    try:
        return os.read(output, PIECE_BYTES)
    except OSError:  # a pseudo-terminal whose other end is closed
        return b""


def _end_group(process: "subprocess.Popen[bytes]") -> None:
    """The program and what it started: each was made the leader of a group of its own."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
