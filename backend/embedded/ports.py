"""TCP ports of this machine: is one free, whose is it, and which are kept for who is about to listen."""

import fcntl
import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

import psutil

from embedded.errors import EmbeddedError

HOST = "127.0.0.1"
SOMEBODY = "another program"


class PortTakenError(EmbeddedError):
    """`owner` is who has the port, in words."""

    def __init__(self, port: int, owner: str) -> None:
        super().__init__(f"Port {port} is taken by {owner}.")
        self.owner = owner


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As servers do: a port whose last connections are still closing is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def any_free() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def claim(port: int) -> Iterator[int]:
    """Keep a free port from others who claim theirs, until the block is left or this process dies.

    Between looking for a port and listening there lie seconds, in which others look too. Raises PortTakenError.
    """
    with (_claims() / str(port)).open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PortTakenError(port, _claimant(file)) from None
        if not is_free(port):
            raise PortTakenError(port, owner(port))
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield port


@contextmanager
def claim_or_another(usual: int) -> Iterator[int]:
    """As `claim`, with any free port in place of one that is taken."""
    with ExitStack() as held:
        port = usual
        while True:
            try:
                held.enter_context(claim(port))
                break
            except PortTakenError:
                port = any_free()
        yield port


@contextmanager
def claim_for_server(port: int, *, movable: bool, variable: str, purpose: str) -> Iterator[int]:
    """The port when it is free, another when the stack may move; claimed while the block starts the server.

    Raises EmbeddedError naming who has the port and the variable that chooses another.
    """
    try:
        with claim_or_another(port) if movable else claim(port) as chosen:
            yield chosen
    except PortTakenError as taken:
        raise EmbeddedError(
            f"Port {port} for {purpose} is taken by {taken.owner}. Stop that program, or set {variable} to a free port."
        ) from None


def owner(port: int) -> str:
    """Who listens there, in words: "postgres (process 4711)"; "another program" when the system does not tell."""
    try:
        connections = psutil.net_connections(kind="tcp")
    except psutil.AccessDenied:
        return SOMEBODY
    for connection in connections:
        listens_there = connection.status == psutil.CONN_LISTEN and tuple(connection.laddr)[1:] == (port,)
        if listens_there and connection.pid:
            return describe(connection.pid)
    return SOMEBODY


def is_owner(pid: int, port: int) -> bool:
    """Whether it is this process that listens there, or one that it started."""
    try:
        process = psutil.Process(pid)
        return any(port in _listening_at(each) for each in (process, *process.children(recursive=True)))
    except psutil.NoSuchProcess:
        return False


def describe(pid: int) -> str:
    try:
        return f"{psutil.Process(pid).name()} (process {pid})"
    except psutil.NoSuchProcess:
        return f"process {pid}"


def _claims() -> Path:
    # Each user's own, since another's files could not be opened; two users' programs meet when they listen.
    folder = Path(tempfile.gettempdir()) / f"instainstru-ports-{os.geteuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _claimant(file: TextIO) -> str:
    file.seek(0)
    pid = file.read()
    return describe(int(pid)) if pid.isdecimal() else SOMEBODY


def _listening_at(process: psutil.Process) -> set[int]:
    """Its ports; none of a process that has just ended."""
    try:
        connections = process.net_connections(kind="tcp")
    except psutil.NoSuchProcess:
        return set()
    return {each.laddr.port for each in connections if each.status == psutil.CONN_LISTEN}
