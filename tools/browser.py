"""A browser against a product of its own: the end-to-end tests, and the pictures of the pages."""

import asyncio
import secrets
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from embedded import ensure, stop
from embedded.stacks import Stack, get_stack
from launchers.environment import Launch
from tools import chromium, run, web
from tools.paths import FRONTEND
from tools.product import Ports, Product, only_one, until_signal
from tools.terminal import Progress, say

STACK = "e2e"


def walk(progress: Progress, node: Mapping[str, str], words: str, *command: str) -> bool:
    """Run a program of the web app's folder that drives a browser; whether it succeeded, or could not be run here.

    It finds the product by E2E_BASE_URL, the mails it sent by E2E_MAILBOX_URL, and moves its clock by writing seconds
    to the file E2E_CLOCK_FILE.
    """
    path = chromium.find_or_install(progress)
    if path is None:
        say(f"{words} skipped: {chromium.why_not()}.")
        return True
    web.build(progress, node)
    stack = get_stack(STACK)
    with only_one(stack), Ports.for_browser_tests() as ports, tempfile.TemporaryDirectory() as folder:
        clock = Path(folder) / "clock"
        clock.write_text("+0")
        product = _new_product(progress, stack, ports, node, clock)
        environ = {
            **node,
            "CHROMIUM_PATH": path,
            "E2E_BASE_URL": f"http://localhost:{ports.web}",
            "E2E_MAILBOX_URL": f"http://localhost:{ports.mailbox}",
            "E2E_CLOCK_FILE": str(clock),
        }
        passed = asyncio.run(until_signal(_walk(product, progress, words, command, environ))) == 0
    if not passed:
        say(f"What the product said meanwhile stands in {stack.folder / 'logs'}.")
    return passed


def _new_product(progress: Progress, stack: Stack, ports: Ports, node: Mapping[str, str], clock: Path) -> Product:
    """On INT, with an empty database."""
    stop(stack.name)
    for old in (stack.servers, stack.folder / "mail"):
        shutil.rmtree(old, ignore_errors=True)
    with progress.step("PostgreSQL and Valkey for the browser"):
        addresses = ensure(stack.name)
    environ = run.test_environment(
        INT_DATABASE_URL=addresses.database_url,
        REDIS_URL=addresses.redis_url,
        SECRET_KEY=secrets.token_urlsafe(48),
        CLOCK_OFFSET_FILE=str(clock),
        # All of it comes from one address.
        RATE_LIMIT_SCALE="100",
    )
    launch = Launch(environ, stack.name, frozenset({"PostgreSQL", "Valkey"}))
    return Product(stack, ports, launch, node, show=lambda name, line: None)


async def _walk(
    product: Product, progress: Progress, words: str, command: tuple[str, ...], environ: Mapping[str, str]
) -> int:
    async with product.running(progress):
        with progress.step(words):
            process = await asyncio.create_subprocess_exec(*command, cwd=FRONTEND, env=dict(environ))
            return await process.wait()
