"""python -m embedded start|stop|status [STACK]"""

import argparse
import sys

from embedded import STACKS, EmbeddedError, ServerStatus, ensure, status, stop


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        return {"start": _start, "stop": _stop, "status": _status}[options.verb](options.stack)
    except EmbeddedError as error:
        print(error, file=sys.stderr)
        return 1


def _start(stack: str) -> int:
    addresses = ensure(stack)
    print(addresses.database_url, addresses.redis_url, sep="\n")
    return 0


def _stop(stack: str) -> int:
    print(f"{stack}: {'stopped' if stop(stack) else 'nothing was running'}")
    return 0


def _status(stack: str) -> int:
    servers = status(stack)
    for server in servers:
        print(_line(server))
    return 0 if all(server.url for server in servers) else 1


def _line(server: ServerStatus) -> str:
    if server.pid is None:
        return f"{server.name}: not running"
    return f"{server.name}: process {server.pid}, {server.url or 'not ready yet'}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m embedded", description="Start and stop this project's own PostgreSQL and Valkey."
    )
    parser.add_argument("verb", choices=["start", "stop", "status"])
    parser.add_argument("stack", choices=sorted(STACKS), nargs="?", default="test")
    return parser


if __name__ == "__main__":
    sys.exit(main())
