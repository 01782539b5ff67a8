"""Tables as CSV, line by line, with nothing in them that a spreadsheet would run. Pure."""

import csv
import io
import json
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

# A cell that begins with one of these is a formula to a spreadsheet; an apostrophe makes it text.
RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


async def csv_lines(rows: AsyncIterator[Mapping[str, Any]]) -> AsyncIterator[str]:
    """A line of names, then one for each row; nothing at all without rows. RFC 4180: CRLF, quotes where needed."""
    is_first = True
    async for row in rows:
        if is_first:
            yield _line(list(row))
            is_first = False
        yield _line([cell(value) for value in row.values()])


def cell(value: Any) -> str:
    """Numbers and times as they are; whatever people wrote as text that stays text."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, int | float):
        return str(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, dict | list) else str(value)
    return f"'{text}" if text.startswith(RUNS_AS_FORMULA) else text


def _line(cells: list[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()
