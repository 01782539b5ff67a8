"""`make down`, `make reset` and `make logs`: what one does to a running stack from elsewhere."""

import os
import shutil
import signal
import sys
import time
from pathlib import Path

from embedded import stop
from embedded.stacks import Stack, get_stack
from embedded.supervisor import ProcessRecord
from tools.product import running_supervisor
from tools.terminal import Failure, say
from tools.up import log_files

END_SECONDS = 60


def down() -> None:
    """End the stack: through its supervisor, or piece by piece when that was killed."""
    stack = get_stack("up")
    pid = running_supervisor(stack)
    if pid is not None:
        os.kill(pid, signal.SIGTERM)
        _wait_for_end(stack)
        say("Everything has ended. Your data is kept.")
        return
    leftovers = ProcessRecord(stack.folder / "processes.json").end_leftovers()
    if stop(stack.name) or leftovers:
        say("Ended what was left of a stack whose supervisor was gone. Your data is kept.")
    else:
        say("Nothing was running.")


def reset() -> None:
    """Remove the local stack's data, its mails and logs included. Raises Failure when nobody agrees."""
    stack = get_stack("up")
    if running_supervisor(stack) is not None:
        raise Failure("It is running. End it first: make down")
    if not stack.folder.exists():
        say("There is no data to remove.")
        return
    _confirm(f"This removes the local database, mails and logs in {stack.folder}.")
    down()
    _remove(stack.folder)
    say("Removed. `make up` makes a new city.")


def logs() -> None:
    """Follow every log of the local stack."""
    stack = get_stack("up")
    files = log_files(stack)
    if not files:
        raise Failure("There are no logs yet. `make up` starts the stack.")
    os.execvp("tail", ["tail", "-n", "20", "-F", *(str(path) for path in files)])


def _confirm(words: str) -> None:
    if os.environ.get("YES") == "1":
        return
    if not sys.stdin.isatty():
        raise Failure(f"{words} Nobody can be asked here; say so beforehand: YES=1 make reset")
    if input(f"{words} Type yes to go on: ").strip() != "yes":
        raise Failure("Nothing was removed.")


def _remove(folder: Path) -> None:
    try:
        shutil.rmtree(folder)
    except PermissionError as error:
        raise Failure(f"{error.filename} belongs to another user. Run it as the user who ran `make up`.") from error


def _wait_for_end(stack: Stack) -> None:
    deadline = time.monotonic() + END_SECONDS
    while running_supervisor(stack) is not None:
        if time.monotonic() > deadline:
            raise Failure(f"It did not end within {END_SECONDS} s. Its terminal says why.")
        time.sleep(0.1)
