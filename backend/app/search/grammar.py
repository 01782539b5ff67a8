"""What people say about price, day, time, length, level and age, as rules over tokens. Pure.

A rule looks at the tokens from a position on and answers with the fields that it understood, or with nothing. The
caller tries all rules at a position and takes the one that understood the most tokens. Fixed phrases stand in
`search/phrases.py`, days in `search/days.py`.

Fields are those of `Constraints`, and besides: `dates` (from and to), `weekday_date` (a weekday without more),
`at_time`, `family_age`, `wants_cheap`, `near_me`, and `unclear` for what is read but means no constraint that we have.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.enums import AgeGroup
from app.core.timerange import MINUTES_PER_DAY
from app.search.days import DAY_RULES
from app.search.phrases import HOUR, LONGEST_PHRASE, PHRASES, Fields
from app.search.tokens import NUMBER_WORDS, Cursor

CENTS = 100
# Below this a bare number after "under" is rather an age than a price, and up to this it may be a time.
LOWEST_BARE_PRICE, HIGHEST_HOUR = 18, 24
AROUND_SHARE = 0.2
_UNITS = frozenset(
    {"minute", "minutes", "min", "mins", "hour", "hours", "hr", "hrs", "h", "day", "days", "week", "weeks", "month"}
    | {"months", "year", "years", "yr", "yrs", "yo", "st", "nd", "rd", "th", "am", "pm", ":", "%", "grade"}
)
_COUNTED = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh")
_ORDINALS = {word: number for number, word in enumerate((*_COUNTED, "twelfth"), start=1)}

Rule = Callable[[Cursor, date], Fields | None]


@dataclass(frozen=True, slots=True)
class Understood:
    """Fields that a rule made of `length` tokens."""

    length: int
    fields: Fields


# Price


@dataclass(frozen=True, slots=True)
class _Money:
    cents: int
    is_certain: bool

    @property
    def is_price(self) -> bool:
        return self.is_certain or self.cents >= LOWEST_BARE_PRICE * CENTS

    @property
    def is_no_time(self) -> bool:
        return self.is_certain or self.cents > HIGHEST_HOUR * CENTS


def _money(cursor: Cursor) -> _Money | None:
    signed = cursor.accept("$")
    amount = None if cursor.peek() in NUMBER_WORDS else cursor.number()
    if amount is None:
        return None
    named = cursor.accept("dollars", "dollar", "bucks", "usd", "$")
    hourly = cursor.accept("per hour", "an hour", "a hour", "/ hour", "/ hr", "/ h", "per hr", "hourly")
    certain = signed or named or hourly
    return None if not certain and cursor.peek() in _UNITS else _Money(round(amount * CENTS), certain)


_LESS_BEFORE = (
    "under", "below", "less than", "max", "maximum", "up to", "at most", "no more than", "not more than",
    "cheaper than", "within", "not over", "not above", "no higher than", "<", "budget", "budget of", "budget is",
    "budget under", "my budget is",
)  # fmt: skip
_LESS_BEHIND = (
    "or less", "or under", "or below", "or cheaper", "or lower", "and under", "max", "maximum", "tops", "at most",
)  # fmt: skip
_MORE_BEFORE = ("over", "above", "more than", "at least", "min", "minimum", "from", "starting at", "starting from", ">")
_MORE_BEHIND = ("or more", "and up", "and more", "or above", "or higher", "or over", "plus", "+", "minimum", "min")


def _price_at_most(cursor: Cursor, today: date) -> Fields | None:
    money = _money(cursor) if cursor.accept(*_LESS_BEFORE) else None
    return {"max_rate_cents": money.cents} if money and money.is_price else None


def _price_at_least(cursor: Cursor, today: date) -> Fields | None:
    money = _money(cursor) if cursor.accept(*_MORE_BEFORE) else None
    return {"min_rate_cents": money.cents} if money and money.is_certain else None


def _price_between(cursor: Cursor, today: date) -> Fields | None:
    introduced = cursor.accept("between", "from")
    low = _money(cursor)
    if low is None or not cursor.accept("-", "to", "and"):
        return None
    high = _money(cursor)
    if high is None or low.cents > high.cents:
        return None
    certain = low.is_certain or high.is_certain or (introduced and low.is_no_time)
    return {"min_rate_cents": low.cents, "max_rate_cents": high.cents} if certain else None


def _price_around(cursor: Cursor, today: date) -> Fields | None:
    around = cursor.accept("around", "about", "roughly", "approximately", "approx")
    money = _money(cursor) if around else None
    if money is None or not money.is_no_time:
        return None
    spread = round(money.cents * AROUND_SHARE)
    return {"min_rate_cents": money.cents - spread, "max_rate_cents": money.cents + spread}


def _price_alone(cursor: Cursor, today: date) -> Fields | None:
    money = _money(cursor)
    if money is None or not money.is_price:
        return None
    if cursor.accept(*_LESS_BEHIND):
        return {"max_rate_cents": money.cents}
    if cursor.accept(*_MORE_BEHIND):
        return {"min_rate_cents": money.cents}
    return {"max_rate_cents": money.cents} if money.is_certain else None


# Times of the day


@dataclass(frozen=True, slots=True)
class _Clock:
    """A time as it was said: `half` is "am", "pm" or nothing."""

    hour: int
    minute: int
    half: str

    @property
    def is_certain(self) -> bool:
        return bool(self.half) or self.hour > 12

    def minutes(self, half: str = "") -> int:
        """Minutes since midnight; without a half of the day, one to seven are in the afternoon."""
        said = self.half or half
        if said == "pm":
            return (self.hour % 12 + 12) * HOUR + self.minute
        if said == "am":
            return self.hour % 12 * HOUR + self.minute
        hour = self.hour + 12 if 1 <= self.hour <= 7 else self.hour
        return hour * HOUR + self.minute


_NO_TIME_BEFORE = (_UNITS - {":", "am", "pm"}) | {"dollars", "bucks", "$", "/"}


def _clock(cursor: Cursor) -> _Clock | None:
    if cursor.accept("noon", "midday"):
        return _Clock(12, 0, "pm")
    if cursor.accept("midnight"):
        return _Clock(24, 0, "24")
    hour = cursor.digits()
    if hour is None or hour > HIGHEST_HOUR:
        return None
    minute = _clock_minute(cursor)
    half = _half_of_day(cursor)
    if not half and cursor.peek() in _NO_TIME_BEFORE and not _is_price_next(cursor):
        return None
    valid = minute < HOUR and (1 <= hour <= 12 if half else hour * HOUR + minute <= MINUTES_PER_DAY)
    return _Clock(hour, minute, half) if valid else None


def _is_price_next(cursor: Cursor) -> bool:
    return cursor.peek() == "$" and cursor.peek(1)[:1].isdigit()


def _clock_minute(cursor: Cursor) -> int:
    if cursor.peek() == ":" and cursor.peek(1).isdigit() and len(cursor.peek(1)) == 2:
        cursor.position += 1
        return cursor.digits() or 0
    return 0


def _half_of_day(cursor: Cursor) -> str:
    if cursor.accept("am", "a m", "in the morning"):
        return "am"
    if cursor.accept("pm", "p m", "in the afternoon", "in the evening", "at night"):
        return "pm"
    cursor.accept("oclock")
    return ""


def _time_after(cursor: Cursor, today: date) -> Fields | None:
    if not cursor.accept(
        "after", "from", "starting at", "starting from", "not before", "later than", "past", "anytime after",
        "no earlier than", "not earlier than", "since",
    ):  # fmt: skip
        return None
    clock = _clock(cursor)
    return {"start_time": clock.minutes()} if clock and clock.minutes() < MINUTES_PER_DAY else None


def _time_before(cursor: Cursor, today: date) -> Fields | None:
    if not cursor.accept(
        "before", "until", "till", "by", "ending by", "done by", "no later than", "not later than", "not after"
    ):
        return None
    clock = _clock(cursor)
    return {"end_time": clock.minutes()} if clock and clock.minutes() > 0 else None


def _time_at(cursor: Cursor, today: date) -> Fields | None:
    introduced = cursor.accept("at", "@")
    clock = _clock(cursor)
    if clock is None or clock.minutes() >= MINUTES_PER_DAY:
        return None
    if cursor.accept("ish"):
        return _around(clock)
    if clock.is_certain or introduced:
        if cursor.accept("or later", "onwards", "onward", "and later", "or after"):
            return {"start_time": clock.minutes()}
        if cursor.accept("or earlier", "or before"):
            return {"end_time": clock.minutes()}
    return {"at_time": clock.minutes()} if introduced or clock.half else None


def _time_around(cursor: Cursor, today: date) -> Fields | None:
    if not cursor.accept("around", "about", "roughly", "at around", "at about"):
        return None
    clock = _clock(cursor)
    cursor.accept("ish")
    return _around(clock) if clock else None


def _around(clock: _Clock) -> Fields:
    at = clock.minutes()
    return {"start_time": max(0, at - HOUR), "end_time": min(MINUTES_PER_DAY, at + 2 * HOUR)}


def _time_between(cursor: Cursor, today: date) -> Fields | None:
    introduced = cursor.accept("between", "from")
    start = _clock(cursor)
    if start is None or not cursor.accept("-", "to", "and", "until", "till"):
        return None
    end = _clock(cursor)
    if end is None or not (introduced or start.is_certain or end.is_certain):
        return None
    opens, closes = start.minutes(), end.minutes()
    if end.half in {"am", "pm"} and start.minutes(end.half) < closes:
        opens = start.minutes(end.half)
    return {"start_time": opens, "end_time": closes} if opens < closes else None


# Length and age


def _duration(cursor: Cursor, today: date) -> Fields | None:
    cursor.accept("for")
    length = _length(cursor)
    cursor.accept("long")
    return None if length is None else {"duration_minutes": length}


def _length(cursor: Cursor) -> int | None:
    amount = cursor.number()
    if amount is None:
        return None
    cursor.accept("-")
    if cursor.accept("hours", "hour", "hrs", "hr", "h"):
        return round(amount * HOUR) + _minutes_behind(cursor)
    return round(amount) if cursor.accept("minutes", "minute", "mins", "min") else None


def _minutes_behind(cursor: Cursor) -> int:
    """Of "1 hour 30 minutes" and "1h30"."""
    start, is_short = cursor.position, cursor.peek(-1) == "h"
    cursor.accept("and", "-")
    minutes = cursor.digits()
    named = cursor.accept("minutes", "minute", "mins", "min")
    if minutes is not None and minutes < HOUR and (named or (is_short and cursor.peek() not in {":", "am", "pm"})):
        return minutes
    cursor.position = start
    return 0


def _bound_of_length(cursor: Cursor, today: date) -> Fields | None:
    """ "Under 30 minutes": a lesson is as long as was said, not shorter or longer."""
    bounded = cursor.accept(*_LESS_BEFORE, "over", "above", "more than", "at least", "longer than", "shorter than")
    return {"unclear": True} if bounded and _length(cursor) is not None else None


def _age(cursor: Cursor, today: date) -> Fields | None:
    cursor.accept("for")
    cursor.accept("my", "our", "a", "an")
    introduced = cursor.accept("age", "aged", "ages")
    years = cursor.number()
    if years is None:
        return None
    cursor.accept("-")
    named = cursor.accept("years old", "year olds", "year old", "yo", "y o", "yr old", "yrs old", "yr olds")
    return {"age_group": _age_group(int(years))} if (introduced or named) and years < 120 else None


def _under_age(cursor: Cursor, today: date) -> Fields | None:
    if not cursor.accept("under", "below"):
        return None
    years = cursor.digits()
    if years is None or years >= LOWEST_BARE_PRICE or not cursor.accept("years old", "years", "year olds"):
        return None
    return {"age_group": _age_group(years - 1)}


def _grade(cursor: Cursor, today: date) -> Fields | None:
    """School grades: a first grader is six."""
    cursor.accept("for", "in")
    cursor.accept("my", "our", "a", "an", "the")
    if cursor.accept("grade"):
        grade = cursor.digits()
    else:
        grade = _ordinal(cursor)
        if not cursor.accept("grader", "graders", "grade", "grades"):
            return None
    return {"age_group": _age_group(grade + 6)} if grade is not None and 1 <= grade <= 12 else None


def _ordinal(cursor: Cursor) -> int | None:
    number = _ORDINALS.get(cursor.peek())
    if number is not None:
        cursor.position += 1
        return number
    digits = cursor.digits()
    return digits if digits is not None and cursor.accept("st", "nd", "rd", "th") else None


def _age_group(years: int) -> AgeGroup:
    if years <= 12:
        return AgeGroup.KIDS
    if years <= 17:
        return AgeGroup.TEENS
    return AgeGroup.ADULTS if years < 65 else AgeGroup.SENIORS


def _phrase(cursor: Cursor, today: date) -> Fields | None:
    words = cursor.words(LONGEST_PHRASE)
    for length in range(len(words), 0, -1):
        fields = PHRASES.get(tuple(word for word, _ in words[:length]))
        if fields is not None:
            cursor.position = words[length - 1][1]
            return fields
    return None


RULES: tuple[Rule, ...] = (
    _phrase, *DAY_RULES,
    _price_at_most, _price_at_least, _price_between, _price_around, _price_alone,
    _time_between, _time_after, _time_before, _time_around, _time_at,
    _duration, _bound_of_length, _age, _under_age, _grade,
)  # fmt: skip


def understand(tokens: Sequence[str], position: int, today: date) -> Understood | None:
    """What the rule that understands the most from here on makes of it; the first of equals."""
    return max(_readings(tokens, position, today), key=lambda reading: reading.length, default=None)


def _readings(tokens: Sequence[str], position: int, today: date) -> Iterator[Understood]:
    for rule in RULES:
        cursor = Cursor(tokens, position)
        found = rule(cursor, today)
        if found is not None:
            yield Understood(cursor.position - position, found)
