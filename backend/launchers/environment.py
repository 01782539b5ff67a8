"""The environment in which the product runs on this machine: its tier, its servers, its secret."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values

from embedded import ensure_database, ensure_redis, get_stack, make_folder
from embedded.stacks import PROJECT
from launchers import BACKEND

USE_STG, USE_PROD = "USE_STG_DATABASE", "USE_PROD_DATABASE"
ENV_FILES = (PROJECT / ".env", BACKEND / ".env")


@dataclass(frozen=True)
class Launch:
    """`environ` for the product's processes; `embedded` names those servers of `stack` that they use."""

    environ: dict[str, str]
    stack: str
    embedded: frozenset[str]


def prepare(environ: Mapping[str, str] = os.environ) -> Launch:
    """STG unless another tier is chosen; embedded servers, started if need be, for the addresses that are not given.

    Raises embedded.EmbeddedError.
    """
    given = {**_from_files(), **environ}
    added = {} if _tier_is_chosen(given) else {USE_STG: "true"}
    stack, variable = _servers_of_tier({**given, **added})
    embedded = set()
    if variable and not given.get(variable):
        added[variable] = ensure_database(stack)
        embedded.add("PostgreSQL")
    if stack and not given.get("REDIS_URL"):
        added["REDIS_URL"] = ensure_redis(stack)
        embedded.add("Valkey")
    if stack and not given.get("SECRET_KEY"):
        make_folder(get_stack(stack))
        added["SECRET_KEY"] = local_secret(get_stack(stack).folder / "secrets")
    return Launch({**environ, **added}, stack, frozenset(embedded))


def local_secret(path: Path) -> str:
    """This machine's own SECRET_KEY, made once; processes of one stack have to share it."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        # Whole or not at all, and never over another process's.
        with suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text()


def _tier_is_chosen(given: Mapping[str, str]) -> bool:
    return bool(given.get(USE_STG) or given.get(USE_PROD) or _is_ci(given))


def _is_ci(given: Mapping[str, str]) -> bool:
    return given.get("CI") == "true" and bool(given.get("DATABASE_URL"))


def _servers_of_tier(given: Mapping[str, str]) -> tuple[str, str]:
    """The embedded stack and the variable for its database; empty for tiers that have servers of their own."""
    if given.get(USE_PROD) == "true" or _is_ci(given):
        return "", ""
    if given.get(USE_STG) == "true":
        return "up", "STG_DATABASE_URL"
    return "test", "INT_DATABASE_URL"


def _from_files() -> dict[str, str]:
    return {name: value for file in ENV_FILES for name, value in dotenv_values(file).items() if value is not None}
