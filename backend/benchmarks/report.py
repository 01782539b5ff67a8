"""The figures as a table for people and as JSON for comparing runs."""

import json
import os
import platform
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

from benchmarks.load import Timing

FOLDER = Path(__file__).resolve().parents[2] / ".data" / "bench"


@dataclass(frozen=True)
class Figures:
    """Times in milliseconds. Ratios are of medians; None where there is nothing to compare with.

    `to_bare` is to a Starlette route that does nothing, `to_bare_sql` to one that runs the operation's own SQL through
    the driver, `to_sql` to that SQL alone.
    """

    operation: str
    requests: int
    median_ms: float
    p95_ms: float
    cpu_ms: float | None
    per_second: float | None
    to_bare: float | None
    to_bare_sql: float | None
    to_sql: float | None
    statements: int | None


def figures(
    name: str,
    timing: Timing,
    bare: Timing | None,
    bare_sql: Timing | None,
    sql: list[float] | None,
    statements: int | None,
) -> Figures:
    middle = median(timing.seconds)
    return Figures(
        operation=name,
        requests=len(timing.seconds) + timing.crowd_requests,
        median_ms=_milliseconds(middle),
        p95_ms=_milliseconds(quantiles(timing.seconds, n=20)[-1]),
        cpu_ms=_milliseconds(timing.cpu_seconds / len(timing.seconds)) if timing.cpu_seconds else None,
        per_second=round(timing.crowd_requests / timing.crowd_seconds, 1) if timing.crowd_seconds else None,
        to_bare=round(middle / median(bare.seconds), 1) if bare else None,
        to_bare_sql=round(middle / median(bare_sql.seconds), 1) if bare_sql else None,
        to_sql=round(middle / median(sql), 1) if sql else None,
        statements=statements,
    )


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1_000, 3)


HEADINGS = ("operation", "median ms", "p95 ms", "CPU ms", "req/s", "x bare", "x bare SQL", "x its SQL", "statements")


def table(rows: list[Figures]) -> str:
    lines = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(cell.ljust(width) if column == 0 else cell.rjust(width) for column, (cell, width) in cells)
        for cells in (enumerate(zip(line, widths, strict=True)) for line in lines)
    )


def _cells(row: Figures) -> tuple[str, ...]:
    ratios = (row.to_bare, row.to_bare_sql, row.to_sql)
    values = (row.median_ms, row.p95_ms, row.cpu_ms, row.per_second, *ratios, row.statements)
    return (row.operation, *("" if value is None else f"{value:g}" for value in values))


def write(rows: list[Figures]) -> Path:
    """A file named after the moment; `latest.json` is a copy of the newest."""
    now = datetime.now(UTC)
    machine = {"python": platform.python_version(), "processors": os.cpu_count(), "system": platform.platform()}
    text = json.dumps({"at": now.isoformat(), "machine": machine, "figures": [asdict(row) for row in rows]}, indent=2)
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{now:%Y%m%d-%H%M%S}.json"
    for target in (path, FOLDER / "latest.json"):
        target.write_text(text + "\n")
    return path
