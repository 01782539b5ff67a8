"""One stack's PostgreSQL: initdb, start, stop, and telling its own server from a stranger."""

import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess

import psutil

from embedded.account import Account, require_space
from embedded.errors import EmbeddedError
from embedded.ports import HOST, claim_for_server
from embedded.stacks import Stack

USER = "instainstru"
START_SECONDS = 30
NEW_CLUSTER_MEGABYTES = 300
SETTINGS = {
    "listen_addresses": HOST,
    # A socket's path may have 107 bytes at most, a project's folder more.
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_preload_libraries": "pg_stat_statements",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
}
# Test databases are made anew by every run: what a power cut could break is worth less than the time of the flushes.
FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


@dataclass(frozen=True)
class Postmaster:
    """What a running server says of itself in its postmaster.pid."""

    pid: int
    port: int
    ready: bool


@dataclass(frozen=True)
class Postgres:
    """The PostgreSQL of a stack. `programs` is the folder of its binaries."""

    stack: Stack
    programs: Path
    account: Account

    name = "PostgreSQL"

    @property
    def data(self) -> Path:
        return self.stack.servers / "postgres"

    @property
    def log(self) -> Path:
        return self.stack.servers / "postgres.log"

    def running(self) -> Postmaster | None:
        """The stack's own live server, ready or not; a stale or foreign postmaster.pid counts as none."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            found = Postmaster(int(lines[0]), int(lines[3]), len(lines) > 7 and lines[7].strip() == "ready")
            command = psutil.Process(found.pid).cmdline()
        except (FileNotFoundError, IndexError, ValueError, psutil.NoSuchProcess):
            return None
        return found if str(self.data) in command else None

    def url(self) -> str | None:
        """The address of the stack's database while its server is ready."""
        server = self.running()
        return self._url(server.port) if server and server.ready else None

    def pid(self) -> int | None:
        server = self.running()
        return server.pid if server else None

    def start(self) -> str:
        """Start, with a new cluster the first time; returns the address. Call under the stack's lock."""
        if self.running():
            return self._wait_until_ready()
        with claim_for_server(
            self.stack.postgres_port,
            movable=self.stack.movable,
            variable=f"EMBEDDED_{self.stack.name.upper()}_POSTGRES_PORT",
            purpose="PostgreSQL",
        ) as port:
            if not (self.data / "PG_VERSION").exists():
                self._create_cluster()
            self._start_patiently(port)
        self._create_database(port)
        return self._url(port)

    def stop(self) -> None:
        """Stop at once and cleanly: clients are cut off, everything committed is on disk."""
        if self.running():
            self._pg_ctl("stop", "-m", "fast", "-w")

    def make_empty(self, database: str) -> str:
        """Drop a database, who is in it notwithstanding, and make it anew; returns its address."""
        server = self.running()
        if server is None:
            raise EmbeddedError("PostgreSQL does not run.")
        self._sql(server.port, f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        self._sql(server.port, f"CREATE DATABASE {database}")
        return self._url(server.port, database)

    def _create_cluster(self) -> None:
        require_space(self.stack.folder, NEW_CLUSTER_MEGABYTES)
        # Made beside and renamed: a start that is killed half-way leaves no half cluster.
        draft = self.data.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        result = self.account.run(
            self.programs / "initdb",
            # Local users are trusted, as with any development server on the loopback interface.
            *("-D", draft, "-U", USER, "--auth", "trust", "--encoding", "UTF8"),
            *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
            cwd=self.stack.servers,
        )
        self._check(result, "PostgreSQL's data folder could not be made")
        draft.rename(self.data)

    def _start_patiently(self, port: int) -> None:
        """After kill -9 the first attempts can fail while the old server's processes are still being reaped."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            # What running() did not recognise is a leftover, possibly with the process id of something else by now.
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            log_start = self.log.stat().st_size if self.log.exists() else 0
            result = self._pg_ctl("start", "-w", "-t", "300", "-l", self.log, "-o", self._options(port))
            if result.returncode == 0:
                return
            words = self._new_log(log_start)
            transient = "shared memory block" in words or "lock file" in words
            if not transient or time.monotonic() > deadline:
                raise EmbeddedError(self._start_failure(port, words))
            time.sleep(0.3)

    def _start_failure(self, port: int, words: str) -> str:
        if "No space left on device" in words:
            return f"PostgreSQL could not start: the disk of {self.data} is full. Make room and start again."
        if "could not bind" in words:
            return f"PostgreSQL could not start: port {port} was taken meanwhile. Start again."
        fatal = [line for line in words.splitlines() if "FATAL" in line or "PANIC" in line or "ERROR" in line]
        reason = fatal[-1].split(":", 3)[-1].strip() if fatal else "it gave no reason"
        return f"PostgreSQL could not start: {reason}. Its log is {self.log}."

    def _new_log(self, start: int) -> str:
        if not self.log.exists():
            return ""
        return self.log.read_bytes()[start:].decode(errors="replace")

    def _options(self, port: int) -> str:
        settings = SETTINGS | {"port": str(port)} | ({} if self.stack.durable else FORGETFUL)
        return " ".join(f"-c {name}='{value}'" for name, value in settings.items())

    def _create_database(self, port: int) -> None:
        name = self.stack.database
        exists = self._sql(port, f"SELECT 1 FROM pg_database WHERE datname = '{name}'")
        if not exists:
            self._sql(port, f"CREATE DATABASE {name}")

    def _sql(self, port: int, statement: str) -> str:
        result = self.account.run(
            self.programs / "psql",
            *("-X", "-tA", "-h", HOST, "-p", str(port), "-U", USER, "-d", "postgres", "-c", statement),
            cwd=self.stack.servers,
        )
        self._check(result, "PostgreSQL runs but refuses to be used")
        return result.stdout.strip()

    def _wait_until_ready(self) -> str:
        """Recovery after a crash can take a while; the server is there but does not answer yet."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if url := self.url():
                return url
            time.sleep(0.1)
        raise EmbeddedError(f"PostgreSQL is still recovering after {START_SECONDS} s. Wait, and look at {self.log}.")

    def _pg_ctl(self, verb: str, *options: str | Path) -> CompletedProcess[str]:
        return self.account.run(self.programs / "pg_ctl", verb, "-D", self.data, *options, cwd=self.stack.servers)

    def _check(self, result: CompletedProcess[str], complaint: str) -> None:
        if result.returncode == 0:
            return
        if "No space left on device" in result.stderr:
            raise EmbeddedError(f"The disk of {self.stack.folder} is full. Make room and start again.")
        reason = (result.stderr.strip() or result.stdout.strip()).splitlines()[-1:]
        raise EmbeddedError(f"{complaint}: {' '.join(reason)}")

    def _url(self, port: int, database: str = "") -> str:
        return f"postgresql://{USER}@{HOST}:{port}/{database or self.stack.database}"
