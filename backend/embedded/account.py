"""The account that the servers run as: one's own, or `nobody` for root, as whom PostgreSQL refuses to start."""

import errno
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from embedded.errors import EmbeddedError


@dataclass(frozen=True)
class Account:
    """uid and gid to drop to; None keeps one's own."""

    uid: int | None = None
    gid: int | None = None

    @classmethod
    def for_servers(cls) -> "Account":
        if os.geteuid() != 0:
            return cls()
        try:
            entry = pwd.getpwnam("nobody")
        except KeyError:
            raise EmbeddedError(
                "PostgreSQL does not run as root and this machine has no account called nobody. Start as another user."
            ) from None
        return cls(entry.pw_uid, entry.pw_gid)

    @property
    def drops_root(self) -> bool:
        return self.uid is not None

    def run(self, *command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run a command as this account; output is captured, a failure is returned and not raised."""
        return subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env={**_CLEAN_ENVIRONMENT, "PATH": os.environ.get("PATH", os.defpath)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            user=self.uid,
            group=self.gid,
            extra_groups=[] if self.drops_root else None,
        )

    def make_folder(self, folder: Path) -> None:
        """A folder that belongs to this account alone."""
        folder.mkdir(exist_ok=True)
        self.own(folder, 0o700)

    def make_way(self, folder: Path) -> None:
        """A folder of ours, with its parents, through which this account can pass whatever the umask says."""
        if not folder.parent.exists():
            self.make_way(folder.parent)
        folder.mkdir(exist_ok=True)
        if self.drops_root:
            folder.chmod(0o755)

    def own(self, path: Path, mode: int) -> None:
        path.chmod(mode)
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


# A locale, a proxy or PG* of the caller's shell must not change how a server behaves.
_CLEAN_ENVIRONMENT = {"LC_ALL": "C", "TZ": "UTC"}


def require_space(folder: Path, megabytes: int) -> None:
    """Raise unless that much is free where the folder is or will be."""
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(existing).free // 2**20
    if free < megabytes:
        raise EmbeddedError(
            f"The disk of {existing} is full: {free} MB are free, {megabytes} MB are needed. Make room."
        )


def explain_os_error(error: OSError) -> EmbeddedError:
    """The plain sentence for what the operating system refused."""
    where = f" ({error.filename})" if error.filename else ""
    if error.errno == errno.ENOSPC:
        return EmbeddedError(f"The disk is full{where}. Make room and start again.")
    if isinstance(error, PermissionError):
        return EmbeddedError(
            f"The data folder belongs to another user{where}. Start as the user who started it first, or remove it."
        )
    return EmbeddedError(f"The operating system refused: {error.strerror or error}{where}.")
