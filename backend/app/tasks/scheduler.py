"""Beat, which asks whether there is anything to do before it puts a task on the queue.

A message costs Redis about ten commands, found work or not, and most of the time there is none. Asking PostgreSQL costs
one small query, and lets the outbox be looked at every two seconds. So an idle night costs the broker next to nothing.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from celery.beat import ScheduleEntry, Scheduler

from app.core.config import get_settings
from app.core.container import Container, build_container
from app.core.database import AWAY
from app.tasks.bridge import Bridge

log = structlog.get_logger(__name__)

IsDue = Callable[[Container], Awaitable[bool]]
# Beat does one thing after another: a database that hangs must not keep the other tasks waiting.
ASK_SECONDS = 3.0


class AskingScheduler(Scheduler):  # type: ignore[misc]
    """Tasks without an `is_due` are sent on time, as beat does it anyway.

    Intervals are kept in memory: a file of last runs would only be another thing to be damaged by a kill.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        self._bridge = Bridge(lambda: build_container(get_settings()), seconds=ASK_SECONDS)
        super().__init__(*args, **options)

    def apply_entry(self, entry: ScheduleEntry, producer: Any = None) -> None:
        is_due: IsDue | None = getattr(self.app.tasks[entry.task], "is_due", None)
        if is_due is None or self._ask(entry.task, is_due):
            super().apply_entry(entry, producer=producer)

    def _ask(self, task: str, is_due: IsDue) -> bool:
        """Whether to send it; not when the database does not answer, which the task could not do without either."""
        try:
            return self._bridge.run(is_due)
        except AWAY as error:
            log.warning("cannot ask whether there is work", task=task, error=type(error).__name__)
            return False

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._bridge.close()
