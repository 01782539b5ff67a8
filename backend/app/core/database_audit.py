"""The log of decisions about databases: one JSON object a line, never a secret."""

import fcntl
import json
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

MAX_BYTES = 1_000_000
KEPT_FILES = 5
COMMAND_LENGTH = 300
MASK = "***"

_URL_PASSWORD = re.compile(r"(//[^/\s:@]*:)[^@\s]*@")
_SECRET_NAME = re.compile(r"pass|secret|token|key|credential|auth", re.IGNORECASE)
_ASSIGNMENT = re.compile(r"(?P<name>[^=\s]+)=(?P<value>.+)", re.DOTALL)


class AuditLog:
    """Appends to one file of mode 0600, kept to a megabyte with five older ones beside it.

    Several processes may write at once: each line is written under a lock, and rotation happens under the same lock.
    """

    def __init__(self, path: Path, max_bytes: int = MAX_BYTES, kept_files: int = KEPT_FILES) -> None:
        self.path = path
        self._max_bytes = max_bytes
        self._kept_files = kept_files

    def record(self, entry: Mapping[str, object]) -> None:
        """Returns when the line is on the disk; OSError when it is not."""
        line = json.dumps(entry, ensure_ascii=True).encode() + b"\n"
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._locked_file(len(line)) as file:
            if os.write(file, line) != len(line):
                raise OSError("the line was cut short")
            os.fsync(file)

    def check(self) -> None:
        """OSError when a line could not be written now."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(self._open())

    @contextmanager
    def _locked_file(self, wanted_bytes: int) -> Iterator[int]:
        """The current file, locked, with room for the line; another process may rotate it away while we wait."""
        while True:
            file = self._open()
            try:
                fcntl.flock(file, fcntl.LOCK_EX)
                if not self._is_current(file):
                    continue
                if os.fstat(file).st_size + wanted_bytes > self._max_bytes and os.fstat(file).st_size:
                    self._rotate()
                    continue
                yield file
                return
            finally:
                os.close(file)

    def _open(self) -> int:
        # A pipe, a device or a link in the file's place would lose the line or put it elsewhere.
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        file = os.open(self.path, flags, 0o600)
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            os.close(file)
            raise OSError("it is not a regular file")
        if stat.S_IMODE(status.st_mode) != 0o600 and status.st_uid == os.geteuid():
            os.fchmod(file, 0o600)
        return file

    def _is_current(self, file: int) -> bool:
        try:
            return os.path.samestat(os.fstat(file), self.path.stat())
        except FileNotFoundError:
            return False

    def _rotate(self) -> None:
        for number in range(self._kept_files, 0, -1):
            older = self._numbered(number)
            newer = self._numbered(number - 1) if number > 1 else self.path
            if newer.exists():
                newer.replace(older)

    def _numbered(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{number}")


def describe_command(arguments: Sequence[str], secrets: Iterable[str]) -> str:
    """The command line without passwords: those of addresses, of `--password x` and `TOKEN=x`, and the known ones."""
    known = sorted((secret for secret in secrets if secret), key=len, reverse=True)
    words: list[str] = []
    names_secret = False
    for argument in arguments:
        words.append(MASK if names_secret else _masked(argument, known))
        names_secret = argument.startswith("-") and "=" not in argument and bool(_SECRET_NAME.search(argument))
    return " ".join(words)[:COMMAND_LENGTH]


def _masked(argument: str, known: Sequence[str]) -> str:
    for secret in known:
        argument = argument.replace(secret, MASK)
    argument = _URL_PASSWORD.sub(rf"\1{MASK}@", argument)
    assignment = _ASSIGNMENT.fullmatch(argument)
    if assignment and _SECRET_NAME.search(assignment["name"]):
        return f"{assignment['name']}={MASK}"
    return argument
