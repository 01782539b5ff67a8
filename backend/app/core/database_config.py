"""Which database a process may use: one pure function from the environment to a choice or a refusal.

INT is what happens when nobody says anything; STG takes a flag; PROD takes a flag and the typed word `yes`, or two
variables where nobody can type. The door (database_door.py) asks, tells and keeps; this module touches nothing.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn

from app.core.database_address import AddressError, DatabaseAddress, Resolver, parse_address, same_server


class Tier(StrEnum):
    INT = "int"
    STG = "stg"
    PROD = "prod"
    CI = "ci"


USE_STG = "USE_STG_DATABASE"
USE_PROD = "USE_PROD_DATABASE"
PRODUCTION_MODE = "INSTAINSTRU_PRODUCTION_MODE"
ADDRESS_VARIABLES = {
    Tier.INT: "INT_DATABASE_URL",
    Tier.STG: "STG_DATABASE_URL",
    Tier.PROD: "PROD_DATABASE_URL",
    Tier.CI: "DATABASE_URL",
}
# Whose data a command may throw away on demand; a CI database goes with its job.
DESTRUCTIBLE = (Tier.INT, Tier.STG)
SWITCHES = (USE_STG, USE_PROD, PRODUCTION_MODE)
# The embedded test server: an address of this machine, so that nothing need be set to be safe.
DEFAULT_INT_ADDRESS = "postgresql://instainstru@127.0.0.1:54321/instainstru_test"
WORD_TEST = re.compile(r"(?<![a-z])test(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DatabaseChoice:
    """The one database a process may use. `asks`: only after somebody typed `yes`."""

    tier: Tier
    address: DatabaseAddress
    asks: bool = False

    @property
    def url(self) -> str:
        return self.address.url


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not, what to do about it, and which tier was wanted (None when that is what cannot be told)."""

    reason: str
    hint: str
    tier: Tier | None = None
    address: DatabaseAddress | None = None


class _Refused(Exception):
    """Carries a refusal out of the rules below."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal


def no_lookup(_host: str) -> frozenset[str]:
    return frozenset()


def choose_database(
    variables: Mapping[str, str],
    *,
    interactive: bool,
    requested: Tier | None = None,
    allowed: Collection[Tier] = tuple(Tier),
    switches_in_files: Collection[str] = (),
    resolve: Resolver = no_lookup,
) -> DatabaseChoice | Refusal:
    """The whole rule.

    variables: flags and addresses by their exact names; all others are ignored.
    interactive: somebody can see a question and type an answer.
    requested: the tier that a command's own argument names; it counts like the flag of that tier.
    allowed: the tiers that a command may ever use; one that destroys leaves PROD out.
    switches_in_files: flags found in `.env` files, where they may not stand.
    resolve: IP addresses of a host name, to see that two names are one machine.
    """
    try:
        tier = _wanted_tier(variables, requested, switches_in_files)
        if tier not in allowed:
            _refuse(f"this command never runs on {tier.name}", "Nothing can change that.", tier)
        address = _address(tier, variables)
        if tier is not Tier.PROD:
            _keep_off_production(tier, address, variables, resolve)
        if tier is Tier.CI and not WORD_TEST.search(address.database):
            _refuse("its name does not carry the word test", "Name it like test_db.", tier, address)
        return DatabaseChoice(tier, address, asks=_asks(tier, address, variables, interactive))
    except _Refused as refused:
        return refused.refusal


def _wanted_tier(variables: Mapping[str, str], requested: Tier | None, in_files: Collection[str]) -> Tier:
    for name in sorted(name for name in variables if is_misspelled(name)):
        _refuse(f"{name} is not written in capitals", f"Write {name.upper()}, or unset it.")
    for name in sorted(in_files):
        _refuse(f"{name} stands in a .env file", "A flag belongs to one command: take it out of the file.")
    wanted = {requested} if requested else set()
    wanted |= {tier for tier, name in ((Tier.STG, USE_STG), (Tier.PROD, USE_PROD)) if _is_on(variables, name)}
    if is_ci(variables):
        wanted.add(Tier.CI)
    if len(wanted) > 1:
        names = " and ".join(tier.name for tier in sorted(wanted))
        _refuse(f"{names} are asked for at once", f"Keep one of {USE_STG}, {USE_PROD}, CI with DATABASE_URL.")
    return wanted.pop() if wanted else Tier.INT


def is_misspelled(name: str) -> bool:
    """One of our names in other letters: settings read some of them all the same, and flags do not."""
    known = {*SWITCHES, *ADDRESS_VARIABLES.values()}
    return name not in known and name.upper() in known


def is_ci(variables: Mapping[str, str]) -> bool:
    return variables.get("CI") == "true" and bool(variables.get("DATABASE_URL", "").strip())


def _is_on(variables: Mapping[str, str], name: str) -> bool:
    """Only `true` is yes; `1`, `TRUE` or `yes` are refused, so that nobody has to guess what they did."""
    value = variables.get(name, "")
    if value not in ("", "false", "true"):
        _refuse(f"{name} is neither true nor false", f"Write {name}=true in exactly these letters, or unset it.")
    return value == "true"


def _address(tier: Tier, variables: Mapping[str, str]) -> DatabaseAddress:
    name = ADDRESS_VARIABLES[tier]
    text = variables.get(name, "").strip()
    if not text and tier is Tier.INT:
        text = DEFAULT_INT_ADDRESS
    if not text:
        _refuse(f"{name} is not set", f"Set {name}, or start with a launcher that sets it. Nothing else is used.", tier)
    return _parsed(tier, name, text)


def _parsed(tier: Tier, name: str, text: str) -> DatabaseAddress:
    try:
        return parse_address(text)
    except AddressError as error:
        _refuse(f"{name} {error}", f"Write {name}=postgresql://user:password@host:5432/database.", tier)


def _keep_off_production(tier: Tier, address: DatabaseAddress, variables: Mapping[str, str], resolve: Resolver) -> None:
    name = ADDRESS_VARIABLES[Tier.PROD]
    text = variables.get(name, "").strip()
    if not text:
        return
    production = _parsed(tier, name, text)
    hint = f"{ADDRESS_VARIABLES[tier]} must lead to another server and another name than {name}."
    if same_server(address, production, resolve):
        _refuse("it is on the production host", hint, tier, address)
    if address.database.casefold() == production.database.casefold():
        _refuse("it has the production database's name", hint, tier, address)


def _asks(tier: Tier, address: DatabaseAddress, variables: Mapping[str, str], interactive: bool) -> bool:
    if tier is not Tier.PROD or interactive:
        return tier is Tier.PROD
    if not (_is_on(variables, PRODUCTION_MODE) and _is_on(variables, USE_PROD)):
        hint = f"Use a terminal and type yes, or set both {USE_PROD}=true and {PRODUCTION_MODE}=true."
        _refuse("nobody is there to type yes", hint, tier, address)
    return False


def _refuse(reason: str, hint: str, tier: Tier | None = None, address: DatabaseAddress | None = None) -> NoReturn:
    raise _Refused(Refusal(reason, hint, tier, address))
