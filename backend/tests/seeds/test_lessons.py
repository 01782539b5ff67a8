"""The demo city on paper: the same seed and day give the same city, and its lessons keep the rules."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest

from app.bookings.domain import BookingStatus
from app.core.enums import Place
from app.core.timerange import MinuteRange
from seeds.hours import HoursBook, read_hours
from seeds.lessons import LessonBook, LessonPlan
from seeds.population import Founder, Population

TODAY = date(2026, 11, 22)
FIRST, LAST = TODAY - timedelta(days=14), TODAY + timedelta(days=20)


@pytest.fixture(scope="module")
def hours() -> HoursBook:
    return read_hours()


@pytest.fixture(scope="module")
def people(hours: HoursBook) -> Population:
    return Founder(7, hours).population()


@pytest.fixture(scope="module")
def lessons(people: Population, hours: HoursBook) -> list[LessonPlan]:
    return list(LessonBook(7, people, hours).lessons_between(FIRST, LAST, TODAY))


def by_person(lessons: Iterable[LessonPlan], of: str) -> dict[tuple[UUID, date], list[LessonPlan]]:
    found = defaultdict(list)
    for lesson in lessons:
        found[getattr(lesson, of).id, lesson.time.booking_date].append(lesson)
    return {key: sorted(day, key=lambda lesson: lesson.time.start_time) for key, day in found.items()}


def pairs(days: Iterable[Sequence[LessonPlan]]) -> list[tuple[LessonPlan, LessonPlan]]:
    return [pair for day in days for pair in pairwise(day)]


def test_the_same_seed_gives_the_same_city(people: Population, hours: HoursBook, lessons: Sequence[LessonPlan]) -> None:
    again = Founder(7, hours).population()
    assert again == people
    assert list(LessonBook(7, again, hours).lessons_between(FIRST, LAST, TODAY)) == lessons


def test_another_seed_gives_another_city_with_the_same_demo_accounts(people: Population, hours: HoursBook) -> None:
    other = Founder(8, hours).population()
    assert other.instructors[0] == people.instructors[0]
    assert other.students[0] == people.students[0]
    assert {person.id for person in other.instructors[1:]}.isdisjoint(person.id for person in people.instructors)


def test_tomorrow_the_past_is_the_same(people: Population, hours: HoursBook, lessons: Sequence[LessonPlan]) -> None:
    later = LessonBook(7, people, hours).lessons_between(FIRST, LAST, TODAY + timedelta(days=3))
    assert {lesson.id for lesson in lessons} < {lesson.id for lesson in later}


def test_the_city_is_as_large_as_promised(people: Population) -> None:
    assert len(people.instructors) >= 300
    assert len(people.students) >= 400
    homes = [plan.home.borough_slug for plan in people.instructors]
    assert {borough: homes.count(borough) > 10 for borough in homes} == dict.fromkeys(homes, True)
    assert len(set(homes)) == 5
    assert len({plan.timetable.pattern.name for plan in people.instructors}) >= 8


def test_everybody_has_an_address_of_their_own(people: Population) -> None:
    everybody = [*people.instructors, *people.students, people.admin]
    emails = [person.email for person in everybody]
    assert len(set(emails)) == len(emails) == len({person.id for person in everybody})
    demo = {email for email in emails if email.endswith("@demo.instainstru.com")}
    assert demo == {f"{name}@demo.instainstru.com" for name in ("student", "instructor", "admin")}
    assert all(email.endswith("@example.com") for email in set(emails) - demo)


def test_no_words_are_left_open(people: Population, lessons: Sequence[LessonPlan]) -> None:
    texts = [text for plan in people.instructors for text in (plan.headline, plan.bio)]
    texts += [lesson.review.text for lesson in lessons if lesson.review]
    assert [text for text in texts if "{" in text or "  " in text] == []
    assert all(1 <= len(plan.headline) <= 120 for plan in people.instructors)


def test_nobody_has_two_lessons_at_once(lessons: Sequence[LessonPlan]) -> None:
    for one, other in pairs(by_person(lessons, "student").values()):
        assert one.time.ends_at <= other.time.starts_at
    for one, other in pairs(by_person(lessons, "instructor").values()):
        assert one.time.ends_at + timedelta(minutes=one.instructor.buffer_minutes) <= other.time.starts_at


def test_lessons_lie_in_hours_and_not_on_holidays(lessons: Sequence[LessonPlan], hours: HoursBook) -> None:
    for lesson in lessons:
        timetable, day = lesson.instructor.timetable, lesson.time.booking_date
        taught = MinuteRange(lesson.time.start_time, lesson.time.end_time)
        assert any(item.contains(taught) for item in hours.hours_on(timetable, day))
        assert hours.holiday_on(timetable, day) is None


def test_lessons_are_what_was_offered(lessons: Sequence[LessonPlan]) -> None:
    for lesson in lessons:
        assert lesson.offering in lesson.instructor.offerings
        assert lesson.time.duration_minutes in lesson.offering.durations
        assert lesson.place in lesson.offering.places
        if lesson.place is Place.AT_STUDENT:
            assert lesson.student.neighborhood in lesson.instructor.areas
            assert lesson.address


def test_lessons_were_booked_in_time(lessons: Sequence[LessonPlan]) -> None:
    for lesson in lessons:
        ahead = lesson.time.starts_at - lesson.booked_at
        assert timedelta(minutes=lesson.instructor.min_notice_minutes) <= ahead
        assert ahead < timedelta(days=lesson.instructor.horizon_days)
        assert lesson.booked_at.date() < TODAY
        assert lesson.cancel is None or lesson.cancel.at < lesson.time.starts_at


def test_only_what_is_over_has_ended(lessons: Sequence[LessonPlan]) -> None:
    to_come = {lesson.status_on(TODAY) for lesson in lessons if lesson.time.booking_date >= TODAY}
    over = {lesson.status_on(TODAY) for lesson in lessons if lesson.time.booking_date < TODAY}
    assert to_come == {BookingStatus.CONFIRMED, BookingStatus.CANCELLED}
    assert over == {BookingStatus.COMPLETED, BookingStatus.CANCELLED, BookingStatus.NO_SHOW}


@pytest.mark.parametrize("today", [TODAY + timedelta(days=offset) for offset in (0, 1, 3, 11, 39)])
def test_the_demo_accounts_always_have_something_to_show(people: Population, hours: HoursBook, today: date) -> None:
    book = LessonBook(7, people, hours)
    tomorrow = today + timedelta(days=1)
    instructor, student = people.instructors[0], people.students[0]
    week = [
        lesson
        for lesson in book.lessons_between(today, today + timedelta(days=7), today)
        if lesson.status_on(today) is BookingStatus.CONFIRMED
    ]
    busy = [item for item in week if item.instructor is instructor and item.time.booking_date == tomorrow]
    assert busy
    assert max(lesson.time.end_time for lesson in busy) <= 17 * 60
    assert any(lesson.student is student for lesson in week)
    free = hours.hours_on(instructor.timetable, tomorrow)
    assert any(item.contains(MinuteRange(17 * 60, 19 * 60)) for item in free)
