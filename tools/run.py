"""Run the project's own programs, quietly or in the open."""

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tools.paths import BACKEND
from tools.terminal import Failure

# What chooses a database other than the tests' own, and what belongs to these tools alone.
NOT_FOR_TESTS = ("USE_STG_DATABASE", "USE_PROD_DATABASE", "INSTAINSTRU_PRODUCTION_MODE", "REDIS_URL")
OWN = ("PYTHONPATH", "MAKE_STEPS_DONE")


def arguments() -> list[str]:
    """What the caller adds to a program's command line: make test-backend ARGS="-k conflict"."""
    return shlex.split(os.environ.get("ARGS", ""))


def environment(**added: str) -> dict[str, str]:
    """The caller's environment without these tools' own variables."""
    return {**{name: value for name, value in os.environ.items() if name not in OWN}, **added}


def test_environment(**added: str) -> dict[str, str]:
    """As `environment`, and on INT whatever the shell says."""
    kept = {name: value for name, value in environment().items() if name not in NOT_FOR_TESTS}
    return {**kept, **added}


def python(*command: str, environ: Mapping[str, str], folder: Path = BACKEND) -> subprocess.CompletedProcess[str]:
    """`python -m ...` in the project's environment; output is captured."""
    return captured(sys.executable, "-m", *command, environ=environ, folder=folder)


def captured(*command: str, environ: Mapping[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, env=dict(environ), capture_output=True, text=True, errors="replace", check=False
    )


def shown(*command: str, environ: Mapping[str, str], folder: Path) -> bool:
    """Run with its output on the terminal; whether it succeeded."""
    return subprocess.run(command, cwd=folder, env=dict(environ), check=False).returncode == 0


def required(result: subprocess.CompletedProcess[str], complaint: str) -> str:
    """A captured program's output. Raises Failure with the complaint and all it printed when it failed."""
    if result.returncode != 0:
        raise Failure(f"{complaint}\n{result.stdout}{result.stderr}".rstrip())
    return result.stdout
