"""When a lesson can be reviewed. Pure."""

import uuid
from datetime import datetime, timedelta

MIN_STARS, MAX_STARS = 1, 5
MAX_TEXT_LENGTH = 1_000
REVIEW_WITHIN = timedelta(days=30)
# After the lesson's end. Completing takes a day at most, so this bridges days without a worker.
ASK_WITHIN = timedelta(days=7)


def closes_at(ended_at: datetime) -> datetime:
    """The last moment at which the lesson can be reviewed."""
    return ended_at + REVIEW_WITHIN


def is_in_time(ended_at: datetime, now: datetime) -> bool:
    """Until exactly 30 days after the lesson's end."""
    return now <= closes_at(ended_at)


def request_key(booking_id: uuid.UUID) -> str:
    """Of the message that asks the student; there is one for a lesson, whatever happens."""
    return f"booking:{booking_id}:review_request:student"
