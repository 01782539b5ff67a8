"""How far a proof goes: a little in every run, all the way with `PROOF_SCALE=full`."""

import os
import sys


def is_full() -> bool:
    return os.environ.get("PROOF_SCALE") == "full"


def scaled(small: int, full: int) -> int:
    return full if is_full() else small


def say(figures: str) -> None:
    """What a proof counted; `make prove` shows it."""
    sys.stdout.write(f"\n{figures}\n")
