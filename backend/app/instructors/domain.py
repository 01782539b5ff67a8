"""What an instructor is and may offer: limits, slugs, ratings. Pure."""

import re
import unicodedata
from collections.abc import Collection
from enum import StrEnum

DURATION_STEP_MINUTES = 15
DURATIONS_MINUTES = tuple(range(30, 240 + DURATION_STEP_MINUTES, DURATION_STEP_MINUTES))
DEFAULT_DURATION_MINUTES = 60

MIN_RATE_CENTS, MAX_RATE_CENTS = 1_000, 100_000
MAX_NOTICE_MINUTES = 72 * 60
MIN_HORIZON_DAYS, MAX_HORIZON_DAYS = 7, 365
MAX_BUFFER_MINUTES = 120

DEFAULT_TIMEZONE = "America/New_York"
DEFAULT_NOTICE_MINUTES = 120
DEFAULT_HORIZON_DAYS = 60
DEFAULT_BUFFER_MINUTES = 15

# Fields of a profile by which free time is counted.
TIME_RULES = ("min_notice_minutes", "horizon_days", "buffer_minutes", "timezone")

REVIEWS_BEFORE_AVERAGE_SHOWS = 3

# Continents and oceans: what people mean by a time zone; not "posix/...", "Etc/..." or a file's name.
TIMEZONE_AREAS = frozenset(
    {
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    }
)
RESERVED_SLUGS = frozenset({"me"})
NAMELESS_SLUG = "instructor"


class ListingState(StrEnum):
    """Whether students find an instructor, and if not, what is missing."""

    LISTED = "listed"
    SUSPENDED = "suspended"
    NEEDS_OFFERING = "needs_offering"
    NEEDS_SERVICE_AREA = "needs_service_area"


def slug_base(name: str) -> str:
    """`Sarah C.` -> `sarah-c`; a name without Latin letters or digits gives `instructor`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or NAMELESS_SLUG


def free_slug(base: str, taken: Collection[str]) -> str:
    """`base`, or the first of `base-2`, `base-3`, ... that nobody has."""
    if base not in taken and base not in RESERVED_SLUGS:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"


def average_rating(rating_sum: int, review_count: int) -> float | None:
    """One decimal, of five; None until enough reviews make it mean something."""
    if review_count < REVIEWS_BEFORE_AVERAGE_SHOWS:
        return None
    return round(rating_sum / review_count, 1)


def default_duration(durations: Collection[int]) -> int:
    """What a lesson lasts when nobody said: an hour where it is sold, else the shortest that is."""
    return DEFAULT_DURATION_MINUTES if DEFAULT_DURATION_MINUTES in durations else min(durations)
