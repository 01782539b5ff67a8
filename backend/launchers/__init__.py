"""What ./run_backend.py, ./run_celery_worker.py, ./run_celery_beat.py and ./run_flower.py have in common."""

import os
import sys
from pathlib import Path

BACKEND = Path(__file__).resolve().parents[1]
PYTHON = BACKEND / ".venv" / "bin" / "python"


def hand_over(program: str) -> None:
    """Become `python -m launchers PROGRAM` in the project's own environment, whichever Python started this."""
    python = str(PYTHON) if PYTHON.exists() else sys.executable
    os.chdir(BACKEND)
    os.execv(python, [python, "-m", "launchers", program, *sys.argv[1:]])  # noqa: S606
