"""Database addresses read strictly: one host, one database, nothing that a driver could be redirected by."""

import ipaddress
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from sqlalchemy import URL

DEFAULT_PORT = 5432
LOOPBACK = "loopback"
LOOPBACK_NAMES = frozenset({"localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback"})
SSL_MODES = frozenset({"disable", "allow", "prefer", "require", "verify-ca", "verify-full"})
CACHE_OPTIONS = frozenset({"prepared_statement_cache_size"})

_SCHEME = re.compile(r"(postgres|postgresql)(\+[a-z0-9_]+)?")
_HOST_NAME = re.compile(r"[a-z0-9]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9_-]*[a-z0-9])?)*")
_DATABASE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.$-]{0,62}")
_UNSAFE = re.compile(r"[\s\x00-\x1f\x7f\\#]")

Resolver = Callable[[str], frozenset[str]]


class AddressError(ValueError):
    """An address that cannot be read in exactly one way. The message never holds any part of the address."""


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """Where a database is: `host` in lower case without a final dot, IP addresses in their usual form."""

    host: str
    port: int
    database: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    options: tuple[tuple[str, str], ...] = ()

    @property
    def url(self) -> str:
        """For SQLAlchemy with asyncpg; host, port and database explicit, so that no PG* variable fills them in."""
        return self._render("postgresql+asyncpg", dict(self.options))

    @property
    def driver_url(self) -> str:
        """For asyncpg itself and for psql."""
        mode = dict(self.options).get("ssl")
        return self._render("postgresql", {"sslmode": mode} if mode else {})

    @property
    def place(self) -> str:
        """For people: database and host, without user and password."""
        return f"{self.database} on {self.host}:{self.port}"

    def named(self, database: str) -> "DatabaseAddress":
        """Another database of the same server."""
        return replace(self, database=database)

    def _render(self, scheme: str, options: dict[str, str]) -> str:
        url = URL.create(scheme, self.user, self.password, self.host, self.port, self.database, options)
        return url.render_as_string(hide_password=False)


def parse_address(text: str) -> DatabaseAddress:
    """Reads `postgresql://user:password@host:port/database?sslmode=...`; AddressError for anything else."""
    text = text.strip()
    if _UNSAFE.search(text):
        raise AddressError("holds spaces, control characters, a backslash or '#'; write them percent-encoded")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        # Its message quotes the address, password included.
        raise AddressError("is not a URL") from None
    if not _SCHEME.fullmatch(parts.scheme):
        raise AddressError("does not begin with postgresql://")
    if parts.netloc.count("@") > 1:
        raise AddressError("holds more than one '@'; write the one in the password as %40")
    return DatabaseAddress(
        host=_host(parts),
        port=_port(port),
        database=_database(parts),
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        options=_options(parts.query),
    )


def _host(parts: SplitResult) -> str:
    host = unquote(parts.hostname or "")
    if not host:
        raise AddressError("names no host before the database")
    if "," in host or "," in parts.netloc:
        raise AddressError("names several hosts; name one")
    return canonical_host(host)


def _port(port: int | None) -> int:
    if port == 0:
        raise AddressError("has port 0")
    return DEFAULT_PORT if port is None else port


def _database(parts: SplitResult) -> str:
    name = unquote(parts.path.removeprefix("/"))
    if not _DATABASE_NAME.fullmatch(name):
        raise AddressError("names no database, or one with unusual characters")
    return name


def _options(query: str) -> tuple[tuple[str, str], ...]:
    """Only what cannot lead elsewhere: `host`, `port`, `dbname`, `service` and their kind are refused."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True) if query else []
    except ValueError:
        raise AddressError("has a query part that cannot be read") from None
    options = [("ssl" if name == "sslmode" else name, value) for name, value in pairs]
    names = [name for name, _ in options]
    if len(set(names)) != len(names):
        raise AddressError("gives an option twice")
    for name, value in options:
        known = (name == "ssl" and value in SSL_MODES) or (name in CACHE_OPTIONS and value.isdecimal())
        if not known:
            raise AddressError("has an option other than sslmode=... and prepared_statement_cache_size=...")
    return tuple(options)


def canonical_host(host: str) -> str:
    """One spelling for one host: case, final dot, IDNA, short, octal and hexadecimal IPv4, IPv4 in IPv6."""
    try:
        host = host.lower() if host.isascii() else host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise AddressError("has a host that is no name") from None
    host = host.removesuffix(".")
    literal = _ip_literal(host)
    if literal:
        return literal
    if not _HOST_NAME.fullmatch(host):
        raise AddressError("has a host that is neither a name nor an IP address")
    return host


def _ip_literal(host: str) -> str | None:
    if re.fullmatch(r"[0-9a-fx.]+", host):
        try:
            return str(ipaddress.IPv4Address(socket.inet_aton(host)))
        except OSError:
            return None
    if ":" not in host or "%" in host:
        return None
    try:
        address = ipaddress.IPv6Address(host)
    except ValueError:
        return None
    return str(address.ipv4_mapped or address)


def machine(host: str) -> str:
    """The host, or `loopback` for every name and address of this machine itself."""
    if host in LOOPBACK_NAMES or host.endswith(".localhost"):
        return LOOPBACK
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return LOOPBACK if address.is_loopback or address.is_unspecified else str(address)


def same_server(one: DatabaseAddress, other: DatabaseAddress, resolve: Resolver) -> bool:
    """Whether both lead to one host, whatever the port.

    On this machine's own addresses the port counts: there it tells a tunnel from a local server.
    """
    shared = _machines(one.host, resolve) & _machines(other.host, resolve)
    return bool(shared - {LOOPBACK}) or (LOOPBACK in shared and one.port == other.port)


def _machines(host: str, resolve: Resolver) -> frozenset[str]:
    return frozenset(machine(name) for name in {host, *resolve(host)})
