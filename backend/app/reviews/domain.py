"""When a lesson can be reviewed. Pure."""

from datetime import datetime, timedelta

MIN_STARS, MAX_STARS = 1, 5
MAX_TEXT_LENGTH = 1_000
REVIEW_WITHIN = timedelta(days=30)


def closes_at(ended_at: datetime) -> datetime:
    """The last moment at which the lesson can be reviewed."""
    return ended_at + REVIEW_WITHIN


def is_in_time(ended_at: datetime, now: datetime) -> bool:
    """Until exactly 30 days after the lesson's end."""
    return now <= closes_at(ended_at)
