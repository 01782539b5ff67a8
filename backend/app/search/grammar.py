"""What people say about price, day, time, length, place, level and age, as rules over tokens. Pure.

A rule looks at the tokens from a position on and answers with the fields that it understood, or with nothing. The
caller tries all rules at a position and takes the one that understood the most tokens.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.core.enums import AgeGroup, Level, Place
from app.core.timerange import MINUTES_PER_DAY
from app.search.domain import Weekday

Fields = Mapping[str, Any]

HOUR = 60
NOON = 12 * HOUR
EVENING_STARTS, EVENING_ENDS = 17 * HOUR, 22 * HOUR
CENTS = 100
# Below this a bare number after "under" is rather an age than a price.
LOWEST_BARE_PRICE = 18
AROUND_SHARE = 0.2
MAX_NUMBER_LENGTH = 6


def _words(text: str) -> list[str]:
    return text.split()


_TOKEN = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+[+#]*|[$:/@-]")
_NUMBER_WORDS = {
    word: value
    for value, word in enumerate(_words("one two three four five six seven eight nine ten eleven twelve"), start=1)
} | {"a": 1, "an": 1}
_MONTHS = _words("january february march april may june july august september october november december")
_WEEKDAYS = _words("monday tuesday wednesday thursday friday saturday sunday")
# "sat" and "sun" alone are other words too; see `_short_weekday`.
_SHORT_WEEKDAYS = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4}
_WORKING_DAYS = (Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI)
_WEEKEND = (Weekday.SAT, Weekday.SUN)


def tokenize(text: str) -> list[str]:
    """Lower-case words, numbers and the few signs that mean something; accents and apostrophes are dropped."""
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).lower()
    plain = "".join(char for char in plain if not unicodedata.combining(char) and char not in "'’`")
    return _TOKEN.findall(plain.replace("–", "-").replace("—", "-"))


def _spoken(phrases: str, **fields: Any) -> dict[tuple[str, ...], Fields]:
    return {tuple(tokenize(phrase)): fields for phrase in phrases.split(",")}


PHRASES: Mapping[tuple[str, ...], Fields] = {
    **_spoken(
        "online,virtual,virtually,remote,remotely,zoom,over zoom,over video,by video,video call", place=Place.ONLINE
    ),
    **_spoken(
        "at home,at my home,my home,at my place,my place,at my house,my house,at my apartment,my apartment,in home,"
        "in my home,come to me,comes to me,travel to me,travels to me,house call,house calls",
        place=Place.AT_STUDENT,
    ),
    **_spoken(
        "studio,at the studio,in a studio,at the instructors,at the instructors place,at their place,at their studio,"
        "at the teachers,instructors place,at the tutors",
        place=Place.AT_INSTRUCTOR,
    ),
    **_spoken(
        "beginner,beginners,beginning,novice,newbie,starter,for beginners,never played,from scratch",
        level=Level.BEGINNER,
    ),
    **_spoken("intermediate", level=Level.INTERMEDIATE),
    **_spoken("advanced,expert", level=Level.ADVANCED),
    **_spoken("kid,kids,child,children,toddler,toddlers,son,daughter", age_group=AgeGroup.KIDS),
    **_spoken("teen,teens,teenager,teenagers,adolescent,adolescents", age_group=AgeGroup.TEENS),
    **_spoken("adult,adults,grown up,grown ups", age_group=AgeGroup.ADULTS),
    **_spoken(
        "elderly,older adults,retiree,retirees,senior citizen,senior citizens,seniors", age_group=AgeGroup.SENIORS
    ),
    **_spoken("morning,mornings,in the morning", start_time=6 * HOUR, end_time=NOON),
    **_spoken("afternoon,afternoons,in the afternoon", start_time=NOON, end_time=EVENING_STARTS),
    **_spoken("evening,evenings,in the evening", start_time=EVENING_STARTS, end_time=EVENING_ENDS),
    **_spoken("night,nights,at night", start_time=19 * HOUR, end_time=MINUTES_PER_DAY),
    **_spoken("after work", start_time=EVENING_STARTS),
    **_spoken("after school", start_time=15 * HOUR),
    **_spoken("weekdays,weekday,on weekdays,during the week", weekdays=_WORKING_DAYS),
    **_spoken("weekends,on weekends", weekdays=_WEEKEND),
    **_spoken("half an hour,half hour", duration_minutes=30),
    **_spoken("an hour and a half,hour and a half,one and a half hours", duration_minutes=90),
}

FILLERS = frozenset(
    _words(
        "a an the i im id we my our me you your is are be am to for in on at of with and or by from near around about "
        "close want wants wanted need needs like would love looking look find finding search get book some any "
        "someone somebody who can could teach teaches teaching learn learning study take taking how please help "
        "lesson lessons class classes course courses session sessions instructor instructors teacher teachers tutor "
        "tutors tutoring coach coaches coaching trainer training private available free time anytime lets hi hello "
        "nyc ny york city play playing that this it - $ : / @"
    )
)
NEGATIONS = frozenset({"not", "no", "without", "except"})


class Cursor:
    """A place among the tokens; what is accepted is behind it."""

    def __init__(self, tokens: Sequence[str], position: int) -> None:
        self._tokens = tokens
        self.position = position

    def peek(self, ahead: int = 0) -> str:
        """The token there, or an empty text at the end."""
        place = self.position + ahead
        return self._tokens[place] if place < len(self._tokens) else ""

    def accept(self, *phrases: str) -> bool:
        """Goes past the longest of these phrases that stands here."""
        for words in sorted((phrase.split() for phrase in phrases), key=len, reverse=True):
            if list(self._tokens[self.position : self.position + len(words)]) == words:
                self.position += len(words)
                return True
        return False

    def number(self) -> float | None:
        """Goes past a number in digits or words."""
        word = self.peek()
        value = _NUMBER_WORDS.get(word)
        if value is None and not (word[:1].isascii() and word[:1].isdigit() and len(word) <= MAX_NUMBER_LENGTH):
            return None
        self.position += 1
        return float(word) if value is None else float(value)

    def digits(self) -> int | None:
        """Goes past a whole number in digits."""
        word = self.peek()
        if not (word.isascii() and word.isdigit() and len(word) <= MAX_NUMBER_LENGTH):
            return None
        self.position += 1
        return int(word)


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


def _money(cursor: Cursor) -> _Money | None:
    signed = cursor.accept("$")
    amount = None if cursor.peek() in _NUMBER_WORDS else cursor.number()
    if amount is None:
        return None
    named = cursor.accept("dollars", "dollar", "bucks", "usd", "$")
    hourly = cursor.accept("per hour", "an hour", "a hour", "/ hour", "/ hr", "/ h", "per hr", "hourly", "- hour")
    return _Money(round(amount * CENTS), signed or named or hourly)


def _price_at_most(cursor: Cursor, today: date) -> Fields | None:
    if not cursor.accept(
        "under", "below", "less than", "max", "maximum", "up to", "at most", "no more than", "not more than",
        "cheaper than", "within", "not over",
    ):  # fmt: skip
        return None
    money = _money(cursor)
    return {"max_rate_cents": money.cents} if money and _is_price(money) else None


def _price_at_least(cursor: Cursor, today: date) -> Fields | None:
    if not cursor.accept("over", "above", "more than", "at least", "min", "minimum", "from"):
        return None
    money = _money(cursor)
    return {"min_rate_cents": money.cents} if money and _is_price(money) and (money.is_certain) else None


def _price_between(cursor: Cursor, today: date) -> Fields | None:
    introduced = cursor.accept("between", "from")
    low = _money(cursor)
    if low is None or not cursor.accept("-", "to", "and"):
        return None
    high = _money(cursor)
    if high is None or low.cents > high.cents:
        return None
    certain = low.is_certain or high.is_certain or (introduced and _is_price(low) and low.cents > 24 * CENTS)
    return {"min_rate_cents": low.cents, "max_rate_cents": high.cents} if certain else None


def _price_around(cursor: Cursor, today: date) -> Fields | None:
    if not cursor.accept("around", "about", "roughly", "approximately"):
        return None
    money = _money(cursor)
    if money is None or not money.is_certain:
        return None
    spread = round(money.cents * AROUND_SHARE)
    return {"min_rate_cents": money.cents - spread, "max_rate_cents": money.cents + spread}


def _price_alone(cursor: Cursor, today: date) -> Fields | None:
    money = _money(cursor)
    return {"max_rate_cents": money.cents} if money and money.is_certain else None


def _is_price(money: _Money) -> bool:
    return money.is_certain or money.cents >= LOWEST_BARE_PRICE * CENTS


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


def _clock(cursor: Cursor) -> _Clock | None:
    if cursor.accept("noon", "midday"):
        return _Clock(12, 0, "pm")
    if cursor.accept("midnight"):
        return _Clock(24, 0, "24")
    hour = cursor.digits()
    if hour is None or hour > 24:
        return None
    minute = _clock_minute(cursor)
    half = _half_of_day(cursor)
    if cursor.peek() in {
        "hour",
        "hours",
        "hr",
        "hrs",
        "min",
        "mins",
        "minutes",
        "dollars",
        "bucks",
        "$",
        "year",
        "years",
    }:
        return None
    valid = minute < HOUR and (1 <= hour <= 12 if half else hour * HOUR + minute <= MINUTES_PER_DAY)
    return _Clock(hour, minute, half) if valid else None


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
        "after", "from", "starting at", "starting from", "not before", "later than", "past", "anytime after"
    ):
        return None
    clock = _clock(cursor)
    return {"start_time": clock.minutes()} if clock and clock.minutes() < MINUTES_PER_DAY else None


def _time_before(cursor: Cursor, today: date) -> Fields | None:
    if not cursor.accept("before", "until", "till", "by", "ending by", "done by", "no later than", "not after"):
        return None
    clock = _clock(cursor)
    return {"end_time": clock.minutes()} if clock and clock.minutes() > 0 else None


def _time_at(cursor: Cursor, today: date) -> Fields | None:
    introduced = cursor.accept("at", "@")
    clock = _clock(cursor)
    if clock is None or not (introduced or clock.half) or clock.minutes() >= MINUTES_PER_DAY:
        return None
    return {"at_time": clock.minutes()}


def _time_around(cursor: Cursor, today: date) -> Fields | None:
    if not cursor.accept("around", "about", "roughly"):
        return None
    clock = _clock(cursor)
    if clock is None:
        return None
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


# Days


def _relative_day(cursor: Cursor, today: date) -> Fields | None:
    if cursor.accept("day after tomorrow", "the day after tomorrow"):
        return _one_day(today + timedelta(days=2))
    if cursor.accept("tomorrow", "tmrw", "tmw", "tomorow", "tommorow", "tommorrow"):
        return _one_day(today + timedelta(days=1))
    if cursor.accept("today"):
        return _one_day(today)
    if cursor.accept("tonight", "this evening"):
        return {**_one_day(today), "start_time": EVENING_STARTS, "end_time": MINUTES_PER_DAY}
    return None


def _week(cursor: Cursor, today: date) -> Fields | None:
    monday = today - timedelta(days=today.weekday())
    if cursor.accept("this week"):
        return {"dates": (today, monday + timedelta(days=6))}
    if cursor.accept("next week"):
        return {"dates": (monday + timedelta(days=7), monday + timedelta(days=13))}
    if cursor.accept("next weekend"):
        return {"dates": (monday + timedelta(days=12), monday + timedelta(days=13))}
    if cursor.accept("this weekend", "the weekend", "weekend", "on the weekend"):
        return {"dates": (max(today, monday + timedelta(days=5)), monday + timedelta(days=6))}
    return None


def _in_days(cursor: Cursor, today: date) -> Fields | None:
    if not cursor.accept("in"):
        return None
    amount = cursor.number()
    if amount is None or amount > 366:
        return None
    if cursor.accept("days", "day"):
        return _one_day(today + timedelta(days=int(amount)))
    if cursor.accept("weeks", "week"):
        return _one_day(today + timedelta(weeks=int(amount)))
    return None


def _weekday(cursor: Cursor, today: date) -> Fields | None:
    cursor.accept("on")
    is_this, is_next = cursor.accept("this"), cursor.accept("next")
    number = _weekday_number(cursor, introduced=is_this or is_next)
    if number is None:
        return None
    if is_next:
        monday = today - timedelta(days=today.weekday())
        return _one_day(monday + timedelta(days=7 + number))
    return {"weekday_date": today + timedelta(days=(number - today.weekday()) % 7)}


def _weekday_number(cursor: Cursor, *, introduced: bool) -> int | None:
    word = cursor.peek()
    names = {name: number for number, name in enumerate(_WEEKDAYS)} | _SHORT_WEEKDAYS
    number = names.get(word)
    if number is None and word in {"sat", "sun"} and (introduced or _is_time_of_day(cursor)):
        number = 5 if word == "sat" else 6
    if number is not None:
        cursor.position += 1
    return number


def _is_time_of_day(cursor: Cursor) -> bool:
    """Whether "sat" stands as a day: before a time of the day or a time."""
    following = cursor.peek(1)
    return following in {"morning", "afternoon", "evening", "night", "at", "after", "before"} or following.isdigit()


def _every_weekday(cursor: Cursor, today: date) -> Fields | None:
    cursor.accept("on")
    every = cursor.accept("every")
    word = cursor.peek()
    name = word if every else word.removesuffix("s")
    if name not in _WEEKDAYS or (not every and word == name):
        return None
    cursor.position += 1
    return {"weekdays": (list(Weekday)[_WEEKDAYS.index(name)],)}


def _iso_date(cursor: Cursor, today: date) -> Fields | None:
    cursor.accept("on")
    year = cursor.digits() if len(cursor.peek()) == 4 else None
    month = cursor.digits() if year and cursor.accept("-") else None
    day = cursor.digits() if month and cursor.accept("-") else None
    return _valid_day(year or 0, month or 0, day or 0)


def _slash_date(cursor: Cursor, today: date) -> Fields | None:
    cursor.accept("on")
    month = cursor.digits()
    day = cursor.digits() if month and cursor.accept("/") else None
    return _upcoming(today, month or 0, day or 0)


def _month_day(cursor: Cursor, today: date) -> Fields | None:
    cursor.accept("on")
    month = _month(cursor)
    day = _day_of_month(cursor) if month else None
    return _upcoming(today, month, day or 0)


def _day_month(cursor: Cursor, today: date) -> Fields | None:
    cursor.accept("on")
    cursor.accept("the")
    day = _day_of_month(cursor)
    if day is None:
        return None
    cursor.accept("of")
    return _upcoming(today, _month(cursor), day)


def _month(cursor: Cursor) -> int:
    word = cursor.peek()
    for number, name in enumerate(_MONTHS, start=1):
        if word in {name, name[:3]} or (word == "sept" and number == 9):
            cursor.position += 1
            return number
    return 0


def _day_of_month(cursor: Cursor) -> int | None:
    day = cursor.digits()
    cursor.accept("st", "nd", "rd", "th")
    # A number before ":" or "pm" is a time: "may 5 pm".
    return None if cursor.peek() in {"am", "pm", ":"} else day


def _upcoming(today: date, month: int, day: int) -> Fields | None:
    this_year = _valid_day(today.year, month, day)
    if this_year and this_year["dates"][0] >= today:
        return this_year
    return _valid_day(today.year + 1, month, day)


def _valid_day(year: int, month: int, day: int) -> Fields | None:
    try:
        return _one_day(date(year, month, day))
    except ValueError:
        return None


def _one_day(day: date) -> Fields:
    return {"dates": (day, day)}


# Length and age


def _duration(cursor: Cursor, today: date) -> Fields | None:
    cursor.accept("for")
    amount = cursor.number()
    if amount is None:
        return None
    cursor.accept("-")
    if cursor.accept("hours", "hour", "hrs", "hr", "h"):
        return {"duration_minutes": round(amount * HOUR)}
    if cursor.accept("minutes", "minute", "mins", "min"):
        return {"duration_minutes": round(amount)}
    return None


def _age(cursor: Cursor, today: date) -> Fields | None:
    cursor.accept("for")
    cursor.accept("my", "a", "an")
    introduced = cursor.accept("age", "aged", "ages")
    years = cursor.digits()
    if years is None:
        return None
    cursor.accept("-")
    named = cursor.accept(
        "years old", "year olds", "year - old", "year - olds", "year old", "years - old", "yo", "y o", "yr old"
    )
    return {"age_group": _age_group(years)} if (introduced or named) and years < 120 else None


def _under_age(cursor: Cursor, today: date) -> Fields | None:
    if not cursor.accept("under", "below"):
        return None
    years = cursor.digits()
    if years is None or years >= LOWEST_BARE_PRICE or not cursor.accept("years old", "years", "year olds"):
        return None
    return {"age_group": _age_group(years - 1)}


def _age_group(years: int) -> AgeGroup:
    if years <= 12:
        return AgeGroup.KIDS
    if years <= 17:
        return AgeGroup.TEENS
    return AgeGroup.ADULTS if years < 65 else AgeGroup.SENIORS


def _phrase(cursor: Cursor, today: date) -> Fields | None:
    for length in range(_LONGEST_PHRASE, 0, -1):
        words = tuple(cursor.peek(ahead) for ahead in range(length))
        if words in PHRASES:
            cursor.position += length
            return PHRASES[words]
    return None


_LONGEST_PHRASE = max(map(len, PHRASES))

RULES: tuple[Rule, ...] = (
    _phrase,
    _relative_day, _week, _in_days, _weekday, _every_weekday, _iso_date, _slash_date, _month_day, _day_month,
    _price_at_most, _price_at_least, _price_between, _price_around, _price_alone,
    _time_between, _time_after, _time_before, _time_around, _time_at,
    _duration, _age, _under_age,
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
