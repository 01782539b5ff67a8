"""Keeps a handful of programs running: prefixed logs, restarts with growing pauses, one clean end for all."""

import asyncio
import contextlib
import json
import logging
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from logging.handlers import RotatingFileHandler
from pathlib import Path

import psutil

from embedded.errors import EmbeddedError
from embedded.ports import HOST, is_free, is_owner, owner

LOG_BYTES = 10 * 2**20
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
# A program that ran this long had started well; its next crash is paused for as a first one.
SETTLED_SECONDS = 60.0
# Ends in a row before its first answer after which a program counts as broken.
FAILED_STARTS = 3
STOP_SECONDS = 10.0
HEALTH_SECONDS = 0.25
ANSWER_SECONDS = 5.0
LAST_WORDS_SECONDS = 2.0

Printer = Callable[[str, str], None]


@dataclass(frozen=True)
class Program:
    """A command to keep running. `health` is (port, path) of the page that tells when it answers."""

    name: str
    command: tuple[str, ...]
    folder: Path
    environ: Mapping[str, str]
    health: tuple[int, str] | None = None


@dataclass
class _Kept:
    program: Program
    task: asyncio.Task[None]
    last_lines: deque[str] = field(default_factory=lambda: deque(maxlen=12))
    failed_starts: int = 0
    answered: bool = False


class Supervisor:
    """Starts programs and keeps them; `show(name, line)` gets every line that they print."""

    def __init__(self, folder: Path, show: Printer) -> None:
        self._logs = folder / "logs"
        self._logs.mkdir(parents=True, exist_ok=True)
        self._record = ProcessRecord(folder / "processes.json")
        self._show = show
        self._kept: dict[str, _Kept] = {}

    async def run_once(self, program: Program) -> None:
        """Run to the end. Raises EmbeddedError with the last lines when it fails."""
        lines: deque[str] = deque(maxlen=12)
        code = await self._run_process(program, lines)
        if code != 0:
            raise EmbeddedError(self._broken(program.name, f"ended with {_describe(code)}", lines))

    def keep(self, program: Program) -> None:
        """Start in the background and start again whenever it ends."""
        kept = _Kept(program, asyncio.create_task(self._keep(program.name), name=program.name))
        self._kept[program.name] = kept

    async def wait_until_healthy(self, seconds: float = 60) -> None:
        """Return when every kept program answers itself.

        Raises EmbeddedError for one that keeps ending or says nothing, and at once when another has its port.
        """
        deadline = time.monotonic() + seconds
        for kept in self._kept.values():
            while kept.program.health and not kept.answered:
                kept.answered = await self._answers_itself(kept.program.name, *kept.program.health)
                if kept.failed_starts >= FAILED_STARTS:
                    raise EmbeddedError(self._broken(kept.program.name, "does not start", kept.last_lines))
                if time.monotonic() > deadline:
                    words = f"does not answer after {seconds:.0f} s"
                    raise EmbeddedError(self._broken(kept.program.name, words, kept.last_lines))
                await asyncio.sleep(HEALTH_SECONDS)
            kept.answered = True

    async def stop(self) -> None:
        """End every program."""
        tasks = [kept.task for kept in self._kept.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._kept.clear()

    async def _answers_itself(self, name: str, port: int, path: str) -> bool:
        """Whether the page is there and the program's own. Raises EmbeddedError when another listens in its place."""
        if not await _is_listened_to(port):
            return False
        if any(is_owner(pid, port) for pid in self._record.pids(name)):
            return await _answers(port, path)
        # It may have been the program itself, which has just ended.
        if is_free(port):
            return False
        raise EmbeddedError(f"{name} cannot start: port {port} was taken meanwhile by {owner(port)}. Start again.")

    async def _keep(self, name: str) -> None:
        pause = FIRST_PAUSE
        while True:
            begun = time.monotonic()
            code = await self._run(name)
            settled = time.monotonic() - begun > SETTLED_SECONDS
            pause = FIRST_PAUSE if settled else pause
            kept = self._kept[name]
            kept.failed_starts += not kept.answered
            self._show(name, f"ended with {_describe(code)}; starting again in {pause:.0f} s")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _run(self, name: str) -> int:
        kept = self._kept[name]
        return await self._run_process(kept.program, kept.last_lines)

    async def _run_process(self, program: Program, lines: deque[str]) -> int:
        """Run to the end of the whole process group; returns the exit code."""
        process = await self._spawn(program)
        relay = asyncio.create_task(self._relay(program.name, process, lines))
        try:
            return await process.wait()
        finally:
            await _end(process)
            # Whoever left the group may hold the other end of the pipe for ever.
            with contextlib.suppress(TimeoutError, asyncio.CancelledError):
                await asyncio.wait_for(relay, LAST_WORDS_SECONDS)
            self._record.remove(process.pid)

    async def _spawn(self, program: Program) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            *program.command,
            cwd=program.folder,
            env=dict(program.environ),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            # A group of its own: Ctrl-C reaches the supervisor alone, and an end reaches what the program started.
            start_new_session=True,
        )
        self._record.add(program.name, process.pid)
        return process

    async def _relay(self, name: str, process: asyncio.subprocess.Process, lines: deque[str]) -> None:
        assert process.stdout is not None
        log = _log_file(self._logs / f"{name}.log")
        rest = b""
        try:
            while chunk := await process.stdout.read(65536):
                *whole, rest = (rest + chunk).split(b"\n")
                for raw in whole:
                    self._take(name, raw, log, lines)
            if rest:
                self._take(name, rest, log, lines)
        finally:
            log.close()

    def _take(self, name: str, raw: bytes, log: logging.Handler, lines: deque[str]) -> None:
        line = raw.decode(errors="replace").rstrip()
        lines.append(line)
        log.emit(logging.makeLogRecord({"msg": line}))
        self._show(name, line)

    def _broken(self, name: str, words: str, lines: deque[str]) -> str:
        said = "\n".join(f"  {line}" for line in lines)
        return f"{name} {words}. It said last:\n{said}\nAll of it: {self._logs / f'{name}.log'}"


class ProcessRecord:
    """Which processes a supervisor started, on disk, for the next one to end should this one be killed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._processes: dict[int, tuple[str, float]] = {}

    def add(self, name: str, pid: int) -> None:
        with contextlib.suppress(psutil.NoSuchProcess):
            self._processes[pid] = (name, psutil.Process(pid).create_time())
            self._write()

    def pids(self, name: str) -> list[int]:
        return [pid for pid, (known, _) in self._processes.items() if known == name]

    def remove(self, pid: int) -> None:
        if self._processes.pop(pid, None):
            self._write()

    def end_leftovers(self) -> list[str]:
        """End what a killed supervisor left behind; returns the names. A reused process id is left alone."""
        found = [
            (name, process)
            for pid, (name, created) in self._read().items()
            if (process := _same_process(pid, created)) is not None
        ]
        for _, process in found:
            _signal_group(process.pid, signal.SIGTERM)
        _, alive = psutil.wait_procs([process for _, process in found], timeout=STOP_SECONDS)
        for process in alive:
            _signal_group(process.pid, signal.SIGKILL)
        self._path.unlink(missing_ok=True)
        return [name for name, _ in found]

    def _read(self) -> dict[int, tuple[str, float]]:
        try:
            stored = json.loads(self._path.read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return {}
        return {int(pid): (name, created) for pid, (name, created) in stored.items()}

    def _write(self) -> None:
        draft = self._path.with_suffix(".part")
        # A full disk costs the record; the programs go on.
        with contextlib.suppress(OSError):
            draft.write_text(json.dumps(self._processes))
            draft.replace(self._path)


async def _is_listened_to(port: int) -> bool:
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            _, writer = await asyncio.open_connection(HOST, port)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True


async def _answers(port: int, path: str) -> bool:
    """Whether a page on this machine answers with 200."""
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            reader, writer = await asyncio.open_connection(HOST, port)
            writer.write(f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
            status = await reader.readline()
            writer.close()
    except (OSError, TimeoutError):
        return False
    return status.split(b" ")[1:2] == [b"200"]


async def _end(process: asyncio.subprocess.Process) -> None:
    """Ask the whole group to end, then make it; what a program started ends with it."""
    if process.returncode is None:
        _signal_group(process.pid, signal.SIGTERM)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                await process.wait()
    _signal_group(process.pid, signal.SIGKILL)
    await process.wait()


def _signal_group(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, number)


def _same_process(pid: int, created: float) -> psutil.Process | None:
    try:
        process = psutil.Process(pid)
        return process if abs(process.create_time() - created) < 1 else None
    except psutil.NoSuchProcess:
        return None


def _describe(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"code {code}"


class _QuietRotatingFileHandler(RotatingFileHandler):
    """A full disk costs log lines; it must not cost the program that logs them."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        pass


def _log_file(path: Path) -> RotatingFileHandler:
    handler = _QuietRotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(message)s"))
    return handler
