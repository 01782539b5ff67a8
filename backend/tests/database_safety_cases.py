"""The table of database safety: who asks for what, with which variables, and what must come of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from app.core.database_config import Tier

INT_URL = "postgresql://instainstru:int-pw@int.example.com:5432/instainstru_test"
STG_URL = "postgresql://instainstru:stg-pw@stg.example.com:5432/instainstru_stg"
PROD_URL = "postgresql://instainstru:prod-pw@db.prod.example.com:5432/instainstru_production"
CI_URL = "postgresql://postgres:ci-pw@postgres:5432/test_db"
ADDRESSES = {"INT_DATABASE_URL": INT_URL, "STG_DATABASE_URL": STG_URL, "PROD_DATABASE_URL": PROD_URL}
REFUSED = "refused"
ASKS = "prod, asked first"
UNATTENDED = "prod, unattended"


@dataclass(frozen=True)
class Cell:
    """One row: what stands in the environment, whether a person is there, and the outcome."""

    name: str
    expected: str
    variables: dict[str, str] = field(default_factory=dict)
    interactive: bool = False
    requested: Tier | None = None
    allowed: tuple[Tier, ...] = tuple(Tier)
    switches_in_files: frozenset[str] = frozenset()


def _variables(**given: str | None) -> dict[str, str]:
    return {name: value for name, value in given.items() if value is not None}


def flag_cells() -> Iterator[Cell]:
    """Every combination of the flags, CI, a bare address and a terminal."""
    for stg, prod, mode, ci, bare, interactive in product(
        (None, "false", "true"), (None, "true"), (None, "true"), (None, "true"), (None, CI_URL), (False, True)
    ):
        said = _variables(
            USE_STG_DATABASE=stg, USE_PROD_DATABASE=prod, INSTAINSTRU_PRODUCTION_MODE=mode, CI=ci, DATABASE_URL=bare
        )
        name = " ".join(f"{key}={'address' if key == 'DATABASE_URL' else value}" for key, value in said.items())
        yield Cell(
            f"{name or 'nothing'} {'terminal' if interactive else 'no-terminal'}",
            _expected(stg == "true", prod == "true", mode == "true", bool(ci and bare), interactive),
            ADDRESSES | said,
            interactive,
        )


def _expected(stg: bool, prod: bool, mode: bool, ci: bool, interactive: bool) -> str:
    """The rule a second time, as a list of cases in the words of the documentation."""
    match (stg, prod, ci):
        case (False, False, False):
            return "int"
        case (True, False, False):
            return "stg"
        case (False, False, True):
            return "ci"
        case (False, True, False):
            return ASKS if interactive else UNATTENDED if mode else REFUSED
        case _:
            return REFUSED


def spelling_cells() -> Iterator[Cell]:
    """Only `true` is yes. Whatever else stands in a flag is refused, and grants nothing where it is not read."""
    odd = ("1", "TRUE", "True", "yes", " true", "true ", "true\n", "on", "t", "0", "False", "no", "2", "prod", "\ttrue")
    for value in odd:
        yield Cell(f"USE_PROD_DATABASE={value!r}", REFUSED, ADDRESSES | {"USE_PROD_DATABASE": value}, True)
        yield Cell(f"USE_STG_DATABASE={value!r}", REFUSED, ADDRESSES | {"USE_STG_DATABASE": value}, True)
        yield Cell(
            f"INSTAINSTRU_PRODUCTION_MODE={value!r} with the flag",
            REFUSED,
            ADDRESSES | {"USE_PROD_DATABASE": "true", "INSTAINSTRU_PRODUCTION_MODE": value},
        )
        ci = ADDRESSES | {"DATABASE_URL": PROD_URL, "CI": value}
        yield Cell(f"CI={value!r} is not CI, and DATABASE_URL is not read", "int", ci)
    for name in ("USE_PROD_DATABASE ", "USE_PRODUCTION_DATABASE", "USE_PROD"):
        yield Cell(f"{name!r} is no flag", "int", ADDRESSES | {name: "true", "INSTAINSTRU_PRODUCTION_MODE": "true"})
    small = {
        "use_prod_database": "true",
        "Use_Stg_Database": "true",
        "prod_database_url": INT_URL,
        "database_url": INT_URL,
    }
    for name, value in small.items():
        yield Cell(f"{name!r} is not in capitals", REFUSED, ADDRESSES | {name: value})


def other_variable_cells() -> Iterator[Cell]:
    """No other variable grants anything, alone, with a flag or with the production mode."""
    others = {
        "RENDER": "true",
        "VERCEL": "1",
        "RAILWAY_ENVIRONMENT": "production",
        "SITE_MODE": "prod",
        "ENVIRONMENT": "production",
        "NODE_ENV": "production",
        "DYNO": "web.1",
        "KUBERNETES_SERVICE_HOST": "10.0.0.1",
        "GITHUB_ACTIONS": "true",
        "FORCE": "yes",
        "YES": "yes",
        "DEBIAN_FRONTEND": "noninteractive",
        "PGHOST": "db.prod.example.com",
        "PGSERVICE": "production",
        "PGDATABASE": "instainstru_production",
        "DATABASE_URL": PROD_URL,
        "PRODUCTION_DATABASE_URL": PROD_URL,
        "DB_URL": PROD_URL,
    }
    for name, value in others.items():
        said = ADDRESSES | {name: value}
        yield Cell(f"{name} alone", "int", said)
        yield Cell(f"{name} with the production mode", "int", said | {"INSTAINSTRU_PRODUCTION_MODE": "true"})
        yield Cell(f"{name} with the production flag", REFUSED, said | {"USE_PROD_DATABASE": "true"})
    everything = ADDRESSES | others | {"INSTAINSTRU_PRODUCTION_MODE": "true"}
    yield Cell("all of them together", "int", everything)
    yield Cell("all of them together on STG", "stg", everything | {"USE_STG_DATABASE": "true"})


def missing_address_cells() -> Iterator[Cell]:
    """What is missing is missing: nothing stronger, and no bare DATABASE_URL, takes its place."""
    stg, prod = {"USE_STG_DATABASE": "true"}, {"USE_PROD_DATABASE": "true"}
    unattended = prod | {"INSTAINSTRU_PRODUCTION_MODE": "true"}
    bare = {"DATABASE_URL": STG_URL}
    without_stg = {"INT_DATABASE_URL": INT_URL, "PROD_DATABASE_URL": PROD_URL}
    without_prod = {"INT_DATABASE_URL": INT_URL, "STG_DATABASE_URL": STG_URL}
    for empty in ({}, {"STG_DATABASE_URL": ""}, {"STG_DATABASE_URL": "  "}):
        yield Cell(f"STG without an address {empty}", REFUSED, without_stg | empty | stg)
    yield Cell("STG without an address, DATABASE_URL set", REFUSED, without_stg | bare | stg)
    yield Cell("INT without an address is the embedded test server", "int", {"PROD_DATABASE_URL": PROD_URL})
    yield Cell("INT without any address", "int", {})
    yield Cell("INT with an empty address, DATABASE_URL set", "int", {"INT_DATABASE_URL": " "} | bare)
    yield Cell("INT without an address, STG known", "int", {"STG_DATABASE_URL": STG_URL, "PROD_DATABASE_URL": PROD_URL})
    yield Cell("PROD without an address, terminal", REFUSED, without_prod | prod, interactive=True)
    yield Cell("PROD without an address, unattended", REFUSED, without_prod | unattended | bare)
    yield Cell("CI without an address is INT", "int", ADDRESSES | {"CI": "true"})
    yield Cell("CI with an empty address is INT", "int", ADDRESSES | {"CI": "true", "DATABASE_URL": "  "})
    yield Cell("CI without an address on STG is STG", "stg", ADDRESSES | {"CI": "true"} | stg)


def requested_cells() -> Iterator[Cell]:
    """A command's own argument counts like a flag; it contradicts other flags like one."""
    stg, prod = {"USE_STG_DATABASE": "true"}, {"USE_PROD_DATABASE": "true"}
    mode, ci = {"INSTAINSTRU_PRODUCTION_MODE": "true"}, {"CI": "true", "DATABASE_URL": CI_URL}
    rows = [
        (Tier.INT, {}, "int"), (Tier.STG, {}, "stg"), (Tier.INT, stg, REFUSED), (Tier.INT, prod, REFUSED),
        (Tier.STG, stg, "stg"), (Tier.STG, prod, REFUSED), (Tier.PROD, {}, REFUSED), (Tier.PROD, mode, REFUSED),
        (Tier.PROD, prod, REFUSED), (Tier.PROD, prod | mode, UNATTENDED), (Tier.PROD, stg, REFUSED),
        (Tier.INT, ci, REFUSED), (Tier.STG, ci, REFUSED), (Tier.PROD, ci | mode, REFUSED), (Tier.INT, mode, "int"),
        (Tier.STG, mode, "stg"),
    ]  # fmt: skip
    for tier, said, expected in rows:
        yield Cell(f"argument {tier} with {' '.join(said) or 'nothing'}", expected, ADDRESSES | said, requested=tier)
    yield Cell("argument prod at a terminal", ASKS, ADDRESSES, True, Tier.PROD)
    yield Cell("argument prod at a terminal in production mode", ASKS, ADDRESSES | mode, True, Tier.PROD)
    yield Cell("argument prod at a terminal with the STG flag", REFUSED, ADDRESSES | stg, True, Tier.PROD)
    for tier, said in ((Tier.PROD, prod | mode), (Tier.PROD, prod), (Tier.PROD, {}), (None, prod | mode), (None, ci)):
        for there in (False, True):
            name = f"a destroying command, argument {tier}, {' '.join(said) or 'nothing'}, terminal {there}"
            yield Cell(name, REFUSED, ADDRESSES | said, there, tier, allowed=(Tier.INT, Tier.STG))
    yield Cell("a destroying command on INT", "int", ADDRESSES, allowed=(Tier.INT, Tier.STG))
    yield Cell("a destroying command on STG", "stg", ADDRESSES | stg, allowed=(Tier.INT, Tier.STG))


def file_cells() -> Iterator[Cell]:
    """A flag in a `.env` file would choose for every command, unseen."""
    unattended = {"USE_PROD_DATABASE": "true", "INSTAINSTRU_PRODUCTION_MODE": "true"}
    for name, said in product(("USE_STG_DATABASE", *unattended), ({}, {"USE_STG_DATABASE": "true"}, unattended)):
        cell = f"{name} in .env with {' '.join(said) or 'nothing'}"
        yield Cell(cell, REFUSED, ADDRESSES | said, switches_in_files=frozenset({name}))


def production_spellings() -> list[tuple[str, str]]:
    """Addresses that lead to production's host or carry its database's name, however they are written."""
    server = "db.prod.example.com"
    return [
        ("the same", PROD_URL),
        ("another database there", f"postgresql://u:p@{server}/instainstru_other_test"),
        ("another port there", f"postgresql://u:p@{server}:6543/other_test"),
        ("another user", f"postgresql://somebody@{server}:5432/other_test"),
        ("capitals", "postgresql://u:p@DB.Prod.Example.COM/other_test"),
        ("a final dot", f"postgresql://u:p@{server}./other_test"),
        ("percent-encoded host", "postgresql://u:p@db%2Eprod%2Eexample%2Ecom/other_test"),
        ("percent-encoded letter", "postgresql://u:p@%64b.prod.example.com/other_test"),
        ("full-width letters", "postgresql://u:p@\uff44b.prod.example.com/other_test"),
        ("ideographic full stop", "postgresql://u:p@db\u3002prod.example.com/other_test"),
        ("postgres scheme", f"postgres://u:p@{server}/other_test"),
        ("asyncpg scheme", f"postgresql+asyncpg://u:p@{server}/other_test"),
        ("psycopg scheme", f"postgresql+psycopg2://u:p@{server}/other_test"),
        ("capital scheme", f"POSTGRESQL://u:p@{server}/other_test"),
        ("spaces around", f"  postgresql://u:p@{server}/other_test\n"),
        ("ssl", f"postgresql://u:p@{server}/other_test?sslmode=require"),
        ("its name elsewhere", "postgresql://u:p@elsewhere.example.com/instainstru_production"),
        ("its name in capitals", "postgresql://u:p@elsewhere.example.com/INSTAINSTRU_Production"),
        ("its name percent-encoded", "postgresql://u:p@elsewhere.example.com/instainstru%5Fproduction"),
    ]


def same_machine_spellings() -> list[tuple[str, str]]:
    """Pairs (production, other) that are one server under two names."""
    return [
        ("203.0.113.7", "203.0.113.7"),
        ("203.0.113.7", "203.0.28935"),
        ("203.0.113.7", "3405803783"),
        ("203.0.113.7", "0xcb.0.0x71.7"),
        ("203.0.113.7", "0313.0.0161.07"),
        ("203.0.113.7", "203.0.113.7."),
        ("203.0.113.7", "[::ffff:203.0.113.7]"),
        ("203.0.113.7", "[::FFFF:cb00:7107]"),
        ("[2001:db8::1]", "[2001:DB8:0:0:0:0:0:1]"),
        ("[2001:db8::1]", "[2001:0db8::0001]"),
        ("localhost:5432", "127.0.0.1"),
        ("localhost", "LOCALHOST:5432"),
        ("localhost", "[::1]"),
        ("127.0.0.1", "127.1"),
        ("127.0.0.1", "127.0.0.2"),
        ("127.0.0.1", "0.0.0.0"),
        ("127.0.0.1", "2130706433"),
        ("127.0.0.1", "017700000001"),
        ("127.0.0.1", "db.localhost"),
        ("127.0.0.1", "[::ffff:127.0.0.1]"),
        ("127.0.0.1", "[::]"),
        ("127.0.0.1:6432", "localhost.:6432"),
        ("b\u00fccher.example", "xn--bcher-kva.example"),
    ]


def different_machines() -> list[tuple[str, str]]:
    """Pairs that must not be taken for one: a rule that refuses everything would protect nobody for long."""
    return [
        ("db.prod.example.com", "db.example.com"),
        ("db.prod.example.com", "db.prod.example.com.evil.example"),
        ("db.prod.example.com", "xdb.prod.example.com"),
        ("203.0.113.7", "203.0.113.8"),
        ("127.0.0.1:5432", "127.0.0.1:54321"),
        ("localhost:5433", "localhost"),
        ("[2001:db8::1]", "[2001:db8::2]"),
    ]


def unreadable_addresses() -> list[tuple[str, str]]:
    """Addresses that drivers read in more than one way, or that can lead elsewhere than they say."""
    good = "postgresql://u:p@h.example.com/instainstru_test"
    return [
        ("?host=", f"{good}?host=db.prod.example.com"),
        ("?host= with port", f"{good}?host=db.prod.example.com:5432"),
        ("?hostaddr=", f"{good}?hostaddr=203.0.113.7"),
        ("?port=", f"{good}?port=6543"),
        ("?dbname=", f"{good}?dbname=instainstru_production"),
        ("?database=", f"{good}?database=instainstru_production"),
        ("?user=", f"{good}?user=admin"),
        ("?service=", f"{good}?service=production"),
        ("?servicefile=", f"{good}?servicefile=/etc/pg_service.conf"),
        ("?passfile=", f"{good}?passfile=/root/.pgpass"),
        ("?options=", f"{good}?options=-csearch_path%3Dother"),
        ("?target_session_attrs=", f"{good}?target_session_attrs=primary"),
        ("?HOST=", f"{good}?HOST=db.prod.example.com"),
        ("percent-encoded ?host", f"{good}?%68ost=db.prod.example.com"),
        ("an option twice", f"{good}?sslmode=require&ssl=disable"),
        ("unknown ssl", f"{good}?sslmode=maybe"),
        ("broken query", f"{good}?sslmode"),
        ("several hosts", "postgresql://u:p@h1.example.com,db.prod.example.com/instainstru_test"),
        ("several hosts with ports", "postgresql://u:p@h1.example.com:5432,db.prod.example.com:5432/instainstru_test"),
        ("several hosts, encoded", "postgresql://u:p@h1.example.com%2Cdb.prod.example.com/instainstru_test"),
        ("two at signs", "postgresql://u:p@h.example.com@db.prod.example.com/instainstru_test"),
        ("a backslash", "postgresql://u:p@h.example.com\\@db.prod.example.com/instainstru_test"),
        ("a fragment", "postgresql://u:p@h.example.com#@db.prod.example.com/instainstru_test"),
        ("a line break within", "postgresql://u:p@h.example.com\n.prod.example.com/instainstru_test"),
        ("a tab within", "postgresql://u:p@h.example\t.com/instainstru_test"),
        ("a NUL", "postgresql://u:p@h.example.com\x00/instainstru_test"),
        ("a socket folder", "postgresql://u:p@%2Fvar%2Frun%2Fpostgresql/instainstru_test"),
        ("no host", "postgresql:///instainstru_test"),
        ("no host but ?host=", "postgresql:///instainstru_test?host=db.prod.example.com"),
        ("no host but a user", "postgresql://u:p@/instainstru_test"),
        ("no database", "postgresql://u:p@h.example.com"),
        ("no database, slash", "postgresql://u:p@h.example.com/"),
        ("a connection string as name", "postgresql://u:p@h.example.com/host%3Ddb.prod.example.com%20dbname%3Dx"),
        ("a path as name", "postgresql://u:p@h.example.com/a/b"),
        ("a quote in the name", 'postgresql://u:p@h.example.com/a"b'),
        ("an over-long name", f"postgresql://u:p@h.example.com/{'a' * 64}"),
        ("a zone", "postgresql://u:p@[fe80::1%25eth0]/instainstru_test"),
        ("a broken bracket", "postgresql://u:p@[::1/instainstru_test"),
        ("port 0", "postgresql://u:p@h.example.com:0/instainstru_test"),
        ("port 65536", "postgresql://u:p@h.example.com:65536/instainstru_test"),
        ("port of words", "postgresql://u:p@h.example.com:five/instainstru_test"),
        ("a host of signs", "postgresql://u:p@h_.-.example/instainstru_test"),
        ("an empty label", "postgresql://u:p@h..example.com/instainstru_test"),
        ("mysql", "mysql://u:p@h.example.com/instainstru_test"),
        ("sqlite", "sqlite:///instainstru_test.db"),
        ("jdbc", "jdbc:postgresql://h.example.com/instainstru_test"),
        ("words", "host=h.example.com dbname=instainstru_test"),
        ("nothing but a name", "instainstru_test"),
    ]


CI_NAMES = {
    "test_db": True,
    "instainstru_test": True,
    "test": True,
    "TEST": True,
    "instainstru_test_gw0": True,
    "test2": True,
    "ci-test-7": True,
    "instainstru": False,
    "latest": False,
    "contest_entries": False,
    "testing": False,
    "attestations": False,
    "instainstru_stg": False,
    "greatest_hits": False,
    "postgres": False,
}
