"""How a lesson's time, place and money are said in a mail. Pure."""

import re
from datetime import datetime

from app.core.enums import Place
from app.core.timerange import zone
from app.notifications.schemas import (
    CancellationContext,
    LessonContext,
    LessonsContext,
    RescheduleContext,
    WaitlistOfferContext,
)

_GAPS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
PLACES = {Place.ONLINE: "Online", Place.AT_INSTRUCTOR: "At the instructor's", Place.AT_STUDENT: "At the student's"}


def one_line(text: str) -> str:
    """Without line breaks, control characters and signs that turn the reading direction."""
    return _GAPS.sub(" ", text).strip()


def money(cents: int) -> str:
    """`123450` -> `$1,234.50`."""
    return f"${cents // 100:,}.{cents % 100:02d}"


def refunded_cents(price_cents: int, share_percent: int) -> int:
    """Half up to the cent."""
    return (price_cents * share_percent + 50) // 100


def span(starts_at: datetime, ends_at: datetime, timezone: str) -> str:
    """`Tuesday, November 24, 2026, 2:00 PM to 3:00 PM EST`."""
    starts, ends = starts_at.astimezone(zone(timezone)), ends_at.astimezone(zone(timezone))
    start_zone, end_zone = starts.tzname(), ends.tzname()
    # Where the clock changes during the lesson, both ends say by which time they are meant.
    start = _time(starts) if start_zone == end_zone else f"{_time(starts)} {start_zone}"
    return f"{_day(starts)}, {start} to {_time(ends)} {end_zone}"


def moment(at: datetime, timezone: str) -> str:
    """`Tuesday, November 24, 2026, 2:00 PM EST`."""
    local = at.astimezone(zone(timezone))
    return f"{_day(local)}, {_time(local)} {local.tzname()}"


class LessonWords:
    """What the templates say about a lesson. Wall-clock times are those of the lesson's zone."""

    def __init__(self, lesson: LessonContext) -> None:
        self._lesson = lesson
        self._starts = lesson.starts_at.astimezone(zone(lesson.timezone))
        self.subject = one_line(lesson.subject)
        self.student_name = one_line(lesson.student_name) or "Your student"
        self.instructor_name = one_line(lesson.instructor_name) or "your instructor"
        self.note = lesson.note or ""

    @property
    def short_date(self) -> str:
        return f"{self._starts:%a, %b} {self._starts.day}"

    @property
    def start(self) -> str:
        return _time(self._starts)

    @property
    def when(self) -> str:
        return span(self._lesson.starts_at, self._lesson.ends_at, self._lesson.timezone)

    @property
    def was_when(self) -> str:
        """Empty unless the lesson was moved."""
        if not isinstance(self._lesson, RescheduleContext):
            return ""
        return span(self._lesson.was_starts_at, self._lesson.was_ends_at, self._lesson.timezone)

    @property
    def kept_until(self) -> str:
        """`2:10 PM`; empty for what is not only offered."""
        if not isinstance(self._lesson, WaitlistOfferContext):
            return ""
        return _time(self._lesson.expires_at.astimezone(zone(self._lesson.timezone)))

    @property
    def where(self) -> str:
        place = PLACES[self._lesson.place]
        return f"{place}, {self._lesson.address}" if self._lesson.address else place

    @property
    def price(self) -> str:
        return money(self._lesson.price_cents)

    @property
    def reason(self) -> str:
        return getattr(self._lesson, "reason", None) or ""

    @property
    def cancelled_by(self) -> str | None:
        return self._lesson.cancelled_by if isinstance(self._lesson, CancellationContext) else None

    @property
    def refund(self) -> str:
        return f"{self._share}%"

    @property
    def owed(self) -> str:
        """`nothing`, or the part of the price that stays due."""
        owed = self._lesson.price_cents - refunded_cents(self._lesson.price_cents, self._share)
        return f"{money(owed)} of {self.price}" if owed else "nothing"

    @property
    def _share(self) -> int:
        return self._lesson.refund_share_percent if isinstance(self._lesson, CancellationContext) else 0


class LessonsWords:
    """What the templates say about several lessons; what is the same for all is the first one's."""

    def __init__(self, context: LessonsContext) -> None:
        self._lessons = context.lessons
        self._words = [LessonWords(lesson) for lesson in context.lessons]
        self.first = self._words[0]
        self.to_instructor = context.reader == "instructor"

    @property
    def count(self) -> int:
        return len(self._words)

    @property
    def times(self) -> list[tuple[str, str]]:
        """`("Lesson 1", "Tuesday, November 24, ...")`, as pairs for a list of facts."""
        return [(f"Lesson {number}", words.when) for number, words in enumerate(self._words, start=1)]

    @property
    def refunds(self) -> list[tuple[str, str]]:
        """As `times`, with what the student gets back of each."""
        return [
            (f"Lesson {number}", f"{words.when} (refund {words.refund})")
            for number, words in enumerate(self._words, start=1)
        ]

    @property
    def price(self) -> str:
        return money(self._price_cents)

    @property
    def owed(self) -> str:
        """`nothing`, or the part of all the prices that stays due."""
        owed = self._price_cents - sum(map(_refunded, self._lessons))
        return f"{money(owed)} of {self.price}" if owed else "nothing"

    @property
    def _price_cents(self) -> int:
        return sum(lesson.price_cents for lesson in self._lessons)


def _refunded(lesson: LessonContext) -> int:
    share = lesson.refund_share_percent if isinstance(lesson, CancellationContext) else 0
    return refunded_cents(lesson.price_cents, share)


def _time(local: datetime) -> str:
    """`2:00 PM`."""
    return f"{local.hour % 12 or 12}:{local:%M %p}"


def _day(local: datetime) -> str:
    """`Tuesday, November 24, 2026`."""
    return f"{local:%A, %B} {local.day}, {local.year}"
