"""`make up`: the whole product on this machine, under one supervisor."""

import asyncio
import os
import sys
from pathlib import Path

from embedded.stacks import Stack, get_stack
from launchers.environment import prepare
from tools import run, web
from tools.node import node_environment
from tools.paths import ROOT
from tools.product import Ports, Product, only_one, until_signal
from tools.terminal import Failure, Progress, say

COLOURS = {"api": 36, "worker": 35, "beat": 34, "web": 32, "mailbox": 33, "servers": 31}
SUMMARY = """
  InstaInstru is up.

    Web app      http://localhost:{ports.web}
    API          http://localhost:{ports.api}/api/docs
    Mails sent   http://localhost:{ports.mailbox}
    Database     {database}
    Data, logs   {folder}

  Demo accounts, all with the password learn-something-new

    student@demo.instainstru.com
    instructor@demo.instainstru.com
    admin@demo.instainstru.com

  Ctrl-C ends everything; your data stays.
"""


def up(progress: Progress) -> None:
    """Start everything and keep it until a signal comes. Raises Failure or EmbeddedError with plain words.

    WITHOUT="api web" leaves those processes to the caller.
    """
    if os.environ.get("USE_PROD_DATABASE"):
        raise Failure("USE_PROD_DATABASE is set, and `make up` is for local work only. Unset it.")
    without = frozenset(os.environ.get("WITHOUT", "").split())
    stack, ports = get_stack("up"), Ports.from_environment(os.environ)
    with only_one(stack), ports.claimed():
        node = node_environment()
        if "web" not in without:
            web.install_packages(progress, node)
            web.build(progress, node)
        with progress.step("PostgreSQL and Valkey"):
            launch = prepare(run.environment(USE_STG_DATABASE="true"))
        terminal = Terminal()
        product = Product(stack, ports, launch, node, terminal.show, without)
        database = _place(launch.environ.get("STG_DATABASE_URL", ""))
        summary = SUMMARY.format(ports=ports, database=database, folder=_folder(stack))
        asyncio.run(until_signal(_serve(product, progress, terminal, summary), terminal.end))
        say("Everything has ended. Your data is kept.")


async def _serve(product: Product, progress: Progress, terminal: "Terminal", summary: str) -> None:
    async with product.running(progress):
        say(summary)
        terminal.quiet = False
        await product.watch_servers()


class Terminal:
    """Shows the processes' lines once all have started; until then there are steps, and the logs have the lines."""

    def __init__(self) -> None:
        self.quiet = True

    def show(self, name: str, line: str) -> None:
        if self.quiet:
            return
        label = f"{name:<8}|"
        say(f"\x1b[{COLOURS.get(name, 37)}m{label}\x1b[0m {line}" if sys.stdout.isatty() else f"{label} {line}")

    def end(self) -> None:
        self.quiet = True
        say("\nEnding ...")


def log_files(stack: Stack) -> list[Path]:
    return sorted((stack.folder / "logs").glob("*.log")) + sorted(stack.servers.glob("*.log"))


def _folder(stack: Stack) -> str:
    if stack.folder.is_relative_to(ROOT):
        return str(stack.folder.relative_to(ROOT))
    why = "" if os.environ.get("EMBEDDED_DATA_DIR") else f" (root's servers run as nobody, who cannot reach {ROOT})"
    return f"{stack.folder}{why}"


def _place(url: str) -> str:
    """An address without its user and password, for showing."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}" if url else "the one in .env"
