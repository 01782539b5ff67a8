"""`make test`: every test of the back and front end, on servers of their own.

ARGS goes to the test program of a part that is run alone: make test-backend ARGS="tests/bookings -k conflict"
"""

import sys
from collections.abc import Callable, Mapping

from tools import browser, run, web
from tools.node import node_environment
from tools.paths import BACKEND, FRONTEND
from tools.terminal import Failure, Progress


def test(progress: Progress) -> None:
    """All of it; a part that fails does not keep the others from running. Raises Failure at the end."""
    node = node_environment()
    web.install_packages(progress, node)
    parts: dict[str, Callable[[], bool]] = {
        "backend": lambda: _backend(progress),
        "web": lambda: _web(progress, node),
        "e2e": lambda: _browser(progress, node),
    }
    failed = [name for name, part in parts.items() if not part()]
    if failed:
        raise Failure(f"failed: {', '.join(failed)}. `make test-{failed[0]}` runs one part alone.")


def test_backend(progress: Progress) -> None:
    _require(_backend(progress))


def prove(progress: Progress) -> None:
    """What `make test` shows on a small scale, in full; prints what each proof counted."""
    command = (sys.executable, "-m", "pytest", "-q", "-s", "-m", "proof", "--durations=0", *run.arguments())
    with progress.step("Proofs"):
        _require(run.shown(*command, environ=run.test_environment(PROOF_SCALE="full"), folder=BACKEND))


def test_web(progress: Progress) -> None:
    node = node_environment()
    web.install_packages(progress, node)
    _require(_web(progress, node))


def test_e2e(progress: Progress) -> None:
    node = node_environment()
    web.install_packages(progress, node)
    _require(_browser(progress, node))


def _require(passed: bool) -> None:
    if not passed:
        raise Failure("some tests failed")


def _backend(progress: Progress) -> bool:
    # One worker for what is marked as one group: tests that hold ports or measure time.
    command = (sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", *run.arguments())
    with progress.step("Backend tests"):
        return run.shown(*command, environ=run.test_environment(), folder=BACKEND)


def _web(progress: Progress, node: Mapping[str, str]) -> bool:
    with progress.step("Web unit tests"):
        command = ("npm", "run", "--silent", "test", "--", *run.arguments())
        return run.shown(*command, environ=node, folder=FRONTEND)


def _browser(progress: Progress, node: Mapping[str, str]) -> bool:
    return browser.walk(progress, node, "Browser tests", "npm", "run", "--silent", "e2e", "--", *run.arguments())
