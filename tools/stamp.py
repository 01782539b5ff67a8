"""Skip what was done already: a stamp is a file that holds the digest of what a result was made from."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(paths: Iterable[Path], *facts: str) -> str:
    """One digest of these files' names and contents, and of further facts (a version, a setting)."""
    total = hashlib.sha256("\0".join(facts).encode())
    for path in sorted(paths):
        total.update(f"\0{path}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def is_current(stamp: Path, made_from: str) -> bool:
    return stamp.exists() and stamp.read_text() == made_from


def write(stamp: Path, made_from: str) -> None:
    stamp.write_text(made_from)
