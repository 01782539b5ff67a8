"""The web app's packages and its build; each is skipped while what it is made from is unchanged."""

import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from tools import stamp
from tools.paths import FRONTEND
from tools.terminal import Progress, failure

PACKAGES = (FRONTEND / "package.json", FRONTEND / "package-lock.json", FRONTEND / ".npmrc")
PACKAGES_STAMP = FRONTEND / "node_modules" / ".installed"
BUILD = FRONTEND / ".next"
BUILD_STAMP = BUILD / ".built"
SERVER = BUILD / "standalone" / "server.js"
# Neither is part of the build, and both change by themselves.
NOT_SOURCES = {"node_modules", ".next", "e2e", "test-results", "playwright-report", "coverage"}


def install_packages(progress: Progress, environ: Mapping[str, str]) -> None:
    """npm ci. Raises Failure with a plain message."""
    made_from = stamp.digest([path for path in PACKAGES if path.exists()], _node_version(environ))
    with progress.step("Web packages"):
        if stamp.is_current(PACKAGES_STAMP, made_from):
            return
        result = npm(environ, "ci", "--no-audit", "--no-fund")
        if result.returncode != 0:
            raise failure(
                "The web app's packages could not be installed. "
                "Is the npm registry reachable (npm config get registry)? Run it again when it is.",
                result.stderr or result.stdout,
            )
        stamp.write(PACKAGES_STAMP, made_from)


def build(progress: Progress, environ: Mapping[str, str]) -> None:
    """next build. Raises Failure with what the build complained of."""
    made_from = stamp.digest(_sources(), _node_version(environ))
    with progress.step("Web app"):
        if SERVER.exists() and stamp.is_current(BUILD_STAMP, made_from):
            return
        result = npm(environ, "run", "build")
        if result.returncode != 0:
            raise failure("The web app does not build.", result.stdout + result.stderr)
        stamp.write(BUILD_STAMP, made_from)


def npm(environ: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run npm in the web app's folder; output is captured."""
    return subprocess.run(
        ["npm", *arguments], cwd=FRONTEND, env=dict(environ), capture_output=True, text=True, check=False
    )


def _sources() -> Iterator[Path]:
    for top in FRONTEND.iterdir():
        if top.name in NOT_SOURCES or top.name == "next-env.d.ts" or top.suffix == ".tsbuildinfo":
            continue
        yield from (path for path in ([top] if top.is_file() else top.rglob("*")) if path.is_file())


def _node_version(environ: Mapping[str, str]) -> str:
    return subprocess.run(
        ["node", "--version"], env=dict(environ), capture_output=True, text=True, check=False
    ).stdout.strip()
