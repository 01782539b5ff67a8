from html.parser import HTMLParser
from typing import Any

import pytest

from app.core.enums import RoleName
from app.notifications.domain import MailTemplate
from app.notifications.rendering import MailRenderer, RenderedMail, greeting
from app.notifications.schemas import (
    CONTEXTS,
    AccountEventContext,
    PasswordResetContext,
    ReminderContext,
    ReviewRequestContext,
    SignInContext,
    VerificationContext,
    WelcomeContext,
)
from tests.notifications.lessons import (
    BOOKING_ID,
    account_context,
    any_context,
    cancellation,
    lesson,
    lessons_context,
    reminder_context,
    reschedule,
    review_request_context,
)

ORIGIN = "https://instainstru.example"


@pytest.fixture
def renderer() -> MailRenderer:
    return MailRenderer(ORIGIN + "/")


def render_any(renderer: MailRenderer, template: MailTemplate) -> RenderedMail:
    """Every template, with a context that holds what any of them needs."""
    context = CONTEXTS[template].model_validate(any_context())
    return renderer.render(template, "Ana", context)


class Words(HTMLParser):
    """The words of a page as a reader gets them, and where its links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.links: list[str] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.text += f"{data} "

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href" and value]


@pytest.mark.parametrize("template", list(MailTemplate))
def test_every_mail_has_a_subject_and_the_same_words_in_both_parts(
    renderer: MailRenderer, template: MailTemplate
) -> None:
    mail = render_any(renderer, template)
    page = Words(mail.html)
    said = " ".join(mail.text.split())
    assert 10 < len(mail.subject) < 70
    assert "Hello Ana," in page.text
    assert all(link in mail.text for link in page.links)
    assert all(" ".join(words.split()).rstrip(":") in said for words in _paragraphs(mail.html))


def _paragraphs(page: str) -> list[str]:
    return [Words(part.partition("</p>")[0]).text for part in page.split('<p style="margin:0 0 16px">')[1:]]


def test_a_booking_is_confirmed_to_its_student(renderer: MailRenderer) -> None:
    mail = renderer.render(MailTemplate.BOOKING_CONFIRMED_STUDENT, "Ana", lesson(note="From zero"))
    assert mail.subject == "Booked: Piano on Tue, Nov 24 at 2:00 PM"
    for fact in (
        "When: Tuesday, November 24, 2026, 2:00 PM to 3:00 PM EST",
        "Where: At the instructor's, 12 W 72nd St",
        "Instructor: Sarah Chen",
        "Price: $75.00",
        "Your note: From zero",
        "Pay your instructor at the lesson.",
        f"{ORIGIN}/lessons/{BOOKING_ID}",
    ):
        assert fact in mail.text


def test_what_is_not_said_is_not_named(renderer: MailRenderer) -> None:
    mail = renderer.render(MailTemplate.BOOKING_CONFIRMED_STUDENT, "Ana", lesson(address=None, place="online"))
    assert "note" not in mail.text
    assert "Where: Online\n" in mail.text


@pytest.mark.parametrize(
    ("cancelled_by", "words"),
    [
        ("instructor", "Sarah Chen had to cancel your Piano lesson."),
        ("student", "Your Piano lesson with Sarah Chen is cancelled."),
        ("system", "Your Piano lesson with Sarah Chen is cancelled."),
    ],
)
def test_a_cancellation_says_who_and_what_is_owed(renderer: MailRenderer, cancelled_by: str, words: str) -> None:
    mail = renderer.render(MailTemplate.BOOKING_CANCELLED_STUDENT, "Ana", cancellation(cancelled_by=cancelled_by))
    assert words in mail.text
    assert "You owe: $37.50 of $75.00" in mail.text


def render_several(renderer: MailRenderer, template: MailTemplate, reader: str, **values: Any) -> RenderedMail:
    context = CONTEXTS[template].model_validate(lessons_context(reader, **values))
    return renderer.render(template, "Ana", context)


@pytest.mark.parametrize(
    ("template", "reader", "subject", "facts"),
    [
        (
            MailTemplate.LESSONS_BOOKED,
            "student",
            "Booked: 2 Piano lessons from Tue, Nov 24",
            ("Your 2 Piano lessons with Sarah Chen are confirmed.", "Price of all: $150.00"),
        ),
        (
            MailTemplate.LESSONS_BOOKED,
            "instructor",
            "New: 2 Piano lessons from Tue, Nov 24",
            ("Ana Diaz booked 2 Piano lessons with you.", "Price of each: $75.00"),
        ),
        (MailTemplate.LESSONS_MOVED, "student", "Moved: 2 Piano lessons", ("You moved 2 lessons with Sarah Chen.",)),
        (MailTemplate.LESSONS_MOVED, "instructor", "Moved: 2 Piano lessons", ("Ana Diaz moved 2 lessons with you.",)),
        (
            MailTemplate.LESSONS_CANCELLED,
            "student",
            "Cancelled: 2 Piano lessons from Tue, Nov 24",
            ("2 of your Piano lessons with Sarah Chen are cancelled.", "You owe: $37.50 of $150.00", "(refund 50%)"),
        ),
        (
            MailTemplate.LESSONS_CANCELLED,
            "instructor",
            "Cancelled: 2 Piano lessons from Tue, Nov 24",
            ("Ana Diaz cancelled 2 Piano lessons with you.", "Your student owes: $37.50 of $150.00"),
        ),
    ],
)
def test_several_lessons_are_one_mail(
    renderer: MailRenderer, template: MailTemplate, reader: str, subject: str, facts: tuple[str, ...]
) -> None:
    mail = render_several(renderer, template, reader)
    assert mail.subject == subject
    for fact in (*facts, "Lesson 2: Tuesday, December 1, 2026, 2:00 PM to 3:00 PM EST"):
        assert fact in mail.text


@pytest.mark.parametrize(
    ("reader", "words"),
    [("student", "Sarah Chen had to cancel 2"), ("instructor", "2 of your Piano lessons with Ana Diaz are cancelled.")],
)
def test_several_lessons_that_the_instructor_cancelled(renderer: MailRenderer, reader: str, words: str) -> None:
    mail = render_several(
        renderer, MailTemplate.LESSONS_CANCELLED, reader, cancelled_by="instructor", refund_share_percent=100
    )
    assert words in mail.text
    assert "nothing" in mail.text


def test_html_in_what_people_wrote_is_shown_and_not_obeyed(renderer: MailRenderer) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    mail = renderer.render(
        MailTemplate.BOOKING_CONFIRMED_INSTRUCTOR, "Sarah", lesson(student_name=hostile, note=hostile, address=hostile)
    )
    assert "img" not in Words(mail.html).tags
    assert Words(mail.html).text.count(hostile) == 4
    assert hostile in mail.text


def test_template_code_in_what_people_wrote_stays_text(renderer: MailRenderer) -> None:
    mail = renderer.render(MailTemplate.BOOKING_CONFIRMED_INSTRUCTOR, "Sarah", lesson(note="{{ 7 * 7 }}{% raw %}"))
    assert "Their note: {{ 7 * 7 }}{% raw %}" in mail.text


def test_a_subject_is_one_line_and_not_escaped(renderer: MailRenderer) -> None:
    mail = renderer.render(MailTemplate.BOOKING_CONFIRMED_STUDENT, "Ana", lesson(subject="R&B\r\nBcc: all@example.com"))
    assert mail.subject == "Booked: R&B Bcc: all@example.com on Tue, Nov 24 at 2:00 PM"


@pytest.mark.parametrize(
    ("first_name", "greeted"),
    [
        ("Ana", "Hello Ana,"),
        ("Mary Jane", "Hello Mary Jane,"),
        ("J. R.", "Hello J. R.,"),
        ("", "Hello,"),
        (" \r\n ", "Hello,"),
        ("Win at https://evil.example", "Hello,"),
        ("evil.example", "Hello,"),
        ("A" * 41, "Hello,"),
    ],
)
def test_people_are_greeted_by_name_when_it_is_one(first_name: str, greeted: str) -> None:
    assert greeting(first_name) == greeted


def test_a_reset_link_keeps_its_token_out_of_logs(renderer: MailRenderer) -> None:
    mail = renderer.render(MailTemplate.PASSWORD_RESET, "Ana", PasswordResetContext(token="a/b+c"))
    assert f"{ORIGIN}/reset-password#token=a%2Fb%2Bc" in Words(mail.html).links


def test_a_verification_link_keeps_its_token_out_of_logs(renderer: MailRenderer) -> None:
    mail = renderer.render(MailTemplate.EMAIL_VERIFICATION, "Ana", VerificationContext(token="a/b+c"))
    assert f"{ORIGIN}/verify-email#token=a%2Fb%2Bc" in Words(mail.html).links


def test_a_moved_lesson_says_both_times_in_its_own_zone(renderer: MailRenderer) -> None:
    mail = renderer.render(MailTemplate.BOOKING_RESCHEDULED_STUDENT, "Ana", reschedule())
    assert mail.subject == "Moved: Piano is now on Tue, Nov 24 at 2:00 PM"
    assert "When: Tuesday, November 24, 2026, 2:00 PM to 3:00 PM EST\n" in mail.text
    assert "Before: Monday, November 23, 2026, 10:00 AM to 11:00 AM EST\n" in mail.text
    far = renderer.render(MailTemplate.BOOKING_RESCHEDULED_INSTRUCTOR, "Sarah", reschedule(timezone="Asia/Tokyo"))
    assert "When: Wednesday, November 25, 2026, 4:00 AM to 5:00 AM JST\n" in far.text
    assert "Before: Tuesday, November 24, 2026, 12:00 AM to 1:00 AM JST\n" in far.text


@pytest.mark.parametrize(("hours", "words"), [(24, "YOUR LESSON IS COMING UP"), (1, "YOUR LESSON STARTS SOON")])
def test_a_reminder_says_what_is_coming(renderer: MailRenderer, hours: int, words: str) -> None:
    context = ReminderContext.model_validate(reminder_context(hours_before=hours))
    mail = renderer.render(MailTemplate.LESSON_REMINDER_STUDENT, "Ana", context)
    assert mail.subject == "Reminder: Piano on Tue, Nov 24 at 2:00 PM"
    assert mail.text.startswith(words)
    assert "When: Tuesday, November 24, 2026, 2:00 PM to 3:00 PM EST\n" in mail.text


def test_a_review_is_asked_for_with_the_lesson_named(renderer: MailRenderer) -> None:
    context = ReviewRequestContext.model_validate(review_request_context())
    mail = renderer.render(MailTemplate.REVIEW_REQUEST, "Ana", context)
    assert mail.subject == "How was your Piano lesson?"
    assert "Piano lesson with Sarah Chen" in " ".join(mail.text.split())
    assert f"{ORIGIN}/lessons/{BOOKING_ID}" in Words(mail.html).links


def test_what_happened_to_an_account_is_told_in_its_owners_zone(renderer: MailRenderer) -> None:
    sign_in = SignInContext.model_validate(account_context())
    mail = renderer.render(MailTemplate.NEW_SIGN_IN, "Ana", sign_in)
    assert "Device: Chrome on Windows\nWhen: Tuesday, November 24, 2026, 2:00 PM EST\n" in mail.text
    changed = AccountEventContext.model_validate(account_context(timezone="Europe/Paris"))
    mail = renderer.render(MailTemplate.PASSWORD_CHANGED, "Ana", changed)
    assert "When: Tuesday, November 24, 2026, 8:00 PM CET\n" in mail.text


def test_instructors_are_welcomed_to_set_up_their_lessons(renderer: MailRenderer) -> None:
    mail = renderer.render(MailTemplate.WELCOME, "Sarah", WelcomeContext(role=RoleName.INSTRUCTOR))
    assert f"{ORIGIN}/teach" in mail.text
