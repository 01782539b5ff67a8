"""What single words and fixed phrases say of a lesson, words that say nothing, and slips in any of them. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.core.enums import AgeGroup, Level, Place
from app.core.timerange import MINUTES_PER_DAY
from app.search.domain import Weekday
from app.search.tokens import tokenize

Fields = Mapping[str, Any]

HOUR = 60
NOON = 12 * HOUR
EVENING_STARTS, EVENING_ENDS = 17 * HOUR, 22 * HOUR
# Slips of the keyboard that are forgiven, by the length of what was typed.
ONE_SLIP_FROM, TWO_SLIPS_FROM = 5, 8


def _words(text: str) -> list[str]:
    return text.split()


MONTHS = _words("january february march april may june july august september october november december")
WEEKDAYS = _words("monday tuesday wednesday thursday friday saturday sunday")
WORKING_DAYS = (Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI)
WEEKEND = (Weekday.SAT, Weekday.SUN)


def _spoken(phrases: str, **fields: Any) -> dict[tuple[str, ...], Fields]:
    return {tuple(word for word in tokenize(phrase) if word != "-"): fields for phrase in phrases.split(",")}


_PLACES = {
    **_spoken(
        "online,virtual,virtually,remote,remotely,zoom,over zoom,on zoom,via zoom,over video,by video,video call,"
        "video calls,video lesson,video lessons,skype,via skype,over skype,facetime,google meet,over the internet,"
        "on the internet",
        place=Place.ONLINE,
    ),
    **_spoken(
        "at home,at my home,my home,in my house,at my place,my place,at my house,my house,at my apartment,"
        "in my apartment,my apartment,in home,in my home,come to me,comes to me,coming to me,travel to me,"
        "travels to me,house call,house calls",
        place=Place.AT_STUDENT,
    ),
    **_spoken(
        "studio,at the studio,in a studio,at a studio,at the instructors,at the instructors place,"
        "at the instructors home,at the instructors studio,at their place,at their studio,at the teachers,"
        "at the teachers place,at the teachers studio,teachers studio,instructors place,at the tutors",
        place=Place.AT_INSTRUCTOR,
    ),
    **_spoken("in person,face to face,offline,on site", excluded_places=(Place.ONLINE,)),
}
_LEVELS = {
    **_spoken(
        "beginner,beginners,beginning,novice,novices,newbie,newbies,starter,starters,for beginners,never played,"
        "from scratch,beginner level,absolute beginner,absolute beginners,complete beginner,complete beginners,"
        "total beginner,entry level,no experience,no experience needed,no prior experience,first time,first timer,"
        "first timers,new to",
        level=Level.BEGINNER,
    ),
    **_spoken("intermediate,intermediate level", level=Level.INTERMEDIATE),
    **_spoken(
        "advanced,expert,advanced level,expert level,pro level,professional level,high level", level=Level.ADVANCED
    ),
}
_AGES = {
    **_spoken(
        "kid,kids,child,children,toddler,toddlers,preschooler,preschoolers,kindergartner,kindergartners,"
        "elementary school,elementary schooler,elementary schoolers,middle school,middle schooler,middle schoolers",
        age_group=AgeGroup.KIDS,
    ),
    # A word for a child of somebody's own says less than an age does.
    **_spoken("son,sons,daughter,daughters,grandson,granddaughter,little one,boy,girl", family_age=AgeGroup.KIDS),
    **_spoken(
        "teen,teens,teenage,teenager,teenagers,adolescent,adolescents,high school,high schooler,high schoolers,"
        "high school student,high school students",
        age_group=AgeGroup.TEENS,
    ),
    **_spoken(
        "adult,adults,grown up,grown ups,college student,college students,university student,university students,"
        "undergrad,undergrads",
        age_group=AgeGroup.ADULTS,
    ),
    **_spoken(
        "elderly,older adults,retiree,retirees,senior citizen,senior citizens,seniors", age_group=AgeGroup.SENIORS
    ),
}
_TIMES = {
    **_spoken("morning,mornings,in the morning", start_time=6 * HOUR, end_time=NOON),
    **_spoken("early morning,early mornings,early in the morning", start_time=6 * HOUR, end_time=9 * HOUR),
    **_spoken("late morning,late mornings", start_time=10 * HOUR, end_time=NOON),
    **_spoken("afternoon,afternoons,in the afternoon", start_time=NOON, end_time=EVENING_STARTS),
    **_spoken("early afternoon,early afternoons", start_time=NOON, end_time=15 * HOUR),
    **_spoken("late afternoon,late afternoons", start_time=15 * HOUR, end_time=18 * HOUR),
    **_spoken("evening,evenings,in the evening", start_time=EVENING_STARTS, end_time=EVENING_ENDS),
    **_spoken("early evening,early evenings", start_time=EVENING_STARTS, end_time=20 * HOUR),
    **_spoken("late evening,late evenings,late at night", start_time=20 * HOUR, end_time=MINUTES_PER_DAY),
    **_spoken("night,nights,at night", start_time=19 * HOUR, end_time=MINUTES_PER_DAY),
    **_spoken("lunch,lunchtime,lunch time,lunch break,over lunch,at lunch", start_time=NOON, end_time=14 * HOUR),
    **_spoken(
        "business hours,during business hours,work hours,during work hours,office hours,during the day",
        start_time=9 * HOUR,
        end_time=EVENING_STARTS,
    ),
    **_spoken("after work", start_time=EVENING_STARTS),
    **_spoken("after school", start_time=15 * HOUR),
    **_spoken("before work,before school", end_time=9 * HOUR),
    **_spoken("weekdays,weekday,on weekdays,during the week", weekdays=WORKING_DAYS),
    **_spoken("weekends,on weekends", weekdays=WEEKEND),
    **_spoken(
        "weeknight,weeknights,on weeknights", weekdays=WORKING_DAYS, start_time=EVENING_STARTS, end_time=EVENING_ENDS
    ),
    **_spoken("now,right now,available now,immediately,available right now,right away", available_now=True),
    **_spoken("half an hour,half hour,half hour long", duration_minutes=30),
    **_spoken("three quarters of an hour", duration_minutes=45),
    **_spoken("hour long", duration_minutes=60),
    **_spoken("an hour and a half,hour and a half,one and a half hours", duration_minutes=90),
}
PHRASES: Mapping[tuple[str, ...], Fields] = {
    **_PLACES,
    **_LEVELS,
    **_AGES,
    **_TIMES,
    **_spoken(
        "cheap,cheaper,cheapest,affordable,inexpensive,low cost,low price,low priced,economical,budget,"
        "budget friendly,on a budget,not expensive,not too expensive,nothing expensive",
        wants_cheap=True,
    ),
    **_spoken("near me,nearby,close to me,around me,in my area,in my neighborhood", near_me=True),
    # These say where another phrase belongs, and nothing themselves.
    **_spoken("zip code,zip,zipcode,one on one,1 on 1"),
}
LONGEST_PHRASE = max(map(len, PHRASES))
NEAR = ("near", "close to", "around", "next to", "not far from", "near to", "in the area of", "walking distance from")

FILLERS = frozenset(
    _words(
        "a an the i im id we my our me you your is are be am to for in on at of with and or by from near around about "
        "close want wants wanted need needs like would love looking look find finding search get book some any "
        "someone somebody something anything who can could may teach teaches teaching learn learning study take "
        "taking how please help lesson lessons class classes course courses session sessions instructor instructors "
        "teacher teachers tutor tutors tutoring coach coaches coaching trainer training private available free time "
        "anytime lets hi hello nyc ny york city play playing that this it but either both level student students "
        "person people old mother father mom dad wife husband friend - $ : / @ < > +"
    )
)
NEGATIONS = frozenset(_words("not no without except excluding never nor neither dont doesnt isnt wont cant"))
# Between a negation and what is not wanted.
MAY_FOLLOW_NEGATION = FILLERS | NEGATIONS | {"anything", "too", "do"}


def slips_between(typed: str, meant: str) -> int:
    """Letters added, left out, changed or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for i, a in enumerate(typed, 1):
        before_that, before, row = before, row, [i] + [0] * len(meant)
        for j, b in enumerate(meant, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == meant[j - 2] and typed[i - 2] == b:
                row[j] = min(row[j], before_that[j - 2] + 1)
    return row[-1]


def slips_forgiven(text: str) -> int:
    return (len(text) >= ONE_SLIP_FROM) + (len(text) >= TWO_SLIPS_FROM)


def nearest_words(typed: str, words: Iterable[str]) -> tuple[int, list[str]]:
    """How many slips the nearest words are away, and these words; none when nothing is near enough."""
    allowed = slips_forgiven(typed)
    letters = frozenset(typed)
    near = [
        (slips, word)
        for word in words
        # The cheap comparisons leave few for the dear one.
        if allowed
        and abs(len(word) - len(typed)) <= allowed
        and len(letters ^ frozenset(word)) <= 2 * allowed
        and (slips := slips_between(typed, word)) <= allowed
    ]
    best = min((slips for slips, _ in near), default=0)
    return best, [word for slips, word in near if slips == best]


_SINGLE = {words[0] for words in PHRASES if len(words) == 1}
CORRECTABLE = tuple(
    sorted(
        word
        for word in {*_SINGLE, *WEEKDAYS, *MONTHS, "tomorrow", "tonight", "today", "weekend", "minutes", "hours"}
        if len(word) >= ONE_SLIP_FROM
    )
)
"""Words of the grammar that are understood in spite of a slip."""
