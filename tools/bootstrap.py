"""From a bare `python3` to the project's own Python environment, then on to `tools` inside it.

Runs with the system's Python and nothing else. What is up to date already is skipped, which takes a few milliseconds.
"""

import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def start_again_with_newer_python() -> "int | str":
    """Hand over to a newer Python of this machine, when there is one."""
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        found = shutil.which(name)
        if found:
            return subprocess.call([found] + sys.argv)
    return "InstaInstru needs Python 3.11 or newer; python3 is %d.%d here. Install one." % sys.version_info[:2]


if sys.version_info < (3, 11):
    # Before the imports below, which an older Python cannot even read.
    sys.exit(start_again_with_newer_python())

sys.path.insert(0, ROOT)

from tools.environment import PYTHON, install_python
from tools.terminal import Failure, Progress, complain, system_failure


def main() -> int:
    verb = sys.argv[1] if len(sys.argv) > 1 else "help"
    progress = Progress.of(verb)
    try:
        install_python(progress)
    except Failure as failure:
        complain(f"make {verb}: {failure}")
        return 1
    except OSError as error:
        complain(f"make {verb}: {system_failure(error)}")
        return 1
    except KeyboardInterrupt:
        return 130
    path = os.pathsep.join([ROOT, os.path.join(ROOT, "backend")])
    environ = {**os.environ, "PYTHONPATH": path, "MAKE_STEPS_DONE": str(progress.done)}
    os.execve(PYTHON, [str(PYTHON), "-m", "tools", *sys.argv[1:]], environ)


if __name__ == "__main__":
    sys.exit(main())
