"""Checks the audit log: computes every hash again and compares the chain with heads that were kept elsewhere.

python scripts/verify_audit.py [int|stg|prod|ci] [--anchors FILE] [--head ID:HASH]

Ends with 1 when a row is missing, changed or out of place. `--anchors` is a file of heads (default: the one that the
worker keeps); `--head` one head as a log line says it. Without any, rows cut off at the end cannot be missed.
"""

import asyncio
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy.pool import NullPool

from app.accounts.dependencies import build_directory_service
from app.admin.audit_desk import AuditDesk
from app.admin.schemas import AuditVerdict
from app.bookings.dependencies import build_booking_reader
from app.core.audit import Anchor, AnchorFile, AuditReader
from app.core.clock import SystemClock
from app.core.config import get_settings
from app.core.database import Database, create_engine
from app.core.database_config import DatabaseChoice, Tier
from scripts import databases


def read_head(text: str) -> Anchor:
    number, _, digest = text.partition(":")
    if not number.isdigit() or not digest:
        raise ArgumentTypeError("a head is written ID:HASH")
    return Anchor(int(number), digest)


def read_arguments(argv: Sequence[str]) -> Namespace:
    parser = ArgumentParser(description="Checks the audit log.")
    parser.add_argument("tier", nargs="?", type=Tier, choices=list(Tier), help="default: as the environment says")
    parser.add_argument("--anchors", type=Path, help="default: AUDIT_ANCHOR_FILE")
    parser.add_argument("--head", type=read_head, help="a head that a log line named, as ID:HASH")
    return parser.parse_args(argv)


async def verify(choice: DatabaseChoice, anchors: AnchorFile, head: Anchor | None) -> AuditVerdict:
    database = Database(create_engine(choice.url, poolclass=NullPool))
    try:
        async with database.read_session() as session:
            bookings = build_booking_reader(session, SystemClock())
            desk = AuditDesk(session, AuditReader(session), build_directory_service(session), bookings, anchors)
            return await desk.verify(head)
    finally:
        await database.close()


def main(argv: Sequence[str]) -> None:
    arguments = read_arguments(argv)
    choice = databases.open_database(arguments.tier)
    anchors = AnchorFile(arguments.anchors or get_settings().audit_anchor_file)
    verdict = asyncio.run(verify(choice, anchors, arguments.head))
    for flaw in verdict.flaws:
        print(f"Row {flaw.id}: {flaw.problem}.")
    compared = f"{verdict.rows} rows, compared with {verdict.anchors} kept heads"
    if not verdict.is_whole:
        sys.exit(f"The audit log of {choice.address.place} was tampered with: {compared}.")
    print(f"The audit log of {choice.address.place} is whole: {compared}; head {verdict.head_id}:{verdict.head_hash}")


if __name__ == "__main__":
    databases.run_script(main)
