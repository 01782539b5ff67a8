"""The Python environment in backend/.venv: venv, then uv by pip, then every package by uv from the lock file."""

import os
import re
import shutil
import subprocess
import sys

from tools import stamp
from tools.paths import BACKEND, VENV
from tools.terminal import Failure, Progress, failure

PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
UV_LOCK = BACKEND / "requirements-uv.lock"
LOCK = BACKEND / "requirements-dev.lock"
STAMP = VENV / ".installed"
UNREACHABLE = (
    "Is a package index reachable? The one that pip is configured with is used (PIP_INDEX_URL, pip.conf). "
    "What was fetched so far is kept; run it again."
)


def install_python(progress: Progress) -> None:
    """Make the environment equal to the lock file. Raises Failure with a plain message."""
    made_from = stamp.digest([LOCK, UV_LOCK], sys.version, str(VENV))
    with progress.step("Python environment"):
        if stamp.is_current(STAMP, made_from) and PYTHON.exists():
            return
        _make_venv()
        _install_uv()
        _sync()
        stamp.write(STAMP, made_from)


def _make_venv() -> None:
    if _has_pip():
        return
    shutil.rmtree(VENV, ignore_errors=True)
    result = _run(sys.executable, "-m", "venv", str(VENV))
    if result.returncode == 0:
        return
    # Debian ships `venv` without the pip that it needs, unless python3-venv is installed.
    _install_debian_venv(result)
    _require(_run(sys.executable, "-m", "venv", "--clear", str(VENV)), "The Python environment could not be made.")


def _install_debian_venv(failed: subprocess.CompletedProcess[str]) -> None:
    if "ensurepip" not in failed.stdout + failed.stderr:
        raise failure("The Python environment could not be made.", failed.stderr or failed.stdout)
    package = f"python3.{sys.version_info.minor}-venv"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise Failure(f"This Python cannot make environments. Install its venv module: apt-get install {package}")
    _run("apt-get", "update", "-q")
    _require(_run("apt-get", "install", "-qy", package), f"{package} could not be installed.")


def _has_pip() -> bool:
    """An environment left half-made, or made by a Python that is gone, counts as none."""
    return PYTHON.exists() and _run(str(PYTHON), "-m", "pip", "--version").returncode == 0


def _install_uv() -> None:
    install = _run(
        *(str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes", "-qr", str(UV_LOCK))
    )
    _require(install, f"uv could not be installed. {UNREACHABLE}")


def _sync() -> None:
    command = [str(UV), "pip", "sync", "-q", "--require-hashes", "--python", str(PYTHON), str(LOCK)]
    result = subprocess.run(command, env=uv_environment(), capture_output=True, text=True, check=False)
    _require(result, f"The Python packages could not be installed. {UNREACHABLE}")


def uv_environment() -> dict[str, str]:
    """pip's configured index, in the words of uv, which does not read pip's; what is set for uv itself wins."""
    configured = _pip_configuration()
    translated = {
        "UV_DEFAULT_INDEX": configured.get("index-url", ""),
        "UV_INDEX": configured.get("extra-index-url", ""),
        # As pip does: the best version of all indexes; the lock's hashes say which files are right.
        "UV_INDEX_STRATEGY": "unsafe-best-match" if "extra-index-url" in configured else "",
        "UV_FIND_LINKS": configured.get("find-links", "").replace(" ", ","),
        "UV_INSECURE_HOST": configured.get("trusted-host", ""),
        "UV_HTTP_TIMEOUT": configured.get("default-timeout", configured.get("timeout", "")),
        "SSL_CERT_FILE": configured.get("cert", ""),
    }
    return {**{name: value for name, value in translated.items() if value}, **os.environ}


def _pip_configuration() -> dict[str, str]:
    """pip's settings without their sections: global ones, then those of `install`, then the environment's."""
    listing = _run(str(PYTHON), "-m", "pip", "config", "list").stdout
    found = {":env:": {}, "global": {}, "install": {}}  # type: dict[str, dict[str, str]]
    for line in listing.splitlines():
        match = re.fullmatch(r"(:env:|global|install)\.([a-z-]+)='(.*)'", line)
        if match:
            found[match[1]][match[2]] = " ".join(match[3].replace("\\n", " ").split())
    return {**found["global"], **found["install"], **found[":env:"]}


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _require(result: subprocess.CompletedProcess[str], complaint: str) -> None:
    if result.returncode != 0:
        raise failure(complaint, result.stderr or result.stdout)
