"""What the person at the terminal sees: numbered steps with their times, and plain words when something fails."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

# How many steps a verb shows, the environment's included. Verbs that are not here do not number theirs.
STEPS = {"install": 3, "up": 7, "test": 11, "check": 12}


class Failure(Exception):
    """Something cannot be done. The message is for people: what is wrong and what to do."""


@dataclass
class Progress:
    """Prints "[3/8] Web packages: 12.3 s", one line a step."""

    total: int = 0
    done: int = 0

    @classmethod
    def of(cls, verb: str) -> "Progress":
        """The verb's steps, after those that the bootstrap has shown already."""
        return cls(STEPS.get(verb, 0), int(os.environ.get("MAKE_STEPS_DONE", "0")))

    @contextmanager
    def step(self, words: str) -> Iterator[None]:
        """Say what is done now and how long it took; a step that fails leaves the words to its error."""
        self.done += 1
        number = f"[{self.done}/{self.total}] " if self.total else ""
        begun = time.monotonic()
        if sys.stdout.isatty():
            print(f"{number}{words} ...", end="\r", flush=True)
        else:
            say(f"{number}{words} ...")
        yield
        say(f"{number}{words}: {time.monotonic() - begun:.1f} s")


def say(words: str) -> None:
    # Whoever read along may have gone (make up | head); the product goes on.
    with suppress(BrokenPipeError):
        print(words, flush=True)


def complain(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def failure(complaint: str, output: str) -> Failure:
    """A tool's failure: the complaint and the end of what it said, or what is behind most of them."""
    if "No space left on device" in output or "ENOSPC" in output:
        return Failure("The disk is full. Make room and run it again; what was fetched so far is kept.")
    return Failure(f"{complaint}\n{last_lines(output)}")


def system_failure(error: OSError) -> Failure:
    """What the operating system refused, in words."""
    where = f" ({error.filename})" if error.filename else ""
    return failure(f"The operating system refused: {error.strerror or error}{where}", error.strerror or "")


def last_lines(text: str, count: int = 20) -> str:
    """The end of a tool's output, which is where it says what was wrong."""
    return "\n".join(text.strip().splitlines()[-count:])
