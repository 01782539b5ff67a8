"""Chromium for the browser tests: the machine's own, installed from its distribution when root may."""

import os
import shutil
import subprocess

from tools.terminal import Progress

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_or_install(progress: Progress) -> str | None:
    """The path of a Chromium that starts, or None."""
    with progress.step("Chromium"):
        return _find() or _install()


def why_not() -> str:
    who = "apt-get could not install it" if os.geteuid() == 0 else "only root can install it"
    return f"there is no Chromium on this machine and {who} (apt-get install chromium, or set CHROMIUM_PATH)"


def _find() -> str | None:
    candidates = (os.environ.get("CHROMIUM_PATH", ""), *NAMES)
    return next((path for name in candidates if name and (path := shutil.which(name)) and _starts(path)), None)


def _starts(path: str) -> bool:
    """Ubuntu's package is a stub without snap: being there says little."""
    result = subprocess.run([path, "--version"], capture_output=True, text=True, check=False, timeout=60)
    return result.returncode == 0 and "Chrom" in result.stdout


def _install() -> str | None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return None
    for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-qy", "--no-install-recommends", "chromium"]):
        environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(command, env=environ, capture_output=True, check=False)
    return _find()
