"""Start, stop and look at stacks. Safe to call from several processes at once."""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from embedded.account import Account, explain_os_error
from embedded.postgres import Postgres
from embedded.programs import find_programs
from embedded.stacks import Stack, get_stack
from embedded.valkey import Valkey

Server = Postgres | Valkey


@dataclass(frozen=True)
class Addresses:
    """Where a running stack's servers are."""

    database_url: str
    redis_url: str


@dataclass(frozen=True)
class ServerStatus:
    """One server of a stack: its process and address while it runs, else None."""

    name: str
    pid: int | None
    url: str | None


def ensure(stack: str = "test", environ: Mapping[str, str] = os.environ) -> Addresses:
    """Addresses of a stack's servers, started if they do not run yet; they outlive the caller.

    Takes a millisecond or two when they run. Raises EmbeddedError with a plain message.
    """
    return Addresses(ensure_database(stack, environ), ensure_redis(stack, environ))


def ensure_database(stack: str = "test", environ: Mapping[str, str] = os.environ) -> str:
    """As `ensure`, for PostgreSQL alone: the database's address."""
    return _ensure(_postgres(get_stack(stack, environ)))


def ensure_redis(stack: str = "test", environ: Mapping[str, str] = os.environ) -> str:
    """As `ensure`, for Valkey alone: its address."""
    return _ensure(_valkey(get_stack(stack, environ)))


def make_empty_database(stack: str, name: str, environ: Mapping[str, str] = os.environ) -> str:
    """The address of an empty database of that name beside the stack's own; one that was there is dropped."""
    postgres = _postgres(get_stack(stack, environ))
    _ensure(postgres)
    return postgres.make_empty(name)


def stop(stack: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Stop a stack's servers and wait for them. True if any ran."""
    chosen = get_stack(stack, environ)
    with _locked(chosen):
        running = [server for server in _servers(chosen) if server.pid() is not None]
        for server in running:
            server.stop()
    return bool(running)


def status(stack: str, environ: Mapping[str, str] = os.environ) -> list[ServerStatus]:
    """What of a stack runs at the moment. Changes nothing."""
    chosen = get_stack(stack, environ)
    return [ServerStatus(server.name, server.pid(), server.url()) for server in _servers(chosen)]


def _ensure(server: Server) -> str:
    if url := server.url():
        return url
    with _locked(server.stack):
        return server.url() or server.start()


def make_folder(stack: Stack) -> None:
    """The stack's folder, where others may keep things of the stack too: logs, a secret, mails."""
    account = Account.for_servers()
    account.make_way(stack.folder.parent)
    account.make_way(stack.folder)


@contextmanager
def _locked(stack: Stack) -> Iterator[None]:
    """The stack's folders exist and nobody else starts or stops it meanwhile."""
    account = Account.for_servers()
    try:
        make_folder(stack)
        account.make_folder(stack.servers)
        with stack.lock_file.open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise explain_os_error(error) from error


def _servers(stack: Stack) -> tuple[Server, ...]:
    return (_postgres(stack), _valkey(stack))


def _postgres(stack: Stack) -> Postgres:
    account = Account.for_servers()
    return Postgres(stack, find_programs(stack.folder.parent, account).postgres, account)


def _valkey(stack: Stack) -> Valkey:
    account = Account.for_servers()
    return Valkey(stack, find_programs(stack.folder.parent, account).valkey, account)
