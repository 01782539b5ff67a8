"""The one door to a database: it chooses, asks, tells and keeps, and engines are made only for what it granted."""

import os
import socket
import sys
import threading
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NoReturn, Protocol

from app.core.clock import Clock, SystemClock
from app.core.database_address import AddressError, DatabaseAddress, Resolver, machine, parse_address
from app.core.database_audit import AuditLog, describe_command
from app.core.database_config import (
    ADDRESS_VARIABLES,
    PRODUCTION_MODE,
    USE_PROD,
    USE_STG,
    WORD_TEST,
    DatabaseChoice,
    Refusal,
    Tier,
    choose_database,
)

YES = "yes"
LOOKUP_SECONDS = 2.0
COLOURS = {Tier.INT: 32, Tier.STG: 33, Tier.PROD: 31, Tier.CI: 34}
LAUNCHERS = frozenset(
    {"uvicorn", "celery", "flower", "run_backend.py", "run_celery_worker.py", "run_celery_beat.py", "run_flower.py"}
)
# Only for hints: being on such a host grants nothing.
DEPLOY_HOSTS = ("RENDER", "VERCEL", "RAILWAY_ENVIRONMENT", "FLY_APP_NAME", "DYNO", "K_SERVICE")
HOW_TO_SAY = {
    Tier.INT: f"unset {USE_STG} and {USE_PROD}",
    Tier.STG: f"{USE_STG}=true",
    Tier.PROD: f"{USE_PROD}=true and {PRODUCTION_MODE}=true",
}


class DatabaseRefused(RuntimeError, SystemExit):
    """A database was refused. The door has said why: a program that does not expect it ends with 1 and no trace."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.code = 1


class Console(Protocol):
    """Where people are, if any are."""

    @property
    def interactive(self) -> bool: ...

    @property
    def coloured(self) -> bool: ...

    def say(self, text: str) -> None: ...

    def ask(self, question: str) -> str:
        """The line typed; empty when the input ends."""
        ...


class StandardConsole:
    """Questions and answers on stderr and stdin: stdout belongs to the program."""

    @property
    def interactive(self) -> bool:
        return _is_terminal(sys.stdin) and _is_terminal(sys.stderr)

    @property
    def coloured(self) -> bool:
        return _is_terminal(sys.stderr) and "NO_COLOR" not in os.environ

    def say(self, text: str) -> None:
        if sys.stderr is not None:
            print(text, file=sys.stderr, flush=True)  # noqa: T201

    def ask(self, question: str) -> str:
        sys.stderr.write(question)
        sys.stderr.flush()
        try:
            return sys.stdin.readline().rstrip("\r\n")
        except KeyboardInterrupt:
            return ""


def _is_terminal(stream: object) -> bool:
    """A stream may be missing (no console) or closed; neither is a person."""
    isatty = getattr(stream, "isatty", None)
    return bool(isatty and not getattr(stream, "closed", False) and isatty())


class Door:
    """Remembers what it granted, so that one process is asked and told once."""

    def __init__(self, console: Console, arguments: Sequence[str], resolve: Resolver, clock: Clock) -> None:
        self._console = console
        self._arguments = arguments
        self._resolve = resolve
        self._clock = clock
        self._granted: dict[DatabaseChoice, AuditLog] = {}
        self._lock = threading.RLock()

    def open(
        self,
        variables: Mapping[str, str],
        audit: AuditLog,
        *,
        requested: Tier | None = None,
        allowed: Collection[Tier] = tuple(Tier),
        switches_in_files: Collection[str] = (),
    ) -> DatabaseChoice:
        """The choice, granted; DatabaseRefused otherwise, said on the console and kept in the log either way."""
        with self._lock:
            choice = self.look(variables, requested, allowed, switches_in_files)
            clerk = self._clerk(audit, variables)
            if isinstance(choice, Refusal):
                clerk.refuse(choice)
            if choice not in self._granted:
                self._grant(choice, clerk)
                self._granted[choice] = audit
            return choice

    def look(
        self,
        variables: Mapping[str, str],
        requested: Tier | None,
        allowed: Collection[Tier],
        switches_in_files: Collection[str],
    ) -> DatabaseChoice | Refusal:
        """What `open` would choose; nobody is asked, nothing is granted or kept."""
        return choose_database(
            variables,
            interactive=self._console.interactive,
            requested=requested,
            allowed=allowed,
            switches_in_files=switches_in_files,
            resolve=self._resolve,
        )

    def _grant(self, choice: DatabaseChoice, clerk: "_Clerk") -> None:
        if choice.asks and clerk.ask(choice) != YES:
            reason, hint = "the answer was not yes", "Only the word yes, in small letters, goes on."
            clerk.refuse(Refusal(reason, hint, choice.tier, choice.address))
        clerk.grant(choice)

    def choice_for(self, url: str) -> DatabaseChoice:
        """The granted choice that an address belongs to: the same database or, on INT and CI, a test's copy beside it.

        DatabaseRefused for an address that did not come through this door.
        """
        try:
            address = parse_address(url)
        except AddressError as error:
            raise DatabaseRefused(f"the address {error}") from None
        for choice in self._granted:
            if _belongs(address, choice):
                return DatabaseChoice(choice.tier, address)
        reason = f"{address.place} did not come through settings.database_url"
        self._console.say(f"[DATABASE] refused: {reason}")
        raise DatabaseRefused(reason)

    def refuse_marker(self, choice: DatabaseChoice, reason: str) -> NoReturn:
        """The database itself says that it is another one than the environment meant."""
        hint = "See docs/operations/database-safety.md, 'The marker'."
        for granted, audit in self._granted.items():
            if granted.tier is choice.tier:
                self._clerk(audit, {}).refuse(Refusal(reason, hint, choice.tier, choice.address))
        raise DatabaseRefused(reason)

    def _clerk(self, audit: AuditLog, variables: Mapping[str, str]) -> "_Clerk":
        return _Clerk(self._console, audit, self._arguments, variables, self._clock)


def _belongs(address: DatabaseAddress, choice: DatabaseChoice) -> bool:
    granted = choice.address
    if (address.host, address.port) != (granted.host, granted.port):
        return False
    is_copy = choice.tier in (Tier.INT, Tier.CI) and WORD_TEST.search(address.database) is not None
    return address.database == granted.database or is_copy


class _Clerk:
    """Says and keeps one decision."""

    def __init__(
        self,
        console: Console,
        audit: AuditLog,
        arguments: Sequence[str],
        variables: Mapping[str, str],
        clock: Clock,
    ) -> None:
        self._console = console
        self._audit = audit
        self._arguments = arguments
        self._variables = variables
        self._clock = clock

    def ask(self, choice: DatabaseChoice) -> str:
        self._console.say(f"{self._label(choice.tier)} {choice.address.place}")
        return self._console.ask("This is production. Type yes to go on: ")

    def grant(self, choice: DatabaseChoice) -> None:
        try:
            self._keep(choice.tier, choice.address, granted=True, reason=_why(choice))
        except OSError as error:
            self._not_kept(choice, error)
        self._console.say(f"{self._label(choice.tier)} {choice.address.place}")
        hint = suggestion(choice.tier, self._arguments, self._variables)
        if hint:
            self._console.say(hint)

    def _not_kept(self, choice: DatabaseChoice, error: OSError) -> None:
        problem = f"the audit log {self._audit.path} cannot be written: {error.strerror or error}"
        if choice.tier is Tier.PROD:
            self._tell_refusal(Refusal(problem, "Production is not used without it.", choice.tier, choice.address))
            raise DatabaseRefused(problem)
        self._console.say(f"{self._label(choice.tier)} warning: {problem}")

    def refuse(self, refusal: Refusal) -> NoReturn:
        self._tell_refusal(refusal)
        try:
            self._keep(refusal.tier, refusal.address, granted=False, reason=refusal.reason)
        except OSError as error:
            self._console.say(f"The audit log {self._audit.path} cannot be written: {error.strerror or error}")
        raise DatabaseRefused(refusal.reason)

    def _tell_refusal(self, refusal: Refusal) -> None:
        place = f" {refusal.address.place}" if refusal.address else ""
        self._console.say(f"{self._label(refusal.tier)} refused{place}: {refusal.reason}")
        self._console.say(f"  {refusal.hint}")
        hint = suggestion(refusal.tier, self._arguments, self._variables)
        if hint:
            self._console.say(f"  {hint}")

    def _label(self, tier: Tier | None) -> str:
        return label(tier, coloured=self._console.coloured)

    def _keep(self, tier: Tier | None, address: DatabaseAddress | None, *, granted: bool, reason: str) -> None:
        self._audit.record(
            {
                "time": self._clock.now().isoformat(timespec="milliseconds"),
                "tier": tier.value if tier else None,
                "host": address.host if address else None,
                "port": address.port if address else None,
                "database": address.database if address else None,
                "user": address.user if address else None,
                "command": describe_command(self._arguments, _passwords(self._variables)),
                "terminal": self._console.interactive,
                "granted": granted,
                "reason": reason,
                "pid": os.getpid(),
            }
        )


def label(tier: Tier | None, *, coloured: bool) -> str:
    """`[INT]` green, `[STG]` yellow, `[PROD]` red, `[CI]` blue."""
    text = f"[{tier.name if tier else 'DATABASE'}]"
    return f"\033[{COLOURS[tier] if tier else 31}m{text}\033[0m" if coloured else text


def _why(choice: DatabaseChoice) -> str:
    if choice.asks:
        return "yes was typed"
    return "both production variables stand" if choice.tier is Tier.PROD else "as configured"


def _passwords(variables: Mapping[str, str]) -> list[str]:
    passwords = []
    for name in ADDRESS_VARIABLES.values():
        try:
            passwords.append(parse_address(variables.get(name, "")).password or "")
        except AddressError:
            continue
    return passwords


def suggestion(tier: Tier | None, arguments: Sequence[str], variables: Mapping[str, str]) -> str | None:
    """Which tier this kind of command usually wants and how to say so, when it is not the one at hand."""
    place, usual = _whereabouts(arguments, variables)
    if usual is None or tier is usual or (usual is Tier.INT and tier is Tier.CI):
        return None
    return f"Hint: {place} usually uses {usual.name}: {HOW_TO_SAY[usual]}."


def _whereabouts(arguments: Sequence[str], variables: Mapping[str, str]) -> tuple[str, Tier | None]:
    program = Path(arguments[0]) if arguments else Path()
    name = program.parent.name if program.name == "__main__.py" else program.name
    if name in ("pytest", "py.test"):
        return "the test suite", Tier.INT
    host = next((variable for variable in DEPLOY_HOSTS if variables.get(variable)), None)
    if host:
        return f"a deploy host ({host} is set)", Tier.PROD
    if name in LAUNCHERS:
        return f"the launcher {name}", Tier.STG
    return "", None


@lru_cache(maxsize=64)
def look_up(host: str) -> frozenset[str]:
    """IP addresses of a host name; none when the name is unknown or the answer takes over two seconds."""
    if machine(host) != host or host.replace(".", "").isdigit() or ":" in host:
        return frozenset()
    found: list[str] = []
    thread = threading.Thread(target=_resolve_into, args=(host, found), daemon=True)
    thread.start()
    thread.join(LOOKUP_SECONDS)
    return frozenset(found)


def _resolve_into(host: str, found: list[str]) -> None:
    try:
        found.extend(str(information[4][0]) for information in socket.getaddrinfo(host, None))
    except OSError:
        return


@lru_cache(maxsize=1)
def the_door() -> Door:
    """This process's door."""
    return Door(StandardConsole(), sys.argv, look_up, SystemClock())
