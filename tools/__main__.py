"""python -m tools VERB: what the targets of the Makefile run."""

import sys
from collections.abc import Callable, Mapping

from embedded import EmbeddedError
from launchers.environment import prepare
from tools import browser, check, client, down, lockfiles, mutation, run, status, tests, web
from tools.node import node_environment
from tools.paths import BACKEND, FRONTEND
from tools.terminal import Failure, Progress, complain, system_failure
from tools.up import up


def main() -> int:
    verb = sys.argv[1]
    try:
        VERBS[verb](Progress.of(verb))
    except (Failure, EmbeddedError) as failure:
        complain(f"make {verb}: {failure}")
        return 1
    except OSError as error:
        complain(f"make {verb}: {system_failure(error)}")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def install(progress: Progress) -> None:
    node = node_environment()
    web.install_packages(progress, node)
    web.build(progress, node)


def make_client(progress: Progress) -> None:
    node = node_environment()
    web.install_packages(progress, node)
    client.generate(node)


def seed(progress: Progress) -> None:
    _run(["-m", "seeds"], prepare(run.environment()).environ)


def bench(progress: Progress) -> None:
    _run(["-m", "benchmarks", *run.arguments()], run.test_environment())


def bench_search(progress: Progress) -> None:
    _run(["-m", "benchmarks.scale", *run.arguments()], run.test_environment())


def eval_search(progress: Progress) -> None:
    _run(["-m", "evaluation", *run.arguments()], run.test_environment())


def screenshots(progress: Progress) -> None:
    node = node_environment()
    web.install_packages(progress, node)
    command = ("npm", "run", "--silent", "screenshots", "--", *run.arguments())
    if not browser.walk(progress, node, "Pictures of the pages", *command):
        raise Failure("not every page could be shown")


def lighthouse(progress: Progress) -> None:
    node = node_environment()
    web.install_packages(progress, node)
    if not browser.walk(progress, node, "Lighthouse", "npm", "run", "--silent", "lighthouse"):
        raise Failure("not every page has all that it can have")


def flower(progress: Progress) -> None:
    _run(["-m", "launchers", "flower"], run.environment())


def format_sources(progress: Progress) -> None:
    """Python by ruff, the web app by its own formatter."""
    _run(["-m", "ruff", "check", "-q", "--fix-only", ".", "../tools"], run.environment())
    _run(["-m", "ruff", "format", "-q", ".", "../tools"], run.environment())
    node = node_environment()
    web.install_packages(progress, node)
    run.required(run.captured("npm", "run", "--silent", "format", environ=node, folder=FRONTEND), "npm run format:")


def _run(command: list[str], environ: Mapping[str, str]) -> None:
    """A program of the backend with its output on the terminal; its exit code is ours."""
    if not run.shown(sys.executable, *command, environ=environ, folder=BACKEND):
        raise Failure(f"{' '.join(command[1:])} failed")


VERBS: dict[str, Callable[[Progress], None]] = {
    "install": install,
    "up": up,
    "test": tests.test,
    "test-backend": tests.test_backend,
    "prove": tests.prove,
    "mutate": mutation.mutate,
    "status": status.status,
    "test-web": tests.test_web,
    "test-e2e": tests.test_e2e,
    "down": lambda progress: down.down(),
    "reset": lambda progress: down.reset(),
    "check": check.check,
    "check-backend": check.check_backend,
    "check-web": check.check_web,
    "client": make_client,
    "lock": lambda progress: lockfiles.compile_locks(),
    "format": format_sources,
    "seed": seed,
    "bench": bench,
    "bench-search": bench_search,
    "eval-search": eval_search,
    "screenshots": screenshots,
    "lighthouse": lighthouse,
    "flower": flower,
    "logs": lambda progress: down.logs(),
}


if __name__ == "__main__":
    sys.exit(main())
