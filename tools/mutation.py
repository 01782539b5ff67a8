"""`make mutate`: does a test notice when a rule changes? mutmut changes the rules in small ways, one at a time.

What it changes, and against which tests, stands in `backend/pyproject.toml`. The score is the share of changes that
made a test fail or run for ever.
"""

import json
import shutil
import sys
from collections.abc import Mapping
from typing import TypedDict

from tools import run
from tools.paths import BACKEND
from tools.terminal import Failure, Progress

MUTANTS = BACKEND / "mutants"
MUTMUT = (sys.executable, "-m", "mutmut")


class Score(TypedDict):
    """Of `mutmut export-cicd-stats`: how many changes, and what became of them."""

    total: int
    killed: int
    timeout: int


def mutate(progress: Progress) -> None:
    """Prints the score and each change that no test noticed. Raises Failure when the tests fail without any change."""
    environ = run.test_environment()
    shutil.rmtree(MUTANTS, ignore_errors=True)
    with progress.step("Mutation testing"):
        if not run.shown(*MUTMUT, "run", "--max-children", "2", *run.arguments(), environ=environ, folder=BACKEND):
            raise Failure("The rules could not be tried; the words above say why.")
    _show_survivors(environ)
    print(_score(environ))


def _show_survivors(environ: Mapping[str, str]) -> None:
    results = run.required(run.captured(*MUTMUT, "results", environ=environ, folder=BACKEND), "mutmut results:")
    for line in results.splitlines():
        name, _, outcome = line.strip().partition(": ")
        if outcome and outcome != "timeout":
            print(f"\n{name}: {outcome}")
            run.shown(*MUTMUT, "show", name, environ=environ, folder=BACKEND)


def _score(environ: Mapping[str, str]) -> str:
    run.required(run.captured(*MUTMUT, "export-cicd-stats", environ=environ, folder=BACKEND), "mutmut:")
    score: Score = json.loads((MUTANTS / "mutmut-cicd-stats.json").read_text())
    noticed = score["killed"] + score["timeout"]
    return f"{noticed} of {score['total']} changes were noticed ({100 * noticed / score['total']:.1f} %)"
