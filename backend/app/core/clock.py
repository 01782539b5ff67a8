"""What time it is: injected, so that rules never ask the machine."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class OffsetFileClock:
    """The machine's time plus the seconds in a file, read at each use; for people who want to see tomorrow today."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._offset_seconds())

    def _offset_seconds(self) -> float:
        try:
            return float(self._path.read_text().strip() or 0)
        except (FileNotFoundError, ValueError):
            return 0.0


class FixedClock:
    """Stands still until it is moved."""

    def __init__(self, instant: datetime) -> None:
        self._instant = instant.astimezone(UTC)

    def now(self) -> datetime:
        return self._instant

    def advance(self, **amount: float) -> None:
        """Moves by a `timedelta` given in its own words, `hours=2`."""
        self._instant += timedelta(**amount)

    def set(self, instant: datetime) -> None:
        self._instant = instant.astimezone(UTC)
