"""The supervisor with small programs: restarts, clean ends, ports of its own, and what a killed one leaves behind."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest

from embedded import EmbeddedError
from embedded.ports import HOST, any_free, claim_or_another
from embedded.supervisor import ProcessRecord, Program, Supervisor

# One worker for all of it: the tests hold ports and processes.
pytestmark = [pytest.mark.integration, pytest.mark.xdist_group("embedded")]

ANSWER = """
import http.server, os, sys
print("process", os.getpid(), flush=True)
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), http.server.SimpleHTTPRequestHandler).serve_forever()
"""


class Lines:
    """What the supervisor showed."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []

    def __call__(self, name: str, line: str) -> None:
        self.seen.append((name, line))

    def pids(self) -> list[int]:
        return [int(line.split()[1]) for _, line in self.seen if line.startswith("process ")]


def _program(folder: Path, source: str, *arguments: str, health: tuple[int, str] | None = None) -> Program:
    return Program("little", (sys.executable, "-c", source, *arguments), folder, dict(os.environ), health)


async def _until(condition: object) -> None:
    assert callable(condition)
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 the condition is about other processes
            await asyncio.sleep(0.05)


async def test_a_killed_program_is_started_again_and_ends_with_the_supervisor(tmp_path: Path) -> None:
    lines, port = Lines(), any_free()
    supervisor = Supervisor(tmp_path, lines)
    supervisor.keep(_program(tmp_path, ANSWER, str(port), health=(port, "/")))
    await supervisor.wait_until_healthy(10)

    os.kill(lines.pids()[0], signal.SIGKILL)
    await _until(lambda: len(lines.pids()) == 2)
    await supervisor.stop()

    assert ("little", "ended with SIGKILL; starting again in 1 s") in lines.seen
    assert not any(psutil.pid_exists(pid) for pid in lines.pids())
    assert f"process {lines.pids()[1]}" in (tmp_path / "logs" / "little.log").read_text()


async def test_what_a_program_started_ends_with_it(tmp_path: Path) -> None:
    source = "import subprocess; print('process', subprocess.Popen(['sleep', '60']).pid, flush=True); input()"
    lines = Lines()
    supervisor = Supervisor(tmp_path, lines)
    supervisor.keep(_program(tmp_path, source))
    await _until(lines.pids)
    await supervisor.stop()

    await _until(lambda: not psutil.pid_exists(lines.pids()[0]))


async def test_a_program_that_never_starts_is_reported_with_its_last_words(tmp_path: Path) -> None:
    supervisor = Supervisor(tmp_path, Lines())
    supervisor.keep(_program(tmp_path, "raise SystemExit('no way')", health=(any_free(), "/")))

    with pytest.raises(EmbeddedError, match=r"little does not start(.|\n)*no way"):
        await supervisor.wait_until_healthy(20)
    await supervisor.stop()


async def test_a_step_that_fails_is_reported_with_its_last_words(tmp_path: Path) -> None:
    supervisor = Supervisor(tmp_path, Lines())

    with pytest.raises(EmbeddedError, match=r"little ended with code 3(.|\n)*half done"):
        await supervisor.run_once(_program(tmp_path, "print('half done'); raise SystemExit(3)"))


async def test_a_stranger_that_answers_on_the_port_is_not_taken_for_the_program(tmp_path: Path) -> None:
    port = any_free()
    stranger = Supervisor(tmp_path / "stranger", Lines())
    stranger.keep(_program(tmp_path, ANSWER, str(port), health=(port, "/")))
    await stranger.wait_until_healthy(10)
    supervisor = Supervisor(tmp_path / "own", Lines())
    supervisor.keep(_program(tmp_path, "input()", health=(port, "/")))

    async with asyncio.timeout(2):
        with pytest.raises(EmbeddedError, match=rf"little cannot start: port {port} was taken meanwhile by python"):
            await supervisor.wait_until_healthy(10)
    await supervisor.stop()
    await stranger.stop()


async def test_two_products_that_start_at_once_have_a_port_each_and_answer_as_themselves(tmp_path: Path) -> None:
    usual = any_free()

    async def page(name: str) -> str:
        folder = tmp_path / name
        supervisor = Supervisor(folder, Lines())
        with claim_or_another(usual) as port:
            # Time in which the other one looks for a port too, and nobody listens yet.
            await asyncio.sleep(0.1)
            supervisor.keep(_program(folder, ANSWER, str(port), health=(port, f"/logs/{name}.txt")))
            (folder / "logs" / f"{name}.txt").write_text(f"page of {name}")
            await supervisor.wait_until_healthy(10)
            try:
                return await asyncio.to_thread(_read, f"http://{HOST}:{port}/logs/{name}.txt")
            finally:
                await supervisor.stop()

    assert await asyncio.gather(page("first"), page("second")) == ["page of first", "page of second"]


def test_leftovers_of_a_killed_supervisor_are_ended_and_strangers_left_alone(tmp_path: Path) -> None:
    leftover = subprocess.Popen(["sleep", "60"], start_new_session=True)
    stranger = subprocess.Popen(["sleep", "60"], start_new_session=True)
    record = ProcessRecord(tmp_path / "processes.json")
    record.add("api", leftover.pid)
    text = (tmp_path / "processes.json").read_text()
    # The stranger got the process id of something older.
    (tmp_path / "processes.json").write_text(text.replace("}", f', "{stranger.pid}": ["web", 1.0]}}'))

    ended = ProcessRecord(tmp_path / "processes.json").end_leftovers()

    assert ended == ["api"]
    assert leftover.wait(timeout=5) is not None
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def _read(address: str) -> str:
    with urlopen(address) as answer:
        return str(answer.read().decode())
