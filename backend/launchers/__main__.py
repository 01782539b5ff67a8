"""python -m launchers backend|worker|beat|flower [OPTIONS]"""

import argparse
import os
import sys
from collections.abc import Callable

from embedded import EmbeddedError
from launchers import BACKEND
from launchers.environment import Launch, prepare

CELERY = ("celery", "-A", "app.tasks.celery_app")
NOTE = (
    "Uses the STG database unless another tier is chosen (USE_STG_DATABASE=false: INT). "
    "Starts this project's own PostgreSQL and Valkey when no address is given."
)


def main() -> None:
    program, arguments = sys.argv[1], sys.argv[2:]
    parse, command = PROGRAMS[program]
    options = parse(arguments)
    try:
        launch = prepare()
    except EmbeddedError as error:
        sys.exit(str(error))
    os.execve(sys.executable, [sys.executable, "-m", *command(options, launch)], launch.environ)  # noqa: S606


def backend_options(arguments: list[str]) -> argparse.Namespace:
    parser = _parser("run_backend.py", "Serve the API.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--reload", action="store_true", help="start again when a source file changes")
    return parser.parse_args(arguments)


def backend_command(options: argparse.Namespace, launch: Launch) -> list[str]:
    reload = ["--reload", "--reload-dir", str(BACKEND / "app")] if options.reload else []
    return ["uvicorn", "app.main:app", "--host", options.host, "--port", str(options.port), *reload]


def worker_options(arguments: list[str]) -> argparse.Namespace:
    parser = _parser("run_celery_worker.py", "Run a Celery worker.")
    parser.add_argument("--concurrency", type=int, default=4, help="tasks at once (default 4)")
    parser.add_argument("--loglevel", default="INFO")
    parser.add_argument("--pool", default="threads", choices=["threads", "prefork", "solo"])
    return parser.parse_args(arguments)


def worker_command(options: argparse.Namespace, launch: Launch) -> list[str]:
    return [
        *(*CELERY, "worker", "--pool", options.pool, "--concurrency", str(options.concurrency)),
        *("--loglevel", options.loglevel, "--task-events"),
    ]


def beat_options(arguments: list[str]) -> argparse.Namespace:
    parser = _parser("run_celery_beat.py", "Run Celery beat, the clock of recurring tasks. One is enough.")
    parser.add_argument("--loglevel", default="INFO")
    return parser.parse_args(arguments)


def beat_command(options: argparse.Namespace, launch: Launch) -> list[str]:
    return [*CELERY, "beat", "--loglevel", options.loglevel, "--pidfile", ""]


def flower_options(arguments: list[str]) -> argparse.Namespace:
    parser = _parser("run_flower.py", "Watch Celery's tasks in the browser.")
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5555)
    return parser.parse_args(arguments)


def flower_command(options: argparse.Namespace, launch: Launch) -> list[str]:
    return [*CELERY, "flower", f"--address={options.address}", f"--port={options.port}"]


def _parser(name: str, description: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog=name, description=description, epilog=NOTE)


Parse = Callable[[list[str]], argparse.Namespace]
Command = Callable[[argparse.Namespace, Launch], list[str]]
PROGRAMS: dict[str, tuple[Parse, Command]] = {
    "backend": (backend_options, backend_command),
    "worker": (worker_options, worker_command),
    "beat": (beat_options, beat_command),
    "flower": (flower_options, flower_command),
}


if __name__ == "__main__":
    main()
