"""The named stacks: their ports, folders and databases."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from embedded.errors import EmbeddedError

PROJECT = Path(__file__).resolve().parents[2]
SHARED_HOME = Path("/var/lib/instainstru")


@dataclass(frozen=True)
class Stack:
    """One PostgreSQL and one Valkey that belong together.

    `durable` stacks survive a power cut; the others may be lost at any time and are faster for it.
    `movable` stacks take a free port when their usual one is taken; the others refuse to start.
    """

    name: str
    database: str
    postgres_port: int
    valkey_port: int
    folder: Path
    durable: bool
    movable: bool

    @property
    def servers(self) -> Path:
        """The folder that belongs to the account the servers run as."""
        return self.folder / "servers"

    @property
    def lock_file(self) -> Path:
        return self.folder / "lock"


@dataclass(frozen=True)
class _Defaults:
    database: str
    postgres_port: int
    valkey_port: int
    durable: bool


STACKS = {
    "up": _Defaults("instainstru_stg", 54320, 63790, durable=True),
    "test": _Defaults("instainstru_test", 54321, 63791, durable=False),
    "e2e": _Defaults("instainstru_e2e_test", 54322, 63792, durable=False),
}


def get_stack(name: str, environ: Mapping[str, str] = os.environ) -> Stack:
    """The stack of that name, with what the environment overrides.

    EMBEDDED_DATA_DIR moves the data folder; EMBEDDED_<NAME>_POSTGRES_PORT and EMBEDDED_<NAME>_VALKEY_PORT fix a port.
    """
    if name not in STACKS:
        raise EmbeddedError(f"There is no stack called {name!r}; there are {', '.join(STACKS)}.")
    defaults = STACKS[name]
    postgres_port = _port(environ, f"EMBEDDED_{name.upper()}_POSTGRES_PORT")
    valkey_port = _port(environ, f"EMBEDDED_{name.upper()}_VALKEY_PORT")
    return Stack(
        name=name,
        database=defaults.database,
        postgres_port=postgres_port or defaults.postgres_port,
        valkey_port=valkey_port or defaults.valkey_port,
        folder=data_home(environ) / name,
        durable=defaults.durable,
        movable=not (defaults.durable or postgres_port or valkey_port),
    )


def data_home(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder that holds every stack's data: `.data` of the project.

    A root user's servers run as `nobody`; where that account cannot reach the project (a checkout below /root),
    the data goes to a folder under /var/lib that is named after the project's path.
    """
    chosen = Path(environ.get("EMBEDDED_DATA_DIR") or PROJECT / ".data").resolve()
    if os.geteuid() != 0 or _open_to_all(chosen):
        return chosen
    digest = hashlib.sha256(str(chosen).encode()).hexdigest()[:12]
    return SHARED_HOME / digest


def _open_to_all(folder: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in folder.parents if parent.exists())


def _port(environ: Mapping[str, str], variable: str) -> int | None:
    text = environ.get(variable, "")
    if not text:
        return None
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise EmbeddedError(f"{variable} is {text!r}; it must be a port number from 1 to 65535.")
    return int(text)
