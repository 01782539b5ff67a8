"""A real PostgreSQL and a real Valkey from wheels, started and stopped on this machine.

Knows nothing of the application. A stack is a named pair of servers with ports and a data folder of its own:

    >>> from embedded import ensure
    >>> ensure("test").database_url
    'postgresql://instainstru@127.0.0.1:54321/instainstru_test'
"""

from embedded.control import (
    Addresses,
    ServerStatus,
    ensure,
    ensure_database,
    ensure_redis,
    make_empty_database,
    make_folder,
    status,
    stop,
)
from embedded.errors import EmbeddedError
from embedded.stacks import STACKS, Stack, get_stack

__all__ = [
    "STACKS",
    "Addresses",
    "EmbeddedError",
    "ServerStatus",
    "Stack",
    "ensure",
    "ensure_database",
    "ensure_redis",
    "get_stack",
    "make_empty_database",
    "make_folder",
    "status",
    "stop",
]
