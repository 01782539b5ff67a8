"""Says for this machine and environment which database each entry point would reach; connects to none.

    python scripts/check_database_safety.py [--expect int|stg|prod|ci]

Ends with 1 when something is not as it should be: production open to programs that nobody watches (unless `prod` is
expected), a plain program that would be refused or use another tier than expected, an audit log that cannot be written.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.core.config import Settings
from app.core.database_audit import AuditLog
from app.core.database_config import DESTRUCTIBLE, USE_PROD, USE_STG, DatabaseChoice, Refusal, Tier, is_ci
from app.core.database_door import label

Outlook = DatabaseChoice | Refusal
WITH_EMBEDDED_SERVERS = (Tier.INT, Tier.STG)
PLAIN = "python, any script"


@dataclass(frozen=True)
class EntryPoint:
    """`starts_embedded`: it starts an embedded server where no address is given."""

    name: str
    requested: Tier | None = None
    allowed: Sequence[Tier] = tuple(Tier)
    flags: Mapping[str, str] = field(default_factory=dict)
    starts_embedded: bool = False


def entry_points(environ: Mapping[str, str]) -> list[EntryPoint]:
    chosen = environ.get(USE_STG) or environ.get(USE_PROD) or is_ci(environ)
    launcher_flags = {} if chosen else {USE_STG: "true"}
    return [
        EntryPoint(PLAIN),
        EntryPoint("uvicorn, celery, alembic", starts_embedded=True),
        EntryPoint("pytest", allowed=(Tier.INT, Tier.CI), starts_embedded=True),
        EntryPoint("make up", flags={USE_STG: "true"}, starts_embedded=True),
        EntryPoint("./run_backend.py, ./run_celery_*.py", flags=launcher_flags, starts_embedded=True),
        *(EntryPoint(f"prep_db.py {tier}", tier, starts_embedded=True) for tier in (Tier.INT, Tier.STG, Tier.PROD)),
        EntryPoint("reset_schema.py, reset_and_seed_yaml.py", None, DESTRUCTIBLE, starts_embedded=True),
        EntryPoint("reset_schema.py prod", Tier.PROD, DESTRUCTIBLE),
    ]


def look(settings: Settings, entry: EntryPoint) -> Outlook:
    return settings.preview_database({**os.environ, **entry.flags}, entry.requested, entry.allowed)


def described(settings: Settings, entry: EntryPoint, outlook: Outlook) -> str:
    tier = outlook.tier
    if entry.starts_embedded and tier in WITH_EMBEDDED_SERVERS and not settings.has_database_address(tier):
        return "the embedded server, started when needed"
    if isinstance(outlook, Refusal):
        return f"refused: {outlook.reason}"
    return outlook.address.place + (", after a typed yes" if outlook.asks else "")


def problems(settings: Settings, outlooks: Mapping[str, Outlook], expected: Tier | None) -> Iterator[str]:
    plain = outlooks[PLAIN]
    if isinstance(plain, Refusal):
        yield f"A plain program would be refused: {plain.reason}. {plain.hint}"
    if expected and plain.tier is not expected:
        yield f"A plain program would use {plain.tier.name if plain.tier else 'nothing'}, not {expected.name}."
    if expected is not Tier.PROD:
        for name, outlook in outlooks.items():
            if isinstance(outlook, DatabaseChoice) and outlook.tier is Tier.PROD and not outlook.asks:
                yield f"{name}: production is open to programs that nobody watches."
    try:
        AuditLog(settings.database_audit_file).check()
    except OSError as error:
        yield f"The audit log {settings.database_audit_file} cannot be written: {error.strerror or error}."


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="Which database each entry point would reach here.")
    parser.add_argument("--expect", type=Tier, choices=list(Tier), help="the tier that a plain program should use")
    arguments = parser.parse_args(argv)
    settings, entries = Settings(), entry_points(os.environ)
    outlooks = {entry.name: look(settings, entry) for entry in entries}
    width = max(len(entry.name) for entry in entries)
    for entry in entries:
        outlook = outlooks[entry.name]
        shown = label(outlook.tier, coloured=sys.stdout.isatty())
        print(f"{entry.name:<{width}}  {shown:<6} {described(settings, entry, outlook)}")
    found = list(problems(settings, outlooks, arguments.expect))
    for problem in found:
        print(f"NOT SAFE  {problem}")
    if not found:
        print("As it should be." if arguments.expect else "Safe: nothing reaches production without a typed yes.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
