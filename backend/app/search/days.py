"""What people say about days, as rules over tokens. Pure.

A reader gives one date; a rule gives fields: `dates` from and to, where `date.min` and `date.max` stand for no bound,
`weekday_date` for a weekday without more, and `weekdays`.
"""

import calendar
from collections.abc import Callable
from datetime import date, timedelta

from app.core.timerange import MINUTES_PER_DAY
from app.search.domain import Weekday
from app.search.phrases import EVENING_STARTS, HOUR, MONTHS, NOON, WEEKDAYS, Fields
from app.search.tokens import Cursor

Reader = Callable[[Cursor, date], date | None]

FURTHEST_DAYS = 366
# "sat" and "sun" alone are other words too; see `_is_short_day`.
_SHORT = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4}
_NUMBERS = {name: number for number, name in enumerate(WEEKDAYS)} | _SHORT
_AMBIGUOUS = {"sat": 5, "sun": 6}
_EXAM = {"prep", "test", "exam", "tutor", "tutoring", "math", "reading", "verbal", "class", "course"}
_AMBIGUOUS_MONTHS = {"may", "march", "august"}
_ISO = list(Weekday)


def _monday(today: date) -> date:
    return today - timedelta(days=today.weekday())


# One date


def _relative(cursor: Cursor, today: date) -> date | None:
    for days, phrases in (
        (2, ("day after tomorrow", "the day after tomorrow")),
        (1, ("tomorrow", "tmrw", "tmw")),
        (0, ("today", "later today")),
    ):
        if cursor.accept(*phrases):
            return today + timedelta(days=days)
    return None


def _iso_date(cursor: Cursor, today: date) -> date | None:
    year = cursor.digits() if len(cursor.peek()) == 4 else None
    month = cursor.digits() if year and cursor.accept("-") else None
    day = cursor.digits() if month and cursor.accept("-") else None
    return _valid_day(year or 0, month or 0, day or 0)


def _slash_date(cursor: Cursor, today: date) -> date | None:
    month = cursor.digits()
    day = cursor.digits() if month and cursor.accept("/") else None
    return _upcoming(today, month or 0, day or 0)


def _month_day(cursor: Cursor, today: date) -> date | None:
    month = _month(cursor)
    day = _day_of_month(cursor) if month else None
    return _upcoming(today, month, day or 0)


def _day_month(cursor: Cursor, today: date) -> date | None:
    cursor.accept("the")
    day = _day_of_month(cursor)
    if day is None:
        return None
    cursor.accept("of")
    return _upcoming(today, _month(cursor), day)


def _nth(cursor: Cursor, today: date) -> date | None:
    """ "The 5th", of this month or the next."""
    day = cursor.digits() if cursor.accept("the") else None
    if day is None or not cursor.accept("st", "nd", "rd", "th") or cursor.peek().startswith("grade"):
        return None
    this_month = _valid_day(today.year, today.month, day)
    if this_month and this_month >= today:
        return this_month
    return _valid_day(today.year + today.month // 12, today.month % 12 + 1, day)


def _from_now(cursor: Cursor, today: date) -> date | None:
    days = _span(cursor)
    return today + timedelta(days=days) if days is not None and cursor.accept("from today", "from now") else None


def _in_days(cursor: Cursor, today: date) -> date | None:
    days = _span(cursor) if cursor.accept("in") else None
    return None if days is None else today + timedelta(days=days)


def _next_weekday(cursor: Cursor, today: date) -> date | None:
    number = _weekday_number(cursor, introduced=True) if cursor.accept("next") else None
    return None if number is None else _monday(today) + timedelta(days=7 + number)


def _coming_weekday(cursor: Cursor, today: date) -> date | None:
    number = _weekday_number(cursor, introduced=cursor.accept("this", "coming", "this coming"))
    return None if number is None else today + timedelta(days=(number - today.weekday()) % 7)


def _span(cursor: Cursor) -> int | None:
    """Days of "3 days" and "two weeks"."""
    amount = cursor.number()
    if amount is None or amount > FURTHEST_DAYS:
        return None
    if cursor.accept("days", "day"):
        return int(amount)
    return min(int(amount) * 7, FURTHEST_DAYS) if cursor.accept("weeks", "week") else None


def _month(cursor: Cursor) -> int:
    word = cursor.peek()
    for number, name in enumerate(MONTHS, start=1):
        if word in {name, name[:3]} or (word == "sept" and number == 9):
            cursor.position += 1
            return number
    return 0


def _day_of_month(cursor: Cursor) -> int | None:
    day = cursor.digits()
    cursor.accept("st", "nd", "rd", "th")
    # A number before ":" or "pm" is a time: "may 5 pm".
    return None if cursor.peek() in {"am", "pm", ":"} else day


def _upcoming(today: date, month: int, day: int) -> date | None:
    this_year = _valid_day(today.year, month, day)
    return this_year if this_year and this_year >= today else _valid_day(today.year + 1, month, day)


def _valid_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


DATED: tuple[Reader, ...] = (
    _relative, _iso_date, _slash_date, _month_day, _day_month, _nth, _from_now, _in_days, _next_weekday,
)  # fmt: skip
ANY_DAY: tuple[Reader, ...] = (*DATED, _coming_weekday)


def _day(cursor: Cursor, today: date, readers: tuple[Reader, ...] = ANY_DAY) -> date | None:
    """What the reader that reads the most makes of it."""
    start, best, end = cursor.position, None, cursor.position
    for read in readers:
        cursor.position = start
        found = read(cursor, today)
        if found is not None and cursor.position > end:
            best, end = found, cursor.position
    cursor.position = end
    return best


# Weekdays


def _weekday_number(cursor: Cursor, *, introduced: bool) -> int | None:
    word = cursor.peek()
    number = _NUMBERS.get(word)
    if word in _AMBIGUOUS and cursor.peek(1) not in _EXAM and (introduced or _is_short_day(cursor)):
        number = _AMBIGUOUS[word]
    if number is not None:
        cursor.position += 1
    return number


def _is_short_day(cursor: Cursor) -> bool:
    """Whether "sat" stands as a day: before a time of the day or a time, or beside another weekday."""
    following = cursor.peek(1)
    if following in {"morning", "afternoon", "evening", "night", "at", "after", "before"} or following.isdigit():
        return True
    days = _NUMBERS.keys() | _AMBIGUOUS.keys()
    joined = {"or", "and", "/", "-", "to"}
    return (
        following in days
        or cursor.peek(-1) in days
        or (following in joined and cursor.peek(2) in days)
        or (cursor.peek(-1) in joined and cursor.peek(-2) in days)
    )


def _weekday(cursor: Cursor, today: date) -> Fields | None:
    introduced = cursor.accept("on", "this", "on this", "this coming")
    number = _weekday_number(cursor, introduced=introduced)
    return None if number is None else {"weekday_date": today + timedelta(days=(number - today.weekday()) % 7)}


def _every_weekday(cursor: Cursor, today: date) -> Fields | None:
    cursor.accept("on")
    every = cursor.accept("every", "each")
    word = cursor.peek()
    name = word if every else word.removesuffix("s")
    if name not in WEEKDAYS or (not every and word == name):
        return None
    cursor.position += 1
    return {"weekdays": (_ISO[WEEKDAYS.index(name)],)}


def _weekday_range(cursor: Cursor, today: date) -> Fields | None:
    cursor.accept("from", "on", "between")
    first = _weekday_number(cursor, introduced=False)
    if first is None or not cursor.accept("to", "through", "thru", "until", "till", "-"):
        return None
    last = _weekday_number(cursor, introduced=True)
    if last is None:
        return None
    return {"weekdays": tuple(_ISO[(first + offset) % 7] for offset in range((last - first) % 7 + 1))}


# Dates


def _single_day(cursor: Cursor, today: date) -> Fields | None:
    cursor.accept("on")
    day = _day(cursor, today, DATED)
    return None if day is None else _dates(day, day)


def _part_of_today(cursor: Cursor, today: date) -> Fields | None:
    for phrases, start, end in (
        (("tonight", "this evening"), EVENING_STARTS, MINUTES_PER_DAY),
        (("this afternoon",), NOON, EVENING_STARTS),
        (("this morning",), 6 * HOUR, NOON),
    ):
        if cursor.accept(*phrases):
            return {**_dates(today, today), "start_time": start, "end_time": end}
    return None


def _since(cursor: Cursor, today: date) -> Fields | None:
    if cursor.accept("after"):
        day = _day(cursor, today)
        return None if day is None else _dates(day + timedelta(days=1), date.max)
    if not cursor.accept("from", "starting", "starting on", "starting from", "since", "beginning", "as of"):
        return None
    day = _day(cursor, today)
    cursor.accept("on", "onward", "onwards")
    return None if day is None else _dates(day, date.max)


def _until(cursor: Cursor, today: date) -> Fields | None:
    if cursor.accept("before"):
        day = _day(cursor, today)
        return None if day is None else _dates(date.min, day - timedelta(days=1))
    if not cursor.accept("until", "till", "by", "through", "no later than", "not later than", "up to"):
        return None
    day = _day(cursor, today)
    return None if day is None else _dates(date.min, day)


def _day_range(cursor: Cursor, today: date) -> Fields | None:
    cursor.accept("from", "between")
    first = _day(cursor, today, DATED)
    if first is None or not cursor.accept("-", "to", "through", "thru", "until", "till", "and"):
        return None
    last = _day(cursor, today)
    if last is None:  # "dec 1-5"
        number = _day_of_month(cursor)
        last = _valid_day(first.year, first.month, number) if number else None
    return _dates(first, last) if last and first <= last else None


def _week(cursor: Cursor, today: date) -> Fields | None:
    monday = _monday(today)
    if cursor.accept("this week"):
        return _dates(today, monday + timedelta(days=6))
    if cursor.accept("next week"):
        return _dates(monday + timedelta(days=7), monday + timedelta(days=13))
    if cursor.accept("next weekend"):
        return _dates(monday + timedelta(days=12), monday + timedelta(days=13))
    if cursor.accept("this weekend", "the weekend", "weekend", "on the weekend"):
        return _dates(max(today, monday + timedelta(days=5)), monday + timedelta(days=6))
    return None


def _next_days(cursor: Cursor, today: date) -> Fields | None:
    introduced = cursor.accept(
        "within the next", "in the next", "over the next", "during the next", "for the next", "the next", "next",
        "within",
    )  # fmt: skip
    days = _span(cursor) if introduced else None
    return None if days is None else _dates(today, today + timedelta(days=days))


def _whole_month(cursor: Cursor, today: date) -> Fields | None:
    if cursor.accept("this month"):
        return _month_of(today.year, today.month, today)
    if cursor.accept("next month"):
        return _month_of(today.year + today.month // 12, today.month % 12 + 1, today)
    introduced = cursor.accept("in", "during", "sometime in")
    word = cursor.peek()
    month = _month(cursor)
    if not month or cursor.peek().isdigit() or (not introduced and (word in _AMBIGUOUS_MONTHS or word not in MONTHS)):
        return None
    return _month_of(today.year + (month < today.month), month, today)


def _month_of(year: int, month: int, today: date) -> Fields:
    last = date(year, month, calendar.monthrange(year, month)[1])
    return _dates(max(today, date(year, month, 1)), last)


def _dates(first: date, last: date) -> Fields:
    return {"dates": (first, last)}


DAY_RULES = (
    _weekday, _every_weekday, _weekday_range, _single_day, _part_of_today, _since, _until, _day_range, _week,
    _next_days, _whole_month,
)  # fmt: skip
