"""What an open page is told while it follows an instructor's free time."""

from collections.abc import AsyncIterator

from app.core.event_stream import PING, PING_SECONDS, RETRY, event
from app.core.live import Follower
from app.schedule.schemas import FreeTimeChangedRead


async def announce(follower: Follower) -> AsyncIterator[bytes]:
    """Until the follower is over; a sign of life when nothing changes for a while."""
    yield RETRY
    while not follower.is_over:
        dates = await follower.changes(PING_SECONDS)
        if dates:
            changed = FreeTimeChangedRead(instructor_id=follower.instructor_id, dates=dates)
            yield event("free_time_changed", changed.model_dump_json())
        elif not follower.is_over:
            yield PING
