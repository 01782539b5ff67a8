"""TCP ports of this machine: is one free, and if not, whose is it."""

import socket

import psutil

from embedded.errors import EmbeddedError

HOST = "127.0.0.1"


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


def owner(port: int) -> str:
    """Who listens there, in words: "postgres (process 4711)"; "another program" when the system does not tell."""
    try:
        connections = psutil.net_connections(kind="tcp")
    except psutil.AccessDenied:
        return "another program"
    for connection in connections:
        listens_there = connection.status == psutil.CONN_LISTEN and tuple(connection.laddr)[1:] == (port,)
        if listens_there and connection.pid:
            return describe(connection.pid)
    return "another program"


def describe(pid: int) -> str:
    try:
        return f"{psutil.Process(pid).name()} (process {pid})"
    except psutil.NoSuchProcess:
        return f"process {pid}"


def choose(port: int, *, movable: bool, variable: str, purpose: str) -> int:
    """The port when it is free, another when the stack may move.

    Raises EmbeddedError naming who has the port and the variable that chooses another.
    """
    if is_free(port):
        return port
    if movable:
        return any_free()
    raise EmbeddedError(
        f"Port {port} for {purpose} is taken by {owner(port)}. Stop that program, or set {variable} to a free port."
    )
