"""One stack's Valkey: start, stop, and telling its own server from a stranger by the file it was started with."""

import socket
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from embedded.account import Account
from embedded.errors import EmbeddedError
from embedded.ports import HOST, claim_for_server
from embedded.stacks import Stack

ANSWER_SECONDS = 2.0
START_SECONDS = 30


@dataclass(frozen=True)
class RunningValkey:
    """What a running server says of itself."""

    pid: int
    port: int
    ready: bool


@dataclass(frozen=True)
class Valkey:
    """The Valkey of a stack. `program` is its server's binary."""

    stack: Stack
    program: Path
    account: Account

    name = "Valkey"

    @property
    def data(self) -> Path:
        return self.stack.servers / "valkey"

    @property
    def log(self) -> Path:
        return self.stack.servers / "valkey.log"

    @property
    def config(self) -> Path:
        return self.stack.servers / "valkey.conf"

    def running(self) -> RunningValkey | None:
        """The stack's own live server, ready or still loading; a stranger on its port counts as none."""
        port = self._configured_port()
        facts = _info(port) if port else {}
        if port is None or facts.get("config_file") != str(self.config):
            return None
        return RunningValkey(int(facts["process_id"]), port, ready=facts.get("loading") == "0")

    def url(self) -> str | None:
        """The address while the stack's own server answers."""
        server = self.running()
        return f"redis://{HOST}:{server.port}/0" if server and server.ready else None

    def pid(self) -> int | None:
        server = self.running()
        return server.pid if server else None

    def start(self) -> str:
        """Start and return the address. Call under the stack's lock."""
        if self.running():
            return self._wait_until_ready()
        with claim_for_server(
            self.stack.valkey_port,
            movable=self.stack.movable,
            variable=f"EMBEDDED_{self.stack.name.upper()}_VALKEY_PORT",
            purpose="Valkey",
        ) as port:
            self._launch(port)
            return self._wait_until_ready()

    def stop(self) -> None:
        """Stop; what was written is on disk when the stack is durable."""
        server = self.running()
        if server is None:
            return
        try:
            process = psutil.Process(server.pid)
            process.terminate()
            process.wait(timeout=START_SECONDS)
        except psutil.NoSuchProcess:
            return
        except psutil.TimeoutExpired:
            raise EmbeddedError(f"Valkey (process {server.pid}) did not stop within {START_SECONDS} s.") from None

    def _launch(self, port: int) -> None:
        self.account.make_folder(self.data)
        self.config.write_text(self._configuration(port))
        self.account.own(self.config, 0o600)
        result = self.account.run(self.program, self.config, cwd=self.data)
        if result.returncode != 0:
            raise EmbeddedError(f"Valkey could not start: {(result.stderr or result.stdout).strip()[-300:]}")

    def _configuration(self, port: int) -> str:
        # Append-only: each write is handed to the system before it is answered, so kill -9 loses nothing.
        lines = [
            f"bind {HOST}",
            f"port {port}",
            f'dir "{self.data}"',
            f'logfile "{self.log}"',
            "daemonize yes",
            'pidfile ""',
            'save ""',
            f"appendonly {'yes' if self.stack.durable else 'no'}",
            "databases 64",
        ]
        return "\n".join(lines) + "\n"

    def _wait_until_ready(self) -> str:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if url := self.url():
                return url
            time.sleep(0.02)
        raise EmbeddedError(f"Valkey does not answer after {START_SECONDS} s. Its log is {self.log}.")

    def _configured_port(self) -> int | None:
        try:
            lines = self.config.read_text().splitlines()
        except FileNotFoundError:
            return None
        return next((int(line.removeprefix("port ")) for line in lines if line.startswith("port ")), None)


def _info(port: int) -> dict[str, str]:
    """INFO of whoever listens there; empty when nobody does, or somebody who does not speak this protocol."""
    try:
        with socket.create_connection((HOST, port), timeout=ANSWER_SECONDS) as connection:
            connection.sendall(b"INFO server persistence\r\n")
            text = _bulk_string(connection).decode()
    except (OSError, ValueError):
        return {}
    return dict(line.split(":", 1) for line in text.splitlines() if ":" in line)


def _bulk_string(connection: socket.socket) -> bytes:
    """One RESP bulk string. Raises ValueError for any other answer."""
    head, _, body = connection.recv(65536).partition(b"\r\n")
    if not head.startswith(b"$"):
        raise ValueError("not a bulk string")
    while len(body) < int(head[1:]) and (more := connection.recv(65536)):
        body += more
    return body
