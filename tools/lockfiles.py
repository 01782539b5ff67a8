"""Lock files name packages and hashes, never where to fetch them: that is each machine's own affair."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tools.environment import UV, uv_environment
from tools.paths import BACKEND, FRONTEND
from tools.terminal import Failure

# What names a place: an option of pip, a direct reference, an npm address, an npm setting.
PLACES = re.compile(
    r"^\s*(--(extra-)?index-url|--find-links|-i\s|-f\s|--trusted-host)|@ (https?|file|git)|://.*\.whl"
    r'|"resolved"|^\s*(@\w+:)?registry\s*=|file://',
    re.MULTILINE,
)


COMPILE = (
    "--quiet",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-header",
    "--universal",
    "--python-version",
    "3.11",
)


def compile_locks() -> None:
    """Write the lock files anew from pyproject.toml; versions that still fit are kept, UPGRADE=1 takes the newest."""
    upgrade = ("--upgrade",) if os.environ.get("UPGRADE") == "1" else ()
    for lock, groups in {"requirements.lock": (), "requirements-dev.lock": ("--group", "dev")}.items():
        command = (str(UV), "pip", "compile", *COMPILE, *upgrade, "pyproject.toml", *groups, "--output-file", lock)
        if subprocess.run(command, cwd=BACKEND, env=uv_environment(), check=False).returncode != 0:
            raise Failure(f"backend/{lock} could not be made; the words above say why.")


def require_no_hosts() -> None:
    """Raises Failure naming each line that says where a package comes from."""
    found = [line for path in _lock_files() for line in _places(path)]
    if found:
        raise Failure("Lock files must not say where packages are fetched from:\n" + "\n".join(found))


def _lock_files() -> list[Path]:
    locks = [*BACKEND.glob("*.lock"), FRONTEND / "package-lock.json", FRONTEND / ".npmrc", BACKEND / "uv.lock"]
    return [path for path in locks if path.exists()]


def _places(path: Path) -> Iterator[str]:
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        if PLACES.search(line):
            yield f"  {path.name}:{number}: {line.strip()[:100]}"
